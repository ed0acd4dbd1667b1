import * as vscode from 'vscode';
import { extensionOf } from '../../core/fileType.ts';
import { inspectImage } from '../../core/image.ts';
import type { Subject } from '../generation/subject.ts';
import type { Outside } from '../outside.ts';

/**
 * Where the page can load a picture from: its own file, or a copy in Easel's storage for one outside of the workspace,
 * because what a page may load is fixed when it is made, and for one that browsers show another way up than it is.
 * Throws `Failed` `noPlace`, `raster`.
 */
export async function reachablePicture(
  outside: Outside,
  storage: vscode.Uri,
  uri: vscode.Uri,
  { bytes: file, facts }: Subject,
): Promise<vscode.Uri> {
  const isOurs = uri.toString().startsWith(`${storage.toString()}/`);
  // Of PNG and WebP browsers pass over the EXIF orientation, which is applied to what is sent.
  const isTurned = facts.turned && facts.type !== 'jpeg';
  if (!isTurned && (isOurs || vscode.workspace.getWorkspaceFolder(uri))) return uri;
  const bytes = isTurned ? await (await outside.raster()).convert(file, 'png', new AbortController().signal) : file;
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

/** The page keeps what it has loaded: other bytes under the same name have another address. */
export function versioned(uri: vscode.Uri, sha256: string): vscode.Uri {
  return uri.scheme === 'git' ? uri : uri.with({ query: `version=${sha256.slice(0, 16)}` });
}
