import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { keepInFileSystem } from '../generation/shelf.ts';
import type { Outside } from '../outside.ts';

/** Hex SHA-256 of a file, wherever it lies. Throws `Failed` `noFile`. */
export async function hashFile(outside: Outside, uri: vscode.Uri): Promise<string> {
  if (uri.scheme === 'file') return (await outside.disk()).hashFile(uri.fsPath);
  return outside.sha256(await readFile(uri));
}

/** Moves a file into the bin, and answers its path there. Throws `Failed` `noFile`, `noPlace`. */
export async function binFile(outside: Outside, uri: vscode.Uri): Promise<string> {
  const disk = await outside.disk();
  if (uri.scheme === 'file') return disk.discard(uri.fsPath);
  const bin = await disk.discardBytes(await readFile(uri), nameOf(uri));
  await vscode.workspace.fs.delete(uri);
  return bin;
}

/** Takes a file back out of the bin, under its old name or the next free one. Throws `Failed` `noFile`, `noPlace`. */
export async function takeBackFile(outside: Outside, bin: string, uri: vscode.Uri): Promise<vscode.Uri> {
  const disk = await outside.disk();
  if (uri.scheme === 'file') return vscode.Uri.file(await disk.takeBack(bin, uri.fsPath));
  const [, base = nameOf(uri), extension = ''] = /^(.*)\.([^.]+)$/.exec(nameOf(uri)) ?? [];
  const restored = await keepInFileSystem(vscode.Uri.joinPath(uri, '..'), await readFile(vscode.Uri.file(bin)), base, extension);
  await vscode.workspace.fs.delete(vscode.Uri.file(bin));
  return restored;
}

/** The last part of a URI's path. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

async function readFile(uri: vscode.Uri): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await vscode.workspace.fs.readFile(uri));
  } catch (error) {
    throw new Failed({ kind: 'noFile', name: nameOf(uri) }, error);
  }
}
