import * as vscode from 'vscode';
import { COMMANDS } from './commands/ids.ts';
import { registerDropTarget } from './documents/dropTarget.ts';
import type { Easel } from './easel.ts';
import { registerHistoryView } from './history/register.ts';
import { VIEW_TYPE } from './panel/viewType.ts';
import { registerTools } from './tools/register.ts';

/**
 * Registers what VS Code may ask for. The first that is asked for loads everything else, so that a start costs next to
 * nothing.
 */
export function registerShell(load: () => Promise<Easel>): vscode.Disposable {
  const commands = COMMANDS.map((id) =>
    vscode.commands.registerCommand(id, async (...given: unknown[]) => (await load()).commands.get(id)?.(...given)),
  );
  const serializer = vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, {
    deserializeWebviewPanel: async (panel) => (await load()).panel.adopt(panel),
  });
  const drops = registerDropTarget(async (...dropped) => (await load()).drop(...dropped));
  return vscode.Disposable.from(...commands, serializer, drops, registerHistoryView(load), registerTools(load));
}
