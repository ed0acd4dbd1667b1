import { requireTrust } from '../trust.ts';
import { chooseImages } from './imageArguments.ts';
import { type CommandParts, registerCommand } from './parts.ts';

/** `easel.edit` and `easel.extend`: a picture in the panel's editor. */
export function registerEdit(parts: CommandParts): void {
  registerCommand('easel.edit', parts, (...given) => openEditor('edit', given, parts));
  registerCommand('easel.extend', parts, (...given) => openEditor('extend', given, parts));
}

async function openEditor(mode: 'edit' | 'extend', given: readonly unknown[], parts: CommandParts): Promise<void> {
  requireTrust();
  const chosen = await chooseImages(given, parts.store);
  if (!chosen) return;
  await parts.editing.open({ mode, ...chosen });
  parts.presenter.showEditor();
}
