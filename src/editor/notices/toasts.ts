import * as vscode from 'vscode';
import type { Failure } from '../../core/failure.ts';
import type { Picture, Run } from '../../core/session.ts';
import type { Insertion } from '../documents/insertion.ts';
import type { Generation } from '../generation/generation.ts';
import type { Panel } from '../panel/panel.ts';
import type { Discarding } from '../pictures/discarding.ts';
import { savePictureAs } from '../pictures/pictures.ts';
import type { Store } from '../store.ts';
import { countLabel, insertLabel } from '../words/labels.ts';
import { noteSentence } from '../words/notes.ts';
import type { Reporter } from './reporter.ts';

const { l10n } = vscode;

/** What toasts work with. */
export interface ToastParts {
  readonly store: Store;
  readonly panel: Panel;
  readonly generation: Generation;
  readonly insertion: Insertion;
  readonly discarding: Discarding;
  readonly reporter: Reporter;
}

/** Says how a run ended, when the panel is hidden: one toast for what was saved, one for what failed. */
export function registerToasts(parts: ToastParts): vscode.Disposable {
  const { store, panel, reporter } = parts;
  return parts.generation.onEnd(({ run: id, pictures }) => {
    const run = store.state.runs.get(id);
    if (!run || panel.visible) return;
    const [picture] = pictures;
    if (picture) void reporter.guard(() => toastSaved(run, picture, pictures.length, parts));
    const failure = firstFailure(run);
    if (failure) void reporter.say(failure, id);
  });
}

async function toastSaved(run: Run, picture: Picture, count: number, parts: ToastParts): Promise<void> {
  const insert = insertLabel(parts.store.state.targets.get(run.id));
  const [discard, show, saveAs] = [l10n.t('Discard'), l10n.t('Show'), l10n.t('Save As…')];
  const homeless = run.notes.find(({ kind }) => kind === 'noWorkspace' || kind === 'savedElsewhere');
  const text =
    count > 1
      ? l10n.t('Saved {0}, the first as {1}.', countLabel(count), picture.name)
      : homeless
        ? noteSentence(homeless)
        : l10n.t('Saved {0}.', picture.name);
  // Which of several is meant is chosen in the panel.
  const buttons = count > 1 ? [show] : [homeless ? saveAs : insert, discard, show];
  const picked = await vscode.window.showInformationMessage(text, ...buttons);
  if (picked === show) return parts.panel.reveal();
  if (picked === saveAs) return savePictureAs(parts.store, picture.id);
  if (picked === insert) await parts.insertion.atPrompt(picture.id);
  if (picked === discard) await discardWithUndo(picture, parts);
}

/** Discards a picture, and offers to take that back. */
export async function discardWithUndo(
  picture: Picture,
  { discarding, reporter }: Pick<ToastParts, 'discarding' | 'reporter'>,
): Promise<void> {
  if (!(await discarding.discard(picture.id))) return;
  const undo = l10n.t('Undo');
  void reporter.guard(async () => {
    const picked = await vscode.window.showInformationMessage(l10n.t('Discarded {0}.', picture.name), undo);
    if (picked === undo) await discarding.restore(picture.id);
  });
}

function firstFailure(run: Run): Failure | undefined {
  for (const { state } of run.calls) if (state.kind === 'failed') return state.failure;
  return run.failure;
}
