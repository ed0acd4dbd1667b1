import { requireTrust } from '../../trust.ts';
import { chooseImages } from '../imageArguments.ts';
import { type CommandParts, registerCommand } from '../parts.ts';

/** `easel.export`: the sizes that a project needs of a picture, on a sheet in the panel. */
export function registerExport(parts: CommandParts): void {
  registerCommand('easel.export', parts, async (...given) => {
    requireTrust();
    const chosen = await chooseImages(given, parts.store);
    if (!chosen) return;
    await parts.exporting.open(chosen.picture);
    parts.panel.reveal();
  });
}
