import { Failed, type Failure } from '../../core/failure.ts';
import { modelOf } from '../../core/models.ts';
import type { Server } from '../../core/server.ts';
import { requestIdOf } from '../wire.ts';
import { type ErrorFacts, readErrorFacts } from './schema.ts';

/** The most of a server's own words that is passed on, in characters. */
const MAX_MESSAGE = 500;
/** A `retry-after` beyond this (ms, 30 days) is garbage. */
const LONGEST_WAIT = 30 * 24 * 3_600_000;
/** What makes a request the one that was asked for: never left out, whatever the server says of it. */
const NEEDED: readonly string[] = ['model', 'prompt', 'image', 'image[]', 'mask'];

/** What an error is judged in the light of. */
export interface Asked {
  readonly server: Server;
  readonly model: string;
  readonly key: string | undefined;
}

/** An error as it came: by a status, or inside a 200 or a stream (`status` is then 200). */
export interface Complained {
  readonly status: number;
  readonly headers: Headers;
  /** The parsed JSON, or the text of a body that is none. */
  readonly body: unknown;
}

/** An answer that is an error. `unknownParameter`: leave it out, and the server can do it. */
export class Refusal extends Failed {
  readonly unknownParameter: string | undefined;

  constructor(complained: Complained, asked: Asked, sent: readonly string[]) {
    const facts = readErrorFacts(complained.body);
    super(translate(facts, complained, asked));
    this.unknownParameter = [400, 422].includes(complained.status) ? findUnknownParameter(facts, sent) : undefined;
  }
}

/** Judges by the code, then by texts that are known, then by the status. Source: the errors OpenAI's guide lists. */
function translate(facts: ErrorFacts, { status, headers }: Complained, asked: Asked): Failure {
  const said = facts.message ?? '';
  const message = clean(said, asked.key);
  const requestId = requestIdOf(headers);
  const answered = { ...(message && { message }), ...(requestId && !holds(requestId, asked.key) && { requestId }) };
  switch (judge(facts, said, status)) {
    case 'refused':
      return { kind: 'refused', ...moderationOf(facts, said, asked.key), ...answered };
    case 'noCredit':
      return { kind: 'noCredit', ...answered };
    case 'key':
      return { kind: asked.key ? 'badKey' : 'noKey', origin: asked.server.origin, ...answered };
    case 'organization':
      return { kind: 'denied', reason: 'organization', ...answered };
    case 'denied':
      return { kind: 'denied', reason: 'other', ...answered };
    case 'noModel': {
      const { replacement } = modelOf(asked.model);
      return { kind: 'noModel', model: asked.model, ...(replacement && { replacement }), ...answered };
    }
    case 'noEndpoint':
      return { kind: 'noEndpoint', status, ...answered };
    case 'rateLimited': {
      // Only a 429 proves that nothing was made; anything else must not be repeated by itself.
      if (status !== 429) return { kind: 'server', status: status < 400 ? 429 : status, ...answered };
      const until = readRetryAfter(headers, Date.now());
      return { kind: 'rateLimited', ...(until !== undefined && { until }), ...answered };
    }
    case 'server':
      // In a stream the error comes after the head's 200.
      return { kind: 'server', status: status < 400 ? 500 : status, ...answered };
    case 'noImage':
      return { kind: 'noImage', ...answered };
    case 'rejected': {
      const parameter = facts.param ?? (CLEAR_BACKGROUND.test(said) ? 'background' : '');
      return { kind: 'rejected', status, ...(parameter && { parameter: clean(parameter, asked.key) }), ...answered };
    }
  }
}

type Judgement =
  | 'refused'
  | 'noCredit'
  | 'key'
  | 'organization'
  | 'denied'
  | 'noModel'
  | 'noEndpoint'
  | 'rateLimited'
  | 'server'
  | 'noImage'
  | 'rejected';

const BY_CODE: Readonly<Record<string, Judgement>> = {
  moderation_blocked: 'refused',
  content_policy_violation: 'refused',
  // Azure
  contentfilter: 'refused',
  content_filter: 'refused',
  responsibleaipolicyviolation: 'refused',
  insufficient_quota: 'noCredit',
  billing_hard_limit_reached: 'noCredit',
  billing_not_active: 'noCredit',
  rate_limit_exceeded: 'rateLimited',
  invalid_api_key: 'key',
  model_not_found: 'noModel',
  // Azure
  deploymentnotfound: 'noModel',
  unknown_parameter: 'rejected',
  invalid_value: 'rejected',
  server_error: 'server',
  rate_limit_error: 'rateLimited',
};

/** What some models answer to `background=transparent`, with OpenAI's type for refused prompts. */
const CLEAR_BACKGROUND = /transparent background is not supported/i;

/** Relays put another server's error into a text of their own: codes are looked for there too. */
const BY_TEXT: readonly (readonly [RegExp, Judgement])[] = [
  [CLEAR_BACKGROUND, 'rejected'],
  [
    /safety_violations=|moderation_blocked|content_?policy_?violation|rejected [^.]*safety system|content management policy/i,
    'refused',
  ],
  [/billing_hard_limit_reached|billing hard limit|insufficient_quota|exceeded your current quota/i, 'noCredit'],
  [/must be verified/i, 'organization'],
  // vLLM-Omni has one model and answers with its name; LiteLLM has a list.
  [/model_not_found|\bmodel\b.{0,200}?(does not exist|not found)|\bmodel mismatch\b|invalid model name/is, 'noModel'],
];

