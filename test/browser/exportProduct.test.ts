import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPixels } from '../support/imagesPixels.ts';
import { encodePng } from '../support/imagesPng.ts';
import { eventually } from '../support/product.ts';
import { useTidyProduct } from '../support/tidyProduct.ts';

const PICTURE = encodePng(1600, 1000, [20, 60, 200, 255], [250, 200, 30, 255]);

const FILE = 'images/Harbor at night.PNG';

describe('the sizes of a picture', function () {
  this.timeout(120_000);
  const product = useTidyProduct({ files: { [FILE]: PICTURE, 'public/.keep': '' } });

  it('are exported by mouse from the explorer: icons, then an Open Graph card', async () => {
    const { workbench, folder, images, read } = product();
    // The menus come with the extensions, some time after the window.
    await eventually(async () => assert.ok((await workbench.explorerMenuItems(FILE)).includes('Easel')), 60_000);
    await workbench.explorerContextMenu(FILE, 'Easel', 'Export Sizes…');
    const panel = workbench.panel();
    const sheet = panel.getByRole('region', { name: 'Export Sizes of Harbor at night.PNG' });
    await sheet.getByText('4 files go into public.').waitFor();
    await sheet.getByRole('checkbox', { name: 'icon-512.png' }).uncheck();
    await sheet.getByRole('button', { name: 'Export', exact: true }).click();
    await sheet.getByText('3 files were written into public.').waitFor();
    const made = async () => (await readdir(join(folder, 'public'))).filter((name) => name !== '.keep').sort();
    assert.deepEqual(await made(), ['apple-touch-icon.png', 'favicon.ico', 'icon-192.png']);

    await sheet.getByText('Open Graph 1200 × 630').click();
    await sheet.getByText('1 file goes into public.').waitFor();
    await sheet.getByRole('button', { name: 'Export', exact: true }).click();
    await eventually(async () => assert.ok((await made()).includes('og-image.png')));
    const card = await readPixels(await read('public/og-image.png'));
    assert.deepEqual([card.width, card.height], [1200, 630]);
    assert.deepEqual(images.requests, [], 'nothing is sent');
    await sheet.getByRole('button', { name: 'Close' }).click();
    await sheet.waitFor({ state: 'detached' });
  });
});
