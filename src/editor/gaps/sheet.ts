import * as vscode from 'vscode';
import type { LearnedPrices } from '../../core/cost.ts';
import type { SheetView, ToHost } from '../../core/protocol.ts';
import { isRunning, picturesOf, type Run } from '../../core/session.ts';
import type { RunId } from '../../core/task.ts';
import type { Generation } from '../generation/generation.ts';
import { Refused, type Wish } from '../generation/wish.ts';
import type { Servers } from '../servers/here.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import { explain } from '../words/failures.ts';
import { noteSentence } from '../words/notes.ts';
import { isBeingMade } from './fillGap.ts';
import { isThere, type RememberedSheet, readRemembered, rememberSheet } from './remembered.ts';
import { viewSheet } from './sheetView.ts';

/** One image that can be asked for. */
export interface SheetRow {
  /** Stable over reloads: the page keeps unsent prompts under it. */
  readonly id: string;
  /** With a target or an anchor of its own, by which its run is known. */
  readonly wish: Wish;
  /** `img/hero.png`, or `For list.md:4`. */
  readonly place: string;
  /** `post.md:12`: who refers to it. */
  readonly from?: string;
  /** Why its prompt should be looked at; a whole sentence. */
  readonly reason?: string;
}

/** What a sheet is opened with. */
export interface SheetContent {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly SheetRow[];
  /** What was left out; a whole sentence. */
  readonly news?: string;
}

/** How far a row is. */
export interface LiveRow extends SheetRow {
  readonly ticked: boolean;
  /** What the page's text box has by now. */
  readonly typed?: string;
  readonly run?: RunId;
  readonly failure?: string;
}

export interface LiveSheet extends Omit<SheetContent, 'rows'> {
  readonly rows: readonly LiveRow[];
  /** Of the rows that were there at first. */
  readonly made: number;
  readonly sending: boolean;
}

/** The sheet that lists images to be made: gaps of documents, or selections. */
export interface Sheet extends vscode.Disposable {
  open(content: SheetContent): void;
  view(learned: LearnedPrices): SheetView | undefined;
  change(changed: Extract<ToHost, { kind: 'changeSheet' }>): void;
  /** Sends rows with their prompts as typed. Throws what `Generation.start` throws. */
  send(sent: Extract<ToHost, { kind: 'sendSheet' }>): Promise<void>;
  close(sheet: string): void;
  /** After a reload: the gaps that were listed and are still there. */
  restore(): Promise<void>;
  readonly onChange: vscode.Event<void>;
}

/** What the sheet works with. */
export interface SheetParts {
  readonly servers: Servers;
  readonly store: Store;
  readonly generation: Generation;
  readonly workspaceState: vscode.Memento;
  readonly standIn: { readonly on: boolean };
}

