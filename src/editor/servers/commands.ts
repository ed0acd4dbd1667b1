import { type CommandParts, registerCommand } from '../commands/parts.ts';

/** `easel.chooseServer`; it works in untrusted workspaces too, where nothing is sent. */
export function registerServers(parts: CommandParts): void {
  registerCommand('easel.chooseServer', parts, async () => {
    const { chooseServer } = await import('./choose.ts');
    await chooseServer(parts);
  });
}
