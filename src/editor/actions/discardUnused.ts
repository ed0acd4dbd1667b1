import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { firstWords } from '../../core/prompt.ts';
import { type HistoryRecord, recordsOf } from '../../core/records.ts';
import { type CommandParts, registerCommand } from '../commands/parts.ts';
import { type History, workspacesHere } from '../history/history.ts';
import { showWhenLong } from '../notices/patience.ts';
import { exists } from '../pictures/files.ts';
import { findNamed } from '../pictures/references.ts';
import { requireTrust } from '../trust.ts';
import { bytesLabel } from '../words/labels.ts';
import { discardSeveral } from './keepOnly.ts';

const { l10n } = vscode;

/** ms that looking through the documents may take: somebody asked for just that, and can cancel it. */
const WITHIN = 60_000;

/**
 * `easel.discardUnused`: images of the history that nobody starred and nothing refers to, in a list with ticks. One that was
 * inserted counts as used only as long as its reference stands.
 */
export function registerDiscardUnused(parts: CommandParts & { readonly history: History }): void {
  registerCommand('easel.discardUnused', parts, async () => {
    requireTrust();
    const unused = await showWhenLong(l10n.t('Looking for images that nothing refers to'), (token) => findUnused(parts, token));
    if (!unused) return;
    if (unused.images.length === 0) {
      void vscode.window.showInformationMessage(l10n.t('Every image of this workspace is used, starred or gone.'));
      return;
    }
    const chosen = await choose(unused);
    if (chosen.length === 0) return;
    await parts.remember();
    await parts.history.recall([...new Set(chosen.map(({ run }) => run))]);
    await discardSeveral(
      chosen.map(({ image }) => image),
      parts,
    );
  });
}

interface Unused {
  /** Newest first. */
  readonly images: readonly HistoryRecord[];
  /** Every document could be looked through. */
  readonly complete: boolean;
}

/** Undefined where it was cancelled. */
async function findUnused(
  { outside, keeper }: Pick<CommandParts, 'outside' | 'keeper'>,
  token: vscode.CancellationToken,
): Promise<Unused | undefined> {
  const entries = await (await outside.ledger()).read();
  const candidates = recordsOf(entries, workspacesHere()).filter(({ state, starred }) => state !== 'discarded' && !starred);
  const { documents, complete } = await findNamed(
    candidates.map(({ name }) => name),
    { within: WITHIN, token },
  );
  if (token.isCancellationRequested) return undefined;
  // To what waits no document can lead, whatever its name.
  const unnamed = candidates.filter((record) => keeper.waits(record) || !documents.has(record.name));
  const isThere = await Promise.all(unnamed.map(({ uri }) => exists(vscode.Uri.parse(uri)).catch(() => false)));
  return { images: unnamed.filter((_, index) => isThere[index]), complete };
}

/** Ticked from the start, unless a document that could not be read may refer to one. */
async function choose({ images, complete }: Unused): Promise<readonly HistoryRecord[]> {
  const made = new Intl.DateTimeFormat(vscode.env.language, { dateStyle: 'medium' });
  const items = images.map((record) => ({
    label: isolate(record.name),
    description: `${bytesLabel(record.bytes)} · ${made.format(record.at)}`,
    detail: isolate(firstWords(record.prompt, 200)),
    iconPath: vscode.Uri.parse(record.uri),
    picked: complete,
    record,
  }));
  const chosen = await vscode.window.showQuickPick(items, {
    title: l10n.t('Discard Unused Images: not starred, not referred to'),
    // What is longer is cut off by the number of ticks.
    placeHolder: complete
      ? l10n.t('What is ticked goes to Easel’s bin, with Undo')
      : l10n.t('Not all documents could be looked through'),
    canPickMany: true,
    matchOnDetail: true,
    ignoreFocusOut: true,
  });
  return (chosen ?? []).map(({ record }) => record);
}
