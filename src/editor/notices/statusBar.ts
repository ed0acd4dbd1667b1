import * as vscode from 'vscode';
import { isRunning } from '../../core/session.ts';
import type { Store } from '../store.ts';

/** A status bar item for as long as something runs; a click shows the panel. */
export function registerStatusBar(store: Store): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('easel.running', vscode.StatusBarAlignment.Left);
  item.name = vscode.l10n.t('Easel');
  item.command = 'easel.showPanel';
  const listening = store.onChange(({ runs }) => {
    const running = [...runs.values()].filter(isRunning).length;
    if (running === 0) return item.hide();
    item.text = `$(loading~spin) Easel ${running}`;
    item.tooltip = vscode.l10n.t('Images are being made. Click to show them.');
    item.accessibilityInformation = { label: vscode.l10n.t('Easel: {0} running', running), role: 'button' };
    item.show();
  });
  return vscode.Disposable.from(listening, item);
}
