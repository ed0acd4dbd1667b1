import * as vscode from 'vscode';
import { readSidecar, sidecarName } from '../../core/provenance.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import { binFile, exists, nameOf, readFile, takeBackFile } from '../pictures/files.ts';

/** Bytes of a sidecar, at most. */
const MOST = 1_000_000;

/** Where the sidecar of an image lies, if it has one. */
export function sidecarUri(picture: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(picture, '..', sidecarName(nameOf(picture)));
}

/** The text beside an image under the name of its sidecar; undefined where there is none, or it is too long. */
export async function readSidecarOf(picture: vscode.Uri): Promise<string | undefined> {
  const uri = sidecarUri(picture);
  const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
  if (!stat || stat.size > MOST) return undefined;
  return readFile(uri).then(
    (bytes) => new TextDecoder().decode(bytes),
    () => undefined,
  );
}

/** Another program's file of that name is not Easel's to move. */
async function hasOurs(picture: vscode.Uri): Promise<boolean> {
  const text = await readSidecarOf(picture);
  return text !== undefined && readSidecar(text) !== undefined;
}

/** What moving a sidecar works with. */
export interface SidecarParts {
  readonly outside: Outside;
  readonly log: Log;
}

/** Lets the sidecar follow an image that was moved, unless there is a file in its way. Never throws: the image counts. */
export async function followWithSidecar(from: vscode.Uri, to: vscode.Uri, { log }: Pick<SidecarParts, 'log'>): Promise<void> {
  try {
    if (from.toString() === to.toString() || (await exists(from)) || !(await hasOurs(from)) || (await exists(sidecarUri(to))))
      return;
    await vscode.workspace.fs.rename(sidecarUri(from), sidecarUri(to), { overwrite: false });
  } catch (error) {
    log.error(error);
  }
}

/** Moves the sidecar of an image into the bin too, and answers where it lies there. Never throws. */
export async function binSidecar(picture: vscode.Uri, { outside, log }: SidecarParts): Promise<string | undefined> {
  try {
    return (await hasOurs(picture)) ? await binFile(outside, sidecarUri(picture)) : undefined;
  } catch (error) {
    log.error(error);
    return undefined;
  }
}

/** Takes it back beside its image, wherever that one lies now. Never throws. */
export async function takeBackSidecar(bin: string, picture: vscode.Uri, { outside, log }: SidecarParts): Promise<void> {
  try {
    await takeBackFile(outside, bin, sidecarUri(picture));
  } catch (error) {
    log.error(error);
  }
}
