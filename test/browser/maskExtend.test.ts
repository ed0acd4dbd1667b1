import assert from 'node:assert/strict';
import { type MaskStage, openEditor } from '../support/maskStage.ts';
import { type PageHost, startPageHost } from '../support/pageHost.ts';

const EXTEND = { id: 'extend-1', mode: 'extend', prompt: 'Continue the meadow' } as const;

describe('the editor that makes a picture larger', function () {
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

  async function open(width: number, height: number): Promise<MaskStage> {
    stage = await openEditor(host, { width, height }, EXTEND);
    return stage;
  }

  for (const [ratio, canvas] of [
    ['1:1', { x: 0, y: -200, width: 1200, height: 1200 }],
    ['4:3', { x: 0, y: -50, width: 1200, height: 900 }],
    ['16:9', { x: -111, y: 0, width: 1422, height: 800 }],
    ['9:16', { x: 0, y: -666, width: 1200, height: 2133 }],
    ['+25 %', { x: -300, y: -200, width: 1800, height: 1200 }],
  ] as const) {
    it(`extends to ${ratio} by the smallest canvas around the picture`, async () => {
      const { page, sendEdit, view, summary } = await open(1200, 800);
      await page.getByRole('button', { name: ratio }).click();
      await summary(`The result has ${canvas.width} × ${canvas.height} px.`);
      assert.deepEqual(await sendEdit(), {
        kind: 'sendEdit',
        editor: view.id,
        prompt: 'Continue the meadow',
        region: 'whole',
        canvas,
      });
    });
  }

  it('takes numbers for the sides, and keeps them', async () => {
    const { page, sendEdit, left, view } = await open(400, 300);
    for (const [label, value] of Object.entries({ Top: '10', Right: '20', Bottom: '30', Left: '40' })) {
      await page.getByRole('spinbutton', { name: label }).fill(value);
      await page.keyboard.press('Enter');
    }
    const canvas = { x: -40, y: -10, width: 460, height: 340 };
    assert.deepEqual((await sendEdit()).canvas, canvas);
    const kept = await left();
    await stage?.close();
    const opened = await host.open({ left: kept });
    await opened.next('ready');
    await opened.send({
      kind: 'state',
      state: {
        trusted: true,
        form: { id: 'f', prompt: '', fields: [], estimate: '', notes: [], canSend: true, hasStyles: false, references: [] },
        editor: view,
        cards: [],
      },
    });
    await opened.page.getByRole('button', { name: 'Extend', exact: true }).click();
    assert.deepEqual((await opened.next('sendEdit')).canvas, canvas);
    await opened.close();
  });

  it('drags a side with the mouse, and moves it with the arrow keys', async () => {
    const { page, at, sendEdit, received, view } = await open(400, 300);
    const handle = page.getByRole('slider', { name: 'Right' });
    const box = await handle.boundingBox();
    assert.ok(box);
    const perPx = (await at(1, 0)).x - (await at(0, 0)).x;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    const target = box.x + box.width / 2 + 100 * perPx;
    await page.mouse.move(target, box.y + box.height / 2, { steps: 5 });
    const there = await handle.boundingBox();
    assert.ok(there && Math.abs(there.x + there.width / 2 - target) < 2, 'the handle stays under the pointer');
    await page.mouse.up();
    const dragged = (await sendEdit()).canvas?.width ?? 0;
    assert.ok(Math.abs(dragged - 500) <= 1, String(dragged));
    await handle.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+ArrowLeft');
    await page.getByRole('slider', { name: 'Top' }).focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowDown');
    const canvas = { x: 0, y: -1, width: dragged - 9, height: 301 };
    assert.deepEqual((await sendEdit()).canvas, canvas);
    assert.deepEqual(
      received.findLast(({ kind }) => kind === 'aimEdit'),
      { kind: 'aimEdit', editor: view.id, region: 'whole', canvas },
    );
  });

  for (const [sentence, width, height, sides] of [
    ['Choose how far the picture is to be extended.', 400, 300, {}],
    ['No side may be longer than 16384 px.', 1000, 1000, { Right: '15900' }],
    ['The result may have 33.5 megapixels at most.', 4000, 4000, { Right: '4000', Bottom: '4000' }],
    ['The longer side may be three times the shorter one at most.', 400, 300, { Right: '600' }],
  ] as const) {
    it(`says “${sentence}” and sends nothing`, async () => {
      const { page, next, received } = await open(width, height);
      for (const [label, value] of Object.entries(sides)) {
        await page.getByRole('spinbutton', { name: label }).fill(value);
        await page.keyboard.press('Enter');
      }
      await page.getByText(sentence).waitFor();
      await page.getByLabel('Prompt').press('Control+Enter');
      await page.getByRole('button', { name: 'Close', exact: true }).click();
      await next('closeEditor');
      assert.equal(received.filter(({ kind }) => kind === 'sendEdit').length, 0);
    });
  }
});
