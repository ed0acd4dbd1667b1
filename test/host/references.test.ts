import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { FormView } from '../../src/core/formView.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { sweepLeftovers } from '../../src/editor/leftovers.ts';
import { findKept, keepReference } from '../../src/editor/references/kept.ts';
import { readPixels } from '../support/imagesPixels.ts';
import { encodePng } from '../support/imagesPng.ts';
import { jpeg } from '../support/imagesSamples.ts';
import { startedRun } from '../support/ledgerEntries.ts';
import { makeScratch } from '../support/scratch.ts';
import { makeOutside } from './outsideStage.ts';
import { folder, isGone, nameOf, openFile, unique } from './places.ts';
import { generateOne, replace, until, useStage } from './stage.ts';

const pasted = (shade: number) => new Uint8Array(encodePng(48, 32, [shade, 60, 200, 255], [shade, 200, 20, 255]));

describe('A reference in the form', () => {
  const stage = useStage();

  async function open(): Promise<FormView> {
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    const form = await until('the form is there', () => stage.page.state?.form);
    // What an earlier test left open: a picture would go to the editor instead.
    const { editor } = stage.page.state ?? {};
    if (editor) stage.page.send({ kind: 'closeEditor', editor: editor.id });
    await until('no editor is open', () => stage.page.state?.editor === undefined);
    for (const { id } of form.references) stage.page.send({ kind: 'dropReference', form: form.id, reference: id });
    return until('nothing is in it', () => (stage.page.state?.form.references.length === 0 ? stage.page.state.form : undefined));
  }

  const shown = (names: readonly string[]) =>
    until(`the form has ${names.join()}`, () => {
      const form = stage.page.state?.form;
      return JSON.stringify(form?.references.map(({ name }) => name)) === JSON.stringify(names) ? form : undefined;
    });

  /** The card of the newest request, which had references. */
  const made = () =>
    until('it is made', () => {
      const [card] = stage.page.state?.cards ?? [];
      return stage.server.posts.length > 0 && card?.references && card.pictures.length > 0 ? card : undefined;
    });

  const large = new Uint8Array(encodePng(2000, 1500, [10, 60, 200, 255], [10, 200, 20, 255]));

  it('goes along with what is typed, as a new image in the size of the form', async () => {
    const { id } = await open();
    // The first takes longer to be kept: the order is that in which they came.
    stage.page.send({ kind: 'addReference', form: id, bytes: large, name: 'image.png' });
    stage.page.send({ kind: 'addReference', form: id, bytes: new Uint8Array(jpeg), name: 'A photo.jpeg' });
    await shown(['image.png', 'A photo.jpg']);
    assert.deepEqual(stage.server.requests, [], 'nothing leaves before it is sent');
    const { editor } = await openFile('md', 'A text⟦⟧.\n');
    assert.ok(editor);
    stage.page.send({ kind: 'generate', form: id, prompt: 'a heron like this --32x48' });
    const card = await made();
    const [post = assert.fail()] = stage.server.posts;
    assert.equal(post.path, '/v1/images/edits');
    assert.deepEqual(post.fields, { model: 'sd-xl', prompt: 'a heron like this', size: '32x48' });
    assert.deepEqual(
      post.files.map(({ field }) => field),
      ['image[]', 'image[]'],
    );
    const [first = assert.fail()] = post.files;
    assert.deepEqual(await readPixels(first.bytes), await readPixels(large), 'pixel for pixel');
    const [picture = assert.fail()] = card.pictures;
    assert.match(picture.name, /^a-heron-like-this(-\d+)?\.png$/);
    assert.equal(picture.alt, 'a heron like this');
    assert.deepEqual(
      card.references?.map(({ name }) => name),
      ['image.png', 'A photo.jpg'],
    );
    assert.match(picture.insertLabel, /^Insert into /);
    await shown([]);
  });

  it('is swept once neither a form nor a request has it, and nobody has used it for a month', async () => {
    const scratch = makeScratch('references');
    try {
      const storage = vscode.Uri.file(scratch.path);
      const entries: Entry[] = [];
      const outside = makeOutside(scratch.path, entries);
      const keep = (shade: number) => keepReference(outside, storage, pasted(shade), `${shade}.png`);
      const [sent, shown, used, left] = [await keep(1), await keep(2), await keep(3), await keep(4)];
      const clock = Date.now;
      entries.push(startedRun('r', 1, { references: [sent.toString()] }));
      const later = () => clock() + 40 * 24 * 60 * 60 * 1000;
      // Its change cannot be set back, so the sweep is later.
      await utimes(used.fsPath, later() / 1000, later() / 1000);
      Date.now = later;
      try {
        await sweepLeftovers(outside, storage, [shown]);
      } finally {
        Date.now = clock;
      }
      const isThere = await Promise.all([sent, shown, used, left].map(async ({ fsPath }) => !(await isGone(fsPath))));
      assert.deepEqual(isThere, [true, true, true, false]);
      const elsewhere = vscode.Uri.file('/elsewhere.png');
      const found = await findKept(outside, storage, [left, shown, elsewhere]);
      assert.deepEqual(found.map(String), [shown, elsewhere].map(String), 'a form comes back with what is there');
    } finally {
      await scratch.remove();
    }
  });

  it('is a picture of the panel, and the edit that is open gets it where there is one', async () => {
    const heron = await generateOne({ prompt: unique('a heron'), model: 'placeholder', size: '64x64' });
    const { id } = await open();
    const picture = await until('its card is there', () =>
      stage.page.state?.cards.flatMap(({ pictures }) => pictures).find(({ name }) => name === nameOf(heron)),
    );
    stage.page.send({ kind: 'useAsReference', image: picture.id });
    await shown([nameOf(heron)]);
    assert.ok(stage.page.messages.some((message) => message.kind === 'focus' && message.on === 'prompt'));
    stage.page.send({ kind: 'useAsReference', image: picture.id });
    const form = await shown([nameOf(heron)]);
    stage.page.send({ kind: 'dropReference', form: id, reference: form.references[0]?.id ?? '' });
    await shown([]);

    const other = join(folder('first'), `${unique('cat')}.png`);
    await writeFile(other, pasted(99));
    await vscode.commands.executeCommand('easel.edit', vscode.Uri.file(other), [vscode.Uri.file(other)]);
    await until('the editor is open', () => stage.page.state?.editor);
    stage.page.send({ kind: 'useAsReference', image: picture.id });
    await until('the edit has it', () => stage.page.state?.editor?.references.some(({ name }) => name === nameOf(heron)));
    await shown([]);
    stage.page.send({ kind: 'closeEditor', editor: stage.page.state?.editor?.id ?? '' });
    await until('it is closed', () => stage.page.state?.editor === undefined);
  });

  it('is asked for again with the same pictures', async () => {
    const { id } = await open();
    stage.page.send({ kind: 'addReference', form: id, bytes: pasted(20), name: 'image.png' });
    await shown(['image.png']);
    stage.page.send({ kind: 'generate', form: id, prompt: unique('a lake') });
    const card = await made();
    stage.page.send({ kind: 'again', run: card.id });
    await until('it is made again', () => stage.server.posts.length === 2);
    const hashes = stage.server.posts.map(({ files }) =>
      files.map(({ bytes }) => createHash('sha256').update(bytes).digest('hex')),
    );
    assert.deepEqual(hashes[0], hashes[1]);
    assert.equal(hashes[0]?.length, 1);
  });

  const refused: readonly (readonly [why: string, bytes: Uint8Array<ArrayBuffer>, sentence: RegExp])[] = [
    ['no picture', new TextEncoder().encode('<svg/>'), /^notes\.txt is not a picture that Easel can read\./],
    ['half a picture', pasted(1).slice(0, 60), /^notes\.txt ends in the middle/],
  ];
  for (const [why, bytes, sentence] of refused) {
    it(`is refused by what it is: ${why}`, async () => {
      const { id } = await open();
      stage.page.send({ kind: 'addReference', form: id, bytes, name: 'notes.txt' });
      await until('it says why', () => stage.shown.length > 0);
      assert.match(stage.shown[0]?.text ?? '', sentence);
      assert.deepEqual(stage.page.state?.form.references, []);
    });
  }

  it('is said to be of no use to a model that takes no pictures', async () => {
    const { id } = await open();
    stage.page.send({ kind: 'change', form: id, options: { model: 'dall-e-3' } });
    try {
      stage.page.send({ kind: 'addReference', form: id, bytes: pasted(30), name: 'image.png' });
      const form = await shown(['image.png']);
      assert.equal(form.canSend, false);
      assert.match(form.estimate, /^dall-e-3 makes images from words only\./);
    } finally {
      stage.page.send({ kind: 'change', form: id, options: { model: 'sd-xl' } });
    }
  });

  it('is chosen from files, of which those outside of the workspace are copied', async () => {
    const { id } = await open();
    const far = join(tmpdir(), `${unique('far')}.png`);
    const near = join(folder('first'), `${unique('near')}.png`);
    for (const path of [far, near]) await writeFile(path, pasted(40));
    const restore = replace(vscode.window, { showOpenDialog: async () => [vscode.Uri.file(far), vscode.Uri.file(near)] });
    try {
      stage.page.send({ kind: 'pickReference', form: id });
      await shown([nameOf(vscode.Uri.file(far)), nameOf(vscode.Uri.file(near))]);
    } finally {
      restore();
    }
    assert.deepEqual([...(await readFile(far))], [...pasted(40)]);
  });

  it('is not taken in a workspace that is not trusted', async () => {
    const { id } = await open();
    const restore = replace(vscode.workspace, { isTrusted: false });
    try {
      stage.page.send({ kind: 'addReference', form: id, bytes: pasted(50), name: 'image.png' });
      await until('it says so', () => stage.shown.length > 0);
    } finally {
      restore();
    }
    assert.deepEqual(
      stage.shown.map(({ text }) => text),
      ['Easel sends and writes nothing in a workspace that you do not trust.'],
    );
    assert.deepEqual(stage.page.state?.form.references, []);
  });
});
