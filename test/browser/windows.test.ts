import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bytes } from '../support/imagesAnswers.ts';
import { encodePng } from '../support/imagesPng.ts';
import { readPngSize } from '../support/pngSize.ts';
import { eventually, hold, startProduct } from '../support/product.ts';
import { useTidyProduct } from '../support/tidyProduct.ts';
import type { Workbench } from '../support/workbench.ts';

const PROMPT = 'A ship at sea';
const LATER = 'A ship in a bottle';

describe('two windows on one folder', () => {
  const product = useTidyProduct({
    files: { 'post.md': `# Post\n\n${PROMPT}\n\n${LATER}\n` },
    settings: { 'easel.size': '1024x1024' },
  });

  it('leave each other’s requests alone, share the names and see each other’s images', async () => {
    const { workbench: first, images, assets, read } = product();
    const pictures = [0, 255].map((red) => encodePng(1024, 1024, [red, 60, 200, 255]));
    let answered = 0;
    const held = hold(bytes(() => pictures[answered++] ?? assert.fail()));
    images.answer(held.answer);
    await generate(first, PROMPT);
    await cancelOf(first).waitFor();
    await eventually(() => assert.equal(images.posts.length, 1));

    const second = await first.openAnother();
    try {
      await second.command('Easel: Show Images');
      await second.panel().getByLabel('Prompt', { exact: true }).waitFor();
      await generate(second, PROMPT);
      await cancelOf(second).waitFor();
      await eventually(() => assert.equal(images.posts.length, 2));
      for (const window of [first, second]) {
        assert.equal(await window.panel().locator('[data-card]').count(), 1, 'each has its own request');
        assert.equal(await window.panel().locator('.failure').count(), 0, 'the other one lives');
      }

      held.release();
      for (const window of [first, second]) await window.panel().locator('.tile.picture').waitFor();
      const names = ['a-ship-at-sea-2.png', 'a-ship-at-sea.png'];
      assert.deepEqual(await assets(), names);
      const files = await Promise.all(names.map((name) => read(`assets/${name}`)));
      assert.deepEqual(files.toSorted(Buffer.compare), pictures.toSorted(Buffer.compare));

      for (const window of [first, second]) {
        await window.page.bringToFront();
        const pane = window.page.locator('.pane:has(> .pane-header[aria-label^="Easel Images"])');
        await pane.locator('.pane-header').click();
        await eventually(async () => assert.equal(await pane.locator('.monaco-list-row', { hasText: PROMPT }).count(), 2));
      }
      images.answer('good');
      await generate(second, LATER);
      await second.panel().getByRole('img', { name: LATER, exact: true }).waitFor();
    } finally {
      await second.page.close();
    }
    // What the other window made meanwhile is seen when this one is used again.
    await first.page.bringToFront();
    const pane = first.page.locator('.pane:has(> .pane-header[aria-label^="Easel Images"])');
    await pane.locator('.monaco-list-row', { hasText: LATER }).waitFor();
    assert.equal(images.posts.length, 3);
  });
});

describe('a window without a folder', () => {
  it('keeps the image, whole, in Easel’s own storage, and says so', async () => {
    const note = 'No folder is open, so the image is in Easel’s own storage. Use Save As… to put it where you want it.';
    const { workbench, images, vscode, folder, stop } = await startProduct({
      noFolder: true,
      files: { 'post.md': `# Post\n\n${PROMPT}\n` },
    });
    try {
      await workbench.openFile(join(folder, 'post.md'));
      await workbench.select(PROMPT);
      await workbench.command('Easel: Generate Image');
      await workbench.sentence(note).waitFor();
      await workbench.panel().getByRole('img', { name: PROMPT, exact: true }).waitFor();
      assert.equal(images.posts.length, 1);
      const kept = join(vscode.userData, 'User', 'globalStorage', 'easel.easel', 'images', 'a-ship-at-sea.png');
      const { width, height } = readPngSize(await readFile(kept));
      assert.deepEqual([width, height], [1024, 1024]);
    } finally {
      await stop();
    }
  });
});

async function generate(window: Workbench, text: string): Promise<void> {
  await window.openFile('post.md');
  await window.select(text);
  await window.command('Easel: Generate Image');
}

function cancelOf(window: Workbench) {
  return window
    .panel()
    .getByRole('button', { name: `Cancel: ${PROMPT}`, exact: true })
    .first();
}