export function createSheet({ servers, store, generation, workspaceState, standIn }: SheetParts): Sheet {
  const changed = new vscode.EventEmitter<void>();
  let current: LiveSheet | undefined;

  function set(next: LiveSheet | undefined): void {
    current = next;
    rememberSheet(workspaceState, next);
    changed.fire();
  }

  function setRows(rows: readonly LiveRow[]): void {
    if (!current) return;
    const made = current.made + current.rows.length - rows.length;
    // The cards below show what was made.
    set(rows.length === 0 ? undefined : { ...current, rows, made });
  }

  const onStart = generation.onStart((run) => {
    // What an agent makes at the same place is no request of the sheet's.
    const key = store.state.runs.get(run)?.by ? undefined : keyOf(generation.wishOf(run));
    if (key === undefined || !current?.rows.some((row) => keyOf(row.wish) === key)) return;
    setRows(current.rows.map((row) => (keyOf(row.wish) === key ? { ...withoutFailure(row), run } : row)));
  });
  const onProgress = store.onChange(() => {
    const isOver = ({ run }: LiveRow) => run !== undefined && !isGoing(store.state.runs.get(run));
    if (current?.rows.some(isOver)) setRows(current.rows.flatMap((row) => (isOver(row) ? settle(row) : [row])));
  });

  /** What was made where it belongs leaves the list; everything else stays and says why. */
  function settle({ run: id, ...row }: LiveRow): readonly LiveRow[] {
    const run = id === undefined ? undefined : store.state.runs.get(id);
    if (!run) return [row];
    const [picture] = picturesOf(store.state, run.id);
    if (!picture) return [{ ...row, failure: failureSentence(run) }];
    const elsewhere = run.notes.find(({ kind }) => kind === 'savedElsewhere' || kind === 'noWorkspace');
    const unlike = run.notes.find((note) => note.kind === 'otherName' && !note.isTaken);
    const note = elsewhere ?? unlike;
    // It is made and paid for: only who ticks it again asks for another.
    return note && row.wish.target ? [{ ...row, ticked: false, failure: noteSentence(note) }] : [];
  }

  function update(row: string | undefined, part: Partial<Pick<LiveRow, 'ticked' | 'typed'>>, size?: string): void {
    if (!current) return;
    const rows = current.rows.map((one) => {
      if (row !== undefined && one.id !== row) return one;
      const { wish } = one;
      return { ...one, ...part, ...(size !== undefined && { wish: { ...wish, options: { ...wish.options, size } } }) };
    });
    set({ ...current, rows });
  }

  /** What somebody has put there meanwhile need not be paid for. */
  async function leaveOutFilled(wishes: readonly Wish[]): Promise<readonly Wish[]> {
    const filled = await Promise.all(wishes.map(async ({ target }) => target !== undefined && (await isThere(target))));
    const gone = new Set(wishes.flatMap((wish, index) => (filled[index] ? [keyOf(wish)] : [])));
    if (gone.size > 0) setRows((current?.rows ?? []).filter(({ wish }) => !gone.has(keyOf(wish))));
    return wishes.filter((_, index) => !filled[index]);
  }

  return {
    open(content) {
      set(content.rows.length === 0 ? undefined : begin(content));
    },
    view: (learned) =>
      current && viewSheet(current, { learned, servers, standIn: standIn.on, state: store.state, read: generation.read }),
    change({ sheet, row, ticked, size, prompt }) {
      if (current?.id !== sheet) return;
      const part = ticked === undefined ? {} : { ticked };
      // Size and prompt are one row's.
      if (row === undefined) update(row, part);
      else update(row, { ...part, ...(prompt !== undefined && { typed: prompt }) }, size);
    },
    async send({ sheet, rows }) {
      requireTrust();
      if (current?.id !== sheet || current.sending) return;
      const prompts = new Map(rows.map(({ id, prompt }) => [id, prompt]));
      const wishes = current.rows
        .filter(({ run, wish }) => run === undefined && !(wish.target && isBeingMade(wish.target, { store, generation })))
        .flatMap(({ id, wish }) => {
          const prompt = prompts.get(id);
          return prompt === undefined ? [] : [{ ...wish, prompt }];
        });
      if (wishes.length === 0) return;
      set({ ...current, sending: true });
      const release = () => {
        if (current?.id === sheet && current.sending) set({ ...current, sending: false });
      };
      // Once all have begun, others may be sent while these are made; before that a second press would pay twice.
      const waiting = new Set(wishes.map(keyOf));
      const started = generation.onStart((run) => {
        if (waiting.delete(keyOf(generation.wishOf(run))) && waiting.size === 0) release();
      });
      try {
        const open = await leaveOutFilled(wishes);
        for (const wish of wishes) if (!open.includes(wish)) waiting.delete(keyOf(wish));
        if (open.length > 0) await generation.start(...open);
      } catch (error) {
        if (error instanceof Refused && current) {
          const key = keyOf(error.wish);
          const failure = explain(error.failure).sentence;
          set({ ...current, rows: current.rows.map((row) => (keyOf(row.wish) === key ? { ...row, failure } : row)) });
        }
        throw error;
      } finally {
        started.dispose();
        release();
      }
    },
    close(sheet) {
      if (current?.id === sheet) set(undefined);
    },
    async restore() {
      const kept: RememberedSheet | undefined = await readRemembered(workspaceState);
      if (!current && kept && kept.rows.length > 0) set({ ...begin(kept), rows: kept.rows });
    },
    onChange: changed.event,
    dispose: () => vscode.Disposable.from(changed, onStart, onProgress).dispose(),
  };
}

function begin(content: SheetContent): LiveSheet {
  return { ...content, rows: content.rows.map((row) => ({ ...row, ticked: true })), made: 0, sending: false };
}

/** By what a run is known as a row's, also when it is asked for again. */
function keyOf(wish: Wish | undefined): string | undefined {
  return wish?.target?.toString() ?? wish?.anchor;
}

function isGoing(run: Run | undefined): boolean {
  return run !== undefined && isRunning(run);
}

function withoutFailure({ failure: _, ...row }: LiveRow): LiveRow {
  return row;
}

function failureSentence(run: Run): string {
  for (const { state } of run.calls) if (state.kind === 'failed') return explain(state.failure).sentence;
  return explain(run.failure ?? { kind: 'noImage' }).sentence;
}
