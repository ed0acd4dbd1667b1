import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { inspectImage } from '../../core/image.ts';
import type { Picture } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { nameOf, readFile } from './files.ts';
import { saveBytesAs } from './saveAs.ts';

/** A picture whose file should be there. Throws `Failed` `noFile`. */
export function pictureOf(store: Store, image: ImageId): Picture {
  const picture = store.state.pictures.get(image);
  if (!picture || picture.state === 'discarded') {
    throw new Failed({ kind: 'noFile', name: picture?.name ?? vscode.l10n.t('The image') });
  }
  return picture;
}

/** Opens the file in an editor, as a click in the explorer would. */
export async function openPicture(store: Store, image: ImageId): Promise<void> {
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(pictureOf(store, image).uri));
}

/** Copies the file's path from its workspace folder; of a file outside the whole path. */
export async function copyPath(store: Store, image: ImageId): Promise<void> {
  const uri = vscode.Uri.parse(pictureOf(store, image).uri);
  await vscode.env.clipboard.writeText(vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/'));
  vscode.window.setStatusBarMessage(vscode.l10n.t('Path copied.'), 3000);
}

/** Copies the whole prompt as it was typed, or as the model rewrote it. */
export async function copyPrompt(store: Store, image: ImageId, of: 'prompt' | 'revised'): Promise<void> {
  const picture = pictureOf(store, image);
  const text = of === 'prompt' ? store.state.runs.get(picture.run)?.prompt : picture.revisedPrompt;
  if (text === undefined) return;
  await vscode.env.clipboard.writeText(text);
  vscode.window.setStatusBarMessage(vscode.l10n.t('Prompt copied.'), 3000);
}

/** Shows the file in the explorer, or, outside the workspace, in the system's file manager. */
export async function revealPicture(store: Store, image: ImageId): Promise<void> {
  const uri = vscode.Uri.parse(pictureOf(store, image).uri);
  const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  await vscode.commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', uri);
}

/** Copies the file to a place of the user's choice. Throws `Failed` `noFile`, `noPlace`. */
export async function savePictureAs(outside: Outside, store: Store, image: ImageId): Promise<void> {
  const picture = pictureOf(store, image);
  const uri = vscode.Uri.parse(picture.uri);
  await saveBytesAs(outside, await readFile(uri), picture.info.type, picture.name, uri);
}

/** Copies the untouched answer that a picture was made from to a place of the user's choice. Throws `Failed` `noFile`, `noPlace`. */
export async function saveRawAs(outside: Outside, store: Store, image: ImageId): Promise<void> {
  const { raw } = pictureOf(store, image);
  if (!raw) return;
  const uri = vscode.Uri.parse(raw.uri);
  const bytes = await readFile(uri);
  await saveBytesAs(outside, bytes, inspectImage(bytes).type, nameOf(uri));
}
