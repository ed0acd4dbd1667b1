import * as vscode from 'vscode';

/** The folder of Easel's own storage where images wait until somebody chooses them. Nothing sweeps it. */
export const WAITING = 'waiting';

/** Whether a file, named by its URI string, lies there. Nothing else says that an image waits, so nothing can contradict it. */
export function isWaitingFile(uri: string, storage: vscode.Uri): boolean {
  return uri.startsWith(`${vscode.Uri.joinPath(vscode.Uri.file(storage.fsPath), WAITING).toString()}/`);
}
