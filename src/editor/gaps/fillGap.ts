import * as v from 'valibot';
import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { Failed, invalid } from '../../core/failure.ts';
import { readFlags } from '../../core/flags.ts';
import { reviewReason } from '../../core/prompt.ts';
import { isRunning } from '../../core/session.ts';
import { type CommandParts, registerCommand } from '../commands/parts.ts';
import { languageOf } from '../documents/language.ts';
import { fileOf } from '../documents/notebook.ts';
import type { Wish } from '../generation/wish.ts';
import { nameOf } from '../pictures/files.ts';
import { readSettings } from '../settings.ts';
import { requireTrust } from '../trust.ts';
import { reviewSentence } from '../words/labels.ts';
import { type FoundGap, findGaps, referencesOf } from './finder.ts';

const { l10n } = vscode;

/** Where the reference stood when the quick fix was offered. */
const Where = v.strictObject({ document: v.string(), path: v.string(), start: v.number() });

/** Targets that are on their way: what is pressed twice is made once. */
const filling = new Set<string>();

/** `easel.fillGap`: the quick fix for an image that is referred to and not there. Internal: what it is given is looked up again. */
export function registerFillGap(parts: CommandParts): void {
  registerCommand('easel.fillGap', parts, (argument) => fillGap(argument, parts));
}

async function fillGap(argument: unknown, parts: CommandParts): Promise<void> {
  requireTrust();
  const where = v.safeParse(Where, argument);
  if (!where.success) throw invalid({ field: 'arguments', name: v.getDotPath(where.issues[0]) ?? 'arguments' });
  const { document: uri, path, start } = where.output;
  const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri);
  const references = document ? await referencesOf(document, parts.outside) : [];
  const [reference] = references
    .filter((one) => one.path === path)
    .toSorted((one, other) => Math.abs(one.address.start - start) - Math.abs(other.address.start - start));
  if (!document || !reference) throw new Failed({ kind: 'noFile', name: path.slice(path.lastIndexOf('/') + 1) });
  const place = fileOf(document).uri;
  const [found] = await findGaps([reference], { uri: place, languageId: languageOf(document) }, parts.outside);
  if (!found) {
    vscode.window.showInformationMessage(
      l10n.t('Nothing has to be made: there is a file for “{0}”, or no certain place.', isolate(path)),
    );
    return;
  }
  const key = found.target.toString();
  if (filling.has(key) || isBeingMade(found.target, parts)) return parts.panel.reveal();
  filling.add(key);
  try {
    const { range } = found.reference;
    const span = new vscode.Range(document.positionAt(range.start), document.positionAt(range.end));
    const wish = { ...wishOf(found), scope: place, anchor: parts.anchors.take(document, span) };
    const reason = reasonFor(found);
    const { reviewPrompt } = readSettings(place);
    if (reviewPrompt === 'always' || (reviewPrompt === 'auto' && reason !== undefined)) {
      return parts.presenter.review({ wish, reason });
    }
    await parts.generation.start(wish);
  } finally {
    filling.delete(key);
  }
}

/** What is asked for to fill a gap. */
export function wishOf({ gap, target }: Pick<FoundGap, 'gap' | 'target'>): Wish {
  const { prompt, size, outputFormat } = gap;
  return { prompt, target, options: { count: 1, outputFormat, ...(size !== undefined && { size }) } };
}

/** Why a gap's prompt should be looked at before it is sent; a whole sentence. */
export function reasonFor({ gap, target }: Pick<FoundGap, 'gap' | 'target'>): string | undefined {
  const { prompt } = readFlags(gap.prompt);
  const doubt = reviewReason(prompt, { wholeDocument: false, characters: prompt.length, lines: 1 });
  if (doubt !== undefined || !gap.needsReview) return reviewSentence(doubt);
  return l10n.t('The alt text of {0} says little about the picture. Say more before it is sent.', isolate(nameOf(target)));
}

/** Whether a run for this file is on its way. */
export function isBeingMade(target: vscode.Uri, { store, generation }: Pick<CommandParts, 'store' | 'generation'>): boolean {
  const wanted = target.toString();
  return [...store.state.runs.values()].some((run) => isRunning(run) && generation.wishOf(run.id)?.target?.toString() === wanted);
}
