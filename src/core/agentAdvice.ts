import { BAD_IMAGES, PLACES, problemOf, quote, REASONS, shorten } from './agentProblem.ts';
import { formatDollars } from './cost.ts';
import { assertNever, type Failure, type Invalid } from './failure.ts';

/*
 * What a language model is told: in English, which models follow best, and which no person reads. The user has the same failure
 * in words of their own on the card.
 */

/** Whether calling the tool again can help. */
const RETRY = {
  same: 'Calling again with the same input may succeed.',
  later: 'Calling again later may succeed; do not repeat it now.',
  changed: 'Calling again helps only with a changed input.',
  never: 'Do not call again before that has changed.',
  paid: 'Calling again may succeed, but may be paid for twice: ask the user first.',
} as const;

/** When something failed, and whether a run had begun by then. */
export interface FailedWhen {
  /** ms since 1970 */
  readonly now: number;
  /** False: nothing can have been sent. */
  readonly began: boolean;
}

/** A failure as a language model needs it: what happened, whether calling again helps, and what has to change. */
export function adviseAgent(failure: Failure, { now, began }: FailedWhen): string {
  const isPlace = failure.kind === 'noPlace' && !began;
  const { what, retry, change } = isPlace ? adviceOnPlace(failure) : adviceOn(failure, now);
  const said = 'message' in failure && failure.message ? `The server says: ${quote(failure.message)}.` : undefined;
  return [what, said, change, RETRY[retry]].filter(Boolean).join(' ');
}

interface Advice {
  readonly what: string;
  readonly change?: string;
  readonly retry: keyof typeof RETRY;
}

