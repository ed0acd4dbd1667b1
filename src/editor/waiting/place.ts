import * as vscode from 'vscode';
import type { State } from '../../core/session.ts';

/** The folder of Easel's own storage where images wait until somebody chooses them. Nothing sweeps it. */
export const WAITING = 'waiting';

/** Whether a file, named by its URI string, lies there. Nothing else says that an image waits, so nothing can contradict it. */
export function isWaitingFile(uri: string, storage: vscode.Uri): boolean {
  return uri.startsWith(`${vscode.Uri.joinPath(vscode.Uri.file(storage.fsPath), WAITING).toString()}/`);
}

/** Whose settings hold for what is made from a picture, and in whose folder it goes: for one that waits its request's folder. */
export function scopeOf(picture: vscode.Uri, { pictures, runs }: State, storage: vscode.Uri): vscode.Uri {
  const place = picture.toString();
  if (!isWaitingFile(place, storage)) return picture;
  const run = [...pictures.values()].find(({ uri, state }) => uri === place && state !== 'discarded')?.run;
  const workspace = run === undefined ? undefined : runs.get(run)?.workspace;
  return workspace === undefined ? picture : vscode.Uri.parse(workspace);
}
