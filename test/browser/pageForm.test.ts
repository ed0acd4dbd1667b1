import assert from 'node:assert/strict';
import { type OpenPage, type PageHost, type PageOptions, startPageHost } from '../support/pageHost.ts';
import { card, form, stateMessage } from '../support/pageStates.ts';

describe('the form of the page', function () {
  this.timeout(20_000);
  let host: PageHost;
  let opened: OpenPage | undefined;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    await opened?.close();
    opened = undefined;
  });

  async function open(options?: PageOptions): Promise<OpenPage> {
    opened = await host.open(options);
    await opened.next('ready');
    return opened;
  }

  it('tells the host what is typed once the keys rest, and keeps the text whatever the host answers', async () => {
    const { page, send, next, received } = await open();
    await send(stateMessage());
    const prompt = page.getByLabel('Prompt');
    // Three keys within one turn: quicker than any person, and as slow as any machine.
    await prompt.evaluate((box) => {
      for (const text of ['A red b', 'A red bo', 'A red boat']) {
        if (box instanceof HTMLTextAreaElement) box.value = text;
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      }
    });
    assert.deepEqual(await next('draft'), { kind: 'draft', form: 'form-1', prompt: 'A red boat' });
    assert.equal(received.filter(({ kind }) => kind === 'draft').length, 1);
    await prompt.fill('A red boat --x3');
    assert.equal((await next('draft')).prompt, 'A red boat --x3');
    await send(stateMessage({ form: form({ notes: ['dall-e-3 makes one image a call: 3 calls.'], estimate: '3 images' }) }));
    assert.equal(await prompt.inputValue(), 'A red boat --x3');
    assert.match(await page.locator('#notes').filter({ hasText: 'one image a call' }).innerText(), /3 calls/);
    await prompt.fill('');
    assert.deepEqual(await next('draft'), { kind: 'draft', form: 'form-1', prompt: '' });
  });

  it('tells the host of a text that an earlier page left', async () => {
    const { page, send, next } = await open({ left: { draft: { form: 'form-1', text: 'A heron' } } });
    await send(stateMessage());
    assert.equal(await page.getByLabel('Prompt').inputValue(), 'A heron');
    assert.equal((await next('draft')).prompt, 'A heron');
  });

  it('says why a prompt cannot be sent, and offers nothing to send it', async () => {
    const { page, send, received } = await open();
    const estimate = 'The prompt has 1,001 characters; dall-e-2 takes at most 1,000.';
    await send(stateMessage({ form: form({ prompt: 'x', estimate, canSend: false }) }));
    const said = page.locator('#notes').filter({ hasText: estimate });
    await said.waitFor();
    assert.equal(await page.getByText(estimate).count(), 1);
    const prompt = page.getByLabel('Prompt');
    assert.match((await prompt.getAttribute('aria-describedby')) ?? '', /\bnotes\b/);
    assert.equal(await page.getByRole('button', { name: 'Generate', exact: true }).getAttribute('aria-disabled'), 'true');
    await prompt.press('Control+Enter');
    await prompt.press('Tab');
    assert.deepEqual(
      received.filter(({ kind }) => kind === 'generate'),
      [],
    );
  });

  it('shows flags as chips that take them out of the text, and the options as they will be', async () => {
    const { page, send, next, complaints } = await open();
    await send(stateMessage({ form: form({ prompt: 'A heron --16:9 --x3 --transparent' }) }));
    const chips = page.getByRole('list', { name: 'Flags' }).getByRole('listitem');
    assert.deepEqual(await chips.allInnerTexts(), ['16:9', '3 images', 'Transparent background']);
    assert.match(await page.getByRole('button', { name: /^Options/ }).innerText(), /16:9 · medium · transparent · 3/i);
    await page.getByRole('button', { name: 'Remove 16:9' }).press('Enter');
    const prompt = page.getByLabel('Prompt');
    assert.equal(await prompt.inputValue(), 'A heron --x3 --transparent');
    assert.ok(await prompt.evaluate((box) => box === document.activeElement), 'the focus is in the prompt');
    assert.deepEqual(await chips.allInnerTexts(), ['3 images', 'Transparent background']);
    await prompt.press('End');
    await prompt.pressSequentially(' --low');
    assert.equal(await chips.count(), 3);
    await prompt.press('Control+Enter');
    assert.equal((await next('generate')).prompt, 'A heron --x3 --transparent --low');
    assert.deepEqual(complaints, []);
  });

  it('lets a choice in the options overrule its flag', async () => {
    const { page, send, next } = await open({ left: { expanded: true } });
    await send(stateMessage({ form: form({ prompt: 'A heron --high --x3' }) }));
    const quality = page.getByRole('combobox', { name: 'Quality' });
    assert.match(await quality.innerText(), /High/);
    await quality.click();
    await page.getByRole('option', { name: 'Low' }).click();
    assert.deepEqual(await next('change'), { kind: 'change', form: 'form-1', options: { quality: 'low' } });
    assert.equal(await page.getByLabel('Prompt').inputValue(), 'A heron --x3');
  });

  it('shows flags in the rows of a sheet, each its own', async () => {
    const { page, send } = await open();
    const row = { place: 'img/a.png', ticked: true, size: 'auto' };
    const rows = [
      { ...row, id: 'a', prompt: 'A cat --16:9' },
      { ...row, id: 'b', prompt: 'A dog', place: 'img/b.png' },
    ];
    const sheet = { id: 's', title: '2 missing images', rows, sizes: [], freeSizes: true, estimate: '2 images', canSend: true };
    await send(stateMessage({ sheet, cards: [card()] }));
    const [first, second] = [page.locator('.sheet-row').nth(0), page.locator('.sheet-row').nth(1)];
    assert.deepEqual(await first.locator('.form-chip').allInnerTexts(), ['16:9']);
    assert.equal(await second.locator('.form-chip').count(), 0);
    assert.equal(await first.getByRole('combobox').inputValue(), '16:9');
    await first.getByRole('combobox').fill('1024x1024');
    await page.keyboard.press('Enter');
    assert.equal(await first.locator('textarea').inputValue(), 'A cat');
  });
});
