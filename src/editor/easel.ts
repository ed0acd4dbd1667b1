import * as vscode from 'vscode';
import { createReservations } from '../core/budget.ts';
import { Failed } from '../core/failure.ts';
import { once } from '../core/once.ts';
import { IN_FLIGHT, Queue } from '../core/queue.ts';
import { registerPictureActions } from './actions/commands.ts';
import { registerDiscardUnused } from './actions/discardUnused.ts';
import { createInputFocus } from './actions/inputFocus.ts';
import { registerKeepOnlyOffer } from './actions/keepOnly.ts';
import { registerCheckup } from './checkup/register.ts';
import { registerApiKey } from './commands/apiKey.ts';
import { registerEdit } from './commands/edit.ts';
import { registerGenerate } from './commands/generate.ts';
import { registerGenerateAgain } from './commands/generateAgain.ts';
import { registerGenerateWithOptions } from './commands/generateWithOptions.ts';
import type { Commands } from './commands/parts.ts';
import { registerPictureCommands } from './commands/pictures.ts';
import { registerConvert } from './commands/project/convert.ts';
import { registerExport } from './commands/project/export.ts';
import { registerInsertImage } from './commands/project/insertImage.ts';
import { registerWhatMadeThis } from './commands/project/whatMadeThis.ts';
import { registerStart } from './commands/start.ts';
import { registerVary } from './commands/vary.ts';
import { createAnchors } from './documents/anchors.ts';
import { createDropping, type Dropping } from './documents/dropping.ts';
import { createInsertion } from './documents/insertion.ts';
import { createExporting } from './export/exporting.ts';
import { registerFillGap } from './gaps/fillGap.ts';
import { registerGenerateEach } from './gaps/generateEach.ts';
import { registerGenerateMissing } from './gaps/generateMissing.ts';
import { createSheet } from './gaps/sheet.ts';
import { createGeneration } from './generation/generation.ts';
import { readLearned } from './generation/prices.ts';
import { registerHistoryCommands } from './history/commands.ts';
import { createGallery } from './history/gallery.ts';
import { createHistory, workspacesHere } from './history/history.ts';
import { watchPresence } from './history/presence.ts';
import { compactHistory } from './history/removing.ts';
import { createHistoryTree, type HistoryTree } from './history/tree.ts';
import { createKeys, storesIn } from './keys.ts';
import { sweepLeftovers } from './leftovers.ts';
import type { Log } from './log.ts';
import { registerEndings } from './notices/endings.ts';
import { registerLenses } from './notices/lenses.ts';
import { registerProgress } from './notices/progress.ts';
import { createReporter } from './notices/reporter.ts';
import { registerStatusBar } from './notices/statusBar.ts';
import { createSteps, type Steps } from './notices/steps.ts';
import { registerToasts } from './notices/toasts.ts';
import type { Outside } from './outside.ts';
import { createEditing } from './panel/editing.ts';
import { registerIntents } from './panel/intents.ts';
import { createPanel, type Panel } from './panel/panel.ts';
import { createPresenter } from './panel/presenter.ts';
import { createDiscarding } from './pictures/discarding.ts';
import { followMoves } from './pictures/moved.ts';
import { createWebp } from './pictures/webp.ts';
import { registerServers } from './servers/commands.ts';
import { createServers } from './servers/here.ts';
import { createStore } from './store.ts';
import { registerChooseStyle } from './styles/chooseStyle.ts';
import { createStyles } from './styles/styles.ts';
import { createTools, type Tools } from './tools/tools.ts';
import { createKeeper } from './waiting/keeper.ts';

/** The editor's part, joined together. */
export interface Easel extends vscode.Disposable {
  readonly commands: Commands;
  readonly panel: Panel;
  readonly drop: Dropping;
  readonly historyTree: HistoryTree;
  readonly tools: Tools;
  /** Resolves when no image is being saved. */
  settled(): Promise<void>;
}

