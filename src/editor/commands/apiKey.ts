import * as vscode from 'vscode';
import type { Server } from '../../core/server.ts';
import type { Kept } from '../keys.ts';
import { readSettings } from '../settings.ts';
import { type CommandParts, registerCommand } from './parts.ts';

const { l10n } = vscode;

/** The commands about the key of the server in use. All work in untrusted workspaces. */
export function registerApiKey(parts: CommandParts): void {
  registerCommand('easel.setApiKey', parts, async () => {
    const server = serverInUse(parts);
    const { enterKey } = await import('../dialogs/key.ts');
    finish(server, await enterKey(parts, server));
  });
  registerCommand('easel.importApiKey', parts, async () => {
    const server = serverInUse(parts);
    const found = parts.outside.environmentKey();
    if (found === undefined) return sayNothingToImport();
    const { importKey } = await import('../dialogs/key.ts');
    finish(server, await importKey(parts, server, found));
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
    // Where the keyring failed, that was said.
    if (await parts.keys.remove(origin)) vscode.window.showInformationMessage(l10n.t('The key for {0} was removed.', origin));
  });

  function finish(server: Server, kept: Kept | undefined): void {
    if (!kept) return;
    parts.standIn.on = false;
    if (kept === 'keyring') vscode.window.showInformationMessage(l10n.t('The key for {0} is set.', server.origin));
  }
}

function serverInUse({ servers }: CommandParts): Server {
  return servers.of(readSettings(undefined)).server();
}

/** The environment is that of the machine on which Easel runs. */
async function sayNothingToImport(): Promise<void> {
  const set = l10n.t('Set API Key…');
  const isRemote = vscode.extensions.getExtension('easel.easel')?.extensionKind === vscode.ExtensionKind.Workspace;
  const pressed = await vscode.window.showWarningMessage(
    isRemote && vscode.env.remoteName
      ? l10n.t(
          'OPENAI_API_KEY is not set on the remote machine, where Easel runs. Set it there, in the profile of your shell, and start VS Code’s server there anew.',
        )
      : l10n.t(
          'OPENAI_API_KEY is not set where VS Code was started. Close all its windows and start it from a terminal in which it is set.',
        ),
    set,
  );
  if (pressed === set) await vscode.commands.executeCommand('easel.setApiKey');
}
