import * as assert from 'node:assert/strict';
import { mkdir, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { encodePng } from '../support/imagesPng.ts';
import { folder, nameOf, openFile, unique } from './places.ts';
import { configure, generate, generateOne, replace, until, useStage } from './stage.ts';

const INK = { name: 'Ink', prefix: 'An ink drawing of', suffix: ', on white paper' };

describe('A style of easel.styles', () => {
  const stage = useStage();
  const bodies = () => stage.server.posts.map(({ body }) => body);
  const form = () => stage.page.state?.form;

  async function choose(label: RegExp): Promise<void> {
    stage.choose(label);
    await vscode.commands.executeCommand('easel.chooseStyle');
  }

  async function open(): Promise<void> {
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    await until('the form is there', form);
  }

  beforeEach(async () => {
    await configure({ styles: [INK] });
    await choose(/^No Style$/);
  });

  it('is put around a selection, and stands in no file name, alt text or recent prompt', async () => {
    await configure({ styles: [INK, { name: 'Other' }], insertReference: 'below' });
    await choose(/^Ink$/);
    assert.deepEqual(stage.picks.at(-1), ['No Style', 'Ink', 'Other']);
    const boat = unique('A red boat');
    const { editor } = await openFile('md', `⟦${boat} --x1⟧\n\nAfter.\n`);
    const uri = await generateOne();
    assert.deepEqual(
      bodies().map(({ prompt }) => prompt),
      [`An ink drawing of ${boat}, on white paper`],
    );
    assert.match(nameOf(uri), /^a-red-boat/);
    await until('it is inserted', () => editor.document.getText().includes('!['));
    assert.ok(editor.document.getText().includes(`![${boat}](`), editor.document.getText());
    stage.page.send({ kind: 'ready' });
    const card = await until('the card is there', () => stage.page.state?.cards.find(({ prompt }) => prompt === boat));
    assert.deepEqual(card.style, { name: 'Ink', sent: `An ink drawing of ${boat}, on white paper` });

    await choose(/^No Style$/);
    stage.page.send({ kind: 'again', run: card.id });
    await until('it is made again', () => bodies().length === 2);
    assert.equal(bodies()[1]?.prompt, bodies()[0]?.prompt, 'in the style it was made in');
    await generateOne({ prompt: 'a heron' });
    assert.equal(bodies()[2]?.prompt, 'a heron');
  });

  it('asks for its size and background, above the settings and below a program and flags', async () => {
    await configure({ model: 'gpt-image-2', size: '1024x1024', styles: [{ ...INK, size: '3:2', background: 'transparent' }] });
    await choose(/^Ink$/);
    await generateOne({ prompt: 'a heron' });
    await generateOne({ prompt: 'a heron', size: '1024x1024' });
    await generateOne({ prompt: 'a heron --9:16 --opaque', size: '1024x1024' });
    assert.deepEqual(
      bodies().map(({ size, background }) => [size, background]),
      [
        ['1536x1024', 'transparent'],
        ['1024x1024', 'transparent'],
        ['864x1536', 'opaque'],
      ],
    );
  });

  it('is shown in the form with its whole text before anything is sent, and can be taken off there', async () => {
    await configure({ model: 'gpt-image-2', styles: [{ ...INK, size: '3:2' }] });
    await open();
    assert.deepEqual([form()?.style, form()?.hasStyles], [undefined, true]);
    stage.choose(/^Ink$/);
    stage.page.send({ kind: 'chooseStyle' });
    const style = await until('it is shown', () => form()?.style);
    assert.deepEqual(style, { ...INK, references: [] });
    assert.equal(form()?.fields.find(({ option }) => option === 'size')?.value, '3:2');
    stage.page.send({ kind: 'dropStyle' });
    await until('it is gone', () => form()?.style === undefined);
    assert.deepEqual(stage.server.requests, []);
  });

  it('counts for the length of what is typed', async () => {
    await configure({ model: 'dall-e-2', size: '256x256', styles: [{ name: 'Long', prefix: 'x'.repeat(900) }] });
    await choose(/^Long$/);
    await open();
    stage.page.send({ kind: 'draft', form: form()?.id ?? '', prompt: 'y'.repeat(100) });
    await until('it says so', () => /1.?001 characters/.test(form()?.estimate ?? ''));
    assert.equal(form()?.canSend, false);
  });

  it('that is wrong is named, while the others work', async () => {
    await configure({ styles: [{ name: 'Broken', prefx: 'x' }, INK] });
    await choose(/^Ink$/);
    const sentence = 'Style Broken of easel.styles cannot be used, because its “prefx” is not right.';
    assert.deepEqual(
      stage.shown.map(({ text }) => text),
      [sentence],
    );
    await open();
    assert.ok(form()?.notes.includes(sentence));
    await generateOne({ prompt: 'a heron' });
    assert.equal(bodies()[0]?.prompt, 'An ink drawing of a heron, on white paper');
  });

  it('that was chosen and is wrong by now stops what it was chosen for', async () => {
    await configure({ styles: [INK] });
    await choose(/^Ink$/);
    await configure({ styles: [{ ...INK, size: 'large' }] });
    assert.deepEqual(await generate({ prompt: 'a heron' }), []);
    assert.match(stage.shown.map(({ text }) => text).join(), /easel\.styles/);
    await open();
    assert.match(form()?.estimate ?? '', /easel\.styles/);
    assert.equal(form()?.canSend, false);
    assert.deepEqual(stage.server.requests, []);
  });

  it('sends its pictures along, from the workspace folder and without a mask', async () => {
    const name = unique('palette');
    await mkdir(join(folder('first'), name));
    for (const [file, color] of [
      ['a', 30],
      ['b', 200],
    ] as const) {
      await writeFile(join(folder('first'), name, `${file}.png`), encodePng(32, 24, [color, 60, 200, 255], [color, 20, 20, 255]));
    }
    await configure({ styles: [{ ...INK, references: [`${name}/a.png`, `./${name}/b.png`] }] });
    await choose(/^Ink$/);
    await open();
    assert.deepEqual(
      form()?.style?.references.map(({ name: file }) => file),
      ['a.png', 'b.png'],
    );
    const uri = await generateOne({ prompt: 'a heron' });
    const [post = assert.fail()] = stage.server.posts;
    assert.equal(post.path, '/v1/images/edits');
    assert.deepEqual(
      post.files.map(({ field }) => field),
      ['image[]', 'image[]'],
    );
    assert.equal(post.fields.prompt, 'An ink drawing of a heron, on white paper');
    assert.equal(post.fields.size, '64x64');
    assert.match(nameOf(uri), /^a-heron(-\d+)?\.png$/);
    const card = await until('the card is there', () => stage.page.state?.cards.find(({ references }) => references));
    assert.deepEqual([card.references?.map(({ name: file }) => file), card.original], [['a.png', 'b.png'], undefined]);
  });

  for (const path of [
    '../outside.png',
    'a/../../outside.png',
    '/etc/logo.png',
    'C:\\logo.png',
    '~/logo.png',
    'file:///etc/logo.png',
  ]) {
    it(`sends no picture from outside of the workspace: ${path}`, async () => {
      await configure({ styles: [{ ...INK, references: [path] }] });
      await choose(/^Ink$/);
      assert.deepEqual(await generate({ prompt: 'a heron' }), []);
      assert.match(stage.shown.map(({ text }) => text).join(), /^The style “Ink” has the picture “.*”, which does not lie in/);
      assert.deepEqual(stage.server.requests, []);
    });
  }

  it('sends no picture to which a link leads from outside, and names one that is not there', async () => {
    const outside = join(tmpdir(), `${unique('outside')}.png`);
    const link = `${unique('link')}.png`;
    await writeFile(outside, encodePng(32, 24, [1, 2, 3, 255], [4, 5, 6, 255]));
    await symlink(outside, join(folder('first'), link));
    try {
      await configure({
        styles: [
          { ...INK, references: [link] },
          { name: 'Gone', references: ['gone.png'] },
        ],
      });
      await choose(/^Ink$/);
      assert.deepEqual(await generate({ prompt: 'a heron' }), []);
      assert.match(stage.shown.at(-1)?.text ?? '', /does not lie in the workspace/);
      await choose(/^Gone$/);
      assert.deepEqual(await generate({ prompt: 'a heron' }), []);
      assert.match(stage.shown.at(-1)?.text ?? '', /gone\.png/);
      assert.deepEqual(stage.server.requests, []);
    } finally {
      await unlink(join(folder('first'), link));
      await unlink(outside);
    }
  });

  it('can be chosen in a workspace that is not trusted, and nothing is sent with it there', async () => {
    await configure({ styles: [INK] });
    const restore = replace(vscode.workspace, { isTrusted: false });
    try {
      await choose(/^Ink$/);
      assert.deepEqual(await generate({ prompt: 'a heron' }), []);
    } finally {
      restore();
    }
    assert.deepEqual(stage.server.requests, []);
    await generateOne({ prompt: 'a heron' });
    assert.equal(bodies()[0]?.prompt, 'An ink drawing of a heron, on white paper');
  });

  it('is explained where there is none', async () => {
    await configure({ styles: [] });
    await vscode.commands.executeCommand('easel.chooseStyle');
    assert.deepEqual(
      stage.shown.map(({ text, buttons }) => [text, buttons]),
      [['There is no style yet. The setting easel.styles has them.', ['Open Settings']]],
    );
  });
});
