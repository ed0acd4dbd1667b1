import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { unique } from './places.ts';
import { generate, generateOne, replace, until, useStage } from './stage.ts';

/** A quick pick without a window: the test says what happens in it, in VS Code's order. */
class Pick {
  readonly changedValue = new vscode.EventEmitter<string>();
  readonly changedActive = new vscode.EventEmitter<readonly vscode.QuickPickItem[]>();
  readonly accepted = new vscode.EventEmitter<void>();
  readonly hidden = new vscode.EventEmitter<void>();
  readonly onDidChangeValue = this.changedValue.event;
  readonly onDidChangeActive = this.changedActive.event;
  readonly onDidAccept = this.accepted.event;
  readonly onDidHide = this.hidden.event;
  items: readonly vscode.QuickPickItem[] = [];
  activeItems: readonly vscode.QuickPickItem[] = [];
  value = '';
  shown = false;

  show(): void {
    this.shown = true;
  }

  hide(): void {
    this.hidden.fire();
  }

  dispose(): void {}

  type(value: string): void {
    this.value = value;
    this.changedValue.fire(value);
  }

  /** As VS Code does it: by the index that the item had in the list that is on the screen. */
  activate(index: number): void {
    this.activeItems = this.items.slice(index, index + 1);
    this.changedActive.fire(this.activeItems);
  }

  find(label: string): number {
    return this.items.findIndex((item) => item.label === label);
  }
}

type Act = (pick: Pick, recent: string) => void;
/** What happens before Enter is pressed, and the prompt that must be sent then. */
const ACTS: readonly (readonly [why: string, act: Act, sent: 'a red fox' | 'RECENT'])[] = [
  ['a recent one is chosen, with nothing typed', (pick, recent) => pick.activate(pick.find(recent)), 'RECENT'],
  [
    'Enter comes before the list has caught up',
    (pick, recent) => {
      pick.activate(pick.find(recent));
      pick.type('a red fox');
    },
    'a red fox',
  ],
  [
    'the list on the screen is that of an earlier text',
    (pick, recent) => {
      const index = pick.find(recent);
      pick.type('a');
      pick.activate(0);
      pick.type('a red fox');
      pick.activate(index);
    },
    'a red fox',
  ],
  [
    'the list has caught up',
    (pick) => {
      pick.type('a red fox');
      pick.activate(pick.find('a red fox'));
    },
    'a red fox',
  ],
  [
    'somebody moves on to a recent one',
    (pick, recent) => {
      pick.type('a red fox');
      pick.activate(pick.find('a red fox'));
      pick.activate(pick.find(recent));
    },
    'RECENT',
  ],
  [
    'somebody moves on, and back again',
    (pick, recent) => {
      pick.type('a red fox');
      pick.activate(pick.find('a red fox'));
      pick.activate(pick.find(recent));
      pick.activate(pick.find('a red fox'));
    },
    'a red fox',
  ],
  [
    'somebody moves on, and types on',
    (pick, recent) => {
      pick.type('a red');
      pick.activate(pick.find('a red'));
      pick.activate(pick.find(recent));
      pick.type('a red fox');
    },
    'a red fox',
  ],
];

describe('Generate Image with nothing selected', () => {
  const stage = useStage();
  for (const [why, act, sent] of ACTS) {
    it(`sends the prompt that was meant: ${why}`, async () => {
      const recent = unique('a brown bear');
      await generateOne({ prompt: recent, model: 'placeholder', size: '64x64' });
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      const pick = new Pick();
      const restore = replace(vscode.window, { createQuickPick: () => pick });
      try {
        const made = generate();
        await until('it asks', () => pick.shown && pick.find(recent) >= 0);
        act(pick, recent);
        pick.accepted.fire();
        await made;
      } finally {
        restore();
      }
      assert.deepEqual(
        stage.server.posts.map(({ body }) => body.prompt),
        [sent === 'RECENT' ? recent : sent],
      );
    });
  }
});
