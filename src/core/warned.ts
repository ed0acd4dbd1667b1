import * as v from 'valibot';

/** The models that were warned of, with the time (ms since 1970). What was kept of it may be anything. */
const Warned = v.fallback(v.record(v.string(), v.number()), {});

/** ms in which a model is warned of once. */
const WEEK = 7 * 24 * 3_600_000;

/** What to keep once this model is warned of too; undefined where that was done within a week. */
export function warnOnce(kept: unknown, model: string, now: number): Readonly<Record<string, number>> | undefined {
  const recent = Object.entries(v.parse(Warned, kept)).filter(([, at]) => at <= now && now - at < WEEK);
  return recent.some(([name]) => name === model) ? undefined : Object.fromEntries([...recent, [model, now]]);
}
