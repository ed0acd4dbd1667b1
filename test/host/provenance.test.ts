import * as assert from 'node:assert/strict';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';
import * as vscode from 'vscode';
import { readEmbeddedXmp } from '../../src/core/formats/xmp.ts';
import type { CardView } from '../../src/core/protocol.ts';
import { readSidecar } from '../../src/core/provenance.ts';
import { findProvenance } from '../../src/core/provenanceFile.ts';
import { items } from '../support/imagesAnswers.ts';
import { readPixels } from '../support/imagesPixels.ts';
import { encodePng } from '../support/imagesPng.ts';
import { pngOf } from '../support/imagesSamples.ts';
import { folder, isGone, nameOf, unique } from './places.ts';
import { configure, generateOne, replace, until, useStage } from './stage.ts';

/** A PNG that says who made it, signed: what a change would break. */
function signedPng(): Buffer {
  const png = pngOf('64x64');
  const body = Buffer.concat([Buffer.from('caBX'), Buffer.from('a signed manifest')]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length - 4, 0);
  frame.writeUInt32BE(crc32(body), 4);
  // Before the pixels, behind the header.
  return Buffer.concat([png.subarray(0, 33), frame.subarray(0, 4), body, frame.subarray(4), png.subarray(33)]);
}

describe('easel.provenance', () => {
  const stage = useStage();

  async function cardOf(uri: vscode.Uri): Promise<CardView> {
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    return until('the card is there', () =>
      stage.page.state?.cards.find(({ pictures }) => pictures.some(({ name }) => name === nameOf(uri))),
    );
  }

  it('none: the file is the answer, byte for byte, and nothing lies beside it', async () => {
    const uri = await generateOne({ prompt: unique('a plain cat') });
    assert.deepEqual(await readFile(uri.fsPath), pngOf('64x64'));
    assert.ok(await isGone(`${uri.fsPath}.json`));
  });

  it('sidecar: the file is the answer, byte for byte, and what made it lies beside it', async () => {
    await configure({ provenance: 'sidecar' });
    const prompt = unique('a cat with a sidecar');
    const uri = await generateOne({ prompt });
    assert.deepEqual(await readFile(uri.fsPath), pngOf('64x64'));
    const record = readSidecar(await readFile(`${uri.fsPath}.json`, 'utf8'));
    assert.equal(record?.prompt, prompt);
    assert.equal(record?.model, 'sd-xl');
    assert.equal(record?.server, new URL(stage.server.baseUrl).origin);
    assert.match(record?.tool ?? '', /^Easel \d+\.\d+\.\d+$/);
  });

  it('xmp: the file says it itself, no pixel is another, and the untouched answer is kept', async () => {
    await configure({ provenance: 'xmp' });
    const prompt = unique('a cat that says <what> made it');
    const uri = await generateOne({ prompt });
    const bytes = new Uint8Array(await readFile(uri.fsPath));
    assert.match(readEmbeddedXmp(bytes) ?? '', /trainedAlgorithmicMedia/);
    assert.equal(findProvenance(bytes)?.prompt, prompt);
    assert.deepEqual(await readPixels(bytes), await readPixels(pngOf('64x64')));
    assert.ok(await isGone(`${uri.fsPath}.json`));
    const card = await cardOf(uri);
    assert.ok(card.pictures[0]?.raw, 'the answer is kept');
    const target = vscode.Uri.file(join(folder('first'), `${unique('raw')}.png`));
    const restore = replace(vscode.window, { showSaveDialog: async () => target });
    try {
      stage.page.send({ kind: 'saveRaw', image: card.pictures[0]?.id ?? '' });
      const saved = await until('it is saved', () => readFile(target.fsPath).catch(() => undefined));
      assert.deepEqual(saved, pngOf('64x64'));
    } finally {
      restore();
    }
    // Discarding asks where the file is not as it was saved.
    stage.page.send({ kind: 'discard', image: card.pictures[0]?.id ?? '' });
    await until('it is discarded', () => isGone(uri.fsPath));
    assert.deepEqual(
      stage.shown.filter(({ modal }) => modal),
      [],
      'the hash that is known is that of the file',
    );
  });

  it('xmp of a signed file: its bytes stay, a sidecar is written, and the card says why', async () => {
    await configure({ provenance: 'xmp' });
    stage.server.answer(items(() => [{ b64_json: signedPng().toString('base64') }]));
    const uri = await generateOne({ prompt: unique('a signed cat') });
    assert.deepEqual(await readFile(uri.fsPath), signedPng());
    assert.ok(readSidecar(await readFile(`${uri.fsPath}.json`, 'utf8')));
    const { notes } = await cardOf(uri);
    assert.ok(
      notes.some((note) => note.includes('content credentials (C2PA)') && note.includes(`${nameOf(uri)}.json`)),
      JSON.stringify(notes),
    );
  });

  it('overwrites no file that has the sidecar’s name, and says so', async () => {
    await configure({ provenance: 'sidecar' });
    const first = await generateOne({ prompt: unique('a cat to be thrown away') });
    const other = `${first.fsPath}.json`;
    await rm(first.fsPath);
    await writeFile(other, '{"mine": true}');
    const [, prompt = ''] = [
      nameOf(first),
      nameOf(first)
        .replace(/\.png$/, '')
        .replaceAll('-', ' '),
    ];
    const uri = await generateOne({ prompt });
    assert.equal(uri.fsPath, first.fsPath);
    assert.equal(await readFile(other, 'utf8'), '{"mine": true}');
    assert.deepEqual(
      (await readdir(dirname(other))).filter((name) => name.startsWith(nameOf(first))),
      [nameOf(first), `${nameOf(first)}.json`],
    );
    const { notes } = await cardOf(uri);
    assert.match(notes.join(' '), /could not be written down/);
  });

  it('says nothing of a placeholder, which no model made', async () => {
    await configure({ provenance: 'sidecar' });
    const uri = await generateOne({ prompt: unique('a placeholder'), model: 'placeholder', size: '64x64' });
    assert.ok(await isGone(`${uri.fsPath}.json`));
  });
});

