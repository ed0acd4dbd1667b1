import assert from 'node:assert/strict';
import { gallery, type LookStage, lookOf, openLook } from '../support/lookStage.ts';
import { type PageHost, startPageHost } from '../support/pageHost.ts';
import { card, picture, stateMessage } from '../support/pageStates.ts';

describe('two pictures that are compared', function () {
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

  async function compare(image = 'cat', width = 900): Promise<LookStage> {
    look = await openLook(host, image, {}, { width });
    await look.page.keyboard.press('v');
    await look.title(`Compare ${image}.png`);
    await look.page.locator('.stage-picture').nth(1).waitFor();
    return look;
  }

  const slider = ({ page }: LookStage) => page.getByRole('slider');
  const value = (one: LookStage) => slider(one).getAttribute('aria-valuenow');
  /** Where the pictures of the stage lie, CSS px. */
  const places = ({ page }: LookStage) =>
    page.locator('.look .stage-picture').evaluateAll((all) =>
      all.map((each) => {
        const { x, y, width, height } = each.getBoundingClientRect();
        return { x, y, width, height };
      }),
    );
  /** The colour of the screen at a point, as the eye sees it. */
  async function colourAt({ page }: LookStage, x: number, y: number): Promise<readonly number[]> {
    const shot = await page.screenshot({ clip: { x, y, width: 1, height: 1 } });
    return page.evaluate(async (data) => {
      const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
      const context = new OffscreenCanvas(1, 1).getContext('2d');
      context?.drawImage(bitmap, 0, 0);
      return [...(context?.getImageData(0, 0, 1, 1).data ?? [])].slice(0, 3);
    }, shot.toString('base64'));
  }
  const isBlue = ([red = 0, , blue = 0]: readonly number[]) => blue > red;

  it('begins with the original and half of each, in the same frame', async () => {
    const one = await compare();
    assert.equal(await one.focused(), 'look-divider');
    assert.equal(await value(one), '50');
    assert.equal(await slider(one).getAttribute('aria-valuetext'), '50 % Original, then cat.png');
    const [before, after] = await places(one);
    assert.deepEqual(before, after);
    assert.ok(after);
    const y = after.y + after.height / 2;
    assert.ok(isBlue(await colourAt(one, after.x + after.width * 0.4, y)), 'the original on the left');
    assert.ok(!isBlue(await colourAt(one, after.x + after.width * 0.6, y)), 'the edit on the right');
  });

  it('is slid by keys, from one end to the other', async () => {
    const one = await compare();
    for (const [key, expected] of [
      ['ArrowRight', '51'],
      ['ArrowLeft', '50'],
      ['Shift+ArrowLeft', '40'],
      ['PageUp', '50'],
      ['PageDown', '40'],
      ['End', '100'],
      ['ArrowRight', '100'],
      ['Home', '0'],
    ] as const) {
      await one.page.keyboard.press(key);
      assert.equal(await value(one), expected, key);
    }
    const [, after] = await places(one);
    assert.ok(after);
    assert.ok(!isBlue(await colourAt(one, after.x + after.width * 0.2, after.y + after.height / 2)), 'all of the edit');
  });

  it('is slid by the mouse, and the pictures stay where they are', async () => {
    const one = await compare();
    const before = await places(one);
    const box = await slider(one).boundingBox();
    assert.ok(box && before[0]);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    await one.page.mouse.move(at.x, at.y);
    await one.page.mouse.down();
    await one.page.mouse.move(before[0].x + before[0].width * 0.8, at.y, { steps: 4 });
    await one.page.mouse.up();
    assert.ok(Math.abs(Number(await value(one)) - 80) <= 1, `${await value(one)}`);
    assert.deepEqual(await places(one), before);
    assert.ok(isBlue(await colourAt(one, before[0].x + before[0].width * 0.7, at.y + 40)));
  });

  it('zooms and moves both together, over each other and side by side', async () => {
    const one = await compare();
    const { page } = one;
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Original Size, now 100 %' }).waitFor();
    const [left, right] = await places(one);
    assert.deepEqual(left, right);
    assert.equal(right?.width, 600);
    await page.getByRole('button', { name: 'Side by Side' }).click();
    await page.keyboard.press('0');
    await page.keyboard.press('1');
    await page.getByRole('button', { name: 'Original Size, now 100 %' }).waitFor();
    const relative = async () => {
      const stages = await page.locator('.look .stage').evaluateAll((all) => all.map((each) => each.getBoundingClientRect().x));
      return (await places(one)).map(({ x, ...rest }, index) => ({ x: x - (stages[index] ?? 0), ...rest }));
    };
    const [first, second] = await relative();
    assert.deepEqual(first, second);
    await one.drag(-40, 0);
    const [moved, along] = await relative();
    assert.deepEqual(moved, along);
    assert.equal(moved?.x, (first?.x ?? 0) - 40);
    await page.locator('.look .stage').nth(1).hover();
    await page.mouse.wheel(25, 0);
    await page.waitForFunction(
      (x) => document.querySelector('.look .stage-picture')?.getBoundingClientRect().x === x,
      (moved?.x ?? 0) - 25,
    );
    const [again, too] = await relative();
    assert.deepEqual(again, too);
  });

  it('takes another picture by mouse and keys, and says where the sizes differ', async () => {
    const one = await compare();
    const { page } = one;
    assert.deepEqual(await page.getByRole('radio').allInnerTexts(), ['Original', 'dog.png', 'hen.png']);
    const fitted = page.getByText('both are fitted to the same frame', { exact: false });
    assert.equal(await fitted.count(), 0);
    await page.getByRole('radio', { name: 'hen.png' }).click();
    await page.getByText('2000 × 1000 and 600 × 400 px: both are fitted to the same frame.').waitFor();
    await page.getByRole('status').filter({ hasText: 'Compared with hen.png.' }).waitFor({ state: 'attached' });
    const [hen, cat] = await places(one);
    assert.ok(hen && cat);
    assert.ok(Math.abs(hen.width - cat.width) < 1 && Math.abs(hen.width / hen.height - 2) < 0.01, 'fitted, and not stretched');
    await page.getByRole('radio', { name: 'hen.png' }).press('ArrowLeft');
    assert.equal(await page.getByRole('radio', { name: 'dog.png' }).getAttribute('aria-checked'), 'true');
    await page.locator('.look .stage').focus();
    await page.keyboard.press('Home');
    assert.equal(await page.getByRole('radio', { name: 'Original' }).getAttribute('aria-checked'), 'true');
  });

  it('offers the untouched answer, and leads back to the picture and to its tile by Escape', async () => {
    look = await openLook(host, 'cat');
    const raw = { src: host.image('#aaaaaa', 60, 40), name: 'raw.png', width: 60, height: 40, facts: '' };
    await look.send(
      stateMessage({ cards: [card({ pictures: [picture({ id: 'cat', src: host.image('#d98b4a', 60, 40), raw })] })] }),
    );
    await look.page.getByRole('button', { name: 'Compare' }).click();
    await look.page.getByRole('radio', { name: 'Untouched answer' }).waitFor();
    await look.page.keyboard.press('Escape');
    await look.title('cat.png');
    assert.equal(await look.focused(), 'look');
    await look.page.keyboard.press('Escape');
    assert.equal(await look.focused(), 'cat');
  });

  it('opens from the original on the card', async () => {
    look = await openLook(host, 'hen');
    await look.page.keyboard.press('Escape');
    await look.page.locator('.original').getByRole('button', { name: 'Compare' }).click();
    await look.title('Compare cat.png');
    assert.equal(await slider(look).getAttribute('aria-valuetext'), '50 % Original, then cat.png');
  });

  it('has nothing to offer where there is one picture alone', async () => {
    look = await openLook(host, 'cat');
    await look.send(stateMessage({ cards: [card({ pictures: [picture({ id: 'cat', src: host.image('#d98b4a', 60, 40) })] })] }));
    const button = look.page.getByRole('button', { name: 'Compare' });
    assert.equal(await button.getAttribute('aria-disabled'), 'true');
    await look.page.keyboard.press('v');
    await look.title('cat.png');
  });

  it('is the same after a reload', async () => {
    const one = await compare();
    await one.page.keyboard.press('Home');
    await one.page.keyboard.press('PageUp');
    const left = await one.left();
    await one.close();
    look = lookOf(await host.open({ width: 900, height: 700, left }));
    await look.next('ready');
    await look.send(stateMessage(gallery(host)));
    await look.title('Compare cat.png');
    assert.equal(await value(look), '10');
  });

  for (const width of [200, 320, 600]) {
    it(`fits a panel of ${width} px`, async () => {
      const one = await compare('cat', width);
      assert.equal(await one.page.evaluate(() => document.querySelector('.look')?.scrollWidth), width);
      await one.page.getByRole('button', { name: 'Side by Side' }).click();
      await one.page.locator('.look .stage').nth(1).waitFor();
      assert.equal(await one.page.evaluate(() => document.querySelector('.look')?.scrollWidth), width);
      for (const place of await places(one)) assert.ok(place.width > 50, JSON.stringify(place));
    });
  }
});
