import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readPngSize } from '../support/pngSize.ts';
import { eventually } from '../support/product.ts';
import { picturesOf, reloadWith, useTidyProduct } from '../support/tidyProduct.ts';

describe('options', () => {
  const product = useTidyProduct({
    files: {
      'post.md': '# Post\n\nA cabin in deep snow\n\nA lantern in the dark\n\nA ladder to the moon\n',
    },
  });

  it('are chosen in one quick pick, and Enter sends them', async () => {
    const { workbench, images, read } = product();
    await workbench.openFile('post.md');
    await workbench.select('A cabin in deep snow');
    await workbench.command('Easel: Generate Image with Options…');
    await workbench.quickRow('Size').waitFor();
    assert.deepEqual(await workbench.quickLabels(), ['Generate', 'Prompt', 'Model', 'Size', 'Quality', 'Count', 'Background']);
    await workbench.quickPick('Size');
    await workbench.quickPick('Landscape 3:2 · 1536×1024');
    await workbench.quickPick('Count');
    await workbench.quickPick('2 images');
    await workbench.quickRow('Generate').filter({ hasText: '2 images' }).waitFor();
    assert.equal(images.posts.length, 0, 'nothing is sent while options are chosen');
    await workbench.page.keyboard.press('Enter');
    await eventually(async () => assert.equal(await picturesOf(product(), 'A cabin in deep snow').count(), 2));

    const bodies = images.posts.map(({ body }) => body);
    assert.equal(
      bodies.reduce((sum, { n = 1 }) => sum + n, 0),
      2,
    );
    for (const { size, prompt } of bodies)
      assert.deepEqual({ size, prompt }, { size: '1536x1024', prompt: 'A cabin in deep snow' });
    for (const name of ['a-cabin-in-deep-snow.png', 'a-cabin-in-deep-snow-2.png']) {
      assert.deepEqual(readPngSize(await read(`assets/${name}`)), { width: 1536, height: 1024 });
    }
  });

  it('come with a keybinding, without a selection', async () => {
    const { workbench, images, vscode, assets } = product();
    const args = { prompt: 'A comet over the sea', size: '1024x1536', count: 1 };
    const bindings = [{ key: 'ctrl+alt+8', command: 'easel.generate', args }];
    await writeFile(join(vscode.userData, 'User', 'keybindings.json'), JSON.stringify(bindings));
    await reloadWith(product(), {});
    await workbench.openFile('post.md', 1);
    await eventually(async () => {
      if (images.posts.length === 0) await workbench.press('Control+Alt+8');
      await eventually(() => assert.equal(images.posts.length, 1), 3000);
    });
    assert.partialDeepStrictEqual(images.posts[0]?.body, { prompt: args.prompt, size: args.size });
    await eventually(async () => assert.ok((await assets()).includes('a-comet-over-the-sea.png')));
  });

  it('never lead to a question about cost on loopback or for the placeholder', async () => {
    const { workbench, generate, images } = product();
    await reloadWith(product(), {
      'easel.count': 6,
      'easel.quality': 'high',
      'easel.size': '2048x2048',
      'easel.confirmAbove': 0.01,
    });
    await generate('post.md', 'A lantern in the dark');
    await eventually(async () => assert.equal(await picturesOf(product(), 'A lantern in the dark').count(), 6), 60_000);
    assert.equal(
      images.posts.reduce((sum, { body: { n = 1 } }) => sum + n, 0),
      6,
    );
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);

    await reloadWith(product(), { 'easel.model': 'placeholder', 'easel.baseUrl': undefined, 'easel.size': '512x512' });
    await generate('post.md', 'A ladder to the moon');
    await eventually(async () => assert.equal(await picturesOf(product(), 'A ladder to the moon').count(), 6), 60_000);
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);
  });
});
