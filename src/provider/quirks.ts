import type { Call } from '../core/task.ts';

type Asked = Pick<Call, 'endpoint' | 'model'>;

/** What servers turned out not to know, for as long as this window lives. */
export interface Quirks {
  /** The parameters that this origin answered `unknown_parameter` for: of a model, at one endpoint. */
  of(origin: string, asked: Asked): readonly string[];
  add(origin: string, asked: Asked, parameter: string): void;
  /** Base URLs that have no endpoint for variations. Not origins: where the path was wrong, the right one may have it. */
  readonly withoutVariations: Set<string>;
}

export function createQuirks(): Quirks {
  const known = new Map<string, Set<string>>();
  const keyOf = (origin: string, { endpoint, model }: Asked) => `${origin} ${endpoint} ${model}`;
  return {
    of: (origin, asked) => [...(known.get(keyOf(origin, asked)) ?? [])],
    add(origin, asked, parameter) {
      const key = keyOf(origin, asked);
      known.set(key, (known.get(key) ?? new Set()).add(parameter));
    },
    withoutVariations: new Set(),
  };
}
