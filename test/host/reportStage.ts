import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { replace, until } from './stage.ts';

/** Check Setup's list, as a person has it before them. */
export interface Report {
  /** What its lines are about, in their order, without those that wait. */
  readonly labels: readonly string[];
  readonly title: string;
  readonly isOpen: boolean;
  /** A line as `error | sentence | fix`. */
  line(label: string): string;
  /** Chooses a line. */
  choose(label: string): void;
  /** Presses the button in the title. */
  press(): void;
  close(): void;
}

/** Plays the person before the lists that Check Setup opens, for every test of the surrounding `describe`. */
export function useReports(): { next(): Promise<Report>; newest(): Report } {
  let opened: PlayedPick[] = [];
  let restore = () => {};
  beforeEach(() => {
    opened = [];
    restore = replace(vscode.window, {
      createQuickPick: () => {
        const pick = new PlayedPick();
        opened.push(pick);
        return pick;
      },
    });
  });
  afterEach(() => {
    for (const pick of opened) pick.hide();
    restore();
  });
  let seen = 0;
  beforeEach(() => {
    seen = 0;
  });
  return {
    /** The next list, once all checks have ended. */
    async next() {
      const pick = await until('the report is complete', () => (opened[seen]?.busy === false ? opened[seen] : undefined));
      seen++;
      return pick;
    },
    /** The one that was opened last, whatever is to come. */
    newest() {
      const pick = opened.at(-1);
      assert.ok(pick);
      return pick;
    },
  };
}

/** A quick pick that nobody draws. */
class PlayedPick implements Report {
  items: readonly vscode.QuickPickItem[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  selectedItems: readonly vscode.QuickPickItem[] = [];
  buttons: readonly vscode.QuickInputButton[] = [];
  busy = false;
  title = '';
  placeholder = '';
  isOpen = false;
  readonly #accepted = new vscode.EventEmitter<void>();
  readonly #pressed = new vscode.EventEmitter<vscode.QuickInputButton>();
  readonly #hidden = new vscode.EventEmitter<void>();
  readonly onDidAccept = this.#accepted.event;
  readonly onDidTriggerButton = this.#pressed.event;
  readonly onDidHide = this.#hidden.event;

  show(): void {
    this.isOpen = true;
  }

  hide(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#hidden.fire();
  }

  dispose(): void {}

  get labels(): readonly string[] {
    return this.items.map(({ label }) => label.replace(/^\$\(\S+\) /, ''));
  }

  line(label: string): string {
    const { label: whole, description, detail } = this.#item(label);
    const icon = /^\$\((\S+)\)/.exec(whole)?.[1];
    const [, fix, rest] = /^(?:\$\(arrow-small-right\) (.*?)(?: · |$))?(.*)$/.exec(detail ?? '') ?? [];
    return [icon, [description, rest].filter(Boolean).join(' '), fix].filter(Boolean).join(' | ');
  }

  choose(label: string): void {
    this.selectedItems = [this.#item(label)];
    this.#accepted.fire();
  }

  press(): void {
    const [button] = this.buttons;
    assert.ok(button);
    this.#pressed.fire(button);
  }

  close(): void {
    this.hide();
  }

  #item(label: string): vscode.QuickPickItem {
    const item = this.items[this.labels.indexOf(label)];
    assert.ok(item, `${label} is in ${this.labels.join(', ')}`);
    return item;
  }
}
