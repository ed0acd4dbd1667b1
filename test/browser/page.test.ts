import assert from 'node:assert/strict';
import type { CardView, PictureView } from '../../src/core/protocol.ts';
import { type OpenPage, type PageHost, type PageOptions, partial, startPageHost } from '../support/pageHost.ts';
import { card, form, pending, picture, stateMessage } from '../support/pageStates.ts';
import { pressKey } from '../support/panelKeys.ts';

describe('the page', function () {
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

  /** Opens a page that has asked for its state. */
  async function open(options?: PageOptions): Promise<OpenPage> {
    opened = await host.open(options);
    await opened.next('ready');
    return opened;
  }

  const cat = () => picture({ id: 'cat', src: host.image('#d98b4a', 64, 64) });
  const dog = () => picture({ id: 'dog', src: host.image('#4a8bd9', 64, 64) });
  const hen = () => picture({ id: 'hen', src: host.image('#8bd94a', 64, 64) });

  it('shows what it is for when there is nothing yet, and nothing that its policy refuses', async () => {
    const { page, send, complaints } = await open();
    await send(stateMessage());
    await page.getByRole('heading', { name: 'No images yet' }).waitFor();
    assert.equal(await page.getByRole('button', { name: 'Generate', exact: true }).getAttribute('aria-disabled'), 'true');
    await send(stateMessage({ cards: [card({ running: true, pending: [pending()], pictures: [cat()] })] }));
    await send(partial('run-1', 'call-1', '#d98b4a'));
    await page.locator('.partial').waitFor();
    assert.deepEqual(complaints, []);
  });

  it('shows every text of a server as text', async () => {
    const { page, send, complaints } = await open();
    const hostile =
      '<img src=x onerror="document.title=\'owned\'"> [run](command:workbench.action.quit) <a href="command:x">y</a>';
    await send(
      stateMessage({
        cards: [
          card({
            prompt: `prompt ${hostile}`,
            notes: [`note ${hostile}`],
            failures: [{ sentence: `sentence ${hostile}`, detail: `detail ${hostile}`, requestId: hostile, buttons: [] }],
            pictures: [{ ...cat(), name: hostile, alt: hostile, revisedPrompt: `revised ${hostile}` }],
          }),
        ],
      }),
    );
    await page.getByText('Revised prompt').click();
    for (const place of ['prompt', 'note', 'sentence', 'detail', 'revised']) {
      assert.equal(await page.getByText(`${place} ${hostile}`, { exact: true }).count(), 1, place);
    }
    assert.equal(await page.locator('a').count(), 0);
    assert.equal(await page.locator('img').count(), 1);
    assert.equal(await page.title(), 'Easel');
    assert.deepEqual(complaints, []);
  });

  it('ignores what is not a message of the host', async () => {
    const { page, send, complaints } = await open();
    await send(stateMessage({ cards: [card()] }));
    for (const message of [
      null,
      7,
      'state',
      {},
      { kind: 'state' },
      { kind: 'state', state: { cards: [] } },
      { kind: 'reload' },
    ]) {
      await send(message);
    }
    await send({ kind: 'partial', run: 'run-1', call: 'call-1', type: 'svg', bytes: new Uint8Array([60]) });
    assert.equal(await page.getByRole('article').count(), 1);
    assert.deepEqual(complaints, []);
  });

  it('shows an early picture in the place of its call, and lets go of it when the image is there', async () => {
    const { page, send } = await open();
    const waiting = [pending(), pending({ id: 'call-2#0', call: 'call-2' })];
    await send(stateMessage({ cards: [card({ running: true, pending: waiting })] }));
    await send(partial('run-1', 'call-2', '#c04a8b', 96, 64));
    const early = page.getByRole('img', { name: 'An early, unfinished picture' });
    await early.waitFor();
    assert.equal(await page.locator('.tile').nth(1).getByRole('img').count(), 1);
    const first = (await early.getAttribute('src')) ?? '';
    assert.match(first, /^blob:/);
    const blurred = await early.evaluate((image) => image.style.filter);
    await send(partial('run-1', 'call-2', '#c04a8b', 96, 64));
    const second = (await early.getAttribute('src')) ?? '';
    assert.notEqual(await early.evaluate((image) => image.style.filter), blurred);
    assert.deepEqual(await Promise.all([first, second].map((url) => loads(page, url))), [false, true]);
    await send(stateMessage({ cards: [card({ pictures: [cat()] })] }));
    assert.equal(await early.count(), 0);
    assert.equal(await loads(page, second), false);
    // What comes too late brings nothing back.
    await send(partial('run-1', 'call-2', '#c04a8b'));
    assert.equal(await early.count(), 0);
  });

  it('names an image that cannot be shown', async () => {
    const { page, send } = await open();
    await send(stateMessage({ cards: [card({ pictures: [{ ...cat(), src: host.missing }] })] }));
    await page.getByText('This image cannot be shown.').waitFor();
    assert.equal(await page.locator('.broken').getByText('cat.png').count(), 1);
  });

  it('gives an image its room before it is loaded', async () => {
    const { page, send } = await open();
    const wide = { ...cat(), src: host.missing, width: 1536, height: 1024 };
    await send(stateMessage({ cards: [card({ pictures: [wide] })] }));
    const box = await page.locator('.frame').boundingBox();
    assert.ok(box && Math.abs(box.width / box.height - 1.5) < 0.03, JSON.stringify(box));
  });

  it('counts the time of a run, and stands still after it', async () => {
    const { page, send } = await open();
    const startedAt = Date.now() - 61_000;
    await send(stateMessage({ cards: [card({ running: true, startedAt, pending: [pending()] })] }));
    const elapsed = page.getByRole('timer', { name: 'Elapsed time' });
    const before = (await elapsed.textContent()) ?? '';
    assert.match(before, /^01:0\d$/);
    await page.waitForFunction((text) => document.querySelector('.elapsed')?.textContent !== text, before);
    assert.match((await elapsed.textContent()) ?? '', /^01:0\d$/);
    await send(stateMessage({ cards: [card({ startedAt, endedAt: startedAt + 65_000 })] }));
    assert.equal(await elapsed.textContent(), '01:05');
    assert.equal(await elapsed.getAttribute('aria-live'), 'off');
  });

  it('counts down while a call waits', async () => {
    const { page, send } = await open();
    await send(stateMessage({ cards: [card({ running: true, pending: [pending({ until: Date.now() + 65_000 })] })] }));
    assert.match((await page.getByRole('timer', { name: 'Time left' }).textContent()) ?? '', /^01:0[4-6]$/);
  });

  it('tells a screen reader of starts, ends and failures, once', async () => {
    const { page, send } = await open();
    const said = page.getByRole('status');
    await send(stateMessage());
    assert.equal(await said.textContent(), '');
    await send(stateMessage({ cards: [card({ running: true, facts: 'placeholder · 2 images' })] }));
    await page.getByText('Generating: placeholder · 2 images').waitFor();
    await send(stateMessage({ cards: [card({ pictures: [cat(), dog()] })] }));
    await page.getByText('2 images are ready.').waitFor();
    const failures = [{ sentence: 'The server did not answer.', buttons: [] }];
    await send(stateMessage({ cards: [card({ pictures: [cat(), dog()], failures })] }));
    await said.getByText('The server did not answer.').waitFor();
    assert.equal(await said.getByText('images are ready').count(), 0);
  });

  it('tells a screen reader of each image of several, and never of early pictures, time or cost', async () => {
    const { page, send } = await open();
    const said = page.locator('.visually-hidden[role=status]');
    const all = ['a', 'b', 'c'].map((id) => pending({ id, call: id }));
    const show = (part: Partial<CardView>) => send(stateMessage({ cards: [card({ running: true, ...part })] }));
    await send(stateMessage());
    await show({ pending: all, facts: 'placeholder · 3 images' });
    await said.getByText('Generating: placeholder · 3 images').waitFor();
    await send(partial('run-1', 'a', '#336699'));
    await show({ pending: all, usual: 'usually 22 s', cost: 'about $0.05' });
    assert.equal(await said.textContent(), 'Generating: placeholder · 3 images');
    await show({ pending: all.slice(1), pictures: [cat()] });
    await said.getByText('Image 1 of 3 is ready.').waitFor();
    await show({ pending: all.slice(2), pictures: [cat(), dog()] });
    await said.getByText('Image 2 of 3 is ready.').waitFor();
    const failures = [{ sentence: 'The content policy refused the prompt.', buttons: [] }];
    await send(stateMessage({ cards: [card({ pictures: [cat(), dog()], failures })] }));
    await said.getByText('2 images are ready. The content policy refused the prompt.').waitFor();
  });

  it('tells a screen reader what came otherwise than it was asked for, once, and not what comes back out of the history', async () => {
    const { page, send } = await open();
    const said = page.locator('.visually-hidden[role=status]');
    const background = 'The background is not transparent, although that was asked for.';
    const unlike = (view: PictureView) => ({ ...view, background });
    const fitted = 'No size of exactly 16:9.';
    const show = (part: Partial<CardView>) => send(stateMessage({ cards: [card(part)] }));
    await send(stateMessage());
    await show({ running: true, notes: [fitted], pending: [pending({ id: 'a' }), pending({ id: 'b' })] });
    await said.getByText('Generating:').waitFor();
    assert.doesNotMatch((await said.textContent()) ?? '', /16:9/, 'the form has said so');
    const notes = [fitted, 'The server sent 8×8 instead of 16×9.'];
    await show({ notes, pictures: [cat(), dog()] });
    await said.getByText(`2 images are ready. ${notes[1]}`, { exact: true }).waitFor();
    await show({ notes, pictures: [unlike(cat()), dog()] });
    await said.getByText(background, { exact: true }).waitFor();
    await show({ notes, pictures: [unlike(cat()), { ...dog(), state: 'discarded' }] });
    const discarded = 'Discarded dog.png';
    await said.getByText(discarded, { exact: true }).waitFor();
    await show({ notes, pictures: [unlike(cat()), unlike(dog())] });
    await page.locator('.tile').getByText(background).nth(1).waitFor();
    assert.equal(await said.textContent(), discarded, 'the card says it already');
    const earlier = card({ id: 'run-0', startedAt: 0, notes, pictures: [unlike(cat())] });
    await send(stateMessage({ cards: [card({ notes, pictures: [unlike(cat()), unlike(dog())] }), earlier] }));
    await page.locator('[data-card]').nth(1).waitFor();
    assert.equal(await said.textContent(), discarded);
  });

  it('says how long it usually takes and what it costs beside the clock, and what was spent above the cards', async () => {
    const { page, send } = await open();
    const cards = [card({ running: true, usual: 'usually 22 s', cost: 'about $0.05' })];
    await send(stateMessage({ cards, spent: 'Today: $0.42 · this month: $3.10' }));
    const facts = page.locator('.card .facts');
    await facts.getByText('usually 22 s').waitFor();
    await facts.getByText('about $0.05').waitFor();
    await page.getByText('Today: $0.42 · this month: $3.10').waitFor();
  });

  it('says its labels in the language of the bundle', async () => {
    const { page, send } = await open({ labels: { 'No images yet': 'Noch keine Bilder' } });
    await send(stateMessage());
    await page.getByRole('heading', { name: 'Noch keine Bilder' }).waitFor();
  });

  it('offers nothing that writes or sends in an untrusted workspace', async () => {
    const { page, send } = await open();
    const buttons = [{ step: 'setKey' as const, label: 'Set API Key…' }];
    await send(stateMessage({ trusted: false, form: form({ prompt: 'A cat' }), cards: [card({ pictures: [cat()], buttons })] }));
    const names = await page
      .getByRole('button')
      .evaluateAll((all) =>
        all
          .filter((button) => button.getAttribute('aria-disabled') !== 'true')
          .map((button) => button.getAttribute('aria-label') ?? button.textContent),
      );
    for (const forbidden of ['Insert into post.md:12', 'Discard', 'Generate', 'Generate Again']) {
      assert.ok(!names.some((name) => name === forbidden || name?.startsWith(`${forbidden}:`)), forbidden);
    }
    assert.ok(names.includes('Set API Key…'));
    await page.locator('[data-tile]').focus();
    assert.ok(opened);
    await pressKey(opened, 'Delete');
    assert.deepEqual(
      opened?.received.map((message) => message.kind),
      ['ready', 'select'],
    );
  });

  it('fits 200 px, and does not scroll sideways at any width', async () => {
    const { page, send } = await open();
    const failures = [{ sentence: 'No.', detail: 'x'.repeat(300), requestId: 'req_'.repeat(20), buttons: [] }];
    const long = { ...hen(), name: `${'a-long-name-'.repeat(8)}.png`, insertLabel: `Insert into ${'long'.repeat(20)}.md:1` };
    await send(stateMessage({ cards: [card({ prompt: 'W'.repeat(400), pictures: [cat(), dog(), long], failures })] }));
    for (const width of [200, 320, 600, 1000, 1600]) {
      await page.setViewportSize({ width, height: 700 });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(over <= 0, `${over} px too wide at ${width}`);
    }
  });
});

function loads(page: OpenPage['page'], url: string): Promise<boolean> {
  return page.evaluate(
    (src) =>
      new Promise<boolean>((resolve) => {
        const image = new Image();
        image.onload = () => resolve(true);
        image.onerror = () => resolve(false);
        image.src = src;
      }),
    url,
  );
}
