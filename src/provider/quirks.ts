/** What servers turned out not to know, for as long as this window lives. */
export interface Quirks {
  /** The parameters that this model at this origin answered `unknown_parameter` for. */
  of(origin: string, model: string): readonly string[];
  add(origin: string, model: string, parameter: string): void;
}

export function createQuirks(): Quirks {
  const known = new Map<string, Set<string>>();
  const keyOf = (origin: string, model: string) => `${origin} ${model}`;
  return {
    of: (origin, model) => [...(known.get(keyOf(origin, model)) ?? [])],
    add(origin, model, parameter) {
      const key = keyOf(origin, model);
      known.set(key, (known.get(key) ?? new Set()).add(parameter));
    },
  };
}
