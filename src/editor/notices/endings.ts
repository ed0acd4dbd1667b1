import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Note } from '../../core/note.ts';
import type { RunId } from '../../core/task.ts';
import { warnOnce } from '../../core/warned.ts';
import type { Generation } from '../generation/generation.ts';
import type { Servers } from '../servers/here.ts';
import { readSettings, switchModel } from '../settings.ts';
import type { Store } from '../store.ts';
import { shutdownSentence } from '../words/notes.ts';
import type { Reporter } from './reporter.ts';

const { l10n } = vscode;

/** What warning works with. */
export interface EndingParts {
  readonly generation: Pick<Generation, 'onStart' | 'wishOf'>;
  readonly store: Pick<Store, 'state'>;
  readonly servers: Servers;
  readonly reporter: Pick<Reporter, 'guard'>;
  /** Where it is kept what was said when. */
  readonly answers: vscode.Memento;
}

type Ending = Extract<Note, { kind: 'shutdown' }>;

/** Where it is kept which models were warned of. */
const WARNED = 'easel.endings';

/** Warns of a model that ends soon when it is used, at most once a week for each. The request does not wait for it. */
export function registerEndings(parts: EndingParts): vscode.Disposable {
  return parts.generation.onStart((run) => {
    const ending = parts.store.state.runs.get(run)?.notes.find((note) => note.kind === 'shutdown');
    if (ending && !ending.past && isNews(ending, parts.answers)) void parts.reporter.guard(() => warn(ending, run, parts));
  });
}

function isNews({ model }: Ending, state: vscode.Memento): boolean {
  const warned = warnOnce(state.get(WARNED), model, Date.now());
  if (warned) void state.update(WARNED, warned);
  return warned !== undefined;
}

async function warn(ending: Ending, run: RunId, { generation, servers }: EndingParts): Promise<void> {
  const { model, replacement } = ending;
  const change = replacement === undefined ? l10n.t('Choose Model…') : l10n.t('Switch to {0}', isolate(replacement));
  const pressed = await vscode.window.showWarningMessage(shutdownSentence(ending), change);
  if (pressed !== change) return;
  const scope = generation.wishOf(run)?.scope;
  const { chooseModel } = await import('../servers/chooseModel.ts');
  const other = replacement ?? (await chooseModel(servers.of(readSettings(scope)), model));
  if (other !== undefined) await switchModel(model, other, scope);
}
