import assert from 'node:assert/strict';
import { coverageOf, type MaskStage, openEditor, planeWith, valuesAt } from '../support/maskStage.ts';
import { type PageHost, startPageHost } from '../support/pageHost.ts';

const SIZE = { width: 400, height: 300 };
const BOX = { x: 50, y: 40, width: 120, height: 90 };

describe('the mask editor’s tools', function () {
  this.timeout(60_000);
  let host: PageHost;
  let stage: MaskStage | undefined;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    assert.deepEqual(stage?.complaints, []);
    await stage?.close();
    stage = undefined;
  });

  /** An editor whose picture is shown px by px, so that the mouse can meet every one. */
  async function open(part: Parameters<typeof openEditor>[2] = {}, size = SIZE): Promise<MaskStage> {
    stage = await openEditor(host, size, part);
    await stage.page.locator('#mask').focus();
    await stage.page.keyboard.press('1');
    await stage.page.getByRole('button', { name: 'Original Size, now 100 %' }).waitFor();
    return stage;
  }

  it('sends a rectangle pixel for pixel', async () => {
    const { page, drag, plane } = await open();
    await page.keyboard.press('r');
    await drag([
      [50, 40],
      [170, 130],
    ]);
    assert.ok((await plane()).equals(planeWith(SIZE, BOX)));
  });

  it('paints a hard stroke: all within the brush, and nothing outside it', async () => {
    const { page, drag, plane } = await open();
    await page.getByRole('slider', { name: 'Size' }).fill('50');
    assert.equal(await page.locator('#brush-size').getAttribute('aria-valuetext'), '50 px');
    await drag([
      [100, 100],
      [200, 100],
    ]);
    const sent = await plane();
    for (let y = 0; y < SIZE.height; y++) {
      for (let x = 0; x < SIZE.width; x++) {
        const along = Math.min(Math.max(x + 0.5, 100), 200);
        const distance = Math.hypot(x + 0.5 - along, y + 0.5 - 100);
        const value = sent[y * SIZE.width + x];
        // The mouse moves by whole CSS px, and strokes are kept to a tenth.
        if (distance < 24) assert.equal(value, 255, `${x}, ${y}`);
        if (distance > 26) assert.equal(value, 0, `${x}, ${y}`);
        assert.ok(value === 0 || value === 255);
      }
    }
  });

  it('falls off inside a soft brush', async () => {
    const { page, drag, plane } = await open();
    await page.getByRole('slider', { name: 'Size' }).fill('100');
    await page.getByRole('slider', { name: 'Soft edge' }).fill('100');
    await drag([[200, 150]]);
    const sent = await plane();
    const values = valuesAt(
      sent,
      SIZE,
      [0, 20, 40, 60, 80, 98, 102].map((distance) => [200 + distance, 150] as const),
    );
    assert.ok((values[0] ?? 0) > 250, String(values));
    assert.ok(
      values.every((value, index) => index === 0 || value < (values[index - 1] ?? 0) || value === 0),
      String(values),
    );
    assert.equal(values.at(-1), 0);
  });

  it('erases with the eraser and with the right button', async () => {
    const { page, drag, plane } = await open();
    await page.keyboard.press('f');
    await page.keyboard.press('e');
    await drag([
      [100, 100],
      [110, 100],
    ]);
    await page.keyboard.press('b');
    await drag(
      [
        [300, 100],
        [310, 100],
      ],
      'right',
    );
    const sent = await plane();
    assert.deepEqual(
      valuesAt(sent, SIZE, [
        [105, 100],
        [305, 100],
        [200, 100],
      ]),
      [0, 0, 255],
    );
  });

  it('marks what a lasso goes around, however it ends', async () => {
    const { page, drag, plane } = await open();
    await page.keyboard.press('l');
    await drag([
      [100, 50],
      [300, 50],
      [200, 250],
    ]);
    const sent = await plane();
    assert.deepEqual(
      valuesAt(sent, SIZE, [
        [200, 60],
        [200, 240],
        [110, 55],
        [110, 100],
        [290, 100],
        [200, 40],
      ]),
      [255, 255, 255, 0, 0, 0],
    );
  });

  it('moves the picture with the pan tool, with Space and with the middle button, and paints nothing', async () => {
    const { page, at, drag, summary } = await open({}, { width: 2000, height: 1500 });
    const moved = async (how: () => Promise<void>) => {
      const before = await at(0, 0);
      await how();
      const after = await at(0, 0);
      return [Math.round(after.x - before.x), Math.round(after.y - before.y)];
    };
    const left = [
      [1000, 750],
      [960, 730],
    ] as const;
    await page.keyboard.press('h');
    assert.deepEqual(await moved(() => drag(left)), [-40, -20]);
    await page.keyboard.press('b');
    assert.deepEqual(await moved(() => drag(left, 'middle')), [-40, -20]);
    await page.keyboard.down(' ');
    assert.deepEqual(await moved(() => drag(left)), [-40, -20]);
    await page.keyboard.up(' ');
    await page.mouse.wheel(30, 10);
    await summary('Nothing is painted: the whole picture may change.');
  });

  it('zooms with the wheel at the pointer, with the keys and the buttons, and comes back to all of it', async () => {
    const { page, at } = await open({}, { width: 2000, height: 1500 });
    await page.keyboard.press('0');
    const fitted = (await at(1, 0)).x - (await at(0, 0)).x;
    const target = await at(500, 300);
    await page.mouse.move(target.x, target.y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -400);
    await page.keyboard.up('Control');
    await page.waitForFunction(
      (scale) => (document.querySelector('.stage-picture')?.clientWidth ?? 0) > 2000 * scale * 2,
      fitted,
    );
    const there = await at(500, 300);
    assert.ok(Math.hypot(there.x - target.x, there.y - target.y) < 3, JSON.stringify([there, target]));
    await page.getByRole('button', { name: 'Zoom Out' }).click();
    await page.keyboard.press('-');
    await page.getByRole('button', { name: 'Fit' }).click();
    assert.ok(Math.abs((await at(1, 0)).x - (await at(0, 0)).x - fitted) < 1e-6);
  });

  it('inverts, clears and fills, and takes each back', async () => {
    const { page, drag, plane, summary } = await open();
    await page.keyboard.press('r');
    await drag([
      [50, 40],
      [170, 130],
    ]);
    await page.keyboard.press('i');
    await summary('91 % of the picture will change.');
    assert.ok((await plane()).equals(planeWith(SIZE, BOX, 0)));
    await page.getByRole('button', { name: 'Clear' }).click();
    await summary('Nothing is painted: the whole picture may change.');
    await page.getByRole('button', { name: 'Fill' }).click();
    await summary('The whole picture will change.');
    assert.ok((await plane()).equals(Buffer.alloc(SIZE.width * SIZE.height, 255)));
    await page.keyboard.press('Control+z');
    await summary('Nothing is painted: the whole picture may change.');
    await page.keyboard.press('Control+z');
    await summary('91 % of the picture will change.');
    await page.keyboard.press('Control+z');
    await summary('9 % of the picture will change.');
    assert.ok((await plane()).equals(planeWith(SIZE, BOX)));
  });

  it('undoes and redoes 60 strokes', async () => {
    const { page, drag, plane, summary } = await open();
    await page.getByRole('slider', { name: 'Size' }).fill('10');
    for (let index = 0; index < 60; index++) await drag([[5 + (index % 10) * 40, 5 + Math.floor(index / 10) * 40]]);
    const all = await plane();
    await page.locator('#mask').focus();
    for (let index = 0; index < 60; index++) await page.keyboard.press('Control+z');
    await summary('Nothing is painted: the whole picture may change.');
    assert.equal(await page.getByRole('button', { name: 'Undo' }).getAttribute('aria-disabled'), 'true');
    for (let index = 0; index < 59; index++) await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+y');
    assert.ok((await plane()).equals(all));
    assert.equal(await page.getByRole('button', { name: 'Redo' }).getAttribute('aria-disabled'), 'true');
  });

  it('gives a stroke up with Escape', async () => {
    const { page, at, summary, drag, plane } = await open();
    await page.keyboard.press('r');
    await drag([
      [50, 40],
      [170, 130],
    ]);
    await page.keyboard.press('b');
    const from = await at(200, 200);
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 50, from.y);
    await page.keyboard.press('Escape');
    await page.mouse.move(from.x + 90, from.y);
    await page.mouse.up();
    await summary('9 % of the picture will change.');
    assert.ok((await plane()).equals(planeWith(SIZE, BOX)));
  });

  it('makes the brush smaller and larger with the brackets', async () => {
    const { page } = await open();
    const size = async () => Number.parseInt((await page.locator('#brush-size').getAttribute('aria-valuetext')) ?? '', 10);
    const first = await size();
    await page.keyboard.press(']');
    await page.waitForFunction(
      (text) => document.querySelector('#brush-size')?.getAttribute('aria-valuetext') !== text,
      `${first} px`,
    );
    const larger = await size();
    assert.ok(larger > first);
    await page.keyboard.press('[');
    await page.keyboard.press('[');
    await page.waitForFunction(
      (text) => document.querySelector('#brush-size')?.getAttribute('aria-valuetext') !== text,
      `${larger} px`,
    );
    assert.ok((await size()) < first);
  });

  it('loads a mask, from a file and from the picture’s own transparency, and saves one', async () => {
    const { page, send, next, view, plane, summary } = await open();
    await page.getByRole('button', { name: 'Start from Transparency' }).click();
    assert.deepEqual(await next('loadMask'), { kind: 'loadMask', editor: view.id, from: 'transparency' });
    await page.getByRole('button', { name: 'Load Mask…' }).click();
    assert.deepEqual(await next('loadMask'), { kind: 'loadMask', editor: view.id, from: 'file' });
    const loaded = planeWith(SIZE, { x: 10, y: 20, width: 200, height: 150 });
    loaded[0] = 7;
    await send({ kind: 'coverage', editor: 'another', coverage: coverageOf(SIZE, Buffer.alloc(SIZE.width * SIZE.height, 255)) });
    await send({ kind: 'coverage', editor: view.id, coverage: coverageOf(SIZE, loaded) });
    await summary('25 % of the picture will change.');
    assert.ok((await plane()).equals(loaded));
    await page.getByRole('button', { name: 'Save Mask…' }).click();
    const { coverage } = await next('saveMask');
    assert.deepEqual([coverage.width, coverage.height], [SIZE.width, SIZE.height]);
    await send({ kind: 'coverage', editor: view.id, coverage: coverageOf({ width: 10, height: 10 }, Buffer.alloc(100)) });
    await page.getByText('The mask has another shape (10 × 10) than the picture (400 × 300).').waitFor();
  });
});
