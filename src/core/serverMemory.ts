import * as v from 'valibot';

const Remembered = v.object({
  /** The parameters that were answered `unknown_parameter`: of a model, at an endpoint, written `edit gpt-image-2`. */
  unknownParameters: v.optional(v.record(v.string(), v.array(v.string())), {}),
  /** It has no endpoint for variations. */
  withoutVariations: v.optional(v.boolean(), false),
  /** What it listed when it was last asked. */
  models: v.optional(v.array(v.object({ id: v.string(), shutdownDate: v.exactOptional(v.pipe(v.string(), v.isoDate())) })), []),
  /** ms since 1970 when that was. */
  listedAt: v.exactOptional(v.number()),
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

export function createServerMemory(store: MemoryStore): ServerMemory {
  const all = () => v.parse(v.fallback(All, {}), store.read());
  const of = (baseUrl: string) => all()[baseUrl] ?? v.parse(Remembered, {});
  return {
    of,
    remember: (baseUrl, change) => store.write({ ...all(), [baseUrl]: { ...of(baseUrl), ...change } }),
    forget(baseUrl) {
      const { [baseUrl]: _, ...others } = all();
      store.write(others);
    },
    known: () => Object.keys(all()),
  };
}
