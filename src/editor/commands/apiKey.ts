import * as vscode from 'vscode';
import { readServer } from '../../core/server.ts';
import { readSettings } from '../settings.ts';
import { type CommandParts, registerCommand } from './parts.ts';

const { l10n } = vscode;

/** `easel.setApiKey` and `easel.clearApiKey`: the key of the server in use. Both work in untrusted workspaces. */
export function registerApiKey(parts: CommandParts): void {
  registerCommand('easel.setApiKey', parts, async () => {
    const server = readServer(readSettings(undefined).baseUrl);
    const { enterKey } = await import('../dialogs/key.ts');
    if (!(await enterKey(parts, server))) return;
    parts.standIn.on = false;
    vscode.window.showInformationMessage(l10n.t('The key for {0} is set.', server.origin));
  });
  registerCommand('easel.clearApiKey', parts, async () => {
    const origins = parts.keys.origins();
    if (origins.length === 0) {
      vscode.window.showInformationMessage(l10n.t('No API key is set.'));
      return;
    }
    const origin =
      origins.length === 1 ? origins[0] : await vscode.window.showQuickPick(origins, { title: l10n.t('Clear the API key for') });
    if (origin === undefined) return;
    await parts.keys.remove(origin);
    vscode.window.showInformationMessage(l10n.t('The key for {0} was removed.', origin));
  });
}
