import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually, hold, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const SHIP = 'A ship in a bottle';
const TOWER = 'A tower on a hill';

describe('the line above the place of a prompt', () => {
  const product = useTidyProduct({ files: { 'ship.md': `# Post\n\n${SHIP}\n`, 'tower.md': `# Post\n\n${TOWER}\n` } });
  const line = (): Locator => product().workbench.page.locator('.codelens-decoration');
  const part = (name: string): Locator => line().getByRole('button', { name, exact: true });

  it('counts the time, cancels by a click, and is gone then', async () => {
    const { images, generate } = product();
    const held = hold();
    images.answer(held.answer);
    await generate('tower.md', TOWER);
    await line()
      .getByText(/^A tower on a hill… 0:0[1-9]$/)
      .waitFor();
    await part('Cancel').click();
    await panelButton(product(), 'Try Again').waitFor();
    await line().waitFor({ state: 'detached' });
    held.release();
    assert.equal(images.posts.length, 1);
  });

  it('inserts what was made by a click, and is gone then', async () => {
    const { generate, workbench } = product();
    await generate('ship.md', SHIP);
    await picturesOf(product(), SHIP).first().waitFor();
    await part('Another').waitFor();
    await part('Discard').waitFor();
    await part('Insert').click();
    await eventually(async () => assert.match(await editorText(), /!\[A ship in a bottle\]\(assets\/a-ship-in-a-bottle\.png\)/));
    await line().waitFor({ state: 'detached' });
    await workbench.panel().getByText('Inserted').waitFor();
  });

  async function editorText(): Promise<string> {
    const lines = await product().workbench.page.locator('.editor-instance .view-line').allTextContents();
    // A long line is wrapped into several.
    return lines.join('').replaceAll('\u00a0', ' ');
  }
});
