import assert from 'node:assert/strict';
import { HARD_TEXTS } from '../support/hardContent.ts';
import { refuse } from '../support/imagesFaults.ts';
import { eventually, hold, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const SIGNS = 'A $(trash) https://example.com [Quit](command:workbench.action.quit) <b>bold</b>';
const TOWER = 'A tower in a cell of a notebook';
/** 20 000 characters, and no two sentences alike. */
const LONG = Array.from({ length: 1200 }, (_, at) => `Gull ${String(at).padStart(4, '0')} flies, `)
  .join('')
  .slice(0, 20_000);
const NOTEBOOK = {
  cells: [{ cell_type: 'markdown', metadata: {}, source: [`# Day\n`, `\n`, TOWER] }],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

describe('texts that are hard to show, outside of the panel', () => {
  const product = useTidyProduct({
    files: {
      'hebrew.md': `# Post\n\n${HARD_TEXTS.hebrew}\n`,
      'signs.md': `# Post\n\n${SIGNS}\n`,
      'long.md': LONG,
      'refused.md': '# Post\n\nA gate\n',
      'day.ipynb': JSON.stringify(NOTEBOOK),
    },
  });

  it('a prompt of 20 000 characters is looked at, sent whole, folded on its card, and short in name and alt text', async () => {
    const { workbench, images, assets } = product();
    const panel = workbench.panel();
    await workbench.openFile('long.md');
    await workbench.selectAll();
    await workbench.command('Easel: Generate Image');
    const box = panel.getByLabel('Prompt', { exact: true });
    await eventually(async () => assert.equal(await box.inputValue(), LONG.trim()));
    await box.press('Control+Enter');
    const heading = panel.locator('.card h2').first();
    await heading.getByText('Gull 0000 flies').waitFor();
    await eventually(async () => assert.equal((await assets()).length, 1));
    assert.deepEqual(
      images.posts.map(({ body }) => body.prompt),
      [LONG.trim()],
    );
    assert.match((await assets())[0] ?? '', /^gull-0000-flies-[\w-]{1,60}\.png$/);
    assert.ok(((await heading.boundingBox())?.height ?? 0) < 100, 'nobody finds the picture');
    const alt = await panel.locator('.tile.picture img').first().getAttribute('alt');
    assert.ok(alt !== null && alt.length > 10 && alt.length < 200, `${alt?.length} characters`);
    await panel.locator('.card').first().getByRole('button', { name: 'Show more' }).click();
    assert.equal(await heading.textContent(), LONG.trim());
  });

  it('what a server says is no link to a command in a notification', async () => {
    const { workbench, images, generate } = product();
    const message = 'Your account is [locked](command:workbench.action.files.newUntitledFile). See [here](https://example.com).';
    const held = hold(refuse(400, { message, type: 'invalid_request_error', code: 'invalid_value' }));
    images.answer(held.answer);
    await generate('refused.md', 'A gate');
    await panelButton(product(), 'Cancel: A gate').waitFor();
    const tab = workbench.tab('Easel');
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
    held.release();
    const toast = await workbench.toast('Your account is [locked]');
    assert.equal(await toast.locator('.notification-list-item-message a').count(), 0);
  });

  it('signs and links of a prompt are text above it, in the list of images and in its tooltip', async () => {
    const { workbench, images, generate } = product();
    const { page } = workbench;
    const held = hold();
    images.answer(held.answer);
    await generate('signs.md', SIGNS);
    const line = page.locator('.codelens-decoration');
    await line.getByText('A $').waitFor();
    assert.equal(await line.locator('.codicon-trash').count(), 0);
    held.release();
    await panelButton(product(), `Generate Again: ${SIGNS.slice(0, 20)}`)
      .or(workbench.panel().locator('.tile.picture').first())
      .first()
      .waitFor();
    const pane = page.locator('.pane:has(> .pane-header[aria-label^="Easel Images"])');
    const header = pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    const row = pane.locator('.monaco-list-row').filter({ hasText: 'example.com' }).first();
    await row.hover();
    const hover = page.locator('.workbench-hover').filter({ hasText: 'px' }).or(page.locator('.workbench-hover')).last();
    await hover.getByText('command:workbench.action.quit').waitFor();
    assert.equal(await hover.locator('a, b, .codicon-trash').count(), 0);
    assert.match((await hover.innerText()).replaceAll('\u00a0', ' '), /<b>bold<\/b>/);
  });

  it('a Hebrew prompt leaves what stands behind it in its place: above the prompt, and in the list of images', async () => {
    const { workbench, images, generate } = product();
    const { page } = workbench;
    const held = hold();
    images.answer(held.answer);
    await generate('hebrew.md', HARD_TEXTS.hebrew);
    const time = page.locator('.codelens-decoration').getByText(/0:\d\d$/);
    await time.waitFor();
    assert.ok(await time.evaluate(endsOnTheRight), 'the time stands behind the prompt');
    held.release();
    await picturesOf(product(), HARD_TEXTS.hebrew).first().waitFor();
    const pane = page.locator('.pane:has(> .pane-header[aria-label^="Easel Images"])');
    const header = pane.locator('.pane-header');
    if ((await header.getAttribute('aria-expanded')) === 'false') await header.click();
    const row = pane.locator('.monaco-list-row').filter({ hasText: 'חתול' }).first();
    await row.waitFor();
    const label = await row.locator('.label-name').first().boundingBox();
    const description = await row.locator('.label-description').first().boundingBox();
    assert.ok(label && description && description.x >= label.x + label.width - 1, 'the file’s name stands behind the prompt');
  });

  it('the line above a prompt stands in a cell of a notebook too', async () => {
    const { workbench, images } = product();
    const { page } = workbench;
    const held = hold();
    images.answer(held.answer);
    await page.keyboard.press('Control+p');
    await page.locator('.quick-input-widget input').fill('day.ipynb');
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'day.ipynb' }).first().waitFor();
    await page.keyboard.press('Enter');
    // What is drawn of the cell is in a webview: Enter opens its text.
    await page.locator('.notebookOverlay .markdown-cell-row.focused').waitFor({ state: 'attached' });
    await page.keyboard.press('Enter');
    await page.locator('.notebookOverlay .markdown-cell-row .monaco-editor.focused').waitFor();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Shift+Home');
    await workbench.command('Easel: Generate Image');
    await eventually(() => assert.equal(images.posts.length, 1));
    await page
      .locator('.notebookOverlay .codelens-decoration')
      .getByText(/… 0:\d\d$/)
      .waitFor();
    held.release();
    await page.locator('.notebookOverlay .codelens-decoration').getByRole('button', { name: 'Insert', exact: true }).waitFor();
  });
});

// ——— this runs in the page

/** Whether the last character of an element stands at its right end. */
function endsOnTheRight(element: Element): boolean {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let last = walker.nextNode();
  for (let node = last; node; node = walker.nextNode()) last = node;
  if (!last?.textContent) return false;
  const range = document.createRange();
  range.setStart(last, last.textContent.length - 1);
  range.setEnd(last, last.textContent.length);
  return range.getBoundingClientRect().right >= element.getBoundingClientRect().right - 2;
}
