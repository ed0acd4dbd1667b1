import * as vscode from 'vscode';
import type { Panel } from '../panel/panel.ts';

/** Whether somebody types in the panel: the keys of the actions mean nothing then. */
export interface InputFocus extends vscode.Disposable {
  tell(onInput: boolean): void;
}

/**
 * Keeps the context key `easel.inputFocused`. It comes a moment after the focus; a key that was pressed in between is the
 * page's to judge.
 */
export function createInputFocus(panel: Panel): InputFocus {
  let now = false;
  function tell(onInput: boolean): void {
    if (onInput === now) return;
    now = onInput;
    void vscode.commands.executeCommand('setContext', 'easel.inputFocused', onInput);
  }
  // A page that has just come has the focus nowhere.
  const listening = panel.onMessage(({ kind }) => kind === 'ready' && tell(false));
  return { tell, dispose: () => listening.dispose() };
}
