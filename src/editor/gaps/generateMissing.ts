import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { type CommandParts, registerCommand } from '../commands/parts.ts';
import { editorInUse } from '../documents/source.ts';
import { nameOf } from '../pictures/files.ts';
import { requireTrust } from '../trust.ts';
import { type CollectedGap, type Collection, collectGaps, gapsOfDocument } from './collect.ts';
import { isBeingMade, reasonFor, wishOf } from './fillGap.ts';
import type { SheetRow } from './sheet.ts';

const { l10n } = vscode;

/** `easel.generateMissing`: lists the images that documents refer to and that are not there. */
export function registerGenerateMissing(parts: CommandParts): void {
  registerCommand('easel.generateMissing', parts, (...given) => generateMissing(given, parts));
}

async function generateMissing(given: readonly unknown[], parts: CommandParts): Promise<void> {
  requireTrust();
  const places = readPlaces(given);
  const editor = places.length === 0 ? editorInUse() : undefined;
  if (places.length === 0 && !editor) {
    vscode.window.showInformationMessage(l10n.t('Open a document first, or choose files in the explorer.'));
    return;
  }
  const found = await lookThrough(places, editor, parts);
  if (!found) return;
  const open = found.gaps.filter(({ target }) => !isBeingMade(target, parts));
  if (open.length === 0) {
    const name = editor ? nameOf(editor.document.uri) : places.length === 1 && places[0] ? nameOf(places[0]) : undefined;
    vscode.window.showInformationMessage(
      name === undefined ? l10n.t('No images are missing.') : l10n.t('No images are missing in {0}.', isolate(name)),
    );
    return;
  }
  const rows = await Promise.all(open.map((gap) => rowOf(gap, parts)));
  const of = (editor ? [editor.document.uri] : places).map(String).join('\n');
  parts.sheet.open({
    id: `missing-${await idOf(of, parts)}`,
    title: rows.length === 1 ? l10n.t('1 missing image') : l10n.t('{0} missing images', rows.length),
    rows,
    ...(found.cut && { news: l10n.t('There are more: these are the first. Run the command again for the others.') }),
  });
  parts.presenter.showSheet();
}

/** The explorer hands over what was clicked and everything that is selected. */
function readPlaces([clicked, selected]: readonly unknown[]): readonly vscode.Uri[] {
  const several = Array.isArray(selected) ? selected.filter((one) => one instanceof vscode.Uri) : [];
  if (several.length > 0) return several;
  return clicked instanceof vscode.Uri ? [clicked] : [];
}

/** Undefined when the user cancels. */
async function lookThrough(
  places: readonly vscode.Uri[],
  editor: vscode.TextEditor | undefined,
  { outside }: CommandParts,
): Promise<Collection | undefined> {
  if (editor) return gapsOfDocument(editor.document, outside);
  const title = l10n.t('Looking for missing images');
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const found = await collectGaps(places, outside, token);
    return token.isCancellationRequested ? undefined : found;
  });
}

async function rowOf(found: CollectedGap, parts: CommandParts): Promise<SheetRow> {
  const { document, line, others, target } = found;
  const reason = reasonFor(found);
  const from = l10n.t('{0}:{1}', isolate(nameOf(document)), line);
  return {
    id: `gap-${await idOf(target.toString(), parts)}`,
    wish: { ...wishOf(found), scope: document },
    place: vscode.workspace.asRelativePath(target),
    from: others === 0 ? from : l10n.t('{0} and {1} more', from, others),
    ...(reason !== undefined && { reason }),
  };
}

async function idOf(text: string, { outside }: CommandParts): Promise<string> {
  return (await outside.sha256(new TextEncoder().encode(text))).slice(0, 24);
}
