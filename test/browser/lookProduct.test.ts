import assert from 'node:assert/strict';
import { encodePng } from '../support/imagesPng.ts';
import { eventually } from '../support/product.ts';
import { useTidyProduct } from '../support/tidyProduct.ts';

const PICTURE = encodePng(320, 240, [20, 60, 200, 255], [250, 200, 30, 255]);
const PROMPT = 'a red hat,\n  on the left';

describe('looking closely in VS Code', function () {
  this.timeout(120_000);
  const product = useTidyProduct({ settings: { 'easel.model': 'gpt-image-1.5' }, files: { 'cat.png': PICTURE } });

  it('shows an edit as large as the panel, compares it with its original, and copies its prompt as it was typed', async () => {
    const { workbench, assets } = product();
    await eventually(async () => assert.ok((await workbench.explorerMenuItems('cat.png')).includes('Edit Image…')));
    await workbench.explorerContextMenu('cat.png', 'Edit Image…');
    const panel = workbench.panel();
    await panel.locator('section.editor .stage-picture').waitFor();
    await panel.getByLabel('Prompt').first().fill(PROMPT);
    await panel.getByRole('button', { name: 'Edit Whole Picture' }).click();
    await eventually(async () => assert.ok((await assets()).includes('cat-edit.png')));
    const tile = panel.locator('.picture [data-tile]').first();
    await tile.scrollIntoViewIfNeeded();
    await tile.dblclick();
    const look = panel.locator('.look');
    await look.getByRole('heading', { name: /^cat-edit/ }).waitFor();
    // Larger than the picture of 320 × 240: all of it may change, and the model makes no smaller one.
    await look.getByText(/^1366 × 1024 · PNG · \d+ kB$/).waitFor();

    await look.getByRole('button', { name: 'Copy Prompt' }).click();
    await workbench.statusBar('Prompt copied.').waitFor();
    assert.equal(await workbench.page.evaluate(() => navigator.clipboard.readText()), PROMPT);

    await look.getByRole('button', { name: 'Compare' }).click();
    const slider = look.getByRole('slider');
    await slider.waitFor();
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /^50 % Original, then cat-edit/);
    await look.getByText('320 × 240 and 1366 × 1024 px: both are fitted to the same frame.').waitFor();
    await slider.press('End');
    assert.equal(await slider.getAttribute('aria-valuenow'), '100');
    const loaded = await look
      .locator('.stage-picture')
      .evaluateAll((all) => all.map((image) => image instanceof HTMLImageElement && image.naturalWidth));
    assert.deepEqual(loaded, [320, 1366], 'the page may load both');
    await slider.press('Escape');
    await look.getByRole('heading', { name: /^cat-edit/ }).waitFor();
    await workbench.page.keyboard.press('Escape');
    await look.waitFor({ state: 'detached' });
    assert.deepEqual(workbench.cspViolations, []);
  });
});