/** Builds the editor's part and joins it together; nothing is read or sent. */
export function createEasel(context: vscode.ExtensionContext, outside: Outside, log: Log): Easel {
  const commands: Commands = new Map();
  const newId = () => crypto.randomUUID();
  const standIn = { on: false };
  const store = createStore();
  const anchors = createAnchors(newId);
  const keys = createKeys(storesIn(context), log);
  const learnedOfServers = new vscode.EventEmitter<void>();
  const servers = createServers(context.globalState, () => learnedOfServers.fire());
  const queue = new Queue({ limit: IN_FLIGHT, now: Date.now, sleep, random: Math.random });
  const panel = createPanel({ context, log });
  const storage = context.globalStorageUri;
  const keeper = createKeeper({ outside, store, log, storage });
  const asked = { outside, keys, servers, log, store, standIn, newId, keeper, storage, answers: context.globalState };
  const styles = createStyles(context.workspaceState);
  const generation = createGeneration({ ...asked, reserved: createReservations(), tried: new Set(), queue, styles });
  const webp = createWebp(asked);
  const insertion = createInsertion({ ...asked, anchors, generation, webp });
  const discarding = createDiscarding(asked);
  const history = createHistory(asked);
  const presence = watchPresence(asked);
  const historyTree = createHistoryTree(history, presence);
  const gallery = createGallery({ history, store });
  const editing = createEditing({ ...asked, panel, context });
  const exporting = createExporting({ ...asked, panel, context });
  const sheet = createSheet({ ...asked, generation, workspaceState: context.workspaceState });
  const presenter = createPresenter({
    ...asked,
    storage,
    sheet,
    panel,
    state: context.workspaceState,
    anchors,
    generation,
    styles,
    editing,
    exporting,
    webp,
    gallery,
    learned: () => readLearned(asked),
    onLearnedOfServers: learnedOfServers.event,
  });
  // The reporter's buttons take steps, and steps start what may be reported.
  const steps: Steps = createSteps({ ...asked, generation, presenter, editing });
  const reporter = createReporter(log, steps.take);
  const remember = once(async () => {
    const { RESTORED, restoreState } = await import('../core/restore.ts');
    const ledger = await outside.ledger();
    const scope = { workspaces: workspacesHere(), alive: ledger.alive };
    const newest = restoreState(await ledger.readRecent(), scope);
    store.restore(newest.order.length < RESTORED ? restoreState(await ledger.read(), scope) : newest);
    void compactHistory(asked, storage);
  });
  // Whoever makes nothing leaves nothing behind.
  const sweep = once(() => sweepLeftovers(outside, storage, presenter.form.references()));
  const comeBack = async () => {
    await remember();
    await presenter.form.restore();
    await editing.restore();
    await sheet.restore();
    await gallery.open();
  };
  const parts = {
    ...asked,
    commands,
    anchors,
    generation,
    styles,
    insertion,
    discarding,
    history,
    historyTree,
    gallery,
    webp,
    sheet,
    editing,
    exporting,
    presenter,
    panel,
    reporter,
    steps,
    remember,
    inputFocus: createInputFocus(panel),
  };

  for (const register of REGISTERED) register(parts);
  registerHistoryCommands(parts);
  registerDiscardUnused(parts);
  registerCheckup({ ...parts, secrets: context.secrets });
  const living = vscode.Disposable.from(
    store,
    learnedOfServers,
    anchors,
    panel,
    generation,
    styles,
    insertion,
    history,
    presence,
    historyTree,
    gallery,
    webp,
    sheet,
    editing,
    exporting,
    presenter,
    parts.inputFocus,
    followMoves(asked),
    // An agent's images are shown where it is talked to; the panel has them as soon as somebody opens it.
    generation.onStart((run) => store.state.runs.get(run)?.by === undefined && panel.open()),
    generation.onStart(() => void sweep().catch((error) => log.error(error))),
    // The first page that is shown brings back what the ledger remembers.
    panel.onMessage(({ kind }) => kind === 'ready' && void reporter.guard(comeBack)),
    registerLenses(parts),
    registerIntents(parts),
    registerStatusBar(store),
    registerProgress(store, panel, generation),
    registerToasts(parts),
    registerEndings(parts),
    registerKeepOnlyOffer(parts),
  );
  const dropping = createDropping(parts);
  return {
    commands,
    panel,
    historyTree,
    tools: createTools(parts),
    settled: generation.settled,
    drop: (...dropped) => reporter.guard(() => dropping(...dropped)),
    dispose: () => living.dispose(),
  };
}

const REGISTERED = [
  registerGenerate,
  registerGenerateWithOptions,
  registerGenerateAgain,
  registerEdit,
  registerVary,
  registerFillGap,
  registerGenerateMissing,
  registerGenerateEach,
  registerApiKey,
  registerServers,
  registerPictureCommands,
  registerInsertImage,
  registerExport,
  registerConvert,
  registerWhatMadeThis,
  registerChooseStyle,
  registerStart,
  // Last: it puts images before what a command means without one.
  registerPictureActions,
];

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
