import * as vscode from 'vscode';
import { extensionOf } from '../../core/fileType.ts';
import { type Bytes, inspectImage } from '../../core/image.ts';
import type { Outside } from '../outside.ts';

/**
 * Where the page can load a picture from: its own file, or, for one outside of the workspace, a copy in Easel's storage,
 * because what a page may load is fixed when it is made. Throws `Failed` `noPlace`.
 */
export async function reachablePicture(
  outside: Outside,
  { globalStorageUri: storage }: vscode.ExtensionContext,
  uri: vscode.Uri,
  bytes: Bytes,
): Promise<vscode.Uri> {
  const isOurs = uri.toString().startsWith(`${storage.toString()}/`);
  if (isOurs || vscode.workspace.getWorkspaceFolder(uri)) return uri;
  const disk = await outside.disk();
  const name = (await outside.sha256(bytes)).slice(0, 32);
  const extension = extensionOf(inspectImage(bytes).type);
  const folder = await disk.prepareFolder(storage.fsPath, 'shown');
  const copy = vscode.Uri.joinPath(vscode.Uri.file(folder), `${name}.${extension}`);
  const isThere = await vscode.workspace.fs.stat(copy).then(
    () => true,
    () => false,
  );
  return isThere ? copy : vscode.Uri.file((await disk.saveNew(folder, name, extension, bytes)).path);
}
