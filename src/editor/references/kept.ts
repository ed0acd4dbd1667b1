import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { extensionOf } from '../../core/fileType.ts';
import { type Bytes, inspectImage } from '../../core/image.ts';
import { safePart } from '../../core/naming.ts';
import { naming, readSubject } from '../generation/subject.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';

/** Where pictures that came without a file lie in Easel's own storage, each in a folder named by its bytes. */
export const REFERENCES = 'references';

/**
 * Keeps a picture that came without a file in Easel's own storage, under the name of its bytes. Throws `Failed`: `badImage`
 * with its name, also for what no model takes; `noPlace`.
 */
export async function keepReference(outside: Outside, storage: vscode.Uri, bytes: Bytes, name: string): Promise<vscode.Uri> {
  const shown = name || vscode.l10n.t('The picture');
  const { type } = await naming(shown, async () => inspectImage(bytes));
  if (type === 'gif') throw new Failed({ kind: 'badImage', reason: 'notAnImage', name: shown });
  const disk = await outside.disk();
  const folder = await disk.prepareFolder(storage.fsPath, `${REFERENCES}/${(await outside.sha256(bytes)).slice(0, 32)}`);
  const base = safePart(name.replace(/\.[^.]*$/, '')) || 'reference';
  const file = vscode.Uri.joinPath(vscode.Uri.file(folder), `${base}.${extensionOf(type)}`);
  return (await disk.touch(file.fsPath))
    ? file
    : vscode.Uri.file((await disk.saveNew(folder, base, extensionOf(type), bytes)).path);
}

/** What is still there of the pictures of a form that comes back; those of Easel's own storage count as used. */
export async function findKept(
  outside: Pick<Outside, 'disk'>,
  storage: vscode.Uri,
  uris: readonly vscode.Uri[],
): Promise<readonly vscode.Uri[]> {
  const folder = `${vscode.Uri.joinPath(storage, REFERENCES)}/`;
  const disk = await outside.disk();
  const isThere = await Promise.all(uris.map((uri) => !uri.toString().startsWith(folder) || disk.touch(uri.fsPath)));
  return uris.filter((_, index) => isThere[index]);
}

/** Files that the user chooses; those that the page could not show are copied. Throws what {@link keepReference} throws. */
export async function pickReferences(outside: Outside, storage: vscode.Uri): Promise<readonly vscode.Uri[]> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Add Reference'),
    openLabel: vscode.l10n.t('Add'),
    canSelectMany: true,
    filters: { [vscode.l10n.t('Pictures')]: ['png', 'jpg', 'jpeg', 'webp'] },
  });
  const kept: vscode.Uri[] = [];
  for (const uri of picked ?? []) {
    const { bytes } = await readSubject(outside, uri, new AbortController().signal);
    kept.push(vscode.workspace.getWorkspaceFolder(uri) ? uri : await keepReference(outside, storage, bytes, nameOf(uri)));
  }
  return kept;
}
