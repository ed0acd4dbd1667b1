import * as vscode from 'vscode';
import { Failed } from '../core/failure.ts';
import { once } from '../core/once.ts';
import { Queue } from '../core/queue.ts';
import { registerApiKey } from './commands/apiKey.ts';
import { registerGenerate } from './commands/generate.ts';
import { registerGenerateAgain } from './commands/generateAgain.ts';
import { registerGenerateWithOptions } from './commands/generateWithOptions.ts';
import { registerPictureCommands } from './commands/pictures.ts';
import { registerStart } from './commands/start.ts';
import { createAnchors } from './documents/anchors.ts';
import { createInsertion } from './documents/insertion.ts';
import { createGeneration } from './generation/generation.ts';
import { readLearnedPrices } from './generation/prices.ts';
import { createKeys } from './keys.ts';
import type { Log } from './log.ts';
import { registerProgress } from './notices/progress.ts';
import { createReporter } from './notices/reporter.ts';
import { registerStatusBar } from './notices/statusBar.ts';
import { createSteps, type Steps } from './notices/steps.ts';
import { registerToasts } from './notices/toasts.ts';
import type { Outside } from './outside.ts';
import { registerIntents } from './panel/intents.ts';
import { createPanel } from './panel/panel.ts';
import { createPresenter } from './panel/presenter.ts';
import { createDiscarding } from './pictures/discarding.ts';
import { createStore } from './store.ts';

/** Requests in flight over all runs (promises.md, "The wire"). */
const IN_FLIGHT = 4;

/** Builds the editor's part and joins it together; nothing is read, loaded or sent. */
export function createEasel(context: vscode.ExtensionContext, outside: Outside, log: Log): vscode.Disposable {
  const newId = () => crypto.randomUUID();
  const standIn = { on: false };
  const store = createStore();
  const anchors = createAnchors(newId);
  const keys = createKeys(context, log.hide);
  const queue = new Queue({ limit: IN_FLIGHT, now: Date.now, sleep, random: Math.random });
  const panel = createPanel({ context, log });
  const asked = { outside, keys, log, store, standIn, newId, answers: context.globalState };
  const generation = createGeneration({ ...asked, queue, storage: context.globalStorageUri });
  const insertion = createInsertion({ ...asked, anchors, generation });
  const discarding = createDiscarding(asked);
  const presenter = createPresenter({ ...asked, panel, anchors, generation, prices: () => readLearnedPrices(asked) });
  // The reporter's buttons take steps, and steps start what may be reported.
  const steps: Steps = createSteps({ ...asked, generation, presenter });
  const reporter = createReporter(log, steps.take);
  const remember = once(async () => {
    const { restoreState } = await import('../core/restore.ts');
    const ledger = await outside.ledger();
    const workspaces = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
    store.restore(restoreState(await ledger.read(), { workspaces, alive: ledger.alive }));
  });
  const parts = { ...asked, anchors, generation, insertion, discarding, presenter, panel, reporter, steps, remember };

  return vscode.Disposable.from(
    store,
    anchors,
    panel,
    generation,
    insertion,
    presenter,
    generation.onStart(() => panel.open()),
    // The first page that is shown brings back what the ledger remembers.
    panel.onMessage(({ kind }) => kind === 'ready' && void reporter.guard(remember)),
    registerIntents(parts),
    registerStatusBar(store),
    registerProgress(store, panel, generation),
    registerToasts(parts),
    registerGenerate(parts),
    registerGenerateWithOptions(parts),
    registerGenerateAgain(parts),
    registerApiKey(parts),
    registerPictureCommands(parts),
    registerStart(parts),
  );
}

/** Resolves after `ms`, or rejects at once when `signal` is aborted. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new Failed({ kind: 'cancelled', billable: false }));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
