import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { LONGEST_SHEET } from '../../core/protocol.ts';
import { type CommandParts, registerCommand } from '../commands/parts.ts';
import { placedDocument } from '../documents/language.ts';
import { editorInUse, readSource, type Source } from '../documents/source.ts';
import { nameOf } from '../pictures/files.ts';
import { requireTrust } from '../trust.ts';
import { reviewSentence } from '../words/labels.ts';
import type { SheetRow } from './sheet.ts';

const { l10n } = vscode;

/** `easel.generateEach`: lists an image for each selection, or for each list item in the selection. */
export function registerGenerateEach(parts: CommandParts): void {
  registerCommand('easel.generateEach', parts, () => generateEach(parts));
}

async function generateEach(parts: CommandParts): Promise<void> {
  requireTrust();
  const editor = editorInUse();
  const selections = editor ? await selectionsOf(editor, parts) : [];
  if (!editor || selections.length === 0) {
    vscode.window.showInformationMessage(l10n.t('Select several texts, or the items of a list.'));
    return;
  }
  const rows = selections
    .slice(0, LONGEST_SHEET)
    .map((selection) => rowOf(readSource(editor.document, selection, parts.anchors), selection));
  parts.sheet.open({
    id: `each-${parts.newId()}`,
    title: l10n.t('{0} images', rows.length),
    rows,
    ...(selections.length > LONGEST_SHEET && {
      news: l10n.t('There are more: these are the first. Run the command again for the others.'),
    }),
  });
  parts.presenter.showSheet();
}

/** Several selections each for itself; of a single one the list items in it, else itself. */
async function selectionsOf(editor: vscode.TextEditor, { outside }: CommandParts): Promise<readonly vscode.Selection[]> {
  const { document } = editor;
  const selected = editor.selections.filter(({ isEmpty }) => !isEmpty).toSorted((a, b) => a.start.compareTo(b.start));
  const [only] = selected;
  if (!only || selected.length > 1) return selected;
  const items = await outside.findListItems(placedDocument(document), {
    start: document.offsetAt(only.start),
    end: document.offsetAt(only.end),
  });
  if (items.length === 0) return selected;
  return items.map(({ start, end }) => new vscode.Selection(document.positionAt(start), document.positionAt(end)));
}

function rowOf({ prompt, document, anchor, reason }: Source, selection: vscode.Selection): SheetRow {
  const sentence = reviewSentence(reason);
  return {
    id: anchor,
    wish: { prompt, options: { count: 1 }, scope: document, anchor },
    place: l10n.t('For {0}:{1}', isolate(nameOf(document)), selection.start.line + 1),
    ...(sentence !== undefined && { reason: sentence }),
  };
}
