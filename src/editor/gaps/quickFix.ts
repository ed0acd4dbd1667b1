import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { readFlags } from '../../core/flags.ts';
import type { ImageReference } from '../../core/gap.ts';
import { firstWords } from '../../core/prompt.ts';
import { languageOf } from '../documents/language.ts';
import { fileOf } from '../documents/notebook.ts';
import { nameOf } from '../pictures/files.ts';
import { type FinderParts, type FoundGap, findGaps, isKnown, LONGEST_DOCUMENT, referencesOf } from './finder.ts';

/** ms without an edit before a document is parsed. */
const QUIET = 300;

/** Offers to make the images that the references under the cursor lead to and that are not there. */
export async function offerGaps(
  document: vscode.TextDocument,
  range: vscode.Range,
  token: vscode.CancellationToken,
  outside: FinderParts,
): Promise<readonly vscode.CodeAction[]> {
  const { version } = document;
  const isStale = () => token.isCancellationRequested || document.version !== version || document.isClosed;
  if (!vscode.workspace.isTrusted || document.getText().length > LONGEST_DOCUMENT) return [];
  if (!isKnown(document)) await rest(QUIET, token);
  if (isStale()) return [];
  const references = await referencesOf(document, outside);
  if (isStale()) return [];
  const { uri } = fileOf(document);
  const touched = references.filter((reference) => isTouched(reference, document, range));
  const gaps = await findGaps(touched, { uri, languageId: languageOf(document) }, outside);
  return isStale() ? [] : gaps.map((gap) => actionOf(gap, document));
}

function isTouched(
  { range: whole, definition }: ImageReference,
  document: vscode.TextDocument,
  { start, end }: vscode.Range,
): boolean {
  const [from, to] = [document.offsetAt(start), document.offsetAt(end)];
  return [whole, ...(definition ? [definition] : [])].some((one) => one.start <= to && from <= one.end);
}

function actionOf({ reference, gap, target }: FoundGap, document: vscode.TextDocument): vscode.CodeAction {
  const alt = readFlags(reference.alt?.trim() ?? '').prompt || readFlags(gap.prompt).prompt;
  const title = vscode.l10n.t('Generate "{0}" into {1}', isolate(firstWords(alt)), isolate(nameOf(target)));
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const { path, address } = reference;
  const where = { document: document.uri.toString(), path, start: address.start };
  action.command = { command: 'easel.fillGap', title, arguments: [where] };
  return action;
}

function rest(time: number, token: vscode.CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      listening.dispose();
      resolve();
    };
    const timer = setTimeout(end, time);
    const listening = token.onCancellationRequested(end);
  });
}
