import * as assert from 'node:assert/strict';
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { folder, isGone, openFile, unique, write } from './places.ts';
import { generateOne, replace, until, useStage } from './stage.ts';

interface Item extends vscode.QuickPickItem {
  readonly label: string;
}

describe('Discard Unused Images…', () => {
  const stage = useStage();
  const nameOf = (uri: vscode.Uri) => uri.path.slice(uri.path.lastIndexOf('/') + 1);

  /** Runs the command; `answer` plays who looks at the list, and what is done while it is open. */
  async function run(answer: (items: readonly Item[]) => Promise<readonly Item[] | undefined>): Promise<void> {
    const restore = replace(vscode.window, {
      showQuickPick: (items: readonly Item[], { canPickMany }: vscode.QuickPickOptions) => {
        assert.equal(canPickMany, true);
        return answer(items);
      },
    });
    try {
      await vscode.commands.executeCommand('easel.discardUnused');
    } finally {
      restore();
    }
  }
  const of = (items: readonly Item[], uris: readonly vscode.Uri[]) =>
    items.filter(({ label }) => uris.map(nameOf).includes(label));

  it('lists what is neither starred nor referred to, ticked, with prompt, size and picture; one Undo brings all back', async () => {
    const [unused, other, named, starred] = [
      await generateOne({ prompt: unique('a lone lamp') }),
      await generateOne({ prompt: unique('a lone chair') }),
      await generateOne({ prompt: unique('a named lamp') }),
      await generateOne({ prompt: unique('a starred lamp') }),
    ];
    await vscode.commands.executeCommand('easel.star');
    const page = join(folder('first'), `${unique('page')}.css`);
    await write(page, `a { background: url("assets/${nameOf(named)}") }`);
    stage.press(({ buttons }) => buttons.find((label) => label === 'Undo'));
    await run(async (items) => {
      const mine = of(items, [unused, other, named, starred]);
      assert.deepEqual(
        mine.map(({ label }) => label),
        [nameOf(other), nameOf(unused)],
      );
      const [, item] = mine;
      assert.equal(item?.picked, true);
      assert.match(item?.detail ?? '', /^a lone lamp/);
      assert.match(item?.description ?? '', /B · /);
      assert.equal(String(item?.iconPath), unused.toString());
      return mine;
    });
    await until('it was said', () => stage.shown.some(({ text }) => text === 'Discarded 2 images.'));
    await until('both are back', async () => !(await isGone(unused.fsPath)) && !(await isGone(other.fsPath)));
    await rm(page);
  });

  it('lists what was inserted only once its reference is gone again, saved or not', async () => {
    const uri = await generateOne({ prompt: unique('an inserted lamp') });
    const { editor } = await openFile('md', 'A text⟦⟧.\n');
    await vscode.commands.executeCommand('easel.insert');
    await until('it is inserted', () => editor.document.getText().includes(nameOf(uri)));
    const listed = async (): Promise<boolean> => {
      let found: readonly Item[] = [];
      await run(async (items) => {
        found = of(items, [uri]);
        return undefined;
      });
      return found.length === 1;
    };
    assert.equal(await listed(), false);
    const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
    await editor.edit((edit) => edit.replace(all, 'A text.\n'));
    assert.equal(await listed(), true);
  });

  it('lets stay what was changed, and passes over what went while the list was open', async () => {
    const [changed, removed, went] = [
      await generateOne({ prompt: unique('a changed lamp') }),
      await generateOne({ prompt: unique('a removed lamp') }),
      await generateOne({ prompt: unique('a lamp that goes') }),
    ];
    await run(async (items) => {
      const mine = of(items, [changed, removed, went]);
      assert.equal(mine.length, 3);
      await appendFile(changed.fsPath, 'my own strokes');
      await rm(removed.fsPath);
      return mine;
    });
    assert.deepEqual(await Promise.all([changed, went].map(({ fsPath }) => isGone(fsPath))), [false, true]);
    assert.match(stage.shown.at(-1)?.text ?? '', /^Discarded 1 image\. 2 images stay/);
  });

  it('discards nothing when the list is left', async () => {
    const uri = await generateOne({ prompt: unique('a lasting lamp') });
    await run(async () => undefined);
    assert.equal(await isGone(uri.fsPath), false);
    assert.deepEqual(stage.shown, []);
  });

  it('is refused in a workspace that is not trusted', async () => {
    const restore = replace(vscode.workspace, { isTrusted: false });
    try {
      await run(async () => assert.fail('nobody is asked'));
    } finally {
      restore();
    }
    assert.match(stage.shown.at(-1)?.text ?? '', /trust/i);
  });
});
