import * as v from 'valibot';

/** An entry of a setting that cannot be used. */
export interface EntryProblem {
  /** Counted from 1. */
  readonly position: number;
  readonly name?: string;
  /** What is wrong: a property's name; "" for all of it. */
  readonly property: string;
}

/** What is no list: for valibot a list is an object too, with numbers for names. */
export const NoList = v.pipe(
  v.unknown(),
  v.check((value) => !Array.isArray(value)),
);

const Named = v.object({ name: v.pipe(v.string(), v.trim()) });

/** Reads a setting that is a list of named entries: what can be used, and what cannot. Of two of one name the first is taken. */
export function readNamedList<T extends { readonly name: string }>(
  setting: readonly unknown[],
  schema: v.GenericSchema<unknown, T>,
): { readonly entries: readonly T[]; readonly problems: readonly EntryProblem[] } {
  const entries: T[] = [];
  const problems: EntryProblem[] = [];
  for (const [index, value] of setting.entries()) {
    const read = v.safeParse(schema, value);
    const named = v.safeParse(Named, value);
    const about = { position: index + 1, ...(named.success && { name: named.output.name }) };
    if (!read.success) problems.push({ ...about, property: propertyOf(read.issues[0]) });
    else if (entries.some(({ name }) => name === read.output.name)) problems.push({ ...about, property: 'name' });
    else entries.push(read.output);
  }
  return { entries, problems };
}

function propertyOf({ path }: v.BaseIssue<unknown>): string {
  const key: unknown = path?.[0]?.key;
  return typeof key === 'string' ? key : '';
}
