import { costOf, type LearnedPrices, priceOf } from './cost.ts';
import { assertNever, type Failure } from './failure.ts';
import { sentParameters } from './fitOptions.ts';
import { isOpen, type RunRecord } from './history.ts';
import { pricingOfRun } from './server.ts';
import type { Run } from './session.ts';
import type { Options, Usage } from './task.ts';

/** What something has cost, in US$, as far as that is known. */
export interface Spent {
  readonly dollars: number;
  /** Some of it is by the list, or by what such images cost before: no answer said it. */
  readonly about: boolean;
  /** Something comes on top whose price nobody knows. */
  readonly more: boolean;
}

export const NOTHING: Spent = { dollars: 0, about: false, more: false };

/** What one call has cost, and when; `at` is ms since 1970. */
export interface Payment {
  readonly at: number;
  readonly spent: Spent;
}

/** A call, as far as it can cost something. */
interface PaidCall {
  readonly images: number;
  readonly usage?: Usage | undefined;
  /** Nobody knows what became of it, or it failed. */
  readonly failure?: Failure | undefined;
}

/** What a run asked of whom. */
type Asked = Pick<Run, 'provider' | 'pricing' | 'options' | 'edit'>;

/** What a run has cost so far. Nothing where nobody is paid, and nothing that is known at a server that is not OpenAI. */
export function spentOn(run: Run, learned: LearnedPrices): Spent {
  return sumOf(
    run.calls.map(({ got, usage, state }) => {
      const failure = state.kind === 'failed' ? state.failure : state.kind === 'unknown' ? UNKNOWN_END : undefined;
      return spentOnCall({ images: got, usage, failure }, run, learned);
    }),
  );
}

const UNKNOWN_END: Failure = { kind: 'unknownEnd' };

/**
 * All that was ever paid, a payment a call, in no order. A call that is still on its way, or whose window is gone, counts by
 * what its run was estimated at: it is paid, or perhaps was.
 */
export function paymentsOf(records: readonly RunRecord[], learned: LearnedPrices): readonly Payment[] {
  return records.flatMap(({ started, calls, endedAt }) =>
    calls.flatMap((call): Payment[] => {
      const at = call.saved.at(-1)?.at ?? call.failed?.at ?? started.at;
      const isOwed = endedAt === undefined && isOpen(call);
      const estimated = started.estimate === undefined ? undefined : started.estimate / calls.length;
      const failure = call.failed?.failure ?? (isOwed && !call.unsent ? UNKNOWN_END : undefined);
      // Nobody looks at what an agent does over and over: what it may have cost counts.
      const isDoubtful = isOwed || (started.by !== undefined && failure !== undefined && isPerhapsBilled(failure));
      if (isDoubtful && call.saved.length === 0 && estimated !== undefined) {
        return [{ at, spent: { dollars: estimated, about: true, more: false } }];
      }
      const spent = spentOnCall({ images: call.paid ?? call.saved.length, usage: call.usage, failure }, started, learned);
      return spent.dollars > 0 || spent.more ? [{ at, spent }] : [];
    }),
  );
}

/** What was paid at a time (ms since 1970) or later. */
export function spentSince(payments: readonly Payment[], since: number): Spent {
  return sumOf(payments.filter(({ at }) => at >= since).map(({ spent }) => spent));
}

/** When the day of a time began where the user is, in ms since 1970. */
export function startOfDay(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0);
}

/** When its month began. */
export function startOfMonth(now: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), 1).getTime();
}

function spentOnCall({ images, usage, failure }: PaidCall, asked: Asked, learned: LearnedPrices): Spent {
  const pricing = pricingOfRun(asked);
  if (pricing === 'free') return NOTHING;
  const more = failure !== undefined && isPerhapsBilled(failure);
  // OpenAI's prices say nothing about another server.
  const paid = pricing === 'openai' && usage ? costOf(usage, asked.options.model) : undefined;
  // Servers behind a proxy may report zeros.
  if (paid) return { dollars: paid, about: false, more };
  if (images === 0) return { ...NOTHING, more };
  const price = pricing === 'openai' ? priceOfImage(asked, learned) : undefined;
  return price ? { dollars: price.dollars * images, about: !price.exact, more } : { ...NOTHING, more: true };
}

function priceOfImage({ options, edit }: { options: Options; edit?: unknown }, learned: LearnedPrices) {
  const parameters = sentParameters(options);
  return parameters && priceOf({ endpoint: edit ? 'edit' : 'generate', model: options.model, parameters }, learned);
}

function sumOf(all: readonly Spent[]): Spent {
  return all.reduce(
    (sum, { dollars, about, more }) => ({ dollars: sum.dollars + dollars, about: sum.about || about, more: sum.more || more }),
    NOTHING,
  );
}

/** Whether the server may have made something before it failed. */
function isPerhapsBilled(failure: Failure): boolean {
  switch (failure.kind) {
    case 'cancelled':
      return failure.billable;
    case 'refused':
      return failure.stage === 'output';
    case 'timedOut':
    case 'incomplete':
    case 'server':
    case 'tooLarge':
    case 'noImage':
    case 'expired':
    case 'notFetched':
    case 'urlRefused':
    case 'unknownEnd':
    case 'noPlace':
      return true;
    case 'badImage':
      return failure.name === undefined;
    case 'untrusted':
    case 'noKey':
    case 'badKey':
    case 'denied':
    case 'invalid':
    case 'rejected':
    case 'rateLimited':
    case 'noCredit':
    case 'overBudget':
    case 'unencrypted':
    case 'noModel':
    case 'noEndpoint':
    case 'unreachable':
    case 'notSent':
    case 'notAnApi':
    case 'redirected':
    case 'noFile':
    case 'raster':
    case 'unexpected':
      return false;
    default:
      return assertNever(failure);
  }
}
