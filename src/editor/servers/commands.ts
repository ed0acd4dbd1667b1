import { type CommandParts, registerCommand } from '../commands/parts.ts';

/** The commands about servers and their models. All but Refresh Models work in untrusted workspaces, where nothing is sent. */
export function registerServers(parts: CommandParts): void {
  registerCommand('easel.chooseServer', parts, async () => {
    const { chooseServer } = await import('./choose.ts');
    await chooseServer(parts);
  });
  registerCommand('easel.refreshModels', parts, async () => {
    const { refreshModels } = await import('./refresh.ts');
    await refreshModels(parts);
  });
  registerCommand('easel.forgetServer', parts, async () => {
    const { forgetServer } = await import('./forget.ts');
    await forgetServer(parts.servers);
  });
}
