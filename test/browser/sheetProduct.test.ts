import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../support/product.ts';
import { useTidyProduct } from '../support/tidyProduct.ts';

const POST = `# Coast

![A red lighthouse on a cliff](img/lighthouse.png)

![A small boat on a calm sea](img/boat.png)

![Gull](img/gull.jpg)
`;

describe('the gaps of a document', () => {
  const product = useTidyProduct({ files: { 'post.md': POST, 'quick.md': '![A green hill under a blue sky](hill.png)\n' } });

  it('are filled one by one by the quick fix under the cursor', async () => {
    const { workbench, images, folder } = product();
    await workbench.openFile('quick.md', 1);
    await workbench.press('Control+Home');
    for (let moves = 0; moves < 4; moves++) await workbench.press('ArrowRight');
    const fix = workbench.page.locator('.action-widget').getByText('Generate "A green hill under a blue sky" into hill.png');
    await eventually(async () => {
      await workbench.press('Control+.');
      await fix.waitFor({ timeout: 3000 });
    });
    await workbench.page.keyboard.press('Enter');
    await eventually(async () => assert.ok((await readdir(folder)).includes('hill.png')));
    assert.equal(images.posts.length, 1);
    await workbench.panel().getByRole('button', { name: 'Copy Reference' }).first().waitFor();
    assert.equal((await product().read('quick.md')).toString(), '![A green hill under a blue sky](hill.png)\n');
  });

  it('are listed on a sheet that keeps its prompts over a reload, and are made together', async () => {
    const { workbench, images, folder } = product();
    await workbench.openFile('post.md');
    await workbench.command('Easel: Generate Missing Images…');
    const sheet = () => workbench.panel().locator('#sheet');
    await sheet().getByRole('heading', { name: '3 missing images' }).waitFor();
    const gull = () => sheet().getByRole('textbox', { name: 'Prompt for img/gull.jpg' });
    assert.equal(await gull().inputValue(), 'Gull, Coast');
    await gull().fill('A gull over the waves');
    await sheet().getByRole('checkbox', { name: 'img/boat.png' }).uncheck();
    await sheet().getByText('2 images', { exact: true }).waitFor();

    await workbench.reload();
    // The extension host starts anew for it.
    await gull().waitFor({ timeout: 60_000 });
    assert.equal(await gull().inputValue(), 'A gull over the waves');
    assert.equal(await sheet().getByRole('checkbox', { name: 'img/boat.png' }).isChecked(), false);
    await sheet().getByRole('button', { name: 'Generate', exact: true }).click();

    await gull().waitFor({ state: 'detached' });
    await eventually(async () =>
      assert.deepEqual((await readdir(join(folder, 'img'))).toSorted(), ['gull.jpg', 'lighthouse.png']),
    );
    assert.deepEqual(images.posts.map(({ body }) => body.prompt).toSorted(), [
      'A gull over the waves',
      'A red lighthouse on a cliff',
    ]);
    await sheet().getByRole('textbox', { name: 'Prompt for img/boat.png' }).waitFor();
    await sheet().getByRole('button', { name: 'Close the list' }).click();
    await workbench.panel().getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
  });
});
