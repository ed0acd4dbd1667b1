import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

describe('an image of the panel in VS Code', () => {
  const text = 'A kite above a beach';
  const product = useTidyProduct(
    {
      settings: { 'easel.size': '1024x1024' },
      files: { 'kite.md': `# Kite\n\n${text}\n\nThe end.\n` },
    },
    async (started) => {
      await started.generate('kite.md', text);
      await picturesOf(started, text).waitFor();
    },
  );
  /** Its tile, in the panel that the test before has closed. */
  async function show(): Promise<Locator> {
    await product().workbench.command('Easel: Show Images');
    const tile = picturesOf(product(), text);
    await tile.waitFor();
    return tile;
  }
  const star = () => product().workbench.panel().getByRole('button', { name: 'Star', exact: true }).first();
  const isStarred = (wanted: boolean, within?: number) =>
    eventually(async () => assert.equal(await star().getAttribute('aria-pressed'), String(wanted)), within);

  it('has everything that can be done with it in its context menu, in VS Code’s own groups', async () => {
    const { workbench } = product();
    await (await show()).click({ button: 'right' });
    assert.deepEqual(await workbench.readMenu(), [
      'Insert Image at Prompt',
      'Insert Image as WebP',
      'Open Image',
      'Reveal Image in Explorer',
      'Star Image',
      'Edit Image…',
      'Create Variations',
      'Extend Image…',
      'Generate Again',
      'Use as Style Reference',
      'Copy Reference to Image',
      'Copy Path of Image',
      'Copy Image',
      'Rename Image…',
      'Save Image As…',
      'Export Sizes…',
      'Discard Image',
    ]);
  });

  it('gets its star by that menu, which then offers to take it away', async () => {
    const { workbench } = product();
    const tile = await show();
    await tile.click({ button: 'right' });
    await workbench.menuItem('Star Image');
    await isStarred(true);
    await tile.click({ button: 'right' });
    await workbench.menuItem('Remove Star from Image');
    await isStarred(false);
  });

  it('is copied by that menu, as a picture', async () => {
    const { workbench } = product();
    await (await show()).click({ button: 'right' });
    await workbench.menuItem('Copy Image');
    await workbench.panel().getByText('Image copied.').waitFor();
    const types = await workbench.page.evaluate(async () =>
      (await navigator.clipboard.read()).flatMap((item) => [...item.types]),
    );
    assert.ok(types.includes('image/png'));
  });

  it('obeys a key, once for a key that is held, and leaves it to the prompt while somebody types there', async () => {
    const { workbench } = product();
    const tile = await show();
    // From a view, whose keys these are not.
    await workbench.command('View: Show Explorer');
    await tile.click();
    await workbench.page.keyboard.press('s');
    await isStarred(true);
    await workbench.page.keyboard.press('s');
    await isStarred(false);
    const prompt = workbench.panel().locator('#prompt');
    await prompt.click();
    await workbench.page.keyboard.type('sunset, si');
    await eventually(async () => assert.equal(await prompt.inputValue(), 'sunset, si'));
    await isStarred(false);
    await tile.click();
    // What is pressed before VS Code has heard that nobody types any more goes by.
    await eventually(async () => {
      await workbench.page.keyboard.down('s');
      await workbench.page.keyboard.down('s');
      await workbench.page.keyboard.up('s');
      // One star: a key that is held would take it away again.
      await isStarred(true, 3000);
    }, 60_000);
    await prompt.fill('');
    // A star of this test would keep the picture out of the list of the next.
    await star().click();
    await isStarred(false);
  });

  it('is in the list of unused images, ticked, which the title of the panel and that of Easel Images lead to', async () => {
    const { workbench } = product();
    await show();
    const titles = [
      workbench.page.locator('.editor-group-container.active .editor-actions'),
      workbench.page.locator('.pane-header', { hasText: 'Easel Images' }),
    ];
    for (const title of titles) {
      // A view shows its buttons while it is open and the mouse is there.
      if ((await title.getAttribute('aria-expanded')) === 'false') await title.click();
      await title.hover();
      await title.getByRole('button', { name: /^(Views and )?More Actions/ }).click();
      await workbench.menuItem('Discard Unused Images…');
      const list = workbench.page.locator('.quick-input-widget:visible');
      const row = list.locator('.quick-input-list .monaco-list-row', { hasText: text });
      await row.waitFor();
      assert.equal(await row.locator('input[type=checkbox], [role=checkbox]').first().isChecked(), true);
      await list.getByText('Discard Unused Images: not starred, not referred to').waitFor();
      await workbench.page.keyboard.press('Escape');
      await list.waitFor({ state: 'hidden' });
    }
  });

  it('has its keys in Keyboard Shortcuts', async () => {
    const { workbench } = product();
    await workbench.command('Preferences: Open Keyboard Shortcuts');
    const editor = workbench.page.locator('.keybindings-editor');
    const key = async (title: string) => {
      await editor.getByPlaceholder('Type to search in keybindings').fill(title);
      const row = editor.locator('.monaco-list-row').filter({ hasText: title }).first();
      await row.waitFor();
      return (await row.locator('.monaco-keybinding-key').allInnerTexts()).join('+');
    };
    for (const [title, expected] of [
      ['Discard Image', 'Del'],
      ['Star Image', 'S'],
      ['Insert Image at Prompt', 'I'],
      ['Edit Image…', 'E'],
      ['Copy Reference to Image', 'C'],
    ] as const) {
      assert.equal(await key(`Easel Panel: ${title}`), expected);
      assert.equal(await key(`Easel: ${title}`), '', 'it does the same for what is selected, from anywhere');
    }
  });
});
