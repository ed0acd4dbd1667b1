import { priceKey } from './cost.ts';
import { sentParameters } from './fitOptions.ts';
import type { CallRecord, RunRecord } from './history.ts';
import { median } from './median.ts';
import type { Run } from './session.ts';
import type { Options } from './task.ts';

/** How long a request usually takes, in ms from its sending to its last image, by {@link timeKey}. */
export type UsualTimes = ReadonlyMap<string, number>;

/** One time is no habit. */
const LEAST = 2;
/** Past requests that count, the last ones. */
const MOST = 20;

/** What was usual so far: the median of the last requests that brought all their images. Waiting for a turn is not in it. */
export function usualTimes(records: readonly RunRecord[]): UsualTimes {
  const taken = new Map<string, number[]>();
  for (const { started, calls } of records) {
    const times = calls.flatMap((call) => timeOf(call) ?? []);
    if (times.length === 0) continue;
    const key = timeKey(started.provider, started.options, calls[0]?.n ?? 1, started.edit !== undefined);
    const list = taken.get(key) ?? [];
    taken.set(key, list);
    list.push(...times);
  }
  return new Map([...taken].filter(([, list]) => list.length >= LEAST).map(([key, list]) => [key, median(list.slice(-MOST))]));
}

/** How long each request of a run usually takes, in ms; undefined where that is not known, or not worth saying. */
export function usualTimeOf({ provider, options, calls, edit }: Run, times: UsualTimes): number | undefined {
  const n = Math.max(...calls.map((call) => call.n));
  const time = times.get(timeKey(provider, options, n, edit !== undefined));
  return time !== undefined && time >= 1000 ? time : undefined;
}

function timeOf({ n, saved, failed }: CallRecord): number | undefined {
  if (failed || saved.length < n) return undefined;
  const times = saved.flatMap(({ took }) => took ?? []);
  return times.length === saved.length ? Math.max(...times) : undefined;
}

/** What makes two requests take about as long: the server, and what makes them cost as much. `n`: images in one request. */
function timeKey(provider: string, options: Options, n: number, isEdit: boolean): string {
  const parameters = sentParameters(options) ?? {};
  return `${provider} ${priceKey(options.model, parameters, isEdit ? 'edit' : 'generate')} ${n}`;
}
