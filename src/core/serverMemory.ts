import * as v from 'valibot';

const Remembered = v.object({
  /** The parameters that were answered `unknown_parameter`: of a model, at an endpoint, written `edit gpt-image-2`. */
  unknownParameters: v.optional(v.record(v.string(), v.array(v.string())), {}),
  /** ms since 1970 when the last of them was. A server may learn: after {@link LASTS} it is asked for everything again. */
  unknownAt: v.exactOptional(v.number()),
  /** It has no endpoint for variations. */
  withoutVariations: v.optional(v.boolean(), false),
  /** What it listed when it was last asked. */
  models: v.optional(v.array(v.object({ id: v.string(), shutdownDate: v.exactOptional(v.pipe(v.string(), v.isoDate())) })), []),
});

/** What a server turned out to know and not to know. */
export type Remembered = v.InferOutput<typeof Remembered>;

const All = v.record(v.string(), v.fallback(Remembered, v.parse(Remembered, {})));

/** What servers taught, by their base URL: not by origin, because behind a wrong path nothing is there. */
export interface ServerMemory {
  of(baseUrl: string): Remembered;
  remember(baseUrl: string, change: Partial<Remembered>): void;
  forget(baseUrl: string): void;
  /** The base URLs that something is known of. */
  known(): readonly string[];
}

/** Where the memory is kept. What it reads there may be anything. */
export interface MemoryStore {
  read(): unknown;
  write(value: Readonly<Record<string, Remembered>>): void;
}

/** ms, 30 days */
const LASTS = 30 * 24 * 3_600_000;
/** The servers that are remembered, the last ones; and the models of each. */
const MOST_SERVERS = 20;
const MOST_MODELS = 300;

/** The memory over a store. `now`: ms since 1970. */
export function createServerMemory(store: MemoryStore, now: () => number = Date.now): ServerMemory {
  const all = () => v.parse(v.fallback(All, {}), store.read());
  const of = (baseUrl: string): Remembered => {
    const { unknownAt, ...known } = all()[baseUrl] ?? v.parse(Remembered, {});
    const isFresh = unknownAt !== undefined && now() - unknownAt < LASTS;
    return isFresh ? { ...known, unknownAt } : { ...known, unknownParameters: {} };
  };
  return {
    of,
    remember(baseUrl, change) {
      const { [baseUrl]: _, ...others } = all();
      const next = { ...of(baseUrl), ...change, ...(change.unknownParameters && { unknownAt: now() }) };
      const newest = Object.entries(others).slice(1 - MOST_SERVERS);
      store.write(Object.fromEntries([...newest, [baseUrl, { ...next, models: next.models.slice(0, MOST_MODELS) }]]));
    },
    forget(baseUrl) {
      const { [baseUrl]: _, ...others } = all();
      store.write(others);
    },
    known: () => Object.keys(all()),
  };
}
