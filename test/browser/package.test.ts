import assert from 'node:assert/strict';
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../support/host/install.ts';
import { readPixels } from '../support/imagesPixels.ts';
import { encodePng } from '../support/imagesPng.ts';
import { eventually, type Product } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';
import { filesOfPackage } from '../support/vsix.ts';

/** How long the walk may take, beside the start of VS Code; a machine that is busy gets five times that. ms */
const WALK_WITHIN = 20_000;

/** For every system. */
const MOST_BYTES = 4_500_000;

const NO_ENGINE = 'The built-in image engine failed. Generating with a server works without it; editing does not.';

/** What VS Code writes beside an extension that it unpacks. */
const BY_VSCODE = ['.vsixmanifest'];

describe('the VSIX in a VS Code that has nothing else', function () {
  this.timeout(WALK_WITHIN * 5 + 30_000);
  const product = useTidyProduct({
    settings: { 'easel.size': '512x512', 'easel.model': 'sd-xl' },
    files: {
      'post.md': '# Harbor\n\nA calm harbor at night\n\nA tower of glass\n',
      'logo.png': encodePng(320, 240, [20, 60, 200, 255], [250, 200, 30, 255]),
      'public/.keep': '',
    },
  });
  const installed = () => join(product().vscode.data, 'ext');

  it(`is a download of at most ${MOST_BYTES / 1e6} MB`, async () => {
    const { size } = await stat(join(root, 'out', 'easel.vsix'));
    assert.ok(size <= MOST_BYTES, `${size} bytes`);
  });

  it('is unpacked to what was packaged, file by file', async () => {
    const folders = (await readdir(installed(), { withFileTypes: true })).filter((entry) => entry.isDirectory());
    assert.equal(folders.length, 1, 'one extension for every machine');
    const folder = join(installed(), folders[0]?.name ?? '');
    assert.match(folder, /easel\.easel-\d+\.\d+\.\d+(-universal)?$/);
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const names = files
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1));
    // vsce gives some of them a name that marketplaces look for.
    const plain = (name: string) => name.toLowerCase().replace('license.txt', 'license');
    assert.deepEqual(
      names
        .filter((name) => !BY_VSCODE.includes(name))
        .map(plain)
        .toSorted(),
      (await filesOfPackage()).map(plain).toSorted(),
    );
  });

  it(`makes a picture, inserts it, edits one and exports one within ${WALK_WITHIN / 1000} s`, async () => {
    const { workbench, images, read, folder, assets } = product();
    // The menus come with the extensions, some time after the window.
    await eventually(async () => assert.ok((await workbench.explorerMenuItems('logo.png')).includes('Edit Image…')));
    const start = Date.now();
    await makeAndInsert(product(), 'A calm harbor at night');
    const made = Date.now();

    await edit(product());
    await eventually(async () => assert.ok((await assets()).includes('logo-edit.png')));
    const is = await readPixels(await read('assets/logo-edit.png'));
    assert.deepEqual([is.width, is.height], [320, 240]);
    assert.deepEqual(
      images.posts.map(({ path }) => path),
      ['/v1/images/generations', '/v1/images/edits'],
    );
    const edited = Date.now();

    const sheet = await exportSheet(product());
    await sheet.getByRole('button', { name: 'Export', exact: true }).click();
    await sheet.getByText('3 files were written into public.').waitFor();
    assert.ok((await readdir(join(folder, 'public'))).includes('favicon.ico'));
    await sheet.getByRole('button', { name: 'Close' }).click();
    const walked = Date.now() - start;
    const [first, second] = [made - start, edited - made].map((ms) => (ms / 1000).toFixed(1));
    console.log(`      the walk took ${(walked / 1000).toFixed(1)} s: made and inserted ${first} s, edited ${second} s`);
    assert.ok(walked < WALK_WITHIN * 5, `${walked} ms`);
  });

  it('makes and saves pictures without its image library, and what needs pixels says so', async () => {
    const { workbench, images, assets, folder } = product();
    const [name = ''] = (await readdir(installed())).filter((entry) => entry.startsWith('easel.'));
    const dist = join(installed(), name, 'dist');
    const engine = (await readdir(dist)).filter((file) => file.startsWith('sharp'));
    assert.equal(engine.length, 2);
    for (const file of engine) await rm(join(dist, file));
    await workbench.reload();
    const before = await assets();
    const exported = await readdir(join(folder, 'public'));
    await makeAndInsert(product(), 'A tower of glass');
    assert.ok((await assets()).includes('a-tower-of-glass.png'));
    const posts = images.posts.length;

    for (const [items, choices] of [
      [['Edit Image…'], []],
      [['Easel', 'Export Sizes…'], []],
      [
        ['Easel', 'Convert to…'],
        ['WebP', 'Usual'],
      ],
    ] as const) {
      await workbench.command('Notifications: Clear All Notifications');
      await workbench.explorerContextMenu('logo.png', ...items);
      for (const choice of choices) await workbench.quickPick(choice);
      await workbench.toast(NO_ENGINE);
    }
    assert.equal(images.posts.length, posts, 'nothing is sent that could not be finished');
    assert.deepEqual(
      (await assets()).filter((file) => !before.includes(file)),
      ['a-tower-of-glass.png'],
    );
    assert.deepEqual(await readdir(join(folder, 'public')), exported);
  });
});

/** The main job: a text is selected, its picture made, and inserted at the text. */
async function makeAndInsert({ generate, workbench }: Product, text: string): Promise<void> {
  await generate('post.md', text);
  await picturesOf({ workbench }, text).waitFor();
  await workbench
    .panel()
    .getByRole('button', { name: /^Insert into post\.md:\d+$/ })
    .first()
    .click();
  await eventually(async () => assert.match(await workbench.editorText(), new RegExp(`!\\[${text}\\]\\(assets/`)));
  await workbench.press('Escape');
}

/** Opens the editor of `logo.png`, paints over a part and sends it. */
async function edit({ workbench }: Product): Promise<void> {
  await workbench.explorerContextMenu('logo.png', 'Edit Image…');
  const editor = workbench.panel().locator('section.editor');
  const picture = editor.locator('.stage-picture');
  await picture.waitFor();
  await editor.getByRole('radio', { name: 'Rectangle' }).click();
  await picture.scrollIntoViewIfNeeded();
  const box = await picture.boundingBox();
  assert.ok(box);
  const { mouse } = workbench.page;
  await mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.2);
  await mouse.down();
  await mouse.move(box.x + box.width * 0.6, box.y + box.height * 0.6, { steps: 5 });
  await mouse.up();
  await editor.getByLabel('Prompt').first().fill('a red hat');
  await editor.getByRole('button', { name: 'Edit', exact: true }).first().click();
}

/** Opens the sheet with the sizes of `logo.png`, on which the icons are chosen. */
async function exportSheet({ workbench }: Product) {
  await workbench.explorerContextMenu('logo.png', 'Easel', 'Export Sizes…');
  const sheet = workbench.panel().getByRole('region', { name: 'Export Sizes of logo.png' });
  await sheet.getByText('3 files go into public.').waitFor();
  return sheet;
}
