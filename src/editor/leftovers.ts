import * as vscode from 'vscode';
import { ownedFiles } from '../core/leftovers.ts';
import type { Outside } from './outside.ts';
import { REFERENCES } from './references/kept.ts';

/** Folders of Easel's storage whose files belong to what the history knows: untouched answers, copies that the page shows. */
const FOLDERS = ['answers', 'shown'];

/**
 * Removes what belongs to nothing any more, such as the untouched answer of a picture that was taken out of the history, or a
 * picture that was pasted and never sent. What the history or this window's form (`held`) speaks of stays. Throws `Failed`
 * `noPlace`.
 */
export async function sweepLeftovers(
  outside: Pick<Outside, 'ledger' | 'disk'>,
  storage: vscode.Uri,
  held: readonly vscode.Uri[],
): Promise<void> {
  const disk = await outside.disk();
  const known = [...ownedFiles(await (await outside.ledger()).read())].map((uri) => vscode.Uri.parse(uri));
  const owned = [...known, ...held].map(({ fsPath }) => fsPath);
  await disk.sweepHashed(vscode.Uri.joinPath(storage, REFERENCES).fsPath, owned);
  for (const name of FOLDERS) {
    await disk.sweepLeftovers(vscode.Uri.joinPath(storage, name).fsPath, owned);
  }
}
