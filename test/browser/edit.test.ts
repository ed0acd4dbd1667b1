import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { Locator } from 'playwright-core';
import { type Pixels, pixelAt, readPixels } from '../support/imagesPixels.ts';
import { encodePng } from '../support/imagesPng.ts';
import { eventually, type Product } from '../support/product.ts';
import { useTidyProduct } from '../support/tidyProduct.ts';

const SIZE = { width: 320, height: 240 };
const PICTURE = encodePng(SIZE.width, SIZE.height, [20, 60, 200, 255], [250, 200, 30, 255]);
const ACTIONS = ['Edit Image…', 'Create Variations', 'Easel'];

describe('a picture of the workspace', function () {
  this.timeout(120_000);
  const product = useTidyProduct(
    {
      settings: { 'easel.model': 'gpt-image-1.5' },
      files: {
        'notes.md': '# Notes\n',
        'pictures/notes.txt': 'nothing',
        ...Object.fromEntries(['cat.png', 'Dog.PNG', 'bird.jpeg', 'fox.WebP', 'hen.gif'].map((name) => [name, PICTURE])),
      },
    },
    async ({ workbench }) => {
      // The menus come with the extensions, some time after the window.
      await eventually(async () => assert.ok((await workbench.explorerMenuItems('cat.png')).includes('Edit Image…')), 60_000);
    },
  );

  for (const [file, expected] of [
    ['cat.png', ACTIONS],
    ['Dog.PNG', ACTIONS],
    ['bird.jpeg', ACTIONS],
    ['fox.WebP', ACTIONS],
    ['hen.gif', []],
    ['notes.md', []],
    ['pictures', []],
  ] as const) {
    it(`has ${expected.length === 0 ? 'nothing of Easel' : expected.join(', ')} in the explorer’s menu of ${file}`, async () => {
      const items = await product().workbench.explorerMenuItems(file);
      assert.deepEqual(
        items.filter((item) => ACTIONS.includes(item)),
        expected,
      );
    });
  }

  it('has them at the title and in the menu of its preview', async () => {
    const { workbench } = product();
    await (await workbench.explorerRow('Dog.PNG')).dblclick();
    await eventually(async () => {
      const actions = await workbench.titleActions();
      assert.deepEqual(
        // No key: those of the panel do nothing here.
        actions.filter((action) => ACTIONS.some((name) => action.startsWith(name))),
        ACTIONS.slice(0, 2),
        actions.join(),
      );
    });
    const items = await workbench.previewMenuItems();
    assert.deepEqual(
      ACTIONS.filter((name) => !items.includes(name)),
      [],
    );
    await workbench.page.getByRole('button', { name: 'Create Variations' }).first().click();
    await workbench.panel().getByText('Medium variations of Dog.PNG').waitFor();
    await eventually(async () =>
      assert.equal((await product().assets()).filter((name) => name.startsWith('Dog-variation')).length, 3),
    );
  });

  it('is painted over by a real mouse, and the server gets exactly that mask', async () => {
    const { workbench, images, read, assets } = product();
    const before = await hashOf(product(), 'cat.png');
    images.answer('alphaMask');
    await workbench.explorerContextMenu('cat.png', 'Edit Image…');
    const editor = await openEditor(product());
    await editor.getByRole('radio', { name: 'Rectangle' }).click();
    await drag(product(), [40, 30], [200, 150]);
    await editor.getByLabel('Prompt').first().fill('a red hat');
    const fields = ['X', 'Y', 'Width', 'Height'];
    const box = await Promise.all(fields.map((name) => editor.getByRole('spinbutton', { name, exact: true }).inputValue()));
    const [x = 0, y = 0, width = 0, height = 0] = box.map(Number);
    // The screen's px are not the picture's, so an edge may be a px off; the fields say where it is.
    for (const [is, was] of [
      [x, 40],
      [y, 30],
      [width, 160],
      [height, 120],
    ] as const)
      assert.ok(Math.abs(is - was) <= 2, `${box}`);
    await editor.getByRole('button', { name: 'Edit', exact: true }).first().click();
    await eventually(async () => assert.ok((await assets()).includes('cat-edit.png')));

    const [post] = images.posts;
    assert.equal(post?.path, '/v1/images/edits');
    const mask = await maskOf(product());
    const [first] = post?.files.map(({ bytes }) => bytes) ?? [];
    const sent = await readPixels(first ?? new Uint8Array());
    assert.deepEqual([mask.width, mask.height], [sent.width, sent.height], 'the mask has the size of the picture that is sent');
    // The padding around the picture, if any, is the same on both sides.
    const [left, top] = [(sent.width - SIZE.width) / 2, (sent.height - SIZE.height) / 2];
    for (let row = 0; row < SIZE.height; row++) {
      for (let column = 0; column < SIZE.width; column++) {
        const inside = column >= x && column < x + width && row >= y && row < y + height;
        const at = (row + Math.floor(top)) * mask.width + column + Math.floor(left);
        assert.deepEqual(pixelAt(mask, at), inside ? [255, 255, 255, 0] : [0, 0, 0, 255], `${column}, ${row}`);
      }
    }
    assert.equal(await hashOf(product(), 'cat.png'), before, 'the original is untouched');
    const [was, is] = [await readPixels(await read('cat.png')), await readPixels(await read('assets/cat-edit.png'))];
    for (let at = 0; at < SIZE.width * SIZE.height; at++) {
      const [column, row] = [at % SIZE.width, Math.floor(at / SIZE.width)];
      const inside = column >= x && column < x + width && row >= y && row < y + height;
      if (!inside) assert.deepEqual(pixelAt(is, at), pixelAt(was, at), `${column}, ${row} is kept`);
    }
    await workbench
      .panel()
      .getByText('it was put back', { exact: false })
      .or(workbench.panel().getByText('left the rest'))
      .first()
      .waitFor();
  });

  it('keeps what was painted when the window is reloaded, and for the next prompt', async () => {
    const { workbench, images } = product();
    await workbench.explorerContextMenu('cat.png', 'Edit Image…');
    let editor = await openEditor(product());
    await editor.getByRole('radio', { name: 'Brush' }).click();
    await drag(product(), [100, 100], [160, 120], [220, 90]);
    await editor.getByLabel('Prompt').first().fill('a blue hat');
    await workbench.reload();
    editor = await openEditor(product());
    await eventually(async () => assert.equal(await editor.getByLabel('Prompt').first().inputValue(), 'a blue hat'));
    const send = editor.getByRole('button', { name: 'Edit', exact: true }).first();
    await send.click();
    await eventually(() => assert.equal(images.posts.length, 1));
    const first = await maskOf(product());
    assert.ok(
      first.data.some((value, at) => at % 4 === 3 && value === 0),
      'something is marked',
    );
    await editor.getByLabel('Prompt').first().fill('a green hat');
    await send.click();
    await eventually(() => assert.equal(images.posts.length, 2));
    assert.deepEqual(Buffer.from((await maskOf(product(), 1)).data), Buffer.from(first.data));
    assert.equal(images.posts[1]?.body.prompt, 'a green hat');
  });

  it('is extended, and stays in the middle', async () => {
    const { workbench, images, read, assets } = product();
    await workbench.command('View: Close All Editors');
    await workbench.explorerContextMenu('bird.jpeg', 'Edit Image…');
    await openEditor(product());
    await workbench.command('View: Close All Editors');
    await (await workbench.explorerRow('cat.png')).click();
    await workbench.command('Easel: Extend Image…');
    const editor = await openEditor(product());
    await editor.getByRole('spinbutton', { name: 'Left' }).fill('80');
    await editor.getByRole('spinbutton', { name: 'Left' }).press('Enter');
    await editor.getByLabel('Prompt').first().fill('more of the wall');
    await editor.getByRole('button', { name: 'Extend', exact: true }).first().click();
    await eventually(async () => assert.ok((await assets()).includes('cat-extended.png')));
    assert.equal(images.posts[0]?.path, '/v1/images/edits');
    const [was, is] = [await readPixels(await read('cat.png')), await readPixels(await read('assets/cat-extended.png'))];
    assert.deepEqual([is.width, is.height], [SIZE.width + 80, SIZE.height]);
    for (let row = 0; row < SIZE.height; row += 7) {
      for (let column = 0; column < SIZE.width; column++) {
        assert.deepEqual(pixelAt(is, row * is.width + column + 80), pixelAt(was, row * SIZE.width + column));
      }
    }
  });
});

async function openEditor({ workbench }: Product): Promise<Locator> {
  const editor = workbench.panel().locator('section.editor');
  await editor.locator('.stage-picture').waitFor();
  return editor;
}

/** Presses at the first point of the picture, in its px, moves over the others, and lets go. */
async function drag({ workbench }: Product, ...points: readonly (readonly [number, number])[]): Promise<void> {
  const picture = workbench.panel().locator('.stage-picture');
  await picture.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  assert.ok(box);
  for (const [index, [x, y]] of points.entries()) {
    const to = { x: box.x + (x * box.width) / SIZE.width, y: box.y + (y * box.height) / SIZE.height };
    await workbench.page.mouse.move(to.x, to.y, { steps: index === 0 ? 1 : 5 });
    if (index === 0) await workbench.page.mouse.down();
  }
  await workbench.page.mouse.up();
}

async function maskOf({ images }: Product, post = 0): Promise<Pixels> {
  const file = images.posts[post]?.files.find(({ field }) => field === 'mask');
  assert.ok(file, 'a mask was sent');
  return readPixels(file.bytes);
}

async function hashOf({ read }: Product, path: string): Promise<string> {
  return createHash('sha256')
    .update(await read(path))
    .digest('hex');
}
