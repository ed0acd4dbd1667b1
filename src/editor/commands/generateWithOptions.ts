import { requireTrust } from '../trust.ts';
import { type CommandParts, registerCommand } from './parts.ts';

/** `easel.generateWithOptions`: one quick pick with everything about the next image; Enter sends. */
export function registerGenerateWithOptions(parts: CommandParts): void {
  registerCommand(
    'easel.generateWithOptions',
    parts,
    async () => {
      requireTrust();
      return (await import('./optionsPick.ts')).pickOptions(parts);
    },
    [],
  );
}
