import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Entry } from '../../src/core/ledger.ts';
import { createHistory, workspacesHere } from '../../src/editor/history/history.ts';
import { createHistoryTree } from '../../src/editor/history/tree.ts';
import { createStore } from '../../src/editor/store.ts';
import { savedImage, startedRun } from '../support/ledgerEntries.ts';
import { makeOutside, refuse } from './outsideStage.ts';
import { until } from './stage.ts';

describe('the rows of Easel Images', () => {
  const living: vscode.Disposable[] = [];
  afterEach(() => vscode.Disposable.from(...living.splice(0)).dispose());

  const [workspace = ''] = workspacesHere();
  /** Runs of one image each, a day apart. */
  const imagesOfDays = (count: number): readonly Entry[] =>
    Array.from({ length: count }, (_, n) => {
      const at = Date.now() - (count - 1 - n) * 24 * 60 * 60 * 1000;
      return [
        startedRun(`run-${n}`, at, { prompt: `picture ${n}`, workspace }),
        savedImage(`run-${n}`, `image-${n}`, at + 1, { uri: `${workspace}/picture-${n}.png` }),
      ];
    }).flat();

  /** A window that begins now, whose ledger has the entries; a first look finds the newest. */
  function openWindow(entries: readonly Entry[], recent = entries) {
    const asked: string[] = [];
    const base = makeOutside('');
    const log = {
      info: refuse,
      warn: refuse,
      error: assert.ifError,
      hide: refuse,
      redact: String,
      show: refuse,
      dispose: refuse,
    };
    const ledger = async () => ({
      ...(await base.ledger()),
      readRecent: async () => recent,
      read: async () => {
        asked.push('read');
        return entries;
      },
    });
    const history = createHistory({ outside: { ...base, ledger }, store: createStore(), log });
    const presence = new vscode.EventEmitter<readonly vscode.Uri[]>();
    const tree = createHistoryTree(history, { onChange: presence.event });
    living.push(history, tree, presence);
    /** Labels of all rows; those of days that begin open with their images. */
    const rows = async () => {
      const labels: unknown[] = [];
      for (const node of await tree.children(undefined)) {
        const item = await tree.item(node);
        labels.push(item.label);
        if (item.collapsibleState !== vscode.TreeItemCollapsibleState.Expanded) continue;
        for (const child of await tree.children(node)) labels.push((await tree.item(child)).label);
      }
      return labels;
    };
    return { asked, tree, rows, presence };
  }

  it('are those of the newest days, before all of the history is read; the others come by themselves', async () => {
    const all = imagesOfDays(9);
    const { asked, tree, rows } = openWindow(all, all.slice(-4));
    let changes = 0;
    living.push(tree.onChange(() => (changes += 1)));
    assert.deepEqual(await rows(), ['Today', 'picture 8', 'Yesterday']);
    assert.deepEqual(asked, [], 'what takes long comes after the rows');
    await until('all is read', () => changes > 0);
    assert.equal((await rows()).length, 10);
  });

  it('are asked for again when the file of one comes or goes outside of VS Code, with its folder too, and else not', async () => {
    const all = imagesOfDays(3);
    const { tree, rows, presence } = openWindow(all, all.slice(-4));
    let changes = 0;
    living.push(tree.onChange(() => (changes += 1)));
    await rows();
    await until('all is read', () => changes === 1);
    const place = (path: string) => vscode.Uri.joinPath(vscode.Uri.parse(workspace), path);
    const file = place('picture-2.png');
    presence.fire([place('elsewhere'), place('picture-2.png.bak')]);
    await vscode.workspace.fs.writeFile(file, new Uint8Array([1]));
    try {
      presence.fire([file]);
      await until('it is told', () => changes === 2);
      await rows();
      // What the row says already is nothing new.
      presence.fire([file]);
      for (let turn = 0; turn < 5; turn++) await vscode.workspace.fs.stat(file);
      assert.equal(changes, 2);
    } finally {
      await vscode.workspace.fs.delete(file);
    }
    presence.fire([vscode.Uri.parse(workspace)]);
    await until('it is told again', () => changes === 3);
  });

  it('stay as they are when a first look has found all of them', async () => {
    const { asked, tree, rows } = openWindow(imagesOfDays(2));
    let changes = 0;
    living.push(tree.onChange(() => (changes += 1)));
    await rows();
    await until('all is read', () => asked.length > 0);
    await rows();
    assert.equal(changes, 0);
  });
});
