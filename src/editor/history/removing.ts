import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { isRunning, type Picture, picturesOf, type Run, type State } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import type { Log } from '../log.ts';
import type { Reporter } from '../notices/reporter.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import type { History } from './history.ts';

const { l10n } = vscode;

/** What removing works with. */
export interface RemovingParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly log: Log;
  readonly reporter: Reporter;
  readonly history: History;
}

/**
 * Takes an image out of the history, in every window; its file stays, and so nothing is asked. Undo is offered. Throws `Failed`
 * `untrusted`, `noPlace`.
 */
export async function removeFromHistory(image: ImageId, parts: RemovingParts): Promise<void> {
  requireTrust();
  const { history, store } = parts;
  if (!(await history.recallImage(image))) return;
  const before = store.state;
  const picture = before.pictures.get(image);
  if (!picture) return;
  await note(picture, true, parts);
  store.dispatch({ kind: 'gone', image });
  if (isBare(store.state, store.state.runs.get(picture.run))) store.dispatch({ kind: 'forgotten', run: picture.run });
  void parts.reporter.guard(async () => {
    const undo = l10n.t('Undo');
    const said =
      picture.state === 'discarded'
        ? l10n.t('Removed {0} from the history.', isolate(picture.name))
        : l10n.t('Removed {0} from the history. The file stays.', isolate(picture.name));
    if ((await vscode.window.showInformationMessage(said, undo)) !== undo) return;
    await note(picture, false, parts);
    const run = before.runs.get(picture.run);
    const runs: State['runs'] = new Map(run ? [[run.id, run]] : []);
    store.restore({ runs, pictures: new Map([[image, picture]]), order: [...runs.keys()], targets: new Map() });
  });
}

async function note({ id, run, call }: Picture, on: boolean, { outside }: RemovingParts): Promise<void> {
  const ledger = await outside.ledger();
  await ledger.append({ kind: 'removed', at: Date.now(), image: id, run, call, on });
}

/** A run that is over, of which neither an image nor a failure is left. */
function isBare(state: State, run: Run | undefined): boolean {
  if (!run || isRunning(run) || run.failure) return false;
  return run.calls.every(({ state: { kind } }) => kind === 'done') && picturesOf(state, run.id).length === 0;
}

/** Lets what was removed before leave the disk, with the untouched answers that belong to it. Never throws. */
export async function compactHistory(
  { outside, log }: Pick<RemovingParts, 'outside' | 'log'>,
  storage: vscode.Uri,
): Promise<void> {
  try {
    const ledger = await outside.ledger();
    await ledger.compact(async (uri) => {
      // Nothing but what lies in Easel's own storage is taken away.
      if (!uri.startsWith(`${storage.toString()}/`)) return;
      await vscode.workspace.fs.delete(vscode.Uri.parse(uri)).then(undefined, () => undefined);
    });
  } catch (error) {
    log.error(error);
  }
}