function adviceOn(failure: Failure, now: number): Advice {
  switch (failure.kind) {
    case 'cancelled':
      return {
        what: failure.billable
          ? 'Cancelled by the user; the server may still bill it.'
          : 'Cancelled by the user before anything was sent.',
        change: 'Go on without this image unless the user asks for it.',
        retry: 'never',
      };
    case 'untrusted':
      return {
        what: 'The user does not trust this workspace, so nothing is sent or written in it.',
        change: 'The user would have to run "Workspaces: Manage Workspace Trust".',
        retry: 'never',
      };
    case 'noKey':
      return {
        what: `There is no API key for ${failure.origin}; nothing was made.`,
        change: 'Ask the user to run the command "Easel: Set API Key". Never ask for the key itself.',
        retry: 'never',
      };
    case 'badKey':
      return {
        what: `${failure.origin} does not accept the API key; nothing was made.`,
        change: 'Ask the user to run the command "Easel: Set API Key". Never ask for the key itself.',
        retry: 'never',
      };
    case 'denied':
      return failure.reason === 'organization'
        ? {
            what: 'OpenAI wants the organization of the user to be verified before it makes images with this model.',
            change: 'The user can do that on the settings page of their organization, or choose another model in easel.model.',
            retry: 'never',
          }
        : {
            what: 'The server does not allow this request with this key.',
            change: 'The user has to change the key or the permissions.',
            retry: 'never',
          };
    case 'refused':
      return adviceOnRefusal(failure);
    case 'invalid':
      return adviceOnInvalid(failure.invalid);
    case 'rejected':
      return {
        what: failure.parameter
          ? `The server rejects the value of ${quote(failure.parameter)} (status ${failure.status}); nothing was made.`
          : `The server rejects the request (status ${failure.status}); nothing was made.`,
        change: 'Change the prompt or leave options out; options that were not given come from the settings of the user.',
        retry: 'changed',
      };
    case 'rateLimited':
      return {
        what: 'The server has too many requests to answer now; nothing was made.',
        ...(failure.until !== undefined && {
          change: `It takes requests again in ${Math.max(1, Math.ceil((failure.until - now) / 1000))} seconds.`,
        }),
        retry: 'later',
      };
    case 'noCredit':
      return {
        what: 'The account of the user has no credit left or has reached its limit; nothing was made.',
        change: 'The user has to add credit at the provider.',
        retry: 'never',
      };
    case 'overBudget':
      return {
        what:
          failure.cost === undefined
            ? `Nobody knows what this costs, and the user has a daily budget: US$ ${formatDollars(failure.budget)}, of which at least ${formatDollars(failure.spent)} are spent. Nothing was sent.`
            : `This costs about US$ ${formatDollars(failure.cost)} and would go over the daily budget of the user: US$ ${formatDollars(failure.spent)} of ${formatDollars(failure.budget)} are spent. Nothing was sent.`,
        change: 'Ask the user to raise easel.dailyBudget, or to make the image themselves.',
        retry: failure.cost === undefined || failure.spent >= failure.budget ? 'never' : 'changed',
      };
    case 'unencrypted':
      return {
        what: `${failure.origin} is reached without encryption, which the user has not allowed; nothing was sent.`,
        change: 'Ask the user to run "Easel: Generate Image" once, which asks for that.',
        retry: 'never',
      };
    case 'noModel':
      return {
        what: `The server does not know the model ${quote(failure.model)}, or has retired it; nothing was made.`,
        change: failure.replacement
          ? `Ask the user to set easel.model to "${failure.replacement}", which replaces it.`
          : 'Ask the user to choose another model in easel.model.',
        retry: 'never',
      };
    case 'noEndpoint':
      return {
        what: `The server has no such service (status ${failure.status}); nothing was made.`,
        change: 'Ask the user to run the command "Easel: Check Setup".',
        retry: 'never',
      };
    case 'unreachable':
      return {
        what: `No connection to ${failure.host} could be opened (${REASONS[failure.reason]}); nothing was sent.`,
        change: 'If it stays so, ask the user to run the command "Easel: Check Setup".',
        retry: failure.reason === 'refused' || failure.reason === 'other' ? 'same' : 'never',
      };
    case 'timedOut':
      return { what: `No complete answer came within ${failure.seconds} seconds.`, retry: 'paid' };
    case 'incomplete':
      return { what: 'The connection broke in the middle of the answer.', retry: 'paid' };
    case 'server':
      return { what: `The server failed (status ${failure.status}).`, retry: 'paid' };
    case 'notAnApi':
      return {
        what: `What answers at ${failure.host} is no image server: perhaps a proxy or a login page (status ${failure.status}).`,
        change: 'Ask the user to run the command "Easel: Check Setup".',
        retry: 'never',
      };
    case 'redirected':
      return {
        what: `The server wanted to send the request on to ${shorten(failure.host)}, which is not followed; nothing was made.`,
        change: 'Ask the user to run the command "Easel: Check Setup".',
        retry: 'never',
      };
    case 'tooLarge':
      return { what: 'The answer was larger than any image may be, and was stopped.', retry: 'paid' };
    case 'noImage':
      return {
        what: 'The server answered without an image, and may bill that. Some servers answer so when they block a prompt.',
        change: 'Change the prompt.',
        retry: 'changed',
      };
    case 'badImage':
      return failure.name === undefined
        ? { what: 'What the server sent is not an image that can be read.', retry: 'paid' }
        : {
            what: `${quote(failure.name)} ${BAD_IMAGES[failure.reason]}; nothing was sent.`,
            change: 'Give the path of another image.',
            retry: 'changed',
          };
    case 'expired':
    case 'notFetched':
    case 'urlRefused':
      return { what: 'The image was made, but it could not be fetched from where the server has put it.', retry: 'paid' };
    case 'noPlace':
      return {
        what: `The image was made, but it could not be saved (${PLACES[failure.reason]}). It waits in the panel of Easel.`,
        change: 'Ask the user to save it there: it is paid for.',
        retry: 'never',
      };
    case 'noFile':
      return {
        what: `There is no file ${quote(failure.name)}; nothing was sent.`,
        change: 'Give the path of an image that exists, from the workspace folder.',
        retry: 'changed',
      };
    case 'raster':
      return {
        what: 'The built-in image engine failed, so pictures cannot be edited.',
        change: 'Ask the user to run the command "Easel: Check Setup".',
        retry: 'same',
      };
    case 'unknownEnd':
      return { what: 'Nobody knows whether the server has made it.', retry: 'paid' };
    case 'notSent':
      return { what: 'It was not sent.', retry: 'same' };
    case 'unexpected':
      return {
        what: 'Something went wrong in Easel.',
        change: 'Tell the user that the log of Easel has the details.',
        retry: 'never',
      };
    default:
      return assertNever(failure);
  }
}

/** Before anything was sent there is no image that could be lost. */
function adviceOnPlace({ reason }: Extract<Failure, { kind: 'noPlace' }>): Advice {
  return {
    what: `The file or its folder cannot be read or written (${PLACES[reason]}); nothing was sent.`,
    change: 'Give another path.',
    retry: 'changed',
  };
}

function adviceOnRefusal({ categories, stage }: Extract<Failure, { kind: 'refused' }>): Advice {
  const why = categories.length > 0 ? ` (${shorten(categories.join(', '))})` : '';
  return stage === 'output'
    ? { what: `The content policy of the server refused the finished image${why}.`, change: 'Change the prompt.', retry: 'paid' }
    : {
        what: `The content policy of the server refused the prompt${why}; nothing was made.`,
        change: 'Change what the prompt asks for, not its wording alone, and tell the user.',
        retry: 'changed',
      };
}

function adviceOnInvalid(invalid: Invalid): Advice {
  const what = problemOf(invalid);
  return { what: `${what} Nothing was sent.`, retry: isOfSettings(invalid) ? 'never' : 'changed' };
}

/** What the user alone can change. */
function isOfSettings({ field }: Invalid): boolean {
  return ['saveFolder', 'baseUrl', 'entry', 'setting', 'reference', 'endpoint'].includes(field);
}
