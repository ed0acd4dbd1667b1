import assert from 'node:assert/strict';
import { gallery, type LookStage, lookOf, openLook } from '../support/lookStage.ts';
import { type PageHost, startPageHost } from '../support/pageHost.ts';
import { card, editor, picture, stateMessage } from '../support/pageStates.ts';

describe('a picture that is looked at closely', function () {
  this.timeout(30_000);
  let host: PageHost;
  let look: LookStage | undefined;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    assert.deepEqual(look?.complaints, []);
    await look?.close();
    look = undefined;
  });

  async function open(...args: Parameters<typeof openLook> extends [PageHost, ...infer Rest] ? Rest : never): Promise<LookStage> {
    look = await openLook(host, ...args);
    return look;
  }

  const scale = ({ page }: LookStage, percent: number) =>
    page.getByRole('button', { name: `Original Size, now ${percent} %` }).waitFor();

  it('opens by Enter from its tile, says where it is, and gives the focus back by Escape and by its button', async () => {
    const one = await open('cat');
    const { page } = one;
    await one.title('cat.png');
    assert.equal(await one.focused(), 'look');
    await page.getByText('1 of 3', { exact: true }).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.look').waitFor({ state: 'detached' });
    assert.equal(await one.focused(), 'cat');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await one.title('dog.png');
    await page.getByRole('button', { name: 'Back to the Gallery' }).click();
    await page.locator('.look').waitFor({ state: 'detached' });
    assert.equal(await one.focused(), 'dog');
    assert.ok(!one.received.some(({ kind }) => kind === 'open'), 'the file itself is opened from the menu only');
  });

  it('goes through the gallery by keys and buttons, stops at its ends, and tells of each picture', async () => {
    const one = await open('cat');
    const { page } = one;
    const said = page.locator('.look [role=status]').filter({ hasText: ' of ' });
    for (const [key, name, at] of [
      ['ArrowLeft', 'cat.png', 1],
      ['ArrowRight', 'dog.png', 2],
      ['PageDown', 'hen.png', 3],
      ['ArrowRight', 'hen.png', 3],
      ['ArrowLeft', 'dog.png', 2],
      ['End', 'hen.png', 3],
      ['Home', 'cat.png', 1],
    ] as const) {
      await page.keyboard.press(key);
      await one.title(name);
      await page.getByText(`${at} of 3`, { exact: true }).waitFor();
      assert.equal(await one.focused(), 'look', key);
    }
    await said.filter({ hasText: '1 of 3: cat.png' }).waitFor({ state: 'attached' });
    const next = page.getByRole('button', { name: 'Next Picture' });
    await next.click();
    await next.click();
    await one.title('hen.png');
    assert.equal(await next.getAttribute('aria-disabled'), 'true');
    assert.equal(await one.focused(), 'Next Picture');
    const selected = one.received.flatMap((message) => (message.kind === 'select' ? [message.image] : []));
    assert.equal(selected.at(-1), 'hen', 'what commands mean is what is seen');
  });

  it('keeps its keys after a click on its text', async () => {
    const one = await open('cat');
    const { page } = one;
    await page.locator('.look-facts').click();
    await page.keyboard.press('ArrowRight');
    await one.title('dog.png');
    await page.getByText('2 of 3', { exact: true }).click();
    await page.keyboard.press('v');
    await one.title('Compare dog.png');
    await page.locator('.look-below').click({ position: { x: 2, y: 2 } });
    await page.keyboard.press('Escape');
    await one.title('dog.png');
    await page.locator('.look-facts').click();
    await page.keyboard.press('Escape');
    await page.locator('.look').waitFor({ state: 'detached' });
    assert.equal(await one.focused(), 'dog');
  });

  it('goes the other way with the arrow keys from right to left', async () => {
    const one = await open('cat');
    await one.page.evaluate(() => {
      document.body.dir = 'rtl';
    });
    await one.page.keyboard.press('ArrowLeft');
    await one.title('dog.png');
    await one.page.keyboard.press('ArrowRight');
    await one.title('cat.png');
  });

  it('shows all of it first, and zooms by keys, buttons and the wheel at the pointer', async () => {
    const one = await open('hen');
    const { page } = one;
    const fitted = await one.place();
    const stage = await page.locator('.look .stage').boundingBox();
    assert.ok(stage && fitted.width <= stage.width && fitted.height <= stage.height);
    await page.keyboard.press('1');
    await scale(one, 100);
    assert.equal((await one.place()).width, 2000);
    await page.keyboard.press('+');
    await scale(one, 125);
    await page.keyboard.press('-');
    await scale(one, 100);
    await page.getByRole('button', { name: 'Zoom Out' }).click();
    await scale(one, 80);
    await page.getByRole('button', { name: 'Zoom In' }).click();
    await scale(one, 100);
    await page.getByRole('button', { name: 'Fit' }).click();
    assert.deepEqual(await one.place(), fitted);

    const at = { x: stage.x + 200, y: stage.y + stage.height / 2 };
    const part = (at.x - fitted.x) / fitted.width;
    await page.mouse.move(at.x, at.y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await page.waitForFunction(
      (width) => (document.querySelector('.look .stage-picture')?.getBoundingClientRect().width ?? 0) > width * 2,
      fitted.width,
    );
    const zoomed = await one.place();
    assert.ok(Math.abs((at.x - zoomed.x) / zoomed.width - part) < 0.005, 'what is under the pointer stays there');
  });

  it('moves by drag, wheel and arrow keys while a part lies outside; the page keys still lead on', async () => {
    const one = await open('hen');
    const { page } = one;
    await page.keyboard.press('1');
    await scale(one, 100);
    const start = await one.place();
    await one.drag(-60, -30);
    assert.deepEqual(await one.place(), { ...start, x: start.x - 60, y: start.y - 30 });
    await page.mouse.wheel(0, 50);
    await page.waitForFunction(
      (y) => document.querySelector('.look .stage-picture')?.getBoundingClientRect().y === y,
      start.y - 80,
    );
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowUp');
    assert.deepEqual(await one.place(), { ...start, x: start.x - 100, y: start.y - 40 });
    await page.keyboard.press('PageUp');
    await one.title('dog.png');
  });

  it('is not zoomed by a click, nor by a double click', async () => {
    const one = await open('hen');
    const before = await one.place();
    await one.page.locator('.look .stage').click();
    await one.page.locator('.look .stage').dblclick();
    await one.page.keyboard.press('1');
    await scale(one, 100);
    const zoomed = await one.place();
    await one.page.locator('.look .stage').click();
    await one.page.locator('.look .stage').dblclick();
    assert.deepEqual(await one.place(), zoomed);
    await one.page.keyboard.press('0');
    assert.deepEqual(await one.place(), before);
  });

  it('says size, format, weight, model and date, and has the prompts copied as they are', async () => {
    const prompt = `  A cat,\n\n\twith a "hat" & ${'long '.repeat(4000)}`;
    const src = host.image('#d98b4a', 60, 40);
    const hostile = '<img src=x onerror=alert(1)> [x](command:y)';
    const pictures = [picture({ id: 'cat', src, facts: '600 × 400 · PNG · 42 kB', revisedPrompt: hostile })];
    const one = await open('cat', {
      cards: [card({ prompt: 'Variations of x.png', typed: prompt, pictures, startedAt: Date.UTC(2026, 1, 3, 12) })],
    });
    const about = one.page.getByRole('region', { name: 'About this picture' });
    await about.getByText('600 × 400 · PNG · 42 kB').waitFor();
    await about.getByText(card().facts).waitFor();
    await about.getByText('Feb 3, 2026', { exact: false }).waitFor();
    await about.getByRole('button', { name: 'Show more' }).click();
    assert.deepEqual(await about.locator('.look-text p').allTextContents(), [prompt, hostile]);
    await about.getByRole('button', { name: 'Copy Prompt' }).click();
    assert.deepEqual(await one.next('copyPrompt'), { kind: 'copyPrompt', image: 'cat', of: 'prompt' });
    await about.getByRole('button', { name: 'Copy Revised Prompt' }).click();
    assert.deepEqual(await one.next('copyPrompt'), { kind: 'copyPrompt', image: 'cat', of: 'revised' });
  });

  it('has the tile’s actions: a star, which the tile shows too', async () => {
    const one = await open('cat');
    await one.page.locator('.look').getByRole('button', { name: 'Star' }).click();
    assert.deepEqual(await one.next('star'), { kind: 'star', image: 'cat', on: true });
    const src = host.image('#d98b4a', 60, 40);
    await one.send(stateMessage({ cards: [card({ pictures: [picture({ id: 'cat', src, starred: true })] })] }));
    assert.equal(await one.page.locator('.look').getByRole('button', { name: 'Star' }).getAttribute('aria-pressed'), 'true');
    await one.page.keyboard.press('Escape');
    await one.page.locator('[data-tile] .star').getByText('Starred').waitFor({ state: 'attached' });
  });

  it('gives its place to the neighbour when it is discarded, and comes back with Undo', async () => {
    const one = await open('cat');
    const { page } = one;
    const all = ['cat', 'dog', 'hen'].map((id) => picture({ id, src: host.image('#d98b4a', 60, 40) }));
    const without = (gone: readonly string[]) =>
      stateMessage({
        cards: [card({ pictures: all.map((each) => (gone.includes(each.id) ? { ...each, state: 'discarded' } : each)) })],
      });
    await one.send(without([]));
    await page.locator('.look').getByRole('button', { name: 'Discard' }).click();
    assert.deepEqual(await one.next('discard'), { kind: 'discard', image: 'cat' });
    await one.send(without(['cat']));
    await one.title('dog.png');
    assert.equal(await one.focused(), 'look');
    await page.keyboard.press('Control+z');
    assert.deepEqual(await one.next('restore'), { kind: 'restore', image: 'cat' });
    await one.send(without([]));
    await one.title('cat.png');
    await one.send(without(['cat', 'dog', 'hen']));
    await page.locator('.look').waitFor({ state: 'detached' });
  });

  it('makes room for an editor that opens, and the focus comes back to the tile', async () => {
    const one = await open('cat');
    const { page } = one;
    await page.locator('.look').getByRole('button', { name: 'Edit', exact: true }).click();
    assert.deepEqual(await one.next('edit'), { kind: 'edit', image: 'cat' });
    const { cards } = { cards: [card({ pictures: [picture({ id: 'cat', src: host.image('#d98b4a', 60, 40) })] })] };
    const view = editor({ picture: { src: host.image('#d98b4a', 60, 40), name: 'cat.png', width: 60, height: 40, alpha: true } });
    await one.send(stateMessage({ cards, editor: view }));
    await page.locator('.look').waitFor({ state: 'detached' });
    assert.equal(await one.focused(), 'mask');
    await one.send(stateMessage({ cards }));
    assert.equal(await one.focused(), 'cat');
  });

  it('makes room for the prompt when the host moves the focus there', async () => {
    const one = await open('cat');
    await one.send({ kind: 'focus', on: 'prompt' });
    await one.page.locator('.look').waitFor({ state: 'detached' });
    assert.equal(await one.focused(), 'prompt');
  });

  it('is the same after a reload: the picture and how it lay', async () => {
    const one = await open('hen');
    await one.page.keyboard.press('1');
    await scale(one, 100);
    await one.drag(-60, -30);
    const place = await one.place();
    const left = await one.left();
    await one.close();
    const again = lookOf(await host.open({ width: 900, height: 700, left }));
    look = again;
    await again.next('ready');
    // The pictures come some time after the page.
    await again.send(stateMessage());
    await again.send(stateMessage(gallery(host)));
    await again.title('hen.png');
    await scale(again, 100);
    assert.deepEqual(await again.place(), place);
  });

  it('begins with all of the next picture, whatever was zoomed before', async () => {
    const one = await open('hen');
    await one.page.keyboard.press('1');
    await one.page.keyboard.press('PageUp');
    await one.title('dog.png');
    await one.page.keyboard.press('PageDown');
    await one.title('hen.png');
    assert.ok((await one.place()).width < 900);
  });

  it('hides what is behind it from the keyboard', async () => {
    const one = await open('cat');
    const reached = new Set<string>();
    for (let count = 0; count < 40; count++) {
      await one.page.keyboard.press('Tab');
      reached.add(await one.page.evaluate(() => document.activeElement?.closest('.look, [inert], body')?.localName ?? ''));
    }
    assert.deepEqual([...reached].toSorted(), ['body', 'section']);
    assert.equal(await one.page.locator('[inert] [data-tile]').count(), 3);
  });

  for (const width of [200, 320, 600, 1200]) {
    it(`fits a panel of ${width} px`, async () => {
      const one = await open('cat', {}, { width, height: 700 });
      assert.equal(await one.page.evaluate(() => document.querySelector('.look')?.scrollWidth), width);
      const box = await one.page.locator('.look .stage').boundingBox();
      assert.ok(box && box.height >= 180 && box.y + box.height <= 700, JSON.stringify(box));
    });
  }

  it('shows no picture that cannot be loaded, but says so', async () => {
    const one = await open('cat');
    await one.send(stateMessage({ cards: [card({ pictures: [picture({ id: 'cat', src: host.missing })] })] }));
    await one.page.locator('.look').getByText('This image cannot be shown.').waitFor();
  });
});
