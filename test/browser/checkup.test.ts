import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../support/product.ts';
import { useTidyProduct } from '../support/tidyProduct.ts';

const KEY = 'sk-test-1A2b3C4d5E6f7G8h9I0j';

describe('Check Setup', () => {
  const product = useTidyProduct({ files: { 'post.md': '# Post\n' } });

  it('is opened by the palette and walked by keys, mends what is wrong, and copies what it found', async () => {
    const { workbench, images, folder } = product();
    const { page } = workbench;
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    /** The first words of the line that the keys are on. */
    const focused = page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row.focused');
    const labels = async () => (await workbench.quickLabels()).slice(0, 2);
    images.wantKey(KEY);
    await writeFile(join(folder, 'assets'), 'a file');
    try {
      await workbench.openFile('post.md');
      await workbench.command('Easel: Check Setup');
      await workbench.quickRow('Copy Report').waitFor();
      assert.deepEqual(await labels(), ['API key', 'Save folder']);
      await focused.getByText('Set API Key…').waitFor();
      await page.keyboard.press('ArrowDown');
      await focused.getByText('The save folder “assets” is not a folder.').waitFor();
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('Enter');
      await workbench.quickInput(KEY, `API key for ${images.origin}`);

      // The report comes back, with what is left to be mended.
      await workbench.quickRow('Copy Report').waitFor();
      assert.equal((await labels())[0], 'Save folder');
      // Up from the first line is the last.
      await page.keyboard.press('ArrowUp');
      await focused.getByText('Copy Report').waitFor();
      await page.keyboard.press('Enter');
      await eventually(async () => assert.match(await clipboard(), /^## Easel: Check Setup/));
      const report = await clipboard();
      assert.match(report, /^Problem \| Save folder: The save folder “assets” is not a folder\.$/m);
      assert.ok(report.includes(`\nOK | API key: Set, and accepted by ${images.origin}\n`), report);
      assert.ok(!report.includes(KEY));

      await page.keyboard.press('ArrowDown');
      await focused.getByText('The save folder “assets” is not a folder.').waitFor();
      await page.keyboard.press('Enter');
      // The editor takes the focus once it has found it.
      await page.locator('.settings-editor .setting-item-contents').filter({ hasText: 'Save Folder' }).waitFor();
      await page.locator('.settings-editor .suggest-input-container .monaco-editor.focused').waitFor();
      assert.deepEqual(images.posts, [], 'nothing that costs');
    } finally {
      await rm(join(folder, 'assets'), { force: true });
    }
  });
});
