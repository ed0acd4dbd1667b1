import * as assert from 'node:assert/strict';
import { appendFile, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { findStorage, folder, isGone, nameOf, openFile, unique, write } from './places.ts';
import { closeEverything, generate, generateOne, until, useStage } from './stage.ts';

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

  for (const [answer, goes] of [
    [undefined, false],
    ['Discard Anyway', true],
  ] as const) {
    it(`asks when documents refer to it, open or not: ${answer ?? 'Cancel'}`, async () => {
      const { fsPath } = await make();
      const name = fsPath.slice(fsPath.lastIndexOf('/') + 1);
      const page = join(folder('first'), `${unique('page')}.html`);
      await write(page, `<img src="assets/${encodeURIComponent(name)}">`);
      // What Easel wrote about it is no document.
      await write(`${fsPath}.json`, JSON.stringify({ name }));
      stage.press(({ modal }) => (modal ? answer : undefined));
      await discard();
      const place = vscode.workspace.asRelativePath(page);
      assert.deepEqual(stage.shown, [
        { as: 'warning', text: `${name} is referred to in ${place}.`, buttons: ['Discard Anyway'], modal: true },
        ...(goes ? [offer(name)] : []),
      ]);
      assert.equal(await isGone(fsPath), goes);
      for (const path of [page, `${fsPath}.json`]) await vscode.workspace.fs.delete(vscode.Uri.file(path));
      if (goes) return;
      await discard();
      assert.equal(await isGone(fsPath), true, 'without the document nobody is asked');
    });
  }

  it('says so when the file is not there any more', async () => {
    const uri = await make();
    await vscode.workspace.fs.delete(uri);
    await discard();
    assert.match(stage.shown.map(({ text }) => text).join('\n'), / is not there any more\.$/);
  });
});

describe('Keep Only This', () => {
  const stage = useStage();

  it('discards the other results, but those that are starred, inserted or referred to; one Undo brings all back', async () => {
    const prompt = unique('six lamps');
    const uris = await generate({ prompt, count: 6 });
    stage.page.send({ kind: 'ready' });
    const card = () => stage.page.state?.cards.find((card) => card.prompt === prompt);
    const view = (index: number) => {
      const name = uris[index]?.path.split('/').at(-1);
      const found = card()?.pictures.find((picture) => picture.name === name);
      assert.ok(found, `picture ${index} is on the card`);
      return found;
    };
    await until('the card has them', () => card()?.pictures.length === 6);
    stage.page.send({ kind: 'star', image: view(1).id, on: true });
    await until('one has a star', () => view(1).starred);
    const page = join(folder('first'), `${unique('page')}.md`);
    await write(page, `![](assets/${view(2).name})`);
    assert.equal(view(0).others, 4);
    let release = () => {};
    const pressed = new Promise<string>((resolve) => {
      release = () => resolve('Undo');
    });
    stage.press(() => pressed);
    await vscode.commands.executeCommand('easel.keepOnly', { image: view(0).id });
    const gone = await Promise.all(uris.map(({ fsPath }) => isGone(fsPath)));
    assert.deepEqual(gone, [false, false, false, true, true, true]);
    assert.equal(stage.shown.at(-1)?.text, 'Discarded 3 images. 1 image stays: it was changed, or a document refers to it.');
    release();
    await until('all are back', async () => !(await Promise.all(uris.map(({ fsPath }) => isGone(fsPath)))).includes(true));
    await vscode.workspace.fs.delete(vscode.Uri.file(page));
  });

  for (const answer of ['Keep Only This', undefined] as const) {
    it(`is offered by a notification when one of several is inserted while the panel is closed: ${answer ?? 'left alone'}`, async () => {
      const uris = await generate({ prompt: unique('two lamps'), count: 2 });
      await closeEverything();
      const { editor } = await openFile('md', 'A text⟦⟧.\n');
      stage.press(({ buttons }) => buttons.find((label) => label === answer));
      await vscode.commands.executeCommand('easel.insert');
      await until('it is inserted', () => editor.document.getText().includes('!['));
      const [first = assert.fail(), second = assert.fail()] = uris;
      const inserted = editor.document.getText().includes(nameOf(second)) ? second : first;
      const other = inserted === first ? second : first;
      const offer = `${nameOf(inserted)} is inserted. The other images of the same request are still in your project.`;
      const said = await until('it is offered', () =>
        stage.shown.find(({ text }) => text.replaceAll(/[\u2066-\u2069]/g, '') === offer),
      );
      assert.deepEqual([said.as, said.buttons], ['information', ['Keep Only This']]);
      if (answer) await until('the other is gone', () => isGone(other.fsPath));
      assert.deepEqual([await isGone(inserted.fsPath), await isGone(other.fsPath)], [false, answer !== undefined]);
    });
  }

  it('is not offered for the only result', async () => {
    const uri = await generateOne({ prompt: unique('one lamp') });
    await vscode.commands.executeCommand('easel.keepOnly');
    assert.match(stage.shown.at(-1)?.text ?? '', /^This cannot be done with /);
    assert.equal(await isGone(uri.fsPath), false);
  });
});
