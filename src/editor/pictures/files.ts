import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import type { Bytes } from '../../core/image.ts';
import { keepInFileSystem } from '../generation/shelf.ts';
import type { Outside } from '../outside.ts';

/** Hex SHA-256 of a file, wherever it lies. Throws `Failed` `noFile`. */
export async function hashFile(outside: Outside, uri: vscode.Uri): Promise<string> {
  if (uri.scheme === 'file') return (await outside.disk()).hashFile(uri.fsPath);
  return outside.sha256(await readFile(uri));
}

/** Reads a file, wherever it lies. Throws `Failed` `noFile`. */
export async function readFile(uri: vscode.Uri): Promise<Bytes> {
  try {
    return new Uint8Array(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    throw new Failed({ kind: 'noFile', name: nameOf(uri) }, error);
  }
}

/** Whether there is something at a place. Throws `Failed` `noPlace` where nobody can tell. */
export async function exists(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw noPlace(uri, error);
  }
}

/**
 * Saves bytes under a name, or the next free one where that is taken, and answers which. The file has its name only when
 * it is whole. Throws `Failed` `noPlace`.
 */
export async function saveNewFile(outside: Outside, uri: vscode.Uri, bytes: Bytes): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(uri, '..');
  const { base, extension } = splitName(uri);
  if (uri.scheme !== 'file') return keepInFileSystem(folder, bytes, base, extension);
  const disk = await outside.disk();
  return vscode.Uri.file((await disk.saveNew(folder.fsPath, base, extension, bytes)).path);
}

/** Moves a file into the bin, and answers its path there. Throws `Failed` `noFile`, `noPlace`: then it is where it was. */
export async function binFile(outside: Outside, uri: vscode.Uri): Promise<string> {
  const disk = await outside.disk();
  // Of a link the bin gets what it leads to: another program may have put that elsewhere, as git-annex does.
  if (uri.scheme === 'file' && !(await isLink(uri))) return disk.discard(uri.fsPath);
  const bin = await disk.discardBytes(await readFile(uri), nameOf(uri));
  try {
    await vscode.workspace.fs.delete(uri);
  } catch (error) {
    if (isMissing(error)) return bin;
    await removeFromBin(bin);
    throw noPlace(uri, error);
  }
  return bin;
}

/** Takes a file back out of the bin, under its old name or the next free one. Throws `Failed` `noFile`, `noPlace`. */
export async function takeBackFile(outside: Outside, bin: string, uri: vscode.Uri): Promise<vscode.Uri> {
  if (uri.scheme === 'file') return vscode.Uri.file(await (await outside.disk()).takeBack(bin, uri.fsPath));
  const restored = await saveNewFile(outside, uri, await readFile(vscode.Uri.file(bin)));
  await removeFromBin(bin);
  return restored;
}

/** The last part of a URI's path. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** The tabs that show a file. */
export function tabsOf(uri: vscode.Uri): readonly vscode.Tab[] {
  return vscode.window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(
      ({ input }) =>
        (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) &&
        input.uri.toString() === uri.toString(),
    );
}

/** `cat.png` → `cat` and `png`. */
export function splitName(uri: vscode.Uri): { readonly base: string; readonly extension: string } {
  const [, base = nameOf(uri), extension = ''] = /^(.+)\.([^.]+)$/.exec(nameOf(uri)) ?? [];
  return { base, extension };
}

/** What cannot be removed from the bin leaves with its next sweep. */
async function removeFromBin(bin: string): Promise<void> {
  await vscode.workspace.fs.delete(vscode.Uri.file(bin)).then(undefined, () => undefined);
}

async function isLink(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.SymbolicLink) !== 0;
  } catch {
    // The disk finds out why.
    return false;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof vscode.FileSystemError && /^(FileNotFound|FileNotADirectory)$/.test(error.code);
}

function noPlace(uri: vscode.Uri, error: unknown): Failed {
  const reason = error instanceof vscode.FileSystemError && error.code === 'NoPermissions' ? 'readOnly' : 'other';
  return new Failed({ kind: 'noPlace', reason, folder: vscode.Uri.joinPath(uri, '..').path }, error);
}
