import * as vscode from 'vscode';
import { ownedFiles } from '../core/leftovers.ts';
import type { Outside } from './outside.ts';

/** Folders of Easel's storage whose files belong to what the history knows: untouched answers, copies that the page shows. */
const FOLDERS = ['answers', 'shown'];

/**
 * Removes what belongs to nothing any more, such as the untouched answer of a picture that was taken out of the history. An
 * answer whose picture the history knows stays. Throws `Failed` `noPlace`.
 */
export async function sweepLeftovers(outside: Pick<Outside, 'ledger' | 'disk'>, storage: vscode.Uri): Promise<void> {
  const disk = await outside.disk();
  const owned = [...ownedFiles(await (await outside.ledger()).read())].map((uri) => vscode.Uri.parse(uri).fsPath);
  for (const name of FOLDERS) {
    await disk.sweepLeftovers(vscode.Uri.joinPath(storage, name).fsPath, owned);
  }
}
