import { type Described, type DescribeIntent, type Description, readDescribed } from '../../core/description.ts';
import { failureOf } from '../../core/failure.ts';
import type { Generation } from '../generation/generation.ts';
import { checkPlace, workspaceFolderOf } from '../generation/shelf.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';

/** What describing works with. */
export interface DescribingParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly generation: Generation;
  readonly log: Log;
}

/**
 * Takes what was typed about a run's images: it holds for those that are saved later, and its alt text for all that are not
 * inserted. A folder that is not allowed is said and not taken. Throws `Failed` `untrusted`.
 */
export async function describeRun({ run, ...typed }: Omit<DescribeIntent, 'kind'>, parts: DescribingParts): Promise<void> {
  requireTrust();
  const known = parts.store.state.runs.get(run);
  if (!known?.usual) return;
  // Once all is saved only the alt text is asked for; what waits goes where it was said before.
  const before = typed.folder === undefined ? readDescribed(known.described ?? {}).folder : undefined;
  const said = { ...withoutUsual(typed, known.usual), ...(before !== undefined && { folder: before }) };
  const described = await judge(said, run, parts);
  parts.store.dispatch({ kind: 'described', run, described });
  const ledger = await parts.outside.ledger();
  const entry = { kind: 'described', at: Date.now(), run, ...readDescribed(described) } as const;
  await ledger.append(entry).catch((error) => parts.log.error(error));
}

/** What is as usual was not said: the file's name may have a date in it, which the usual name here has not. */
function withoutUsual({ name, alt, folder }: Description, usual: Description): Description {
  return {
    ...(name !== undefined && name !== usual.name && { name }),
    ...(alt !== undefined && alt !== usual.alt && { alt }),
    ...(folder !== undefined && folder !== usual.folder && { folder }),
  };
}

async function judge(said: Description, run: string, { outside, generation }: DescribingParts): Promise<Described> {
  const workspace = workspaceFolderOf(generation.wishOf(run)?.scope);
  const { folder } = readDescribed(said);
  if (folder === undefined || !workspace) return said;
  try {
    await checkPlace(outside, workspace, folder);
    return said;
  } catch (error) {
    return { ...said, refused: failureOf(error) };
  }
}
