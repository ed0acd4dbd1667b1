import assert from 'node:assert/strict';
import { type OpenPage, type PageHost, type PageOptions, startPageHost } from '../support/pageHost.ts';
import { card, form, picture, stateMessage } from '../support/pageStates.ts';
import { pressKey } from '../support/panelKeys.ts';

describe('what a person does on the page', function () {
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

  const pictures = () => ['cat', 'dog', 'hen'].map((id) => picture({ id, src: host.image('#d98b4a', 64, 64) }));
  const gone = (id: string) => pictures().map((view) => (view.id === id ? { ...view, state: 'discarded' as const } : view));
  const focused = (page: OpenPage['page']) =>
    page.evaluate(
      () => document.activeElement?.closest<HTMLElement>('[data-image]')?.dataset.image ?? document.activeElement?.id,
    );

  for (const key of ['Control+Enter', 'Meta+Enter']) {
    it(`sends the prompt with ${key}`, async () => {
      const { page, send, next } = await open();
      await send(stateMessage());
      await page.getByLabel('Prompt').fill('A lighthouse\nin the fog');
      await page.keyboard.press(key);
      assert.deepEqual(await next('generate'), { kind: 'generate', form: 'form-1', prompt: 'A lighthouse\nin the fog' });
    });
  }

  it('sends once for a double click and for a key held down', async () => {
    const { page, send, next, received } = await open();
    await send(stateMessage({ form: form({ prompt: 'A lighthouse' }), cards: [card()] }));
    const generate = page.getByRole('button', { name: 'Generate', exact: true });
    await generate.dblclick();
    await next('generate');
    await generate.focus();
    await page.keyboard.down('Enter');
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await page.getByRole('button', { name: /^Generate Again/ }).click();
    await next('again');
    assert.equal(received.filter((message) => message.kind === 'generate').length, 2);
  });

  it('sends nothing while the host says that it cannot be sent, or there is no prompt', async () => {
    const { page, send, next, received } = await open();
    for (const view of [form({ prompt: 'A cat', canSend: false }), form({ id: 'form-2', prompt: ' \n' })]) {
      await send(stateMessage({ form: view, cards: [card()] }));
      await page.getByLabel('Prompt').press('Control+Enter');
      await page.getByRole('button', { name: 'Generate', exact: true }).click({ force: true });
    }
    await page.getByRole('button', { name: /^Generate Again/ }).click();
    await next('again');
    assert.deepEqual(
      received.filter((message) => message.kind === 'generate'),
      [],
    );
  });

  it('keeps the focus, the caret and the unsent text over a new state, and takes a new prompt of the host', async () => {
    const { page, send } = await open();
    await send(stateMessage());
    const prompt = page.getByLabel('Prompt');
    await prompt.fill('A half written');
    await page.keyboard.press('Home');
    await send(stateMessage({ form: form({ estimate: '2 images · about $0.11' }), cards: [card({ pictures: pictures() })] }));
    await page.keyboard.type('>');
    assert.equal(await prompt.inputValue(), '>A half written');
    await send(stateMessage({ form: form({ id: 'form-2', prompt: 'From the host', reason: 'It is over 1000 characters.' }) }));
    assert.equal(await prompt.inputValue(), 'From the host');
    await page.getByText('It is over 1000 characters.').waitFor();
  });

  it('comes back with the unsent text, the unfolded options and the place where it was', async () => {
    const cards = Array.from({ length: 6 }, (_, index) => card({ id: `run-${index}`, pictures: pictures().slice(0, 1) }));
    const first = await open();
    await first.send(stateMessage({ cards }));
    await first.page.getByLabel('Prompt').fill('A half written');
    await first.page.getByRole('button', { name: /^Options/ }).click();
    await first.page.evaluate(() => window.scrollTo(0, 700));
    await first.page.waitForFunction('readLeft()?.scroll === 700');
    const left = await first.left();
    await first.close();
    const { page, send } = await open({ left });
    await send(stateMessage({ cards }));
    assert.equal(await page.getByLabel('Prompt').inputValue(), 'A half written');
    assert.equal(await page.getByRole('button', { name: /^Options/ }).getAttribute('aria-expanded'), 'true');
    assert.equal(await page.evaluate(() => window.scrollY), 700);
  });

  it('starts fresh from a view state that it does not understand', async () => {
    const { page, send, complaints } = await open({ left: { draft: 7, scroll: 'far' } });
    await send(stateMessage({ form: form({ prompt: 'From the host' }) }));
    assert.equal(await page.getByLabel('Prompt').inputValue(), 'From the host');
    assert.deepEqual(complaints, []);
  });

  it('changes an option by choosing and by typing, and shows what the host made of it', async () => {
    const { page, send, next } = await open({ left: { expanded: true } });
    await send(stateMessage());
    await page.getByRole('combobox', { name: 'Quality' }).click();
    await page.getByRole('option', { name: 'High' }).click();
    assert.deepEqual(await next('change'), { kind: 'change', form: 'form-1', options: { quality: 'high' } });
    await send(stateMessage({ form: form({ estimate: 'High is not possible here.' }) }));
    await page.getByText('High is not possible here.').waitFor();
    await page.getByRole('combobox', { name: 'Quality' }).filter({ hasText: 'Medium' }).waitFor();

    const model = page.getByRole('combobox', { name: 'Model' });
    await model.fill('my-own-model');
    await page.keyboard.press('Tab');
    assert.deepEqual(await next('change'), { kind: 'change', form: 'form-1', options: { model: 'my-own-model' } });
    const size = page.getByRole('combobox', { name: 'Size' });
    await size.fill('land');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    assert.deepEqual(await next('change'), { kind: 'change', form: 'form-1', options: { size: '1536x1024' } });
    await size.fill('1000x1000');
    await page.keyboard.press('Enter');
    assert.deepEqual(await next('change'), { kind: 'change', form: 'form-1', options: { size: '1000x1000' } });
  });

  it('asks for each thing that a picture offers', async () => {
    const { page, send, next } = await open();
    const [cat] = pictures();
    await send(stateMessage({ cards: [card({ pictures: cat ? [cat] : [] })] }));
    for (const [name, kind] of [
      ['Insert into post.md:12', 'insert'],
      ['Copy Reference', 'copyReference'],
      ['Discard', 'discard'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).click();
      assert.deepEqual(await next(kind), { kind, image: 'cat' });
    }
  });

  it('moves among the pictures by arrow keys and acts on the one with the focus', async () => {
    const opened = await open();
    const { page, send, next, received } = opened;
    await send(stateMessage({ cards: [card({ pictures: pictures() }), card({ id: 'run-2', pictures: [] })] }));
    const stops = await page.locator('[data-tile]').evaluateAll((all) => all.map((tile) => tile.getAttribute('tabindex')));
    assert.deepEqual(stops, ['0', '-1', '-1']);
    await page.locator('[data-tile]').first().focus();
    assert.deepEqual(await next('select'), { kind: 'select', image: 'cat' });
    for (const [key, image] of [
      ['ArrowRight', 'dog'],
      ['ArrowLeft', 'cat'],
      ['ArrowDown', 'hen'],
      ['ArrowUp', 'cat'],
      ['End', 'hen'],
      ['Home', 'cat'],
      ['ArrowRight', 'dog'],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await focused(page), image, key);
    }
    for (const [key, kind] of [
      ['i', 'insert'],
      ['c', 'copyReference'],
      ['e', 'edit'],
      ['s', 'star'],
      ['Delete', 'discard'],
    ] as const) {
      await pressKey(opened, key);
      const asked = await next(kind);
      assert.equal('image' in asked && asked.image, 'dog', key);
    }
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+c');
    assert.equal(received.filter((message) => message.kind === 'copyReference').length, 1);
  });

  it('goes on to the next picture after one is discarded, and takes it back with Ctrl+Z', async () => {
    const opened = await open();
    const { page, send, next } = opened;
    await send(stateMessage({ cards: [card({ pictures: pictures() })] }));
    await page.locator('[data-tile]').nth(1).focus();
    await pressKey(opened, 'Delete');
    assert.deepEqual(await next('discard'), { kind: 'discard', image: 'dog' });
    await send(stateMessage({ cards: [card({ pictures: gone('dog') })] }));
    await page.locator('.discarded').getByText('Discarded dog.png').waitFor();
    assert.equal(await focused(page), 'hen');
    await page.keyboard.press('Control+z');
    assert.deepEqual(await next('restore'), { kind: 'restore', image: 'dog' });
    await send(stateMessage({ cards: [card({ pictures: pictures() })] }));
    assert.equal(await focused(page), 'dog');
  });

  it('offers Undo on what is left of a discarded picture, and stays on the card when nothing else is', async () => {
    const { page, send, next } = await open();
    const [cat] = pictures();
    assert.ok(cat);
    await send(stateMessage({ cards: [card({ pictures: [cat] })] }));
    await page.locator('[data-tile]').focus();
    await send(stateMessage({ cards: [card({ pictures: [{ ...cat, state: 'discarded' }] })] }));
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('data-card')), 'run-1');
    await page.getByRole('button', { name: /^Undo/ }).click();
    assert.deepEqual(await next('restore'), { kind: 'restore', image: 'cat' });
    await send(stateMessage({ cards: [card({ pictures: [cat] })] }));
    assert.equal(await focused(page), 'cat');
  });

  it('goes where the host sends the focus, also to an image that comes later', async () => {
    const { page, send } = await open();
    await send({ kind: 'focus', on: 'prompt' });
    await send(stateMessage());
    assert.equal(await focused(page), 'prompt');
    await send({ kind: 'focus', on: 'hen' });
    assert.equal(await focused(page), 'prompt');
    await send(stateMessage({ cards: [card({ pictures: pictures() })] }));
    assert.equal(await focused(page), 'hen');
  });

  it('takes the focus from nobody who works elsewhere, and goes there once it gets it; who points at something goes there', async () => {
    const { page, send } = await open();
    await send(stateMessage({ cards: [card({ pictures: pictures() })] }));
    const elsewhere = (away: boolean) =>
      page.evaluate((isAway) => {
        document.hasFocus = () => !isAway;
        if (!isAway) window.dispatchEvent(new Event('focus'));
      }, away);
    await elsewhere(true);
    await send({ kind: 'focus', on: 'prompt' });
    await send(stateMessage({ cards: [card({ pictures: pictures() })] }));
    assert.equal(await focused(page), '');
    await elsewhere(false);
    assert.equal(await focused(page), 'prompt');
    await elsewhere(true);
    await send({ kind: 'focus', on: 'prompt' });
    await page.locator('[data-tile]').first().click();
    await elsewhere(false);
    assert.equal(await focused(page), 'cat');
  });

  it('offers the steps after a failure, and copies the request id', async () => {
    const { page, send, next } = await open();
    const buttons = [
      { step: 'editPrompt' as const, label: 'Edit Prompt' },
      { step: 'showLog' as const, label: 'Show Log' },
    ];
    const failure = { sentence: 'It was refused.', detail: 'safety', requestId: 'req_123', buttons };
    await send(stateMessage({ cards: [card({ failures: [failure] })] }));
    await page.getByRole('button', { name: 'Copy Request ID' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), 'req_123');
    await page.getByRole('button', { name: 'Edit Prompt' }).click();
    assert.deepEqual(await next('step'), { kind: 'step', run: 'run-1', step: 'editPrompt' });
  });

  for (const [what, step, pictures, offered] of [
    ['not for a refused prompt, which is changed first', 'editPrompt', [], 0],
    ['not beside Try Again', 'tryAgain', [], 0],
    ['beside what came in spite of a failure', 'tryAgain', [picture({ id: 'cat', src: '' })], 1],
    ['where a failure was of the key', 'setKey', [], 1],
  ] as const) {
    it(`offers Generate Again after a failure: ${what}`, async () => {
      const { page, send } = await open();
      const failures = [{ sentence: 'It failed.', buttons: [{ step, label: 'The step' }] }];
      await send(stateMessage({ cards: [card({ failures, pictures: [...pictures] })] }));
      await page.getByRole('button', { name: 'The step' }).waitFor();
      assert.equal(await page.getByRole('button', { name: /^Generate Again/ }).count(), offered);
    });
  }

  it('tries again all requests that failed in the same way, or one of them alone', async () => {
    const { page, send, next } = await open();
    const buttons = [{ step: 'tryAgain' as const, label: 'Try Again' }];
    const requests = [{ call: 'one', requestId: 'req_1' }, { call: 'two' }];
    await send(stateMessage({ cards: [card({ failures: [{ sentence: 'The server failed.', buttons, requests }] })] }));
    await page.getByRole('button', { name: 'Try only this again: request 2 of 2' }).click();
    assert.deepEqual(await next('step'), { kind: 'step', run: 'run-1', step: 'tryAgain', calls: ['two'] });
    await page.getByRole('button', { name: 'Try Again', exact: true }).click();
    assert.deepEqual(await next('step'), { kind: 'step', run: 'run-1', step: 'tryAgain', calls: ['one', 'two'] });
    await page.getByText('req_1').waitFor();
  });

  it('takes name, alt text and folder while an image is made, and says what is wrong at the field', async () => {
    const { page, send, next } = await open();
    const description = { alt: 'A cat', place: { name: 'a-cat', folder: 'assets' } };
    await send(stateMessage({ cards: [card({ running: true, description })] }));
    await page.getByText('Name and alt text').click();
    assert.equal(await page.getByLabel('Alt text').inputValue(), 'A cat');
    await page.getByLabel('File name').fill('tom');
    assert.deepEqual(await next('describe'), { kind: 'describe', run: 'run-1', alt: 'A cat', name: 'tom', folder: 'assets' });
    const folder = page.getByLabel('Folder');
    await folder.fill('../x');
    await page.keyboard.press('Tab');
    assert.equal((await next('describe')).folder, '../x', 'without waiting for the pause');
    await send(stateMessage({ cards: [card({ running: true, description: { ...description, problem: 'It lies outside.' } })] }));
    await page.getByText('It lies outside.').waitFor();
    assert.equal(await folder.inputValue(), '../x', 'what was typed stays');
    assert.equal(await folder.getAttribute('aria-invalid'), 'true');
    await send(stateMessage({ cards: [card({ description: { alt: 'A cat' } })] }));
    await page.getByLabel('File name').waitFor({ state: 'detached' });
    await page.getByLabel('Alt text').fill('Tom');
    assert.deepEqual(await next('describe'), { kind: 'describe', run: 'run-1', alt: 'Tom' });
  });

  it('cancels by its button, never by Escape', async () => {
    const { page, send, next, received } = await open();
    await send(stateMessage({ cards: [card({ running: true })] }));
    const cancel = page.getByRole('button', { name: /^Cancel/ });
    await cancel.focus();
    await page.keyboard.press('Escape');
    assert.equal(received.filter((message) => message.kind === 'cancel').length, 0);
    await page.keyboard.press('Enter');
    assert.deepEqual(await next('cancel'), { kind: 'cancel', run: 'run-1' });
  });

  it('shows a long prompt in three lines until asked for more', async () => {
    const { page, send } = await open();
    await send(stateMessage({ cards: [card({ prompt: 'A very long prompt. '.repeat(80) })] }));
    const heading = page.getByRole('heading', { level: 2 });
    const height = async () => (await heading.boundingBox())?.height ?? 0;
    const short = await height();
    await page.getByRole('button', { name: 'Show more' }).click();
    assert.ok((await height()) > short * 2);
    await page.getByRole('button', { name: 'Show less' }).click();
    assert.equal(await height(), short);
  });
});
