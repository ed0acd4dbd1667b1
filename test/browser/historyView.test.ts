import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually, type Product } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

/** The pane of the view in the explorer. */
const paneOf = ({ workbench }: Product): Locator =>
  workbench.page.locator('.pane:has(> .pane-header[aria-label^="Easel Images"])');
const rowOf = (product: Product, name: string | RegExp): Locator =>
  paneOf(product).locator('.monaco-list-row').filter({ hasText: name }).first();

describe('the view Easel Images', () => {
  const product = useTidyProduct({
    files: {
      'post.md':
        'A red kite over dunes\n\nA blue whale in a bath\n\nA green fox with a hat\n\nA lamp in fog\n\nA lamp on a hill\n',
      'to.md': '# Day\n\nFirst\n\nSecond\n',
    },
  });

  async function expand(): Promise<Locator> {
    const header = paneOf(product()).locator('.pane-header');
    await header.waitFor();
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    return header;
  }

  it('is there collapsed, and shows today’s image with what was asked for, when it is opened', async () => {
    const { workbench, generate } = product();
    const header = paneOf(product()).locator('.pane-header');
    await header.waitFor();
    assert.equal(await header.getAttribute('aria-expanded'), 'false');
    await generate('post.md', 'A red kite over dunes');
    await picturesOf(product(), 'A red kite over dunes').waitFor();
    await expand();
    await rowOf(product(), 'Today').waitFor();
    const row = rowOf(product(), 'A red kite over dunes');
    await row.waitFor();
    const icon = await row.locator('.custom-view-tree-node-item-icon').evaluate((one) => getComputedStyle(one).backgroundImage);
    assert.match(icon, /a-red-kite-over-dunes\.png/);
    await row.hover();
    const hover = workbench.page.locator('.workbench-hover').filter({ hasText: 'a-red-kite-over-dunes.png' });
    await hover.waitFor();
    await eventually(async () => {
      const width = await hover.locator('img').evaluate((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0));
      assert.ok(width > 0, 'the picture is in the tooltip');
    });
  });

  it('lets an image leave the history, whose file stays, and brings it back with Undo', async () => {
    const { workbench, generate, assets } = product();
    await expand();
    await generate('post.md', 'A blue whale in a bath');
    const row = rowOf(product(), 'A blue whale in a bath');
    await row.waitFor();
    const before = await assets();
    await row.click({ button: 'right' });
    await workbench.menuItem('Remove from History');
    await row.waitFor({ state: 'detached' });
    await picturesOf(product(), 'A blue whale in a bath').waitFor({ state: 'detached' });
    assert.deepEqual(await assets(), before);
    await workbench.notificationButton(/The file stays\./, 'Undo');
    await row.waitFor();
    await picturesOf(product(), 'A blue whale in a bath').waitFor();
  });

  it('offers for an image what its card offers, and takes it', async () => {
    const { workbench, generate } = product();
    await expand();
    await generate('post.md', 'A lamp on a hill');
    const row = rowOf(product(), 'A lamp on a hill');
    await row.waitFor();
    await row.click({ button: 'right' });
    assert.deepEqual(await workbench.readMenu(), [
      'Insert Image at Prompt',
      'Open Image',
      'Reveal Image in Explorer',
      'Star Image',
      'Edit Image…',
      'Create Variations',
      'Extend Image…',
      'Copy Reference to Image',
      'Copy Path of Image',
      'Rename Image…',
      'Save Image As…',
      'Export Sizes…',
      'Discard Image',
      'Remove from History',
    ]);
    await row.hover();
    await row.getByRole('button', { name: 'Star Image' }).click();
    await row.getByRole('button', { name: 'Remove Star from Image' }).waitFor();
    await workbench.panel().getByRole('button', { name: 'Star', pressed: true }).waitFor();
  });

  it('lets an image be dragged into a document, as from the panel', async () => {
    const { workbench, generate } = product();
    const { page } = workbench;
    await expand();
    await generate('post.md', 'A lamp in fog');
    const row = rowOf(product(), 'A lamp in fog');
    await row.waitFor();
    await workbench.openFile('to.md');
    const line = page.locator('.editor-group-container.active .view-line').filter({ hasText: 'First' }).first();
    const [start, end] = [await row.boundingBox(), await line.boundingBox()];
    assert.ok(start && end);
    await page.mouse.move(start.x + 60, start.y + start.height / 2);
    await page.mouse.down();
    await page.mouse.move(start.x + 76, start.y + start.height / 2 + 2, { steps: 4 });
    await page.mouse.move(end.x + 300, end.y + end.height / 2, { steps: 12 });
    await page.mouse.move(end.x + 301, end.y + end.height / 2, { steps: 3 });
    await page.mouse.up();
    const after = '# Day\n\nFirst![A lamp in fog](assets/a-lamp-in-fog.png)\n\nSecond\n';
    await eventually(async () => assert.equal(await workbench.editorText(), after));
  });

  it('can be filtered, says by what, and shows all again', async () => {
    const { workbench, generate } = product();
    await expand();
    await generate('post.md', 'A red kite over dunes');
    await rowOf(product(), 'A red kite over dunes').waitFor();
    await paneOf(product()).hover();
    await paneOf(product()).getByRole('button', { name: 'Filter Images…' }).click();
    await workbench.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'Starred' }).click();
    await rowOf(product(), 'A red kite over dunes').waitFor({ state: 'detached' });
    await paneOf(product()).hover();
    await paneOf(product()).getByRole('button', { name: 'Show All Images' }).click();
    await rowOf(product(), 'A red kite over dunes').waitFor();
  });

  it('shows an image that is made meanwhile, and brings one into the panel with a click', async () => {
    const { workbench, generate } = product();
    await expand();
    for (const text of ['A green fox with a hat', 'A blue whale in a bath']) {
      await generate('post.md', text);
      // One of an earlier test may be there, and a row that comes later moves what is clicked on: the newest is below its day.
      await paneOf(product()).locator('.monaco-list-row[data-index="1"]', { hasText: text }).waitFor();
    }
    await rowOf(product(), 'A green fox with a hat').click();
    const focused = workbench.panel().locator('.picture:focus-within .name').first();
    await eventually(async () => assert.match(await focused.innerText(), /^a-green-fox-with-a-hat/));
  });
});
