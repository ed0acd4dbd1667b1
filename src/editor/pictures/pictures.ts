import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { extensionOf } from '../../core/fileType.ts';
import type { Bytes, ImageType } from '../../core/image.ts';
import type { Picture } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import { workspaceFolderOf } from '../generation/shelf.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';

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

/** Shows the file in the explorer, or, outside the workspace, in the system's file manager. */
export async function revealPicture(store: Store, image: ImageId): Promise<void> {
  const uri = vscode.Uri.parse(pictureOf(store, image).uri);
  const inside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  await vscode.commands.executeCommand(inside ? 'revealInExplorer' : 'revealFileInOS', uri);
}

/** Copies the file to a place of the user's choice. */
export async function savePictureAs(store: Store, image: ImageId): Promise<void> {
  const picture = pictureOf(store, image);
  const bytes = await vscode.workspace.fs.readFile(vscode.Uri.parse(picture.uri));
  await saveBytesAs(new Uint8Array(bytes), picture.info.type, picture.name);
}

/** Asks for a place and writes the bytes there; answers where, or undefined when the user goes away. */
export async function saveBytesAs(bytes: Bytes, type: ImageType, name: string): Promise<vscode.Uri | undefined> {
  requireTrust();
  const extension = extensionOf(type);
  const folder = workspaceFolderOf(undefined)?.uri;
  const target = await vscode.window.showSaveDialog({
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name.endsWith(`.${extension}`) ? name : `${name}.${extension}`) }),
    filters: { [type.toUpperCase()]: [extension] },
  });
  // The dialog itself asks before it replaces a file.
  if (target) await vscode.workspace.fs.writeFile(target, bytes);
  return target;
}
