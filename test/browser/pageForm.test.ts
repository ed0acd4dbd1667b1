import assert from 'node:assert/strict';
import { type OpenPage, type PageHost, type PageOptions, startPageHost } from '../support/pageHost.ts';
import { card, form, picture as pictureView, stateMessage } from '../support/pageStates.ts';

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

  it('says of a ratio that variations do not use it, and takes the other flags', async () => {
    const { page, send } = await open();
    const source = { src: host.image('#8bd94a', 64, 64), name: 'garden.png' };
    await send(stateMessage({ form: form({ prompt: 'In winter --16:9 --x3', source }) }));
    const chips = page.getByRole('list', { name: 'Flags' }).getByRole('listitem');
    assert.deepEqual(await chips.allInnerTexts(), ['16:9 is not used: the size follows the picture', '3 images']);
    await page.getByRole('button', { name: /^Remove 16:9/ }).click();
    assert.equal(await page.getByLabel('Prompt').inputValue(), 'In winter --x3');
  });

  it('sends no flags without a prompt', async () => {
    const { page, send } = await open();
    await send(stateMessage({ form: form({ prompt: '--16:9 --x3' }) }));
    const button = page.getByRole('button', { name: 'Generate', exact: true });
    assert.equal(await button.getAttribute('aria-disabled'), 'true');
    await page.getByLabel('Prompt').fill('A cat --16:9 --x3');
    await page.locator('vscode-button:not([aria-disabled=true])', { hasText: 'Generate' }).waitFor();
  });

  it('shows flags in the rows of a sheet, each its own', async () => {
    const { page, send, next } = await open();
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
    await second.locator('textarea').fill('A dog --x3');
    for (const told of [
      { row: 'a', size: '1024x1024' },
      { row: 'a', prompt: 'A cat' },
      { row: 'b', prompt: 'A dog --x3' },
    ])
      assert.deepEqual(await next('changeSheet'), { kind: 'changeSheet', sheet: 's', ...told });
  });

  const ink = { name: 'Ink', prefix: 'An ink drawing of', suffix: ', on white paper' };

  it('shows the whole text of the style before it is sent, as it is typed, and takes the style off', async () => {
    const { page, send, next } = await open();
    const style = { ...ink, references: [{ src: host.image('#d98b4a', 32, 32), name: 'palette.png' }] };
    await send(stateMessage({ form: form({ style, hasStyles: true }) }));
    const prompt = page.getByLabel('Prompt');
    await prompt.fill('a heron --x2');
    assert.equal(await page.locator('#sent').innerText(), 'An ink drawing of a heron, on white paper');
    assert.ok(await page.locator('#sent').isVisible(), 'without a click');
    const pictures = page.getByRole('list', { name: 'Pictures of the style' });
    assert.deepEqual(await pictures.getByRole('listitem').allInnerTexts(), ['palette.png']);
    const chips = page.getByRole('list', { name: 'Style and flags' }).getByRole('listitem');
    assert.deepEqual(await chips.allInnerTexts(), ['Style: Ink', '2 images']);
    await page.getByRole('button', { name: 'Choose Style…' }).press('Enter');
    await next('chooseStyle');
    await page.getByRole('button', { name: 'Remove the style Ink' }).press('Enter');
    await next('dropStyle');
    await send(stateMessage({ form: form({ hasStyles: true }) }));
    assert.equal(await page.locator('#sent').count(), 0);
    assert.equal(await prompt.inputValue(), 'a heron --x2');
  });

  it('says on a card what was sent in a style, and which pictures went along', async () => {
    const { page, send } = await open();
    const references = [{ src: host.image('#d98b4a', 32, 32), name: 'palette.png' }];
    await send(stateMessage({ cards: [card({ style: { name: 'Ink', sent: 'An ink drawing of a heron' }, references })] }));
    const article = page.getByRole('article');
    await article.getByText('Style: Ink').click();
    await article.getByText('An ink drawing of a heron').waitFor();
    assert.deepEqual(await article.getByRole('list', { name: 'References' }).getByRole('listitem').allInnerTexts(), [
      'palette.png',
    ]);
  });

  /** Puts files on a clipboard or a drag, as a browser does, and hands them to the page. */
  async function give(
    { page }: OpenPage,
    how: 'paste' | 'drop',
    files: readonly { readonly name: string; readonly type: string; readonly bytes: readonly number[] }[],
    texts: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    return page.getByRole('textbox', { name: 'Prompt' }).evaluate(
      (box, given) => {
        const data = new DataTransfer();
        for (const { name, type, bytes } of given.files) data.items.add(new File([new Uint8Array(bytes)], name, { type }));
        for (const [type, text] of Object.entries(given.texts)) data.setData(type, text);
        const init = { bubbles: true, cancelable: true };
        const event =
          given.how === 'paste'
            ? new ClipboardEvent('paste', { ...init, clipboardData: data })
            : new DragEvent('drop', { ...init, dataTransfer: data });
        return box.dispatchEvent(event);
      },
      { how, files, texts },
    );
  }

  const picture = { name: 'image.png', type: 'image/png', bytes: [137, 80, 78, 71] };

  it('takes a pasted picture along, and shows it with a way to take it out again', async () => {
    const { page, send, next, complaints } = await open();
    await send(stateMessage());
    await give(opened ?? assert.fail(), 'paste', [picture]);
    const added = await next('addReference');
    assert.deepEqual([added.form, added.name, [...added.bytes]], ['form-1', 'image.png', picture.bytes]);
    const references = [{ id: 'r1', src: host.image('#4a8bd9', 32, 32), name: 'image.png' }];
    await send(stateMessage({ form: form({ references }) }));
    const list = page.getByRole('list', { name: 'References' });
    await list.getByText('image.png').waitFor();
    await list.getByRole('button', { name: 'Remove image.png' }).press('Enter');
    assert.deepEqual(await next('dropReference'), { kind: 'dropReference', form: 'form-1', reference: 'r1' });
    assert.ok(await page.getByRole('textbox', { name: 'Prompt' }).evaluate((box) => box === document.activeElement));
    assert.deepEqual(complaints, []);
  });

  it('pastes words as words, also where they bring a picture of themselves', async () => {
    const { page, send, received } = await open();
    await send(stateMessage());
    const isLeft = await give(opened ?? assert.fail(), 'paste', [picture], { 'text/plain': 'a heron' });
    assert.equal(isLeft, true, 'the browser pastes it');
    assert.equal(await give(opened ?? assert.fail(), 'paste', [{ ...picture, type: 'text/csv' }]), true);
    await page.getByRole('textbox', { name: 'Prompt' }).press('Tab');
    assert.deepEqual(
      received.filter(({ kind }) => kind === 'addReference'),
      [],
    );
  });

  it('takes what is dropped: files, and a picture of the panel by its id', async () => {
    const { page, send, next, received } = await open();
    await send(stateMessage());
    await give(opened ?? assert.fail(), 'drop', [picture, { ...picture, name: 'b.png' }]);
    assert.deepEqual([(await next('addReference')).name, (await next('addReference')).name], ['image.png', 'b.png']);
    await give(opened ?? assert.fail(), 'drop', [], { 'application/vnd.easel.image': 'cat' });
    assert.deepEqual(await next('useAsReference'), { kind: 'useAsReference', image: 'cat' });
    await send(stateMessage({ trusted: false }));
    assert.equal(await give(opened ?? assert.fail(), 'drop', [picture]), true);
    await page.getByRole('textbox', { name: 'Prompt' }).press('Tab');
    assert.equal(received.filter(({ kind }) => kind === 'addReference').length, 2);
  });

  it('says of a picture above 50 MiB that it is too large, and does not carry it to the host', async () => {
    const { page, send, complaints } = await open();
    await send(stateMessage());
    await page.getByRole('textbox', { name: 'Prompt' }).evaluate((box) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(50 * 1024 * 1024 + 1)], 'huge.png', { type: 'image/png' }));
      box.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }));
    });
    await page.getByText('huge.png is larger than 50 MiB. Make it smaller first.').waitFor();
    // The host would drop it: what it cannot take, the test's host complains about.
    await page.getByRole('textbox', { name: 'Prompt' }).press('Tab');
    assert.deepEqual(complaints, []);
  });

  it('offers a picture of a card as a reference', async () => {
    const { page, send, next } = await open();
    await send(stateMessage({ cards: [card({ pictures: [pictureView({ id: 'cat', src: host.image('#d98b4a', 64, 64) })] })] }));
    await page.getByRole('button', { name: 'More Actions…' }).click();
    await page.getByRole('menuitem', { name: 'Use as Style Reference' }).click();
    assert.deepEqual(await next('useAsReference'), { kind: 'useAsReference', image: 'cat' });
  });

  describe('its recent prompts', () => {
    const PROMPTS = ['A heron at the lake', 'Ein Leuchtturm im Nebel', 'A red boat on the lake, early morning'];

    async function list(how: 'button' | 'key'): Promise<OpenPage> {
      const stage = await open();
      await stage.send(stateMessage());
      if (how === 'key') await stage.page.getByRole('textbox', { name: 'Prompt' }).press('ArrowUp');
      else await stage.page.getByRole('button', { name: 'History…' }).press('Enter');
      await stage.next('recentPrompts');
      await stage.send({ kind: 'recent', prompts: PROMPTS });
      await stage.page.getByRole('listbox', { name: 'Recent prompts' }).waitFor();
      return stage;
    }

    for (const how of ['button', 'key'] as const) {
      it(`are searched and taken by keyboard: ${how}`, async () => {
        const { page, next, complaints } = await list(how);
        const search = page.getByRole('combobox', { name: 'Search recent prompts' });
        assert.ok(await search.evaluate((box) => box === document.activeElement), 'the focus is in the search');
        assert.deepEqual(await page.getByRole('option').allInnerTexts(), PROMPTS);
        await search.fill('LAKE a');
        assert.deepEqual(await page.getByRole('option').allInnerTexts(), [PROMPTS[0], PROMPTS[2]]);
        await search.press('ArrowDown');
        const active = (await search.getAttribute('aria-activedescendant')) ?? '';
        assert.equal(await page.locator(`#${active}[aria-selected=true]`).innerText(), PROMPTS[2]);
        await search.press('Enter');
        const prompt = page.getByRole('textbox', { name: 'Prompt' });
        assert.equal(await prompt.inputValue(), PROMPTS[2]);
        assert.ok(await prompt.evaluate((box) => box === document.activeElement), 'and then in the prompt');
        assert.equal(await page.getByRole('listbox', { name: 'Recent prompts' }).count(), 0);
        await prompt.press('Control+Enter');
        assert.equal((await next('generate')).prompt, PROMPTS[2]);
        assert.deepEqual(complaints, []);
      });
    }

    it('are left with Escape, and a taken one is undone like anything typed', async () => {
      const { page, send } = await list('key');
      const prompt = page.getByRole('textbox', { name: 'Prompt' });
      await page.keyboard.press('Escape');
      assert.ok(await prompt.evaluate((box) => box === document.activeElement));
      assert.equal(await page.getByRole('listbox', { name: 'Recent prompts' }).count(), 0);
      await prompt.fill('Mine');
      await prompt.press('ArrowUp');
      assert.equal(await page.getByRole('combobox', { name: 'Search recent prompts' }).count(), 0, 'only in an empty box');
      await page.getByRole('button', { name: 'History…' }).click();
      await send({ kind: 'recent', prompts: PROMPTS });
      await page.getByRole('option', { name: 'Ein Leuchtturm' }).click();
      assert.equal(await prompt.inputValue(), PROMPTS[1]);
      await prompt.press('Control+z');
      assert.equal(await prompt.inputValue(), 'Mine');
    });

    it('say when there are none, and when none has the words', async () => {
      const { page, send } = await list('button');
      await page.keyboard.type('zebra');
      await page.getByText('No recent prompt has these words.').waitFor();
      await page.keyboard.press('Enter');
      assert.equal(await page.getByRole('textbox', { name: 'Prompt' }).inputValue(), '');
      await send({ kind: 'recent', prompts: [] });
      await page.getByText('There are no prompts yet.').waitFor();
    });
  });
});
