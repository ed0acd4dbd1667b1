import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { encodePng } from '../support/imagesPng.ts';
import { eventually } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const HERO = encodePng(64, 48, [10, 60, 200, 255], [240, 200, 20, 255]);

describe('bringing images into documents', () => {
  const product = useTidyProduct({
    settings: { 'easel.size': '1024x1024' },
    files: {
      'from.md': 'A lamp in fog\n\nMore.\n',
      'to.md': '# Day\n\nFirst\n\nSecond\n',
      'page.html': '<body>\n  <p>First</p>\n\n</body>\n',
      'post.md': '# Day\n\nFirst\n',
      'pictures/sunny-hill.png': HERO,
      'pictures/rainy-lake.png': HERO,
    },
  });

  /** Where a text stands on the screen. */
  const line = (text: string): Locator =>
    product().workbench.page.locator('.editor-group-container.active .view-line').filter({ hasText: text }).first();

  /** A person's drag: the button goes down, the mouse moves over, and only then is it let go. */
  async function drag(from: Locator, to: Locator, key?: string): Promise<void> {
    const { page } = product().workbench;
    const [start, end] = [await from.boundingBox(), await to.boundingBox()];
    assert.ok(start && end);
    await page.mouse.move(start.x + start.width / 2, start.y + Math.min(start.height / 2, 40));
    await page.mouse.down();
    await page.mouse.move(start.x + start.width / 2 + 12, start.y + Math.min(start.height / 2, 40) + 4, { steps: 4 });
    if (key) await page.keyboard.down(key);
    await page.mouse.move(end.x + 300, end.y + end.height / 2, { steps: 12 });
    await page.mouse.move(end.x + 301, end.y + end.height / 2, { steps: 3 });
    await page.mouse.up();
    if (key) await page.keyboard.up(key);
  }

  it('takes a picture from the panel to where it is dropped; one undo takes it back', async () => {
    const { workbench, generate } = product();
    await generate('from.md', 'A lamp in fog');
    const tile = picturesOf(product(), 'A lamp in fog');
    await tile.waitFor();
    await workbench.openFile('to.md');
    await drag(tile, line('First'));
    const after = '# Day\n\nFirst![A lamp in fog](assets/a-lamp-in-fog.png)\n\nSecond\n';
    await eventually(async () => assert.equal(await workbench.editorText(), after));
    await workbench.panel().getByText('Inserted').waitFor();
    await workbench.press('Control+z');
    await eventually(async () => assert.equal(await workbench.editorText(), '# Day\n\nFirst\n\nSecond\n'));
  });

  it('takes an image from the explorer with Shift, by the text that Insert writes', async () => {
    const { workbench } = product();
    await workbench.openFile('post.md');
    const row = await workbench.explorerRow('pictures/sunny-hill.png');
    await drag(row, line('First'), 'Shift');
    const after = '# Day\n\nFirst![sunny hill](pictures/sunny-hill.png)\n';
    await eventually(async () => assert.equal(await workbench.editorText(), after));
  });

  it('shows each image beside while the list is gone through, and inserts the chosen one', async () => {
    const { workbench } = product();
    const { page } = workbench;
    await workbench.openFile('page.html');
    await workbench.cursorAt(3);
    await workbench.command('Easel: Insert Image…');
    const list = page.locator('.quick-input-widget');
    await list.getByText('Insert Image', { exact: true }).waitFor();
    await list.locator('input').pressSequentially('hill');
    const shown = page.locator('.tab').filter({ hasText: 'sunny-hill.png' });
    await shown.waitFor();
    await page.locator('iframe.webview.ready[src*="vscode.media-preview"]').last().waitFor();
    assert.ok(await list.isVisible(), 'the list stays');
    await page.keyboard.press('Enter');
    const after =
      '<body>\n  <p>First</p>\n<img src="pictures/sunny-hill.png" alt="sunny hill" width="64" height="48">\n</body>\n';
    await eventually(async () => assert.equal(await workbench.editorText(), after));
    await shown.waitFor({ state: 'detached' });
  });
});
