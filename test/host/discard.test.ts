import * as assert from 'node:assert/strict';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findStorage, isGone, unique, write } from './places.ts';
import { generateOne, until, useStage } from './stage.ts';

describe('easel.discard', () => {
  const stage = useStage();
  const make = () => generateOne({ prompt: unique('a white cat') });
  const discard = () => vscode.commands.executeCommand('easel.discard');
  const offer = (name: string) => ({ as: 'information', text: `Discarded ${name}.`, buttons: ['Undo'], modal: false });

  async function findInBin(name: string): Promise<string[]> {
    const bin = join(await findStorage(), 'bin');
    const files = await readdir(bin, { recursive: true }).catch(() => []);
    return files.filter((file) => file.endsWith(name)).map((file) => join(bin, file));
  }

  it('moves the newest image into Easel’s bin without a question, byte for byte', async () => {
    const { fsPath } = await make();
    const bytes = await readFile(fsPath);
    const name = fsPath.slice(fsPath.lastIndexOf('/') + 1);
    await discard();
    assert.deepEqual(stage.shown, [offer(name)]);
    assert.ok(await isGone(fsPath));
    const [inBin] = await findInBin(name);
    assert.ok(inBin, 'it lies in the bin');
    assert.deepEqual(await readFile(inBin), bytes);
  });

  it('brings it back byte for byte with Undo', async () => {
    const { fsPath } = await make();
    const bytes = await readFile(fsPath);
    const name = fsPath.slice(fsPath.lastIndexOf('/') + 1);
    stage.press(() => 'Undo');
    await discard();
    await until('it is back', async () => !(await isGone(fsPath)));
    assert.deepEqual(await readFile(fsPath), bytes);
    await until('the bin is empty of it', async () => (await findInBin(name)).length === 0);
  });

  it('brings it back under the next free name when its own was taken meanwhile', async () => {
    const { fsPath } = await make();
    const bytes = await readFile(fsPath);
    stage.press(async () => {
      await write(fsPath, 'mine');
      return 'Undo';
    });
    await discard();
    const back = fsPath.replace(/\.png$/, '-2.png');
    await until('it is back', async () => !(await isGone(back)));
    assert.deepEqual(await readFile(back), bytes);
    assert.equal(await readFile(fsPath, 'utf8'), 'mine');
  });

  it('can be done again after Undo', async () => {
    const { fsPath } = await make();
    stage.press(() => 'Undo');
    await discard();
    await until('it is back', async () => !(await isGone(fsPath)));
    stage.press(() => undefined);
    await until('it is discarded', async () => {
      await discard();
      return isGone(fsPath);
    });
  });

  const answers: readonly (readonly [answer: string | undefined, goes: boolean])[] = [
    [undefined, false],
    ['Discard', true],
  ];
  for (const [answer, goes] of answers) {
    it(`asks first when the file was changed since it was saved: ${answer ?? 'Cancel'}`, async () => {
      const { fsPath } = await make();
      await appendFile(fsPath, 'my own strokes');
      const name = fsPath.slice(fsPath.lastIndexOf('/') + 1);
      stage.press(({ modal }) => (modal ? answer : undefined));
      await discard();
      assert.deepEqual(stage.shown, [
        { as: 'warning', text: `${name} was changed since Easel saved it.`, buttons: ['Discard'], modal: true },
        ...(goes ? [offer(name)] : []),
      ]);
      assert.equal(await isGone(fsPath), goes);
      if (!goes) await vscode.workspace.fs.delete(vscode.Uri.file(fsPath));
    });
  }

  it('says so when the file is not there any more', async () => {
    const uri = await make();
    await vscode.workspace.fs.delete(uri);
    await discard();
    assert.match(stage.shown.map(({ text }) => text).join('\n'), / is not there any more\.$/);
  });
});
