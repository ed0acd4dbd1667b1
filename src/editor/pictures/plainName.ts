import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { collisionKey, numbered } from '../../core/naming.ts';
import type { ImageId } from '../../core/task.ts';
import { followWithSidecar } from '../provenance/sidecar.ts';
import { nameOf, splitName, tabsOf } from './files.ts';
import { type MovedParts, noteMoved } from './moved.ts';
import { pictureOf } from './pictures.ts';
import { mayBeNamed } from './references.ts';

/** Numbers that are tried out, at most. */
const MOST = 1000;

/**
 * Gives a picture that got a number its plain name, where that is free by now, no document names either of both and the
 * picture is not open: `cat-2.png` becomes `cat.png`. Whatever is in the way, the name stays as it is. Throws `Failed`
 * `noFile` for a picture that is gone.
 */
export async function takePlainName(image: ImageId, parts: MovedParts): Promise<void> {
  const { name, plain, uri: place } = pictureOf(parts.store, image);
  if (plain === undefined || !isNumberOf(name, plain)) return;
  const uri = vscode.Uri.parse(place);
  // What lies elsewhere may be named by any document of the machine.
  if (!vscode.workspace.getWorkspaceFolder(uri)) return;
  const target = vscode.Uri.joinPath(uri, '..', plain);
  try {
    if (tabsOf(uri).length > 0 || !(await isFree(target)) || (await mayBeNamed([name, plain]))) return;
    const moved = await move(uri, target, parts);
    await noteMoved(image, moved, parts);
    await followWithSidecar(uri, moved, parts);
  } catch (error) {
    // The number is no fault: what was asked for is the reference.
    if (!(error instanceof Failed || error instanceof vscode.FileSystemError)) throw error;
    parts.log.warn(`a plain name could not be taken: ${error.message}`);
  }
}

/** Whether a name is another one with a number, as a file gets it whose name is taken: `cat-2.png` of `cat.png`. */
export function isNumberOf(name: string, plain: string): boolean {
  const { base, extension } = splitName(vscode.Uri.file(`/${plain}`));
  const number = /-(\d+)(?=\.[^.]*$)/.exec(name)?.[1] ?? '';
  const n = Number(number);
  return n > 1 && n < MOST && name === `${numbered(base, n)}.${extension}`;
}

/** Names that some file system takes for one count, too. */
async function isFree(target: vscode.Uri): Promise<boolean> {
  const files = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(target, '..'));
  return !files.some(([file]) => collisionKey(file) === collisionKey(nameOf(target)));
}

/** Never over another file: who takes the name meanwhile keeps it, and the picture gets the next number. */
async function move(uri: vscode.Uri, target: vscode.Uri, { outside }: MovedParts): Promise<vscode.Uri> {
  if (uri.scheme === 'file') return vscode.Uri.file(await (await outside.disk()).takeBack(uri.fsPath, target.fsPath));
  await vscode.workspace.fs.rename(uri, target, { overwrite: false });
  return target;
}
