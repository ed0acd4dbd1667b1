import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { Failed, failureOf } from '../../core/failure.ts';
import { extensionOf, type FileType } from '../../core/fileType.ts';
import type { Bytes } from '../../core/image.ts';
import { editorInUse } from '../documents/source.ts';
import { workspaceFolderOf } from '../generation/shelf.ts';
import type { Outside } from '../outside.ts';
import { requireTrust } from '../trust.ts';
import { explain } from '../words/failures.ts';
import { binFile, exists, nameOf, saveNewFile, takeBackFile } from './files.ts';

const { l10n } = vscode;

/**
 * Asks for a place and saves the bytes there; answers where, or undefined when the user goes away. What lay there goes to
 * Easel's bin first, with Undo. `origin`: the file that they come from. Throws `Failed` `untrusted`, `noPlace`.
 */
export async function saveBytesAs(
  outside: Outside,
  bytes: Bytes,
  type: FileType,
  name: string,
  origin?: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  requireTrust();
  const extension = extensionOf(type);
  const file = name.endsWith(`.${extension}`) ? name : `${name}.${extension}`;
  // The dialog itself asks before it answers a place that is taken.
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(folderToOffer(origin), file),
    filters: { [type.toUpperCase()]: [extension] },
  });
  if (!target || target.toString() === origin?.toString()) return target;
  const old = (await exists(target)) ? await binFile(outside, target) : undefined;
  const saved = await saveInPlaceOf(outside, target, bytes, old);
  if (old !== undefined) void offerUndo(outside, target, saved, old);
  else if (saved.toString() !== target.toString()) void vscode.window.showInformationMessage(takenSentence(target, saved));
  return saved;
}

/** Where nobody opened a folder it is that of the document in use: the dialog shows a name only in some folder. */
function folderToOffer(origin: vscode.Uri | undefined): vscode.Uri {
  const workspace = workspaceFolderOf(origin);
  if (workspace) return workspace.uri;
  const document = editorInUse()?.document;
  const isFile = document && !document.isUntitled && vscode.workspace.fs.isWritableFileSystem(document.uri.scheme);
  const beside = isFile ? document.uri : origin;
  return beside ? vscode.Uri.joinPath(beside, '..') : vscode.Uri.file('/');
}

async function saveInPlaceOf(outside: Outside, target: vscode.Uri, bytes: Bytes, old: string | undefined): Promise<vscode.Uri> {
  try {
    return await saveNewFile(outside, target, bytes);
  } catch (error) {
    // Moved and not copied, because the disk may be full.
    if (old !== undefined) {
      const back = vscode.workspace.fs.rename(vscode.Uri.file(old), target, { overwrite: false });
      await back.then(undefined, () => takeBackFile(outside, old, target));
    }
    throw error;
  }
}

async function offerUndo(outside: Outside, target: vscode.Uri, saved: vscode.Uri, old: string): Promise<void> {
  const undo = l10n.t('Undo');
  const same = saved.toString() === target.toString();
  const text = same ? l10n.t('Replaced {0}.', isolate(nameOf(target))) : takenSentence(target, saved);
  if ((await vscode.window.showInformationMessage(text, undo)) !== undo) return;
  try {
    if (await exists(saved)) await binFile(outside, saved);
    await takeBackFile(outside, old, target);
  } catch (error) {
    // The command that replaced it has ended long since, and reports nothing any more.
    if (!(error instanceof Failed)) throw error;
    void vscode.window.showErrorMessage(explain(failureOf(error)).sentence);
  }
}

function takenSentence(target: vscode.Uri, saved: vscode.Uri): string {
  return l10n.t('The name {0} was taken, so the image was saved as {1}.', isolate(nameOf(target)), isolate(nameOf(saved)));
}
