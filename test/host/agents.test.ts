import * as assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CardView } from '../../src/core/protocol.ts';
import { PAINT } from '../support/imagesPainters.ts';
import { pixelAt, readPixels } from '../support/imagesPixels.ts';
import { pngOf } from '../support/imagesSamples.ts';
import { assertQuiet, callTool, errorOf, fileOf, putPicture, useAgent } from './agentStage.ts';
import { findStorage, folder, unique } from './places.ts';
import { configure, until, useStage } from './stage.ts';

const [GENERATE, EDIT, VARY] = ['easel_generate_image', 'easel_edit_image', 'easel_image_variations'] as const;
/** How far a px of a small copy may be from the image's: it is a WebP of quality 75. */
const NEAR = 24;

describe('An agent', () => {
  const stage = useStage();
  useAgent();

  /** The card of a request, by its prompt, as somebody sees it who opens the panel afterwards. */
  async function cardOf(prompt: string): Promise<CardView> {
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    return until('it is in the panel', () => stage.page.state?.cards.find((card) => card.prompt === prompt));
  }

  it('has an image made as it says, in a file of its own, with references, cost and a small copy', async () => {
    await configure({ model: 'gpt-image-1.5', outputFormat: 'jpeg' });
    const name = unique('hero');
    const prompt = `A lighthouse in fog ${name}`;
    const asked = { prompt, path: `first/img/${name}.png`, size: '1536x1024', count: 1, transparent: true };
    const { images, cost, notes, notMade, previews, text } = await callTool(GENERATE, asked);
    assertQuiet(stage);

    const [post, ...others] = stage.server.posts;
    assert.ok(post && others.length === 0);
    const { body } = post;
    assert.deepEqual(
      [body.model, body.prompt, body.n ?? 1, body.size, body.background, body.output_format ?? 'png'],
      ['gpt-image-1.5', prompt, 1, '1536x1024', 'transparent', 'png'],
    );
    const [image] = images;
    assert.ok(image && images.length === 1, text);
    const bytes = await readFile(fileOf(image));
    assert.deepEqual(bytes, pngOf('1536x1024'), 'the answer of the server, byte for byte');
    assert.deepEqual(image, {
      path: `first/img/${name}.png`,
      size: `1536 x 1024 px, PNG, ${bytes.length} bytes`,
      markdown: `![${prompt}](img/${name}.png)`,
      html: `<img src="img/${name}.png" alt="${prompt}" width="1536" height="1024">`,
    });
    assert.deepEqual([cost, notes, notMade], ['nothing', [], []], 'a server of this machine');

    const [preview, ...more] = previews;
    assert.ok(preview && more.length === 0);
    assert.deepEqual([preview.mimeType, preview.width, preview.height], ['image/webp', 512, 341]);
    const whole = await readPixels(bytes);
    for (const part of [0, 0.25, 0.5, 0.75, 1]) {
      const [small, large] = [preview, whole].map((pixels) => {
        const [x, y] = [Math.round(part * (pixels.width - 1)), Math.round(part * (pixels.height - 1))];
        return pixelAt(pixels, y * pixels.width + x);
      });
      const apart = small?.map((value, index) => Math.abs(value - (large?.[index] ?? 0))) ?? [];
      assert.ok(Math.max(...apart) <= NEAR, `at ${part}: ${small} is ${large}`);
    }
  });

  it('is refused a transparent JPEG before it is paid for, and gets what false means: what the user has set', async () => {
    const asked = { prompt: 'A cat', path: `${unique('cat')}.jpg`, transparent: true };
    assert.match(await errorOf(GENERATE, asked), /^A JPEG cannot be transparent: give a path that ends in \.png or \.webp\./);
    assert.equal(stage.server.posts.length, 0);
    await configure({ model: 'gpt-image-1.5', background: 'transparent' });
    await callTool(GENERATE, { prompt: 'A cat', transparent: false });
    assert.deepEqual(
      stage.server.posts.map(({ body }) => body.background),
      ['transparent'],
    );
  });

  it('gets a reference from the root of the site for an image that is served there', async () => {
    const name = unique('hero');
    const { images } = await callTool(GENERATE, { prompt: 'A cat', path: `apps/web/public/img/${name}.png` });
    assert.equal(images[0]?.path, `first/apps/web/public/img/${name}.png`);
    assert.equal(images[0]?.markdown, `![A cat](/img/${name}.png)`);
  });

  it('is in the panel, the history and the ledger as who asked', async () => {
    const prompt = `A cat ${unique('asked')}`;
    await callTool(GENERATE, { prompt });
    assertQuiet(stage);
    const card = await cardOf(prompt);
    assert.deepEqual([card.asker, card.running, card.pictures.length], ['Asked for by an agent', false, 1]);
    const storage = await findStorage();
    const months = await readdir(join(storage, 'ledger'), { recursive: true, withFileTypes: true });
    const lines: string[] = [];
    for (const file of months.filter((entry) => entry.isFile())) {
      lines.push(
        ...(await readFile(join(file.parentPath, file.name), 'utf8')).split('\n').filter((line) => line.includes(prompt)),
      );
    }
    assert.deepEqual(
      lines.map((line) => JSON.parse(line)).map(({ kind, by }) => [kind, by]),
      [['started', 'agent']],
    );
  });

  it('gets several images with one name by numbers, each with its small copy', async () => {
    const name = unique('cat');
    const { images, previews, notes } = await callTool(GENERATE, { prompt: 'a cat', path: `${name}.png`, count: 3 });
    assert.deepEqual(
      images.map(({ path }) => path),
      ['', '-2', '-3'].map((number) => `first/${name}${number}.png`),
    );
    for (const image of images) assert.match(image.size, /^64 x 64 px, PNG, \d+ bytes$/);
    assert.deepEqual(
      previews.map(({ width, height }) => [width, height]),
      Array.from({ length: 3 }, () => [64, 64]),
    );
    assert.deepEqual(notes, []);
  });

  it('changes only the region that it names; the rest is the original, bit by bit', async () => {
    stage.server.answer('alphaMask');
    await configure({ editRegion: 'whole' });
    const path = await putPicture(`${unique('room')}.png`);
    const original = await readFile(join(folder('first'), path));
    const region = { x: 16, y: 8, width: 32, height: 24 };
    const { images, previews } = await callTool(EDIT, { path, prompt: 'a red hat', region });
    assertQuiet(stage);

    const [post] = stage.server.posts;
    assert.equal(post?.path, '/v1/images/edits');
    assert.equal(post.fields.prompt, 'a red hat');
    assert.deepEqual(
      post.files.map(({ field }) => field),
      ['image', 'mask'],
    );
    const isInside = (at: number) => {
      const [x, y] = [(at % 64) - region.x, Math.floor(at / 64) - region.y];
      return x >= 0 && x < region.width && y >= 0 && y < region.height;
    };
    const mask = await readPixels(post.files[1]?.bytes ?? new Uint8Array());
    assert.deepEqual([mask.width, mask.height], [64, 48]);
    for (let at = 0; at < 64 * 48; at++) assert.equal(pixelAt(mask, at)[3], isInside(at) ? 0 : 255, `the mask at ${at}`);

    const [image] = images;
    assert.ok(image);
    assert.match(image.path, /^first\/assets\/room-.*-edit\.png$/);
    const [was, is] = [await readPixels(original), await readPixels(await readFile(fileOf(image)))];
    assert.deepEqual([is.width, is.height], [64, 48]);
    for (let at = 0; at < 64 * 48; at++) if (!isInside(at)) assert.deepEqual(pixelAt(is, at), pixelAt(was, at), `px ${at}`);
    assert.deepEqual(pixelAt(is, 20 * 64 + 32), PAINT, 'its middle is the answer’s');
    assert.deepEqual(await readFile(join(folder('first'), path)), original, 'the original is untouched');
    const [preview] = previews;
    assert.ok(preview);
    const seen = pixelAt(preview, 20 * 64 + 32);
    assert.ok(
      PAINT.every((value, channel) => Math.abs(value - (seen[channel] ?? 0)) <= NEAR),
      `the small copy shows it: ${seen}`,
    );
  });

  it('sends the pictures it names along, in their order', async () => {
    await configure({ model: 'gpt-image-1.5', size: '1024x1024' });
    const path = await putPicture(`${unique('one')}.png`, 32, 32);
    const references = [await putPicture(`${unique('two')}.png`, 16, 16), await putPicture(`${unique('three')}.png`, 8, 8)];
    const { images } = await callTool(EDIT, { path, prompt: 'both in one', references: references.map((one) => `first/${one}`) });
    const [post] = stage.server.posts;
    const sizes = await Promise.all(post?.files.map(({ bytes }) => readPixels(bytes)) ?? []);
    assert.deepEqual(
      sizes.map(({ width }) => width),
      [32, 16, 8],
    );
    assert.equal(images.length, 1);
  });

  it('gets as many variations as the user has set, or as it says', async () => {
    const path = await putPicture(`${unique('dog')}.png`, 64, 64);
    await configure({ model: 'gpt-image-1.5', size: '1024x1024', variationCount: 2 });
    assert.equal((await callTool(VARY, { path })).images.length, 2);
    const { images } = await callTool(VARY, { path, count: 1, strength: 'strong' });
    assertQuiet(stage);
    assert.equal(images.length, 1);
    assert.match(images[0]?.path ?? '', /^first\/assets\/dog-/);
    const [first, last] = [stage.server.posts[0], stage.server.posts.at(-1)];
    for (const post of [first, last]) {
      const [sent] = post?.files ?? [];
      const { width, height } = await readPixels(sent?.bytes ?? new Uint8Array());
      assert.deepEqual([width, height], [64, 64]);
    }
    assert.match(last?.fields.prompt ?? '', /variation/i);
    assert.notEqual(first?.fields.prompt, last?.fields.prompt, 'how far they go is in the prompt');
  });

  it('has the size and the style that it names', async () => {
    const styles = [
      { name: 'Ink', prefix: 'Ink drawing of ' },
      { name: 'Oil', prefix: 'Oil painting of ' },
    ];
    await configure({ model: 'gpt-image-1.5', size: '1024x1024', styles });
    for (const style of [undefined, 'ink', 'none']) await callTool(GENERATE, { prompt: 'a cat', size: '3:2', style });
    assert.deepEqual(
      stage.server.posts.map(({ body }) => [body.prompt, body.size]),
      ['a cat', 'Ink drawing of a cat', 'a cat'].map((prompt) => [prompt, '1536x1024']),
    );
    assert.match(
      await errorOf(GENERATE, { prompt: 'a cat', style: 'Wax' }),
      /^There is no style "Wax"\. There are: "Ink", "Oil", and "none"/,
    );
    assert.match(await errorOf(GENERATE, { prompt: 'a cat', size: 'huge' }), /^The size is "huge"; it must be /);
    assert.equal(stage.server.posts.length, 3);
  });

  it('never writes over a file: the next free name is used and told', async () => {
    const path = await putPicture(`${unique('logo')}.png`);
    const before = await readFile(join(folder('first'), path));
    const { images, notes } = await callTool(GENERATE, { prompt: 'a logo', path });
    assert.deepEqual(
      images.map((image) => image.path),
      [`first/${path.replace('.png', '-2.png')}`],
    );
    assert.match(notes.join(), /-2\.png/);
    assert.deepEqual(await readFile(join(folder('first'), path)), before);
  });

  it('gets the images that were made when others were not, and is told of those', async () => {
    await configure({ model: 'dall-e-3', size: '1024x1024', quality: 'standard' });
    stage.server.answer('good', 'serverError', 'good');
    const { images, notMade, previews, text } = await callTool(GENERATE, { prompt: 'a hen', count: 3 });
    assert.deepEqual([images.length, previews.length, stage.server.posts.length], [2, 2, 3], text);
    assert.deepEqual(notMade, [
      'The server failed (status 500). The server says: "The server had an error". Calling again may succeed, but may be paid for twice: ask the user first.',
    ]);
    for (const image of images) await readPixels(await readFile(fileOf(image)));
    assertQuiet(stage);
  });

  for (const [what, input] of [
    ['by its count', { prompt: 'a cat', count: 3 }],
    ['by a flag in its prompt', { prompt: 'a cat --x3' }],
    ['by a flag in spite of its count', { prompt: 'a cat --x9', count: 1 }],
  ] as const) {
    it(`gets no more images at once than the user allows: ${what}`, async () => {
      await configure({ agentMaxImages: 2 });
      assert.match(await errorOf(GENERATE, input), /^\d images are more than the user allows an agent at once: 2 \(easel/);
      assert.deepEqual(stage.server.requests, []);
    });
  }

  it('gets none where the user allows none, and variations only as far as that goes', async () => {
    const path = await putPicture(`${unique('owl')}.png`, 64, 64);
    await configure({ agentMaxImages: 0 });
    for (const [tool, input] of [
      [GENERATE, { prompt: 'a cat' }],
      [EDIT, { path, prompt: 'a hat' }],
      [VARY, { path }],
    ] as const) {
      assert.match(await errorOf(tool, input), /more than the user allows/, tool);
    }
    assert.deepEqual(stage.server.requests, []);
    await configure({ agentMaxImages: 2, variationCount: 3 });
    assert.equal((await callTool(VARY, { path })).images.length, 2);
  });

  it('has its image in the workspace also where images wait until they are chosen', async () => {
    await configure({ keep: 'chosen' });
    const { images } = await callTool(GENERATE, { prompt: 'a fox' });
    assert.match(images[0]?.path ?? '', /^first\/assets\/a-fox/);
    assert.deepEqual(await readFile(fileOf(images[0] ?? { path: '' })), pngOf('64x64'));
  });
});
