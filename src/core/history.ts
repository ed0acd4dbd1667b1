import { costOf, type LearnedPrices, priceKey } from './cost.ts';
import type { Description } from './description.ts';
import { sentParameters } from './fitOptions.ts';
import type { Entry } from './ledger.ts';
import { median } from './median.ts';
import type { Note } from './note.ts';
import { pricingOfRun } from './server.ts';
import type { CallId, RunId, Usage } from './task.ts';

/** The entry with which a run begins. */
export type Started = Extract<Entry, { kind: 'started' }>;
/** The entry of one kept image. */
export type SavedEntry = Extract<Entry, { kind: 'saved' }>;

/** What the ledger says of one run. */
export interface RunRecord {
  readonly started: Started;
  /** In the order of `started.calls`. */
  readonly calls: readonly CallRecord[];
  /** What a person said of its images last. */
  readonly described?: Description;
  readonly notes: readonly Note[];
  /** ms since 1970; absent while it runs, and for good where its window died. */
  readonly endedAt?: number;
  /** ms since 1970, of its last entry. */
  readonly lastAt: number;
}

/** What the ledger says of one call. */
export interface CallRecord {
  readonly id: CallId;
  /** Images asked of it. */
  readonly n: number;
  readonly saved: readonly SavedEntry[];
  readonly failed?: Extract<Entry, { kind: 'failed' }>;
  /** It waits to be sent, or did when its window died: the server has made nothing. */
  readonly unsent?: true;
  readonly usage?: Usage;
  /** Images that `usage` paid for, with those that were removed from the history since. */
  readonly paid?: number;
}

/** How many past images a learned price is the median of, at most. */
const LEARNED_FROM = 20;

/** Prompts of the last runs, newest first, each once. */
export function recentPrompts(entries: readonly Entry[], limit = 20): readonly string[] {
  // What was asked about a picture says little without it.
  const prompts = newestFirst(entries.filter(isStarted))
    .filter(({ edit, forgotten }) => !edit && !forgotten)
    .map(({ prompt }) => prompt);
  return [...new Set(prompts)].slice(0, limit);
}

/** Every run with its calls, oldest first. Entries that name an unknown run or call are passed over. */
export function runsOf(entries: readonly Entry[]): readonly RunRecord[] {
  const byRun = new Map<RunId, Entry[]>();
  for (const entry of entries) {
    if (!('run' in entry)) continue;
    const list = byRun.get(entry.run);
    if (list) list.push(entry);
    else byRun.set(entry.run, [entry]);
  }
  return entries.filter(isStarted).map((started) => recordOf(started, byRun.get(started.run) ?? []));
}

/** Whether a run is of a window with these folders, as URI strings; one without folders has the runs without one. */
export function belongsTo({ workspace }: Started, workspaces: readonly string[]): boolean {
  return workspace === undefined ? workspaces.length === 0 : workspaces.includes(workspace);
}

/** Whether images are still owed: neither all of them were saved nor did it fail. */
export function isOpen(call: CallRecord): boolean {
  return !call.failed && call.saved.length < call.n;
}

/** What images really cost at OpenAI: the median over the last ones of the same model, size and quality. */
export function learnedPrices(records: readonly RunRecord[]): LearnedPrices {
  const paid = new Map<string, number[]>();
  for (const { started, calls } of records.filter(isPriced)) {
    const parameters = sentParameters(started.options);
    if (!parameters) continue;
    const key = priceKey(started.options.model, parameters, started.edit || started.references?.length ? 'edit' : 'generate');
    const list = paid.get(key) ?? [];
    paid.set(key, list);
    for (const { saved, usage, paid = saved.length } of calls) {
      const dollars = usage && costOf(usage, started.options.model);
      // Servers behind a proxy may report zeros.
      if (dollars && saved.length > 0) list.push(...saved.map(() => dollars / paid));
    }
  }
  return new Map([...paid].filter(([, list]) => list.length > 0).map(([key, list]) => [key, median(list.slice(-LEARNED_FROM))]));
}

/** OpenAI's prices hold at OpenAI only. */
function isPriced({ started }: RunRecord): boolean {
  return pricingOfRun(started) === 'openai';
}

function recordOf(started: Started, entries: readonly Entry[]): RunRecord {
  const ended = entries.findLast((entry) => entry.kind === 'ended');
  const described = entries.findLast((entry) => entry.kind === 'described');
  const n = Math.ceil(started.options.count / Math.max(1, started.calls.length));
  const calls = started.calls.map((id): CallRecord => {
    const own = entries.filter((entry) => 'call' in entry && entry.call === id);
    const failed = own.findLast((entry) => entry.kind === 'failed');
    const used = own.findLast((entry) => entry.kind === 'used');
    const sent = own.findLast((entry) => entry.kind === 'sent');
    return {
      id,
      n,
      saved: own.filter((entry) => entry.kind === 'saved'),
      ...(failed && { failed }),
      ...(started.tellsSent && !sent?.on && { unsent: true }),
      ...(used && { usage: used.usage }),
      ...(used?.images !== undefined && { paid: used.images }),
    };
  });
  return {
    started,
    calls,
    notes: entries.flatMap((entry) => (entry.kind === 'noted' ? entry.note : [])),
    ...(described && { described }),
    ...(ended && { endedAt: ended.at }),
    lastAt: entries.at(-1)?.at ?? started.at,
  };
}

function newestFirst<T extends { readonly at: number }>(entries: readonly T[]): readonly T[] {
  return entries.toReversed().sort((a, b) => b.at - a.at);
}

function isStarted(entry: Entry): entry is Started {
  return entry.kind === 'started';
}
