import assert from 'node:assert/strict';
import { pngOf } from '../support/imagesSamples.ts';
import { readPngSize } from '../support/pngSize.ts';
import { eventually, hold, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const CAT = 'A white siamese cat asleep on a windowsill';

describe('the main job', () => {
  const product = useTidyProduct({
    settings: { 'easel.size': '1536x1024' },
    files: {
      'post.md': `# Travel\n\n${CAT}\n\nThe end.\n`,
      'again.md': `# Travel\n\n${CAT}\n\nThe end.\n`,
      'moved.md': '# Harbor\n\nA calm harbor at night\n\nThe end.\n',
      'list.md': '# List\n\n> - A fox in deep snow\n> - A second item\n',
    },
  });

  it('makes a picture of the selection, in the panel and in assets, while the editor keeps the focus', async () => {
    const { workbench, images, assets, read, generate } = product();
    await generate('post.md', CAT);
    await picturesOf(product(), CAT).waitFor();

    assert.deepEqual(await assets(), ['a-white-siamese-cat-asleep-on-a-windowsill.png']);
    const [post, ...others] = images.posts;
    assert.deepEqual(others, [], 'one click is one request');
    assert.equal(post?.body.prompt, CAT);
    const saved = await read('assets/a-white-siamese-cat-asleep-on-a-windowsill.png');
    assert.deepEqual(saved, pngOf(post.body.size), 'the bytes are the server’s');
    assert.deepEqual(readPngSize(saved), { width: 1536, height: 1024 });

    assert.equal(await workbench.page.evaluate(focusIsInEditor), true, 'the editor keeps the focus');
    assert.equal(await workbench.selectedText(), CAT, 'and its selection');
    const groups = await workbench.page
      .locator('.editor-group-container')
      .evaluateAll((all) => all.map((one) => one.querySelector('.tab.active')?.textContent?.trim()));
    assert.deepEqual(groups, ['post.md', 'Easel'], 'the panel is beside');
    assert.equal((await read('post.md')).toString(), `# Travel\n\n${CAT}\n\nThe end.\n`, 'the document is untouched');
  });

  it('never overwrites: the same prompt again is -2', async () => {
    const { assets, generate } = product();
    for (const count of [1, 2]) {
      await generate('again.md', CAT);
      await eventually(async () => assert.equal(await picturesOf(product(), CAT).count(), count + 1));
    }
    assert.deepEqual(await assets(), [
      'a-white-siamese-cat-asleep-on-a-windowsill-2.png',
      'a-white-siamese-cat-asleep-on-a-windowsill-3.png',
      'a-white-siamese-cat-asleep-on-a-windowsill.png',
    ]);
  });

  it('inserts at the prompt, which moved meanwhile, as one paragraph that one undo takes back', async () => {
    const { workbench, images, assets, generate } = product();
    const held = hold();
    images.answer(held.answer);
    await generate('moved.md', 'A calm harbor at night');
    await eventually(() => assert.equal(images.posts.length, 1));
    await workbench.cursorAt(1);
    await workbench.type('One\nTwo\n\n');
    held.release();
    await panelButton(product(), 'Insert into moved.md:6').waitFor();
    await workbench.cursorAt(1);
    await workbench.type('Three\n\n');
    const before = await workbench.editorText();
    await panelButton(product(), 'Insert into moved.md:8').click();

    const reference = '![A calm harbor at night](assets/a-calm-harbor-at-night.png)';
    const after = 'Three\n\nOne\nTwo\n\n# Harbor\n\nA calm harbor at night\n\nREFERENCE\n\nThe end.\n'.replace(
      'REFERENCE',
      reference,
    );
    await eventually(async () => assert.equal(await workbench.editorText(), after));
    await workbench.press('Control+z');
    await eventually(async () => assert.equal(await workbench.editorText(), before));
    assert.ok((await assets()).includes('a-calm-harbor-at-night.png'), 'undo leaves the file');
  });

  it('selects the alt text, to be typed over', async () => {
    const { workbench, generate } = product();
    await generate('list.md', 'A fox in deep snow');
    await panelButton(product(), 'Insert into list.md:3').click();
    await workbench.tab('list.md').and(workbench.page.locator('.dirty')).waitFor();
    await eventually(async () => assert.equal(await workbench.selectedText(), 'A fox in deep snow'));
    await workbench.type('A fox');
    await eventually(async () => assert.match(await workbench.editorText(), /!\[A fox\]\(assets\/a-fox-in-deep-snow\.png\)/));
  });

  it('is in the context menu only while something is selected', async () => {
    const { workbench } = product();
    await workbench.openFile('post.md', 1);
    assert.equal((await workbench.editorMenuItems()).includes('Generate Image'), false);
    await workbench.select(CAT);
    assert.equal((await workbench.editorMenuItems()).includes('Generate Image'), true);
    await workbench.editorContextMenu('Generate Image');
    await eventually(() => assert.equal(product().images.posts[0]?.body.prompt, CAT));
    await picturesOf(product(), CAT).first().waitFor();
  });
});

function focusIsInEditor(): boolean {
  return document.activeElement?.closest('.monaco-editor[role="code"]') !== null && document.activeElement !== null;
}