function judge(facts: ErrorFacts, said: string, status: number): Judgement {
  // "Invalid value: 'dall-e-3'. Supported values are: …"
  if (facts.code === 'invalid_value' && facts.param === 'model') return 'noModel';
  for (const code of [facts.code, facts.innererror?.code, facts.type]) {
    const found = code === undefined ? undefined : BY_CODE[code.toLowerCase()];
    if (found) return found;
  }
  // A text is only a hint: a 5xx that mentions a model is still the server's trouble.
  const known = status < 500 && BY_TEXT.find(([text]) => text.test(said));
  if (known) return known[1];
  return facts.type === 'image_generation_user_error' && !facts.param ? 'refused' : byStatus(status);
}

function byStatus(status: number): Judgement {
  if (status >= 500 || status === 408) return 'server';
  switch (status) {
    case 401:
      return 'key';
    case 402:
      return 'noCredit';
    case 403:
      return 'denied';
    case 404:
    case 405:
      return 'noEndpoint';
    case 429:
      return 'rateLimited';
    default:
      // An error inside a 200: no image, and the server's own words.
      return status < 300 ? 'noImage' : 'rejected';
  }
}

function moderationOf(
  facts: ErrorFacts,
  said: string,
  key: string | undefined,
): { categories: readonly string[]; stage?: string } {
  const short = (name: string) => clean(name.replace(/["']/g, ''), key).slice(0, 60);
  const listed = /safety_violations=\[([^\]]{0,300})\]/.exec(said)?.[1]?.split(',') ?? [];
  const filtered = Object.entries({
    ...facts.innererror?.content_filter_result,
    ...facts.innererror?.content_filter_results,
  })
    .filter(([, result]) => typeof result === 'object' && result !== null && 'filtered' in result && result.filtered === true)
    .map(([name]) => name);
  const all = [...(facts.moderation_details?.categories ?? []), ...listed, ...filtered];
  const categories = [...new Set(all.map(short))].filter(Boolean).slice(0, 20);
  const stage = short(facts.moderation_details?.moderation_stage ?? '');
  return { categories, ...(stage && { stage }) };
}

/** The parameter of ours that the server does not know, by `param` or by its name in the text. */
function findUnknownParameter(facts: ErrorFacts, sent: readonly string[]): string | undefined {
  const said = facts.message ?? '';
  const says =
    [facts.code, facts.type].some((code) => code === 'unknown_parameter' || code === 'extra_forbidden') ||
    /unknown[ _](parameter|argument|field)|unrecognized (request )?(argument|parameter)|extra (inputs are|fields) not permitted|does not support parameters/i.test(
      said,
    );
  if (!says || (facts.param !== undefined && NEEDED.includes(facts.param))) return undefined;
  const options = sent.filter((name) => !NEEDED.includes(name));
  if (facts.param !== undefined && options.includes(facts.param)) return facts.param;
  const words = new Set(said.match(/\w+/g));
  return options.find((name) => words.has(name));
}

/**
 * ms since 1970 when the server may be asked again: `retry-after-ms`, or `retry-after` in seconds or as an HTTP date.
 * Garbage and the past are undefined.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const ms = readNumber(headers.get('retry-after-ms'));
  const value = headers.get('retry-after');
  const seconds = readNumber(value);
  // Date.parse takes "-5" for a year, so a date has to look like one.
  const date = value && /^[A-Za-z]{3}/.test(value) ? Date.parse(value) - now : Number.NaN;
  const wait = [ms, seconds === undefined ? undefined : seconds * 1000, date].find((one) => one !== undefined && one >= 0);
  return wait === undefined || wait > LONGEST_WAIT ? undefined : Math.round(now + wait);
}

function readNumber(value: string | null): number | undefined {
  return value !== null && /^\d+(\.\d+)?$/.test(value.trim()) ? Number(value) : undefined;
}

/** A server's words as plain, short text without our key. "" for HTML: nobody wants to read it. */
function clean(said: string, key: string | undefined): string {
  const plain = said
    .replace(/\p{Cc}+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  if (/^<|<(!doctype|html|body|head)\b/i.test(plain)) return '';
  const withoutKey = hideKey(plain, key).replace(/\bsk-[\w*.-]{6,}/g, 'sk-…');
  return withoutKey.length > MAX_MESSAGE ? `${withoutKey.slice(0, MAX_MESSAGE - 1).trimEnd()}…` : withoutKey;
}

/** In characters. What is shorter is no secret but a word to satisfy a local server, and may be part of other words. */
const SHORTEST_KEY = 8;

/** What a server says, without our key: it is kept and shown, and a server may repeat whatever it was sent. */
export function hideKey(said: string, key: string | undefined): string {
  return key && key.length >= SHORTEST_KEY ? said.replaceAll(key, '…') : said;
}

function holds(text: string, key: string | undefined): boolean {
  return key !== undefined && key !== '' && text.includes(key);
}
