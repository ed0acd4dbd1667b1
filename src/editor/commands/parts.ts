import type * as vscode from 'vscode';
import type { Anchors } from '../documents/anchors.ts';
import type { Insertion } from '../documents/insertion.ts';
import type { Exporting } from '../export/exporting.ts';
import type { Sheet } from '../gaps/sheet.ts';
import type { Generation } from '../generation/generation.ts';
import type { Keys } from '../keys.ts';
import type { Log } from '../log.ts';
import type { Reporter } from '../notices/reporter.ts';
import type { Outside } from '../outside.ts';
import type { Editing } from '../panel/editing.ts';
import type { Panel } from '../panel/panel.ts';
import type { Presenter } from '../panel/presenter.ts';
import type { Discarding } from '../pictures/discarding.ts';
import type { Webp } from '../pictures/webp.ts';
import type { Servers } from '../servers/here.ts';
import type { Store } from '../store.ts';
import type { Styles } from '../styles/styles.ts';
import type { Keeper } from '../waiting/keeper.ts';

/** What commands work with. */
export interface CommandParts {
  readonly commands: Commands;
  readonly outside: Outside;
  readonly store: Store;
  readonly anchors: Anchors;
  readonly keys: Keys;
  readonly servers: Servers;
  readonly log: Log;
  /** Where answers about unencrypted servers are kept. */
  readonly answers: vscode.Memento;
  readonly standIn: { on: boolean };
  readonly generation: Generation;
  readonly styles: Styles;
  readonly insertion: Insertion;
  readonly discarding: Discarding;
  readonly webp: Webp;
  readonly keeper: Keeper;
  /** Easel's own folder. */
  readonly storage: vscode.Uri;
  readonly editing: Editing;
  readonly exporting: Exporting;
  readonly sheet: Sheet;
  readonly presenter: Presenter;
  readonly panel: Panel;
  readonly reporter: Reporter;
  newId(): string;
  /** Brings back what the ledger remembers of earlier windows; the second time nothing. */
  remember(): Promise<void>;
}

/** The commands by their ids, for the shell that VS Code knows. */
export type Commands = Map<string, (...given: readonly unknown[]) => Promise<unknown>>;

/** Adds a command whose errors are said to the user; the caller gets `otherwise` then. */
export function registerCommand<T>(
  id: string,
  { commands, reporter }: CommandParts,
  run: (...given: readonly unknown[]) => Promise<T>,
  otherwise?: T,
): void {
  commands.set(id, async (...given) => (await reporter.guard(() => run(...given))) ?? otherwise);
}
