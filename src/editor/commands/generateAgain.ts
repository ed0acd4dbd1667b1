import * as vscode from 'vscode';
import { requireTrust } from '../trust.ts';
import { type CommandParts, registerCommand } from './parts.ts';

/** `easel.generateAgain`: the last request once more, for the same place. */
export function registerGenerateAgain(parts: CommandParts): vscode.Disposable {
  return registerCommand('easel.generateAgain', parts, async () => {
    requireTrust();
    await parts.remember();
    const [last] = parts.store.state.order;
    const wish = last === undefined ? undefined : parts.generation.wishOf(last);
    if (!wish) return vscode.commands.executeCommand('easel.generate');
    return (await parts.generation.start(wish)).map(({ uri }) => vscode.Uri.parse(uri));
  });
}