describe('easel.whatMadeThis', () => {
  const stage = useStage();
  const about = (): string => stage.details.at(-1) ?? '';

  const ask = (uri: vscode.Uri) => vscode.commands.executeCommand('easel.whatMadeThis', uri, [uri]);

  /** Another picture of the same looks, which no record knows. */
  async function putStranger(name: string): Promise<vscode.Uri> {
    const path = join(folder('first'), `${name}.png`);
    await writeFile(path, encodePng(33, 21, [1, 2, 3, 255], [250, 100, 7, 255]));
    return vscode.Uri.file(path);
  }

  it('knows an image by its bytes after it was moved and renamed', async () => {
    const prompt = unique('a cat that will move');
    stage.server.answer(
      items(() => [{ b64_json: pngOf('64x64', Date.now() % 1000).toString('base64'), revised_prompt: 'A moved cat' }]),
    );
    const uri = await generateOne({ prompt });
    const moved = vscode.Uri.file(join(folder('first'), `${unique('elsewhere')}.png`));
    await rename(uri.fsPath, moved.fsPath);
    await ask(moved);
    assert.equal(stage.shown.at(-1)?.text, `What made ${nameOf(moved)}`);
    for (const part of [prompt, 'A moved cat', 'Model: sd-xl', new URL(stage.server.baseUrl).origin, 'Easel’s own record']) {
      assert.ok(about().includes(part), `${part} in ${about()}`);
    }
    assert.deepEqual(stage.shown.at(-1)?.buttons, ['Generate Again', 'Edit Prompt', 'Copy Prompt']);
  });

  for (const [mode, source] of [
    ['sidecar', '.json'],
    ['xmp', 'the file itself'],
  ] as const) {
    it(`knows one of another machine by its ${mode}, and makes it again`, async () => {
      await configure({ provenance: mode });
      const prompt = unique('a cat from far away');
      const made = await generateOne({ prompt });
      // Another machine has the file, and not the record: the same words in another picture.
      const stranger = await putStranger(unique('stranger'));
      if (mode === 'sidecar') await writeFile(`${stranger.fsPath}.json`, await readFile(`${made.fsPath}.json`));
      else {
        const { addXmp } = await import('../../src/core/formats/xmp.ts');
        const xmp = readEmbeddedXmp(new Uint8Array(await readFile(made.fsPath))) ?? '';
        const bytes = addXmp(new Uint8Array(await readFile(stranger.fsPath)), xmp);
        assert.ok(bytes instanceof Uint8Array);
        await writeFile(stranger.fsPath, bytes);
      }
      const before = stage.server.posts.length;
      stage.press(({ modal }) => (modal ? 'Generate Again' : undefined));
      await ask(stranger);
      assert.ok(about().includes(prompt) && about().includes(source), about());
      const [post, ...others] = stage.server.posts.slice(before);
      assert.deepEqual([post?.body.prompt, post?.body.model, others.length], [prompt, 'sd-xl', 0]);
    });
  }

  it('shows the prompt to be edited, and sends nothing', async () => {
    const uri = await generateOne({ prompt: unique('a cat to be reworded') });
    const before = stage.server.posts.length;
    stage.press(({ modal }) => (modal ? 'Edit Prompt' : undefined));
    await ask(uri);
    stage.page.send({ kind: 'ready' });
    await until('the form has it', () => /reworded/.test(stage.page.state?.form.prompt ?? ''));
    assert.equal(stage.server.posts.length, before);
  });

  it('sends nothing that is too long to be seen whole: it is put into the form', async () => {
    const stranger = await putStranger(unique('stranger'));
    const { toXmp } = await import('../../src/core/provenanceXmp.ts');
    const { addXmp } = await import('../../src/core/formats/xmp.ts');
    const options = {
      model: 'sd-xl',
      size: '64x64',
      quality: 'auto',
      count: 9,
      background: 'auto',
      outputFormat: 'png',
      style: '',
      moderation: 'auto',
      inputFidelity: 'auto',
      promptAsIs: false,
    };
    const record = {
      prompt: 'word '.repeat(400),
      model: 'sd-xl',
      server: 'https://example.com',
      made: 'generated',
      options,
      at: 0,
      tool: 'Easel 9.9.9',
    } as const;
    const bytes = addXmp(new Uint8Array(await readFile(stranger.fsPath)), toXmp(record));
    assert.ok(bytes instanceof Uint8Array);
    await writeFile(stranger.fsPath, bytes);
    stage.press(({ modal }) => (modal ? 'Generate Again' : undefined));
    await ask(stranger);
    stage.page.send({ kind: 'ready' });
    await until('the form has it', () => (stage.page.state?.form.prompt.length ?? 0) > 1500);
    assert.deepEqual(stage.server.posts, []);
  });

  it('says plainly when nothing is known', async () => {
    await ask(await putStranger(unique('stranger')));
    assert.match(stage.shown[0]?.text ?? '', /^Nothing is known about how stranger-.*\.png was made/);
  });

  it('tells in a workspace that is not trusted too, without what sends or writes', async () => {
    const uri = await generateOne({ prompt: unique('a cat to look at') });
    const untrust = replace(vscode.workspace, { isTrusted: false });
    try {
      await ask(uri);
    } finally {
      untrust();
    }
    assert.deepEqual(stage.shown.at(-1)?.buttons, ['Copy Prompt']);
  });
});
