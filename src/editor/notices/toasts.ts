import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Failure } from '../../core/failure.ts';
import type { Note } from '../../core/note.ts';
import { type Picture, picturesOf, type Run } from '../../core/session.ts';
import type { RunId } from '../../core/task.ts';
import type { Insertion } from '../documents/insertion.ts';
import { insertItself } from '../documents/selfInsertion.ts';
import type { Generation } from '../generation/generation.ts';
import type { Outside } from '../outside.ts';
import type { Panel } from '../panel/panel.ts';
import type { Discarding } from '../pictures/discarding.ts';
import { savePictureAs } from '../pictures/pictures.ts';
import type { Store } from '../store.ts';
import type { Keeper } from '../waiting/keeper.ts';
import { countLabel, insertLabel } from '../words/labels.ts';
import { noteSentence } from '../words/notes.ts';
import type { Reporter } from './reporter.ts';

const { l10n } = vscode;

/** What toasts work with. */
export interface ToastParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly panel: Panel;
  readonly generation: Generation;
  readonly insertion: Insertion;
  readonly discarding: Discarding;
  readonly keeper: Keeper;
  readonly reporter: Reporter;
}

/** Ends a click: a single image inserts itself where the setting says so; one toast says the rest when the panel is hidden. */
export function registerToasts(parts: ToastParts): vscode.Disposable {
  return parts.generation.onEnd((ids) => void parts.reporter.guard(() => endClick(ids, parts)));
}

async function endClick(ids: readonly RunId[], parts: ToastParts): Promise<void> {
  const { state } = parts.store;
  // An agent is answered itself. What has no place in the workspace, or may be billed for nothing, the user must hear of (P1, P5).
  const runs = ids.flatMap((id) => state.runs.get(id) ?? []).filter((run) => run.by === undefined || concernsUser(run));
  const inserted: Picture[] = [];
  for (const run of runs) {
    const [picture] = picturesOf(state, run.id);
    if (picture && (await insertItself(run, picture, parts))) inserted.push(picture);
  }
  if (parts.panel.visible) return;
  // What was inserted may have another name by now.
  const pictures = runs.flatMap((run) => picturesOf(parts.store.state, run.id));
  const [picture] = pictures;
  const run = runs.find(({ id }) => id === picture?.run);
  if (picture && run) void parts.reporter.guard(() => toastSaved(run, picture, pictures.length, inserted.length > 0, parts));
  for (const failed of runs) {
    const failure = firstFailure(failed);
    // Several that failed are shown together in the panel.
    if (failure) return parts.reporter.say(failure, { run: failed.id });
  }
}

async function toastSaved(run: Run, picture: Picture, count: number, isInserted: boolean, parts: ToastParts): Promise<void> {
  const target = parts.store.state.targets.get(run.id);
  const hasPlace = parts.generation.wishOf(run.id)?.anchor !== undefined;
  const insert = insertLabel(target);
  const [keep, discard, show, saveAs] = [l10n.t('Keep'), l10n.t('Discard'), l10n.t('Show'), l10n.t('Save As…')];
  const waits = parts.keeper.waits(picture);
  const homeless = run.notes.find(({ kind }) => kind === 'noWorkspace' || kind === 'savedElsewhere');
  const place = homeless ? [saveAs] : isInserted ? [] : [insert, ...(waits ? [keep] : [])];
  // Which of several is meant is chosen in the panel.
  const buttons = count > 1 ? [show] : [...place, discard, show];
  const said = waits ? waitingLabel(picture, count) : savedSentence(picture, count, isInserted, homeless);
  const picked = await vscode.window.showInformationMessage(said, ...buttons);
  switch (picked) {
    case show:
      return parts.panel.reveal();
    case saveAs:
      return savePictureAs(parts.outside, parts.store, picture.id);
    case keep:
      return parts.keeper.keep(picture.id);
    case discard:
      return discardWithUndo(picture, parts);
    case insert:
      // A place that is gone is said; where there never was one, or none for a reference, there is nothing to say.
      if (!hasPlace || target?.copyOnly) return parts.insertion.copyReference(picture.id);
      await parts.insertion.atPrompt(picture.id);
  }
}

function savedSentence(picture: Picture, count: number, isInserted: boolean, homeless: Note | undefined): string {
  if (homeless) return noteSentence(homeless);
  if (count > 1) return l10n.t('Saved {0}, the first as {1}.', countLabel(count), isolate(picture.name));
  return isInserted ? l10n.t('Saved {0} and inserted it.', isolate(picture.name)) : l10n.t('Saved {0}.', isolate(picture.name));
}

function waitingLabel({ name }: Picture, count: number): string {
  return count > 1
    ? l10n.t('{0} wait in Easel’s storage, the first as {1}.', countLabel(count), isolate(name))
    : l10n.t('{0} waits in Easel’s storage.', isolate(name));
}

/** Discards a picture, and offers to take that back. */
export async function discardWithUndo(
  picture: Picture,
  { discarding, reporter }: Pick<ToastParts, 'discarding' | 'reporter'>,
): Promise<void> {
  if (!(await discarding.discard(picture.id))) return;
  const undo = l10n.t('Undo');
  void reporter.guard(async () => {
    const picked = await vscode.window.showInformationMessage(l10n.t('Discarded {0}.', isolate(picture.name)), undo);
    if (picked === undo) await discarding.restore(picture.id);
  });
}

function concernsUser({ calls, notes }: Run): boolean {
  if (notes.some(({ kind }) => kind === 'savedElsewhere')) return true;
  return calls.some(({ state }) => {
    if (state.kind !== 'failed') return false;
    const { failure } = state;
    return failure.kind === 'noPlace' || (failure.kind === 'cancelled' && failure.billable);
  });
}

function firstFailure(run: Run): Failure | undefined {
  for (const { state } of run.calls) if (state.kind === 'failed') return state.failure;
  return run.failure;
}
