import * as vscode from 'vscode';
import { AGENT_TOOLS } from '../../core/agentTool.ts';
import type { Easel } from '../easel.ts';

/** Tells VS Code of the tools; the first that is called loads everything else. */
export function registerTools(load: () => Promise<Easel>): vscode.Disposable {
  const tools = AGENT_TOOLS.map((name) =>
    vscode.lm.registerTool<object>(name, {
      prepareInvocation: async ({ input }) => (await load()).tools.prepare(name, input),
      invoke: async ({ input }, token) => (await load()).tools.invoke(name, input, token),
    }),
  );
  return vscode.Disposable.from(...tools);
}
