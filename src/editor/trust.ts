import * as vscode from 'vscode';
import { Failed } from '../core/failure.ts';

/** Nothing is sent or written in a workspace that is not trusted, whatever the menus say. Throws `Failed` `untrusted`. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new Failed({ kind: 'untrusted' });
}
