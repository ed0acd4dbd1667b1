import type * as vscode from 'vscode';
import type { Generation } from '../generation/generation.ts';
import type { Reporter } from '../notices/reporter.ts';
import { readSettings } from '../settings.ts';
import type { Insertion } from './insertion.ts';

/** What inserting without a click works with. */
export interface SelfInsertionParts {
  readonly generation: Generation;
  readonly insertion: Insertion;
  readonly reporter: Reporter;
}

/** `easel.insertReference` `below` and `replace`: a single image goes into a document that is still open by itself. */
export function registerSelfInsertion({ generation, insertion, reporter }: SelfInsertionParts): vscode.Disposable {
  return generation.onEnd(({ run, pictures }) => {
    const wish = generation.wishOf(run);
    const [picture] = pictures;
    if (!picture || pictures.length > 1 || !wish?.anchor || !insertion.isOpen(run)) return;
    void reporter.guard(async () => {
      const mode = readSettings(wish.scope).insertReference;
      if (mode !== 'ask') await insertion.atPrompt(picture.id, { mode, takeFocus: false });
    });
  });
}
