import * as vscode from 'vscode';
import type { Entry } from '../../core/ledger.ts';
import { once } from '../../core/once.ts';
import { type HistoryRecord, recordsOf } from '../../core/records.ts';
import { restoreState } from '../../core/restore.ts';
import type { ImageId, RunId } from '../../core/task.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';

/** The images of this workspace, of all windows and all times. */
export interface History extends vscode.Disposable {
  /** Newest first. The first answer may have the newest only; `onChange` tells when there are all. */
  records(): Promise<readonly HistoryRecord[]>;
  /** Brings the runs of the ledger into the session where they are not there yet, so that something can be done with them. */
  recall(runs: readonly RunId[]): Promise<void>;
  /** Brings the newest runs into the session, those too that brought no image. */
  recallNewest(limit: number): Promise<void>;
  /** The same for the run of an image. Answers whether there is such an image. */
  recallImage(image: ImageId): Promise<boolean>;
  readonly onChange: vscode.Event<void>;
}

/** What the history works with. */
export interface HistoryParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly log: Log;
}

/** ms; a run writes several lines in a row. */
const PAUSE = 150;

/** ms; reading all of it keeps the extension host busy for some tenths of a second, in which the first rows are to be shown. */
const FIRST_ROWS = 600;

/** The folders of this window, as the ledger has them. */
export function workspacesHere(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.toString());
}

export function createHistory({ outside, store, log }: HistoryParts): History {
  const changed = new vscode.EventEmitter<void>();
  let records: readonly HistoryRecord[] | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopListening: () => void = () => undefined;
  /** What `records` are made of; undefined while they are of a first look only. */
  let shown: { readonly entries: readonly Entry[]; readonly workspaces: readonly string[] } | undefined;

  /** What other windows wrote is seen when this one is used again. */
  const listening = vscode.Disposable.from(
    vscode.workspace.onDidChangeWorkspaceFolders(() => schedule()),
    vscode.window.onDidChangeWindowState(({ focused }) => focused && schedule()),
  );

  function schedule(after = PAUSE): void {
    // Nobody has asked yet.
    if (!records) return;
    timer ??= setTimeout(() => void refresh().catch((error) => log.error(error)), after);
  }

  async function refresh(): Promise<void> {
    timer = undefined;
    const ledger = await outside.ledger();
    const entries = await ledger.read();
    const workspaces = workspacesHere();
    if (entries === shown?.entries && workspaces.join('\n') === shown.workspaces.join('\n')) return;
    shown = { entries, workspaces };
    const before = records;
    records = recordsOf(entries, workspaces);
    // Where a first look has found all of it, rows that are looked at already stay as they are.
    const isSame = before?.length === records.length && JSON.stringify(before) === JSON.stringify(records);
    if (!isSame) changed.fire();
  }

  const begin = once(async () => {
    const ledger = await outside.ledger();
    stopListening = ledger.onAppend(() => schedule());
    records = recordsOf(await ledger.readRecent(), workspacesHere());
    // The newest may all be of other workspaces.
    if (records.length === 0) records = recordsOf(await ledger.read(), workspacesHere());
    schedule(FIRST_ROWS);
  });

  async function recall(runs: readonly RunId[]): Promise<void> {
    const missing = runs.filter((run) => !store.state.runs.has(run));
    if (missing.length === 0) return;
    const ledger = await outside.ledger();
    const entries = await ledger.read();
    store.restore(restoreState(entries, { workspaces: workspacesHere(), alive: ledger.alive, runs: new Set(missing) }));
  }

  async function recallNewest(limit: number): Promise<void> {
    const ledger = await outside.ledger();
    store.restore(restoreState(await ledger.read(), { workspaces: workspacesHere(), alive: ledger.alive, limit }));
  }

  return {
    recallNewest,
    async records() {
      await begin();
      return records ?? [];
    },
    recall,
    async recallImage(image) {
      if (store.state.pictures.has(image)) return true;
      await begin();
      let record = records?.find((one) => one.image === image);
      if (!record) {
        await refresh();
        record = records?.find((one) => one.image === image);
      }
      if (!record) return false;
      await recall([record.run]);
      return store.state.pictures.has(image);
    },
    onChange: changed.event,
    dispose() {
      clearTimeout(timer);
      stopListening();
      vscode.Disposable.from(listening, changed).dispose();
    },
  };
}
