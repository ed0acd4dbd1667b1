import * as assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync, inflateSync } from 'node:zlib';
import * as vscode from 'vscode';
import type { CardView, EditorView, ToHost } from '../../src/core/protocol.ts';
import type { Coverage } from '../../src/core/task.ts';
import { PAINT } from '../support/imagesPainters.ts';
import { type Pixels, pixelAt, readPixels } from '../support/imagesPixels.ts';
import { encodePng } from '../support/imagesPng.ts';
import { folder, nameOf, unique } from './places.ts';
import { configure, replace, until, useStage } from './stage.ts';

/** A picture of a colour gradient with a see-through end, in the workspace. */
async function putPicture(name = unique('cat'), width = 64, height = 48): Promise<vscode.Uri> {
  const path = join(folder('first'), `${name}.png`);
  await writeFile(path, encodePng(width, height, [10, 60, 200, 255], [240, 200, 20, 0]));
  return vscode.Uri.file(path);
}

async function hashOf(uri: vscode.Uri): Promise<string> {
  return createHash('sha256')
    .update(await readFile(uri.fsPath))
    .digest('hex');
}

/** Everything from x to the right is to be edited. */
function rightOf(x: number, width = 64, height = 48): Coverage {
  const plane = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) plane.fill(255, y * width + x, (y + 1) * width);
  return { width, height, deflated: new Uint8Array(deflateSync(plane)) };
}

function pixelsOf(uri: vscode.Uri): Promise<Pixels> {
  return readFile(uri.fsPath).then(readPixels);
}

