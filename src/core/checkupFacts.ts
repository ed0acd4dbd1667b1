import type { Fact } from './checkup.ts';
import type { Examination, ListedModel } from './examination.ts';
import type { Entry } from './ledger.ts';
import { daysUntil } from './models.ts';

type FactOf<C extends Fact['check']> = Extract<Fact, { check: C }>;

/** What the look at a server says of the way there. `server`: where it was sent. */
export function reachOf(server: { readonly host: string; readonly baseUrl: string }, seen: Examination): FactOf<'reach'> {
  const { failure, status, ms } = seen;
  switch (failure?.kind) {
    case 'unreachable':
    case 'timedOut':
    case 'incomplete':
    case 'notAnApi':
    case 'redirected':
      return { check: 'reach', state: 'failed', failure, ms };
    case 'noEndpoint':
    case 'server':
    case 'rejected':
      return { check: 'reach', state: 'unwell', failure, ms };
    default:
      // What is said about the key, and a list that is too long, are answers of a server that is well.
      return {
        check: 'reach',
        state: 'answered',
        host: server.host,
        isEncrypted: server.baseUrl.startsWith('https:'),
        status: status ?? 0,
        ms,
      };
  }
}

/** What is known about a key before anything is sent, and without that it is read more closely than needed. */
export interface KeyAtHand {
  readonly origin: string;
  readonly key: 'there' | 'none' | 'unreadable';
  /** The server is never asked without one. */
  readonly isNeeded: boolean;
  /** Whether it went along. */
  readonly isSent: boolean;
}

/** What the look at a server says of the key; `seen` is absent where nothing was sent. */
export function keyOf({ origin, key, isNeeded, isSent }: KeyAtHand, seen: Examination | undefined): FactOf<'key'> {
  const fact = (state: FactOf<'key'>['state']): FactOf<'key'> => ({ check: 'key', origin, state });
  const refusal = seen?.failure?.kind;
  const isRefused = seen?.status === 401 || refusal === 'badKey' || refusal === 'noKey';
  if (key === 'unreadable') return fact('unreadable');
  if (key === 'none') {
    if (isNeeded || isRefused) return fact('missing');
    return fact(seen && refusal === undefined ? 'notAsked' : 'none');
  }
  if (!seen) return fact('untried');
  if (!isSent) return fact('withheld');
  if (isRefused) return fact('rejected');
  if (refusal === 'denied') return fact('mute');
  return fact(refusal === undefined || refusal === 'tooLarge' ? 'accepted' : 'unproven');
}

/** What is known of a model before the server is asked. */
export interface ModelAtHand {
  readonly model: string;
  readonly isKnown: boolean;
  /** Its last day, as far as it holds for this server: `2026-12-01`. */
  readonly shutdown?: string;
  readonly replacement?: string;
}

/** A model that ends within so many days is told of. */
const SOON_DAYS = 60;
/** So many names of a list are told. */
const SOME = 3;

/** Whether a model is alive: by its own date, by the server's, and by the server's list, where it has one. */
export function modelFact(
  { model, isKnown, shutdown, replacement }: ModelAtHand,
  listed: readonly ListedModel[] | undefined,
  today: Date,
): FactOf<'model'> {
  const entry = listed?.find(({ id }) => id === model);
  // The server's own word counts more.
  const date = entry?.shutdownDate ?? shutdown;
  if (date !== undefined) {
    const days = daysUntil(date, today);
    const ends = { check: 'model', model, date, ...(replacement !== undefined && { replacement }) } as const;
    if (days <= 0) return { ...ends, state: 'over' };
    if (days <= SOON_DAYS) return { ...ends, state: 'ending' };
  }
  if (entry) return { check: 'model', model, state: 'listed' };
  if (listed && listed.length > 0) {
    const some = listed.slice(0, SOME).map(({ id }) => id);
    return { check: 'model', model, state: 'unlisted', count: listed.length, some };
  }
  return { check: 'model', model, state: isKnown ? 'known' : 'strange' };
}

/**
 * Whether the organization may use a model of its server, by the last request in the ledger that tells: only requests tell,
 * and a check must not cost. An image after a refusal says that it was verified since.
 */
export function organizationOf(entries: readonly Entry[], origin: string, model: string): FactOf<'organization'> {
  const asked = entries.filter((entry) => entry.kind === 'started' && entry.provider === origin && entry.options.model === model);
  const runs = new Set(asked.flatMap((entry) => ('run' in entry ? entry.run : [])));
  const last = entries.findLast((entry) => {
    if (entry.kind === 'saved') return runs.has(entry.run);
    if (entry.kind !== 'failed' || !runs.has(entry.run)) return false;
    return entry.failure.kind === 'denied' && entry.failure.reason === 'organization';
  });
  if (last?.kind === 'failed') return { check: 'organization', state: 'refused', at: last.at };
  return { check: 'organization', state: last ? 'works' : 'unknown' };
}
