import type { Picture, Run } from '../../core/session.ts';
import type { Generation } from '../generation/generation.ts';
import { readSettings } from '../settings.ts';
import type { Insertion } from './insertion.ts';

/**
 * `easel.insertReference` `below` and `replace`: a single image goes into a document that is still open by itself. Answers
 * whether it did; what cannot be inserted is left to its button.
 */
export async function insertItself(
  run: Run,
  picture: Picture,
  { generation, insertion }: { readonly generation: Generation; readonly insertion: Insertion },
): Promise<boolean> {
  // An edit was not asked for by a sentence that waits for its picture.
  if (run.edit) return false;
  const wish = generation.wishOf(run.id);
  // A gap's reference is there already.
  if (wish?.target || run.options.count !== 1 || wish?.anchor === undefined || !insertion.isOpen(run.id)) return false;
  const mode = readSettings(wish.scope).insertReference;
  if (mode === 'ask') return false;
  const inserted = await insertion.atPrompt(picture.id, { mode, takeFocus: false });
  return inserted?.kind === 'inserted';
}
