import * as assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { folder, nameOf, openFile, unique } from './places.ts';
import { configure, generate, generateOne, until, useStage } from './stage.ts';

const SIZED = { model: 'gpt-image-2', size: '1024x1024' };

describe('Flags at the end of a prompt', () => {
  const stage = useStage();
  const bodies = () => stage.server.posts.map(({ body }) => body);

  it('are options of a selection, in no prompt, file name or alt text', async () => {
    await configure({ ...SIZED, insertReference: 'below' });
    const { editor } = await openFile('md', '⟦A red boat on a lake. --16:9 --transparent --low⟧\n\nAfter.\n');
    const uri = await generateOne();
    const [body = assert.fail()] = bodies();
    assert.deepEqual(
      [body.prompt, body.size, body.background, body.quality],
      ['A red boat on a lake.', '1536x864', 'transparent', 'low'],
    );
    assert.match(nameOf(uri), /^a-red-boat-on-a-lake(-\d+)?\.png$/);
    await until('it is inserted', () => editor.document.getText().includes('!['));
    assert.match(editor.document.getText(), /!\[A red boat on a lake\.\]\(/);
    stage.page.send({ kind: 'ready' });
    const card = await until('the card is there', () => stage.page.state?.cards.find(({ pictures }) => pictures.length > 0));
    assert.equal(card.prompt, 'A red boat on a lake.');
    assert.match(card.facts, /1536×864/);
  });

  it('stand above what a program asks for, and above the settings', async () => {
    await configure({ count: 4 });
    const made = await generate({ prompt: 'a heron —x2 —32x64', count: 3, size: '64x64' });
    assert.deepEqual([made.length, ...bodies().map(({ prompt, n, size }) => [prompt, n, size])], [2, ['a heron', 2, '32x64']]);
  });

  it('are text where they are not known, or not at the end', async () => {
    await generateOne({ prompt: 'a --x3 heron --sparkle' });
    assert.deepEqual(
      bodies().map(({ prompt, n }) => [prompt, n ?? 1]),
      [['a --x3 heron --sparkle', 1]],
    );
  });

  it('of several selections as one image stand at its end', async () => {
    await configure(SIZED);
    const { editor } = await openFile('md', '⟦A white cat --16:9⟧\n\nA black dog --low\n');
    const second = editor.document.lineAt(2).range;
    editor.selections = [editor.selection, new vscode.Selection(second.start, second.end)];
    stage.choose(/One Image from All/);
    await generateOne();
    assert.deepEqual(
      bodies().map(({ prompt, size, quality }) => [prompt, size, quality]),
      [['A white cat\n\nA black dog', '1536x864', 'low']],
    );
  });

  it('of an alt text decide about the image that fills its gap', async () => {
    await configure(SIZED);
    const name = unique('gap');
    const { editor } = await openFile('md', `![A red lighthouse on a cliff --9:16 --opaque⟦⟧](${name}/tower.png)`);
    const before = editor.document.getText();
    const path = `${name}/tower.png`;
    const where = { document: editor.document.uri.toString(), path, start: before.indexOf(path) };
    await vscode.commands.executeCommand('easel.fillGap', where);
    assert.deepEqual(
      bodies().map(({ prompt, size, background }) => [prompt, size, background]),
      [['A red lighthouse on a cliff', '864x1536', 'opaque']],
    );
    assert.deepEqual(await readdir(join(folder('first'), dirname(path))), ['tower.png']);
    assert.equal(editor.document.getText(), before);
  });

  it('are shown in the form, and counted there, before they are sent', async () => {
    await configure({ model: 'gpt-image-1-mini', size: 'auto', reviewPrompt: 'always' });
    await openFile('md', '⟦A white Siamese cat --16:9 --x3⟧\n');
    await generate();
    stage.page.send({ kind: 'ready' });
    const form = await until('the form has it', () =>
      stage.page.state?.form.prompt === 'A white Siamese cat --16:9 --x3' ? stage.page.state.form : undefined,
    );
    assert.equal(form.estimate, '3 images');
    assert.ok(form.notes.includes('gpt-image-1-mini makes no picture of exactly 16:9; 1536×1024 comes nearest.'));
    assert.deepEqual(stage.server.posts, []);
    stage.page.send({ kind: 'generate', form: form.id, prompt: form.prompt });
    await until('it is sent and the form is empty', () => bodies().length > 0 && stage.page.state?.form.prompt === '');
    assert.deepEqual([bodies()[0]?.prompt, bodies()[0]?.size], ['A white Siamese cat', '1536x1024']);
  });

  it('are judged as they are typed, and so is a prompt that is too long', async () => {
    await configure({ model: 'dall-e-2', size: '256x256' });
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    const { id } = await until('the form is there', () => stage.page.state?.form);
    const judged = async (prompt: string, estimate: RegExp) => {
      stage.page.send({ kind: 'draft', form: id, prompt });
      return until(`it says ${estimate}`, () =>
        estimate.test(stage.page.state?.form.estimate ?? '') ? stage.page.state?.form : undefined,
      );
    };
    const long = await judged('x'.repeat(1001), /^The prompt has 1.?001 characters; dall-e-2 takes at most 1.?000\.$/);
    assert.equal(long.canSend, false);
    const fitting = await judged(`${'x'.repeat(1000)} --x2`, /^2 images$/);
    assert.deepEqual([fitting.canSend, fitting.prompt], [true, '']);
    const noted = await judged('a cat --transparent --1:1', /^1 image$/);
    assert.ok(noted.notes.includes('dall-e-2 does not know Background “transparent”; it was left out.'), noted.notes.join());
    stage.page.send({ kind: 'draft', form: 'gone', prompt: 'a cat --x9' });
    await judged('', /^1 image$/);
    assert.deepEqual(stage.server.requests, []);
  });

  it('are in no recent prompt of the form', async () => {
    const heron = unique('a heron');
    await generateOne({ prompt: `${heron} --32x64`, model: 'placeholder' });
    stage.page.send({ kind: 'ready' });
    stage.page.send({ kind: 'recentPrompts' });
    const recent = await until('the page has them', () => stage.page.messages.find((message) => message.kind === 'recent'));
    assert.equal(recent.prompts[0], heron);
    assert.equal(new Set(recent.prompts).size, recent.prompts.length);
    assert.ok(recent.prompts.length <= 100);
  });
});
