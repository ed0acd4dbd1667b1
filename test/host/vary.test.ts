import * as assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { encodePng } from '../support/imagesPng.ts';
import { folder, nameOf, unique } from './places.ts';
import { configure, until, useStage } from './stage.ts';

async function putPicture(width = 640, height = 400): Promise<vscode.Uri> {
  const path = join(folder('first'), `${unique('cat')}.png`);
  await writeFile(path, encodePng(width, height, [10, 60, 200, 255], [240, 200, 20, 255]));
  return vscode.Uri.file(path);
}

async function vary(...given: readonly unknown[]): Promise<readonly string[]> {
  const made: unknown = await vscode.commands.executeCommand('easel.vary', ...given);
  assert.ok(Array.isArray(made));
  return made.map((uri: unknown) => (uri instanceof vscode.Uri ? nameOf(uri) : String(uri)));
}

describe('easel.vary', () => {
  const stage = useStage();

  it('asks at once for as many variations as the setting says, and leaves the picture as it is', async () => {
    const picture = await putPicture();
    const before = await readFile(picture.fsPath);
    const names = await vary(picture);
    const base = nameOf(picture).replace('.png', '-variation');
    assert.deepEqual(names, [`${base}.png`, `${base}-2.png`, `${base}-3.png`]);
    assert.deepEqual(await readFile(picture.fsPath), before);
    assert.deepEqual(stage.shown, []);
  });

  it('asks a server of variations there, with a square and without a prompt', async () => {
    await vary(await putPicture());
    const [post, ...others] = stage.server.posts;
    assert.deepEqual([post?.path, others.length, post?.body.n], ['/v1/images/variations', 0, 3]);
    assert.equal(post?.fields.prompt, undefined);
  });

  for (const [strength, words] of [
    ['subtle', /only small details/],
    ['medium', /Keep the subject and the style/],
    ['strong', /Keep only the subject/],
  ] as const) {
    it(`asks a model without for edits, by a prompt that is ${strength}`, async () => {
      await configure({ model: 'gpt-image-1.5', variationStrength: strength, variationCount: 2 });
      const picture = await putPicture();
      assert.equal((await vary(picture)).length, 2);
      assert.deepEqual(
        stage.server.posts.map(({ path }) => path),
        ['/v1/images/edits', '/v1/images/edits'],
      );
      for (const { body } of stage.server.posts) assert.match(body.prompt ?? '', words);
    });
  }

  it('takes the wording of the setting', async () => {
    await configure({ model: 'gpt-image-1.5', variationCount: 1, variationPrompt: 'Mal es anders.' });
    await vary(await putPicture());
    assert.equal(stage.server.posts[0]?.body.prompt, 'Mal es anders.');
  });

  it('asks for an edit once the server says that it has no variations, and remembers that', async () => {
    stage.server.answer('retired');
    await configure({ variationCount: 1 });
    assert.equal((await vary(await putPicture())).length, 1);
    assert.deepEqual(
      stage.server.posts.map(({ path }) => path),
      ['/v1/images/variations', '/v1/images/edits'],
    );
    assert.equal((await vary(await putPicture())).length, 1);
    assert.deepEqual(
      stage.server.posts.map(({ path }) => path),
      ['/v1/images/variations', '/v1/images/edits', '/v1/images/edits'],
    );
  });

  it('keeps what succeeded when a part of it fails', async () => {
    await configure({ model: 'gpt-image-1.5' });
    stage.server.answer('good', 'serverError', 'good');
    assert.equal((await vary(await putPicture())).length, 2);
    assert.equal(stage.server.posts.length, 3);
  });

  it('makes placeholders where there is no server', async () => {
    await configure({ model: 'placeholder', variationCount: 2 });
    assert.equal((await vary(await putPicture(64, 64))).length, 2);
    assert.deepEqual(stage.server.requests, []);
  });

  it('shows the picture beside its variations, and offers other strengths', async () => {
    await configure({ variationCount: 1 });
    const picture = await putPicture();
    await vary(picture);
    stage.page.send({ kind: 'ready' });
    const card = await until('the card is there', () => stage.page.state?.cards[0]);
    assert.equal(card.original?.name, nameOf(picture));
    assert.equal(card.prompt, `Medium variations of ${nameOf(picture)}`);
    assert.deepEqual(
      card.buttons.map(({ step }) => step),
      ['varySubtly', 'varyStrongly', 'reword'],
    );
    stage.page.send({ kind: 'step', run: card.id, step: 'varyStrongly' });
    await until('there are strong ones', () =>
      stage.page.state?.cards.some(({ prompt, running }) => prompt.startsWith('Strong variations of') && !running),
    );
    stage.page.send({ kind: 'step', run: card.id, step: 'reword' });
    const form = await until('the wording can be changed', () => stage.page.state?.form.source && stage.page.state.form);
    assert.match(form.prompt, /^Create a variation/);
    stage.page.send({ kind: 'generate', form: form.id, prompt: 'The same in winter' });
    await until('it is sent', () => stage.server.posts.length === 3);
  });

  it('takes flags out of a wording, and keeps the size of the picture whatever they say', async () => {
    await configure({ model: 'gpt-image-1-mini', variationCount: 1 });
    const picture = await putPicture();
    await vary(picture);
    stage.page.send({ kind: 'ready' });
    const card = await until('the card is there', () => stage.page.state?.cards[0]);
    stage.page.send({ kind: 'step', run: card.id, step: 'reword' });
    const { id } = await until('the wording can be changed', () => stage.page.state?.form.source && stage.page.state.form);
    const prompt = 'The same in winter --x2 --9:16 --low';
    stage.page.send({ kind: 'draft', form: id, prompt });
    await until('they are counted', () => stage.page.state?.form.estimate === '2 images');
    stage.page.send({ kind: 'generate', form: id, prompt });
    await until('it is sent', () => stage.server.posts.length === 3);
    const [first, ...others] = stage.server.posts.map(({ body }) => body);
    assert.deepEqual(
      others.map(({ prompt: sent, quality, size }) => [sent, quality, size]),
      [1, 2].map(() => ['The same in winter', 'low', first?.size]),
    );
  });

  it('takes the picture of the active tab where none is given, else one that is picked', async () => {
    const picture = await putPicture();
    await configure({ variationCount: 1 });
    await vscode.commands.executeCommand('vscode.open', picture);
    await until(
      'the preview is open',
      () => vscode.window.tabGroups.activeTabGroup.activeTab?.input instanceof vscode.TabInputCustom,
    );
    assert.deepEqual(await vary(), [nameOf(picture).replace('.png', '-variation.png')]);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    stage.choose(new RegExp(`${nameOf(picture)}$`));
    assert.deepEqual(await vary(), [nameOf(picture).replace('.png', '-variation-2.png')]);
  });
});
