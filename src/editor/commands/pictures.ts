import * as vscode from 'vscode';
import type { Picture } from '../../core/session.ts';
import { editorInUse } from '../documents/source.ts';
import { discardWithUndo } from '../notices/toasts.ts';
import { requireTrust } from '../trust.ts';
import { type CommandParts, registerCommand } from './parts.ts';

const { l10n } = vscode;

/** `easel.insert` at the cursor of the active editor, and `easel.discard`: the image selected in the panel, else the newest. */
export function registerPictureCommands(parts: CommandParts): void {
  registerCommand('easel.insert', parts, async () => {
    requireTrust();
    await parts.remember();
    const picture = selectedPicture(parts);
    if (!picture) return sayNothingThere();
    const editor = editorInUse();
    if (editor) await parts.insertion.atCursor(picture.id, editor);
    else await parts.insertion.copyReference(picture.id);
  });
  registerCommand('easel.discard', parts, async () => {
    requireTrust();
    await parts.remember();
    const picture = selectedPicture(parts);
    if (!picture) return sayNothingThere();
    await discardWithUndo(picture, parts);
  });
}

/** The image selected in the panel, else the newest. */
export function selectedPicture({ store: { state } }: Pick<CommandParts, 'store'>): Picture | undefined {
  const selected = state.selected === undefined ? undefined : state.pictures.get(state.selected);
  if (selected && selected.state !== 'discarded') return selected;
  return [...state.pictures.values()].findLast((picture) => picture.state !== 'discarded');
}

/** For a command that needs an image, where there is none. */
export function sayNothingThere(): void {
  vscode.window.showInformationMessage(l10n.t('There is no image yet. Select some text and run “Easel: Generate Image”.'));
}