describe('Editing a picture', () => {
  const stage = useStage();

  /** Opens the editor as the explorer does, and answers it as the page sees it. */
  async function open(picture: vscode.Uri, mode: 'edit' | 'extend' = 'edit', selected = [picture]): Promise<EditorView> {
    await vscode.commands.executeCommand(`easel.${mode}`, picture, selected);
    stage.page.send({ kind: 'ready' });
    return until('the editor is shown', () => {
      const editor = stage.page.state?.editor;
      return editor?.picture.name === nameOf(picture) && editor.mode === mode ? editor : undefined;
    });
  }

  /** Sends what the editor has, and answers the card once it is over. */
  async function send(editor: EditorView, part: Partial<Extract<ToHost, { kind: 'sendEdit' }>>): Promise<CardView> {
    const before = new Set(stage.page.state?.cards.map(({ id }) => id));
    stage.page.send({ kind: 'sendEdit', editor: editor.id, prompt: 'a red hat', region: 'auto', ...part });
    return until('the edit is over', () => stage.page.state?.cards.find((card) => !before.has(card.id) && !card.running));
  }

  function fileOf(card: CardView, where = 'assets'): vscode.Uri {
    const [picture] = card.pictures;
    assert.ok(picture, JSON.stringify(card.failures));
    return vscode.Uri.file(join(folder('first'), where, picture.name));
  }

  for (const server of ['alphaMask', 'whiteMask'] as const) {
    it(`changes only what is painted, whatever the model does with the rest: ${server}`, async () => {
      stage.server.answer(server);
      const picture = await putPicture();
      const before = await hashOf(picture);
      const card = await send(await open(picture), { coverage: rightOf(40) });

      const [post] = stage.server.posts;
      assert.equal(post?.path, '/v1/images/edits');
      assert.deepEqual(
        post?.files.map(({ field }) => field),
        ['image', 'mask'],
      );
      assert.equal(await hashOf(picture), before, 'the original is untouched');
      const [was, is] = [await pixelsOf(picture), await pixelsOf(fileOf(card))];
      assert.deepEqual([is.width, is.height], [64, 48]);
      for (let at = 0; at < 64 * 48; at++) {
        if (at % 64 < 40) assert.deepEqual(pixelAt(is, at), pixelAt(was, at), `px ${at} is kept`);
      }
      assert.deepEqual(pixelAt(is, 63), PAINT, 'the far end is the answer’s');
      assert.match(card.pictures[0]?.outside ?? '', /^The model (had changed|left)/);
      assert.equal(card.original?.name, nameOf(picture));
    });
  }

  it('names the edit after its picture, and counts on', async () => {
    const name = unique('dog');
    const picture = await putPicture(name);
    const editor = await open(picture);
    const names: (string | undefined)[] = [];
    for (const coverage of [rightOf(40), rightOf(20)]) names.push((await send(editor, { coverage })).pictures[0]?.name);
    assert.deepEqual(names, [`${name}-edit.png`, `${name}-edit-2.png`]);
  });

  it('keeps the untouched answer, byte for byte, and saves it on request', async () => {
    const picture = await putPicture();
    const card = await send(await open(picture), { coverage: rightOf(40) });
    const id = card.pictures[0]?.id ?? '';
    const target = vscode.Uri.file(join(folder('first'), `${unique('raw')}.png`));
    const restore = replace(vscode.window, { showSaveDialog: async () => target });
    try {
      stage.page.send({ kind: 'saveRaw', image: id });
      const saved = await until('it is saved', () => readFile(target.fsPath).catch(() => undefined));
      const [post] = stage.server.posts;
      const { pngOf } = await import('../support/imagesSamples.ts');
      assert.deepEqual(saved, pngOf(post?.body.size));
    } finally {
      restore();
    }
  });

  it('sends the whole picture without a mask where nothing is painted, and keeps the answer as it came', async () => {
    const card = await send(await open(await putPicture()), {});
    assert.deepEqual(
      stage.server.posts.map(({ files }) => files.map(({ field }) => field)),
      [['image']],
    );
    assert.equal(card.pictures.length, 1);
    assert.equal(card.pictures[0]?.outside, undefined);
  });

  it('extends a picture, which stays where it is', async () => {
    stage.server.answer('alphaMask');
    const picture = await putPicture();
    const editor = await open(picture, 'extend');
    const card = await send(editor, { canvas: { x: -16, y: 0, width: 96, height: 60 } });
    const [was, is] = [await pixelsOf(picture), await pixelsOf(fileOf(card))];
    assert.deepEqual([is.width, is.height], [96, 60]);
    for (let y = 0; y < 48; y++) {
      for (let x = 0; x < 64; x++) {
        assert.deepEqual(pixelAt(is, y * 96 + x + 16), pixelAt(was, y * 64 + x), `${x}, ${y}`);
      }
    }
    assert.match(nameOf(fileOf(card)), /-extended\.png$/);
  });

  it('edits the picture that was clicked; the others are references, in their order', async () => {
    await configure({ model: 'gpt-image-1.5' });
    const [one, two, three] = [await putPicture(undefined, 8, 8), await putPicture(undefined, 9, 9), await putPicture()];
    const text = vscode.Uri.file(join(folder('first'), 'README.md'));
    const editor = await open(two, 'edit', [one, two, text, three]);
    assert.deepEqual(
      editor.references.map(({ name }) => name),
      [nameOf(one), nameOf(three)],
    );
    await send(editor, { coverage: rightOf(4, 9, 9) });
    const files = stage.server.posts[0]?.files ?? [];
    assert.deepEqual(
      files.map(({ field }) => field),
      ['image[]', 'image[]', 'image[]', 'mask'],
    );
    const first = await readPixels(files[1]?.bytes ?? new Uint8Array());
    assert.deepEqual([first.width, first.height], [8, 8]);
  });

  it('uses an edit instead of the original, whose bytes go to the bin; Undo brings both back', async () => {
    const picture = await putPicture();
    const before = await hashOf(picture);
    const card = await send(await open(picture), { coverage: rightOf(40) });
    const edit = fileOf(card);
    const edited = await hashOf(edit);
    let undo = () => {};
    stage.press(({ buttons }) => new Promise((resolve) => (undo = () => resolve(buttons[0]))));
    assert.equal(card.pictures[0]?.replaceLabel, `Use Instead of ${nameOf(picture)}`);
    stage.page.send({ kind: 'useInstead', image: card.pictures[0]?.id ?? '' });
    await until('it is said', () => stage.shown.find(({ text }) => /is the edit now/.test(text)));
    assert.equal(await hashOf(picture), edited);
    await assert.rejects(readFile(edit.fsPath));
    undo();
    await until('it is undone', async () => (await hashOf(picture).catch(() => '')) === before);
    await until('the edit is back', async () => (await hashOf(edit).catch(() => '')) === edited);
  });

  it('uses an edit instead of the original once, however often it is asked for', async () => {
    const picture = await putPicture();
    const card = await send(await open(picture), { coverage: rightOf(40) });
    const edited = await hashOf(fileOf(card));
    for (let press = 0; press < 3; press++) stage.page.send({ kind: 'useInstead', image: card.pictures[0]?.id ?? '' });
    await until('it is said', () => stage.shown.find(({ text }) => /is the edit now/.test(text)));
    stage.page.send({ kind: 'useInstead', image: card.pictures[0]?.id ?? '' });
    await until('the card has the name', () =>
      stage.page.state?.cards.some(
        ({ pictures }) => pictures[0]?.name === nameOf(picture) && pictures[0].replaceLabel === undefined,
      ),
    );
    assert.equal(await hashOf(picture), edited);
    assert.equal(stage.shown.length, 1, JSON.stringify(stage.shown));
  });

  it('puts an edit of an edit in the place of that one, which can be taken back', async () => {
    const card = await send(await open(await putPicture()), { coverage: rightOf(40) });
    const first = fileOf(card);
    const before = await hashOf(first);
    const second = await send(await open(first), { coverage: rightOf(20) });
    stage.page.send({ kind: 'useInstead', image: second.pictures[0]?.id ?? '' });
    await until('it is said', () => stage.shown.find(({ text }) => /is the edit now/.test(text)));
    assert.notEqual(await hashOf(first), before);
    const old = card.pictures[0]?.id ?? '';
    await until('the old one is discarded', () =>
      stage.page.state?.cards.some(({ pictures }) => pictures.some(({ id, state }) => id === old && state === 'discarded')),
    );
    stage.page.send({ kind: 'restore', image: old });
    const back = first.fsPath.replace('.png', '-2.png');
    await until('it is back beside it', async () => (await hashOf(vscode.Uri.file(back)).catch(() => '')) === before);
  });

  it('fits an answer of another size into the picture', async () => {
    stage.server.answer('smaller');
    const picture = await putPicture();
    const card = await send(await open(picture), { coverage: rightOf(40) });
    const [was, is] = [await pixelsOf(picture), await pixelsOf(fileOf(card))];
    assert.deepEqual([is.width, is.height], [64, 48]);
    for (let at = 0; at < 64 * 48; at++) if (at % 64 < 40) assert.deepEqual(pixelAt(is, at), pixelAt(was, at));
  });

  it('puts nothing back where the setting says so', async () => {
    await configure({ keepOutsideMask: false });
    stage.server.answer('alphaMask');
    const picture = await putPicture();
    const card = await send(await open(picture), { coverage: rightOf(40) });
    assert.notDeepEqual(pixelAt(await pixelsOf(fileOf(card)), 0), pixelAt(await pixelsOf(picture), 0));
    assert.equal(card.pictures[0]?.outside, undefined);
  });

  it('sends only the part around a small mask, and the whole when that is switched on', async () => {
    await configure({ model: 'gpt-image-2.6-flare' });
    const picture = await putPicture(undefined, 2400, 1600);
    const editor = await open(picture);
    const plane = new Uint8Array(2400 * 1600);
    for (let y = 700; y < 760; y++) plane.fill(255, y * 2400 + 1200, y * 2400 + 1260);
    const coverage = { width: 2400, height: 1600, deflated: new Uint8Array(deflateSync(plane)) };
    for (const region of ['auto', 'whole'] as const) {
      const card = await send(editor, { coverage, region });
      const is = await pixelsOf(fileOf(card));
      assert.deepEqual([is.width, is.height], [2400, 1600]);
    }
    const sizes = await Promise.all(
      stage.server.posts.map(async ({ files }) => (await readPixels(files[0]?.bytes ?? new Uint8Array())).width),
    );
    assert.ok((sizes[0] ?? 0) < 1200, `${sizes[0]}`);
    assert.equal(sizes[1], 2400);
  });

  it('gives what takes the place of a JPEG the format of a JPEG', async () => {
    const png = await putPicture();
    const { jpeg } = await import('../support/imagesSamples.ts');
    const picture = vscode.Uri.file(png.fsPath.replace(/png$/, 'jpg'));
    await writeFile(picture.fsPath, jpeg);
    const card = await send(await open(picture), { coverage: rightOf(10, 32, 24) });
    stage.page.send({ kind: 'useInstead', image: card.pictures[0]?.id ?? '' });
    await until('it is said', () => stage.shown.find(({ text }) => /is the edit now/.test(text)));
    const bytes = await readFile(picture.fsPath);
    assert.deepEqual([...bytes.subarray(0, 3)], [0xff, 0xd8, 0xff]);
  });

  const bad: readonly (readonly [what: string, bytes: () => Promise<Uint8Array> | Uint8Array, sentence: RegExp])[] = [
    ['a text file named .png', () => Buffer.from('I am a text.'), /is not a picture that Easel can read\./],
    ['an empty file', () => Buffer.alloc(0), /is not a picture that Easel can read\./],
    [
      'a truncated PNG',
      async () => (await import('../support/imagesSamples.ts')).truncatedPng('64x64'),
      /ends in the middle, so it cannot be read\./,
    ],
    [
      'one of 268 megapixels',
      async () => (await import('../support/imagesSamples.ts')).hugePng(),
      /has more than 33\.5 megapixels\. Make it smaller first\./,
    ],
    [
      'a damaged PNG',
      async () => (await import('../support/imagesSamples.ts')).damagedPng('64x64'),
      /is damaged, so it cannot be read\./,
    ],
  ];
  for (const command of ['edit', 'vary', 'extend']) {
    for (const [what, bytes, sentence] of bad) {
      it(`says one sentence, sends nothing and changes nothing: easel.${command} of ${what}`, async () => {
        const path = join(folder('first'), `${unique('bad')}.png`);
        await writeFile(path, await bytes());
        const before = await readdir(folder('first'), { recursive: true });
        await vscode.commands.executeCommand(`easel.${command}`, vscode.Uri.file(path));
        assert.equal(stage.shown.length, 1, JSON.stringify(stage.shown));
        assert.match(stage.shown[0]?.text ?? '', sentence);
        assert.deepEqual(stage.server.requests, []);
        assert.deepEqual(await readdir(folder('first'), { recursive: true }), before);
      });
    }
  }

  it('refuses a mask of another size, and one that is none', async () => {
    const editor = await open(await putPicture());
    const wrong = { width: 64, height: 48, deflated: new Uint8Array([1, 2, 3]) };
    for (const [coverage, sentence] of [
      [rightOf(4, 32, 32), /^The mask is 32x32, and the picture is 64x48\./],
      [wrong, /damaged/],
    ] as const) {
      const said = stage.shown.length;
      stage.page.send({ kind: 'sendEdit', editor: editor.id, prompt: 'a hat', region: 'auto', coverage });
      const shown = await until('it is said', () => stage.shown[said]);
      assert.match(shown.text, sentence);
    }
    assert.deepEqual(stage.server.requests, []);
  });

  for (const [what, width, height] of [
    ['has another size', 20, 20],
    ['shows something else in the same size', 64, 48],
  ] as const) {
    it(`sends nothing of a picture that ${what} since it was opened, and says so`, async () => {
      const picture = await putPicture();
      const editor = await open(picture);
      await writeFile(picture.fsPath, encodePng(width, height, [1, 2, 3, 255]));
      stage.page.send({ kind: 'sendEdit', editor: editor.id, prompt: 'a hat', region: 'auto', coverage: rightOf(40) });
      await until('it is said', () => stage.shown.find(({ text }) => /was changed since it was opened/.test(text)));
      assert.deepEqual(stage.server.requests, []);
    });
  }

  it('takes a long screenshot of a whole page', async () => {
    await configure({ model: 'gpt-image-2.6-flare' });
    const picture = await putPicture(undefined, 200, 17_000);
    const card = await send(await open(picture), { coverage: rightOf(100, 200, 17_000) });
    const is = await pixelsOf(fileOf(card));
    assert.deepEqual([is.width, is.height], [200, 17_000]);
  });

  it('brings the editor back to a page that comes again, and not once it was closed', async () => {
    const editor = await open(await putPicture());
    stage.page.send({ kind: 'ready' });
    await until('it is there again', () => stage.page.state?.editor?.id === editor.id);
    stage.page.send({ kind: 'closeEditor', editor: editor.id });
    await until('it is closed', () => stage.page.state && !stage.page.state.editor);
  });

  it('saves a mask as a PNG that it loads again, value for value, and takes none of another size', async () => {
    const editor = await open(await putPicture());
    const soft = Uint8Array.from({ length: 64 * 48 }, (_, at) => (at % 64) * 4);
    const target = vscode.Uri.file(join(folder('first'), `${unique('mask')}.png`));
    const other = await putPicture(undefined, 20, 20);
    let loaded = target;
    const restore = replace(vscode.window, { showSaveDialog: async () => target, showOpenDialog: async () => [loaded] });
    try {
      const coverage = { width: 64, height: 48, deflated: new Uint8Array(deflateSync(soft)) };
      stage.page.send({ kind: 'saveMask', editor: editor.id, coverage });
      await until('it is saved', () => readFile(target.fsPath).catch(() => undefined));
      stage.page.send({ kind: 'loadMask', editor: editor.id, from: 'file' });
      const message = await until('it is loaded', () => stage.page.messages.find(({ kind }) => kind === 'coverage'));
      assert.ok(message.kind === 'coverage');
      assert.deepEqual(inflateSync(message.coverage.deflated), Buffer.from(soft));
      loaded = other;
      stage.page.send({ kind: 'loadMask', editor: editor.id, from: 'file' });
      await until('it is said', () =>
        stage.shown.find(({ text }) => /^The mask is 20x20, and the picture is 64x48\./.test(text)),
      );
    } finally {
      restore();
    }
  });

  it('starts from the transparency of the picture', async () => {
    const picture = await putPicture();
    const editor = await open(picture);
    assert.equal(editor.picture.alpha, true);
    stage.page.send({ kind: 'loadMask', editor: editor.id, from: 'transparency' });
    const message = await until('the mask comes', () => stage.page.messages.find(({ kind }) => kind === 'coverage'));
    assert.ok(message.kind === 'coverage');
    assert.deepEqual([message.coverage.width, message.coverage.height], [64, 48]);
  });

  it('takes flags out of its prompt, and keeps the size of the picture whatever they say', async () => {
    await configure({ model: 'gpt-image-1-mini' });
    const picture = await putPicture();
    const editor = await open(picture);
    const card = await send(editor, { prompt: 'a red hat --9:16 --x2 --low' });
    assert.deepEqual(
      stage.server.posts.map(({ body }) => [body.prompt, body.quality, body.size]),
      [1, 2].map(() => ['a red hat', 'low', '1536x1024']),
    );
    assert.deepEqual([card.prompt, card.pictures.length], ['a red hat', 2]);
  });

  it('says what becomes of what is typed, also when the same picture is opened again', async () => {
    await configure({ model: 'placeholder' });
    const picture = await putPicture();
    const { id } = await open(picture);
    const judged = (estimate: string, notes: readonly string[]) =>
      until(`${estimate} ${notes}`, () => {
        const editor = stage.page.state?.editor;
        return editor?.estimate === estimate && editor.notes.join() === notes.join();
      });
    stage.page.send({ kind: 'draft', form: id, prompt: 'a red hat --x3 --high --16:9' });
    const notes = ['placeholder does not know Quality “high”; it was left out.'];
    await judged('3 images · free', notes);
    await open(picture);
    await judged('3 images · free', notes);
    stage.page.send({ kind: 'draft', form: id, prompt: 'a red hat' });
    await judged('1 image · free', []);
  });

  it('says the price of the part that is sent, and of all of it once that is switched on', async () => {
    const picture = await putPicture(undefined, 3000, 2000);
    // OpenAI's prices; nothing is sent.
    await configure({ baseUrl: '', model: 'gpt-image-1.5', quality: 'medium' });
    const { id } = await open(picture);
    const says = (price: string) => until(price, () => stage.page.state?.editor?.estimate.endsWith(price));
    await says('$0.056');
    const bounds = { x: 1400, y: 900, width: 80, height: 60 };
    stage.page.send({ kind: 'aimEdit', editor: id, region: 'auto', bounds });
    await says('$0.040');
    stage.page.send({ kind: 'aimEdit', editor: id, region: 'whole', bounds });
    await says('$0.056');
    stage.page.send({ kind: 'aimEdit', editor: id, region: 'auto' });
    await says('$0.056');
  });
});
