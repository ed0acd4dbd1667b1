import * as vscode from 'vscode';
import { Failed, type Failure, failureOf } from '../../core/failure.ts';
import type { Bytes } from '../../core/image.ts';
import { keepInFileSystem } from '../generation/shelf.ts';
import type { Outside } from '../outside.ts';
import { binFile, exists, nameOf, takeBackFile } from '../pictures/files.ts';

/** A file that is to be written. */
export interface ReadyFile {
  readonly name: string;
  readonly bytes: Bytes;
  /** What has its name goes to the bin first; else that one stays, and this one is left out. */
  readonly replace: boolean;
}

/** What became of the files. */
export interface WrittenFiles {
  readonly written: readonly ReadyFile[];
  /** Names that were taken. */
  readonly left: readonly string[];
  /** What was replaced, with its path in the bin. */
  readonly replaced: readonly { readonly target: vscode.Uri; readonly bin: string }[];
  /** What ended it early. */
  readonly failure?: Failure;
}

/** Writes files under exactly their names, each whole or not at all. It never throws `Failed`: what was written stays. */
export async function writeFiles(outside: Outside, folder: vscode.Uri, files: readonly ReadyFile[]): Promise<WrittenFiles> {
  const written: ReadyFile[] = [];
  const left: string[] = [];
  const replaced: { target: vscode.Uri; bin: string }[] = [];
  try {
    for (const file of files) {
      const target = vscode.Uri.joinPath(folder, file.name);
      const isTaken = await exists(target);
      if (isTaken && !file.replace) {
        left.push(file.name);
        continue;
      }
      const bin = isTaken ? await binFile(outside, target) : undefined;
      if (!(await saveOrTakeBack(outside, target, file.bytes, bin))) left.push(file.name);
      else {
        written.push(file);
        if (bin !== undefined) replaced.push({ target, bin });
      }
    }
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { written, left, replaced, failure: failureOf(error) };
  }
  return { written, left, replaced };
}

/** Brings back what was replaced. Throws `Failed`: `noFile`, `noPlace`. */
export async function undoReplacing(outside: Outside, replaced: WrittenFiles['replaced']): Promise<void> {
  for (const { target, bin } of replaced) {
    if (await exists(target)) await binFile(outside, target);
    await takeBackFile(outside, bin, target);
  }
}

/** False where another file has taken the name in this very moment. */
async function saveOrTakeBack(outside: Outside, target: vscode.Uri, bytes: Bytes, bin: string | undefined): Promise<boolean> {
  try {
    const saved = await saveExactly(outside, target, bytes);
    if (saved.toString() === target.toString()) return true;
    await binFile(outside, saved);
    return false;
  } catch (error) {
    if (bin !== undefined) await takeBackFile(outside, bin, target);
    throw error;
  }
}

/** Answers where it lies: under its name, or a numbered one where that was taken. Throws `Failed` `noPlace`. */
export async function saveExactly(outside: Outside, target: vscode.Uri, bytes: Bytes): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(target, '..');
  const [, base = nameOf(target), extension = ''] = /^(.+)\.([^.]+)$/.exec(nameOf(target)) ?? [];
  if (target.scheme !== 'file') return keepInFileSystem(folder, bytes, base, extension, true);
  const saved = await (await outside.disk()).saveExact(folder.fsPath, base, extension, bytes);
  return vscode.Uri.file(saved.path);
}
