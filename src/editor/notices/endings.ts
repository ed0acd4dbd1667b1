import * as v from 'valibot';
import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Note } from '../../core/note.ts';
import type { RunId } from '../../core/task.ts';
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

/** The models that were warned of, with the time (ms since 1970). */
const SAID = 'easel.endings';
const Said = v.fallback(v.record(v.string(), v.number()), {});
/** ms in which a model is warned of once. */
const WEEK = 7 * 24 * 3_600_000;

/** Warns of a model that ends soon when it is used, at most once a week for each. The request does not wait for it. */
export function registerEndings(parts: EndingParts): vscode.Disposable {
  return parts.generation.onStart((run) => {
    const ending = parts.store.state.runs.get(run)?.notes.find((note) => note.kind === 'shutdown');
    if (ending && !ending.past && isNews(ending, parts.answers)) void parts.reporter.guard(() => warn(ending, run, parts));
  });
}

function isNews({ model }: Ending, state: vscode.Memento): boolean {
  const now = Date.now();
  const said = Object.entries(v.parse(Said, state.get(SAID))).filter(([, at]) => at <= now && now - at < WEEK);
  if (said.some(([name]) => name === model)) return false;
  void state.update(SAID, Object.fromEntries([...said, [model, now]]));
  return true;
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
