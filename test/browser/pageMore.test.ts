import assert from 'node:assert/strict';
import { EASEL_IMAGE } from '../../src/core/drag.ts';
import type { PageState } from '../../src/core/protocol.ts';
import { type OpenPage, type PageHost, type PageOptions, startPageHost } from '../support/pageHost.ts';
import { card, picture, stateMessage } from '../support/pageStates.ts';

describe('what else a person does with a picture', function () {
  this.timeout(20_000);
  let host: PageHost;
  let opened: OpenPage | undefined;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    assert.deepEqual(opened?.complaints, []);
    await opened?.close();
    opened = undefined;
  });

  const cat = (part = {}) => picture({ id: 'cat', src: host.image('#d98b4a', 64, 48), ...part });

  async function show(part = {}, state: Partial<PageState> = {}, options: PageOptions = {}): Promise<OpenPage> {
    opened = await host.open(options);
    await opened.next('ready');
    await opened.send(stateMessage({ cards: [card({ pictures: [cat(part)] })], ...state }));
    return opened;
  }

  const more = ({ page }: OpenPage) => page.getByRole('button', { name: 'More Actions…' });
  const item = ({ page }: OpenPage, name: string | RegExp) => page.getByRole('menuitem', { name });
  const names = ({ page }: OpenPage) => page.getByRole('menuitem').allInnerTexts();
  const focused = ({ page }: OpenPage) =>
    page.evaluate(() => document.activeElement?.textContent || document.activeElement?.ariaLabel);

  for (const [name, kind] of [
    ['Open', 'open'],
    ['Reveal in Explorer', 'reveal'],
    ['Rename…', 'rename'],
    ['Copy Path', 'copyPath'],
    ['Save As…', 'saveAs'],
  ] as const) {
    it(`asks for ${name} once, closes, and leaves the focus on the button`, async () => {
      const one = await show();
      await more(one).click();
      await item(one, name).click();
      assert.deepEqual(await one.next(kind), { kind, image: 'cat' });
      await item(one, name).waitFor({ state: 'hidden' });
      assert.equal(await focused(one), 'More Actions…');
      assert.equal(one.received.filter((message) => message.kind === kind).length, 1);
    });
  }

  it('says of what an agent asked for that it did, and of nothing else', async () => {
    const asker = 'Asked for by an agent';
    const one = await show({}, { cards: [card({ asker }), card({ id: 'run-2', prompt: 'A dog' })] });
    await one.page.getByText(asker).waitFor();
    assert.equal(await one.page.locator('.asker').count(), 1);
    assert.equal(await one.page.locator('article').filter({ hasText: asker }).getAttribute('data-card'), 'run-1');
  });

  it('keeps a picture that waits, and offers that for no other', async () => {
    const one = await show({ waits: 'It waits.' });
    await one.page.getByText('It waits.').waitFor();
    await one.page.getByRole('button', { name: 'Keep', exact: true }).click();
    assert.deepEqual(await one.next('keep'), { kind: 'keep', image: 'cat' });
    await one.send(stateMessage({ cards: [card({ pictures: [cat()] })] }));
    await one.page.getByText('It waits.').waitFor({ state: 'hidden' });
    assert.equal(await one.page.getByRole('button', { name: 'Keep', exact: true }).count(), 0);
    await one.send(stateMessage({ trusted: false, cards: [card({ pictures: [cat({ waits: 'It waits.' })] })] }));
    await one.page.getByText('It waits.').waitFor();
    assert.equal(await one.page.getByRole('button', { name: 'Keep', exact: true }).count(), 0);
  });

  it('leads through the menu by keys, which are none of the picture’s shortcuts there', async () => {
    const one = await show();
    await more(one).focus();
    await one.page.keyboard.press('Enter');
    await one.page.locator('[role=menuitem]:focus').waitFor();
    for (const [key, name] of [
      ['ArrowDown', 'Reveal in Explorer'],
      ['ArrowUp', 'Open'],
      ['ArrowUp', 'Save As…'],
      ['Home', 'Open'],
      ['End', 'Save As…'],
      ['c', 'Copy Path'],
      ['c', 'Copy Image'],
      ['Delete', 'Copy Image'],
    ] as const) {
      await one.page.keyboard.press(key);
      assert.equal(await focused(one), name, key);
    }
    await one.page.keyboard.press('Escape');
    await item(one, 'Open').waitFor({ state: 'hidden' });
    assert.equal(await focused(one), 'More Actions…');
    assert.equal(await more(one).getAttribute('aria-expanded'), 'false');
    const asked = one.received.map(({ kind }) => kind).filter((kind) => !['ready', 'select', 'focused'].includes(kind));
    assert.deepEqual(asked, []);
  });

  it('closes by a second press, a press elsewhere, Tab and a scrolled page', async () => {
    const one = await show({}, {}, { height: 320 });
    const { page } = one;
    for (const close of [
      () => more(one).click(),
      () => page.mouse.click(5, 5),
      () => page.keyboard.press('Tab'),
      () => page.evaluate(() => window.scrollBy(0, -40)),
    ]) {
      await more(one).click();
      await page.locator('[role=menuitem]:focus').waitFor();
      await close();
      await item(one, 'Open').waitFor({ state: 'hidden' });
    }
  });

  it('closes for a page that scrolls in the moment it opens', async () => {
    const one = await show({}, {}, { height: 320 });
    await more(one).scrollIntoViewIfNeeded();
    await one.page.evaluate(scrollAtFirstFocus);
    await more(one).press('Enter');
    await one.page.locator('[data-scrolled]').waitFor({ state: 'attached' });
    await item(one, 'Open').waitFor({ state: 'hidden' });
  });

  it('stays within a panel of 300 px, wherever the button is', async () => {
    const one = await show({}, {}, { width: 300, height: 400 });
    await more(one).scrollIntoViewIfNeeded();
    await more(one).click();
    const box = await one.page.getByRole('menu').boundingBox();
    assert.ok(box && box.x >= 0 && box.y >= 0 && box.x + box.width <= 300 && box.y + box.height <= 400, JSON.stringify(box));
    assert.equal(await one.page.evaluate(() => document.documentElement.scrollWidth), 300);
  });

  it('offers in an untrusted workspace only what looks and copies', async () => {
    const one = await show({ webp: { label: 'Insert as WebP', usable: true } }, { trusted: false });
    await more(one).click();
    assert.deepEqual(await names(one), ['Open', 'Reveal in Explorer', 'Copy Path', 'Copy Image']);
    assert.equal(await one.page.locator('[data-tile]').getAttribute('draggable'), 'false');
  });

  it('weighs the WebP when the menu opens, says both sizes, and keeps the focus meanwhile', async () => {
    const one = await show({ webp: { label: 'Insert as WebP', usable: true } });
    await more(one).click();
    assert.deepEqual(await one.next('weighWebp'), { kind: 'weighWebp', image: 'cat' });
    const label = 'Insert as WebP (180 kB, not 2.4 MB)';
    const known = (usable: boolean) => stateMessage({ cards: [card({ pictures: [cat({ webp: { label, usable } })] })] });
    await one.page.locator('[role=menuitem]:focus').waitFor();
    await one.send(known(true));
    await item(one, label).waitFor();
    assert.equal(await focused(one), label);
    await one.page.keyboard.press('Enter');
    assert.deepEqual(await one.next('insertWebp'), { kind: 'insertWebp', image: 'cat' });
    await one.send(known(false));
    await more(one).click();
    await item(one, label).dispatchEvent('click');
    assert.equal(one.received.filter(({ kind }) => kind === 'insertWebp').length, 1, 'a larger one is not offered');
  });

  it('copies the picture’s pixels as PNG', async () => {
    const one = await show();
    await more(one).click();
    await item(one, 'Copy Image').click();
    await one.page.getByText('Image copied.').waitFor();
    const copied = await one.page.evaluate(async () => {
      const [first] = await navigator.clipboard.read();
      const blob = await first?.getType('image/png');
      const image = blob && (await createImageBitmap(blob));
      if (!image) return undefined;
      const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
      context?.drawImage(image, 0, 0);
      return { width: image.width, height: image.height, middle: [...(context?.getImageData(32, 24, 1, 1).data ?? [])] };
    });
    assert.deepEqual(copied, { width: 64, height: 48, middle: [162, 104, 55, 255] });
  });

  for (const [what, forbid] of [
    [
      'the browser forbids it',
      () => void Object.defineProperty(navigator.clipboard, 'write', { value: () => Promise.reject(new Error()) }),
    ],
    ['the browser has no such clipboard', () => void Object.defineProperty(navigator, 'clipboard', { value: undefined })],
  ] as const) {
    it(`says so when ${what}`, async () => {
      const one = await show();
      await one.page.evaluate(forbid);
      await more(one).click();
      await item(one, 'Copy Image').click();
      await one.page.getByRole('status').getByText('The image could not be copied from here.').waitFor();
    });
  }

  it('says so when the picture cannot be read any more', async () => {
    const one = await show({ src: host.missing });
    await more(one).click();
    await item(one, 'Copy Image').click();
    await one.page.getByText('The image could not be copied from here.').waitFor();
  });

  it('puts the picture’s id into a drag, and neither its pixels nor its address', async () => {
    const one = await show();
    const data = one.page.evaluate(
      () =>
        new Promise<readonly string[][]>((resolve) => {
          document.addEventListener('dragstart', ({ dataTransfer }) =>
            resolve([...(dataTransfer?.types ?? [])].map((type) => [type, dataTransfer?.getData(type) ?? ''])),
          );
        }),
    );
    const box = await one.page.locator('[data-tile]').boundingBox();
    assert.ok(box);
    await one.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await one.page.mouse.down();
    await one.page.mouse.move(box.x + 10, box.y + 10, { steps: 5 });
    assert.deepEqual(await data, [[EASEL_IMAGE, 'cat']]);
    await one.page.mouse.up();
  });
});

// ——— this runs in the page

function scrollAtFirstFocus(): void {
  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || target.role !== 'menuitem') return;
    window.scrollBy(0, -40);
    document.body.dataset.scrolled = '';
  });
}
