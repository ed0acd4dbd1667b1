import * as vscode from 'vscode';
import { openEditor } from '../notices/steps.ts';
import { requireTrust } from '../trust.ts';
import { type CommandParts, registerCommand } from './parts.ts';

/** `easel.generateAgain`: the last request once more, for the same place. */
export function registerGenerateAgain(parts: CommandParts): void {
  registerCommand('easel.generateAgain', parts, async () => {
    requireTrust();
    await parts.remember();
    // What an agent asked for meanwhile is not what a person means.
    const { order, runs } = parts.store.state;
    const last = order.find((id) => runs.get(id)?.by === undefined);
    const wish = last === undefined ? undefined : parts.generation.wishOf(last);
    if (!wish && last !== undefined) return openEditor(last, parts);
    if (!wish) return vscode.commands.executeCommand('easel.generate');
    return (await parts.generation.start(wish)).map(({ uri }) => vscode.Uri.parse(uri));
  });
}
