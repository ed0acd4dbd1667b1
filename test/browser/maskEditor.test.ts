import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import type { AxeResults } from 'axe-core';
import { coverageOf, type MaskStage, openEditor, planeWith, stageOn } from '../support/maskStage.ts';
import { type PageHost, type PageOptions, startPageHost } from '../support/pageHost.ts';
import { card, editor, form, pending, picture, stateMessage } from '../support/pageStates.ts';

const SIZE = { width: 400, height: 300 };

describe('the mask editor', function () {
  this.timeout(60_000);
  let host: PageHost;
  let stage: MaskStage | undefined;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    await stage?.close();
    stage = undefined;
  });

  async function open(part: Parameters<typeof openEditor>[2] = {}, options: PageOptions = {}, size = SIZE): Promise<MaskStage> {
    stage = await openEditor(host, size, part, options);
    return stage;
  }

  it('shows flags as chips, says that a ratio is not used, and tells the host what is typed', async () => {
    const { page, next, send, view } = await open({}, { left: { expanded: true } });
    const prompt = page.getByLabel('Prompt');
    await prompt.fill('A red hat --16:9 --x3 --high');
    assert.deepEqual(await next('draft'), { kind: 'draft', form: view.id, prompt: 'A red hat --16:9 --x3 --high' });
    const chips = page.getByRole('list', { name: 'Flags' }).getByRole('listitem');
    assert.deepEqual(await chips.allInnerTexts(), [
      '16:9 is not used: the size follows the picture',
      '3 images',
      'Quality: high',
    ]);
    await page.getByRole('button', { name: /^Remove 16:9/ }).press('Enter');
    assert.equal(await prompt.inputValue(), 'A red hat --x3 --high');
    assert.ok(await prompt.evaluate((box) => box === document.activeElement), 'the focus is in the prompt');
    await page.getByRole('combobox', { name: 'Quality' }).click();
    await page.getByRole('option', { name: 'Low' }).click();
    assert.equal(await prompt.inputValue(), 'A red hat --x3');
    const notes = ['16 bits a channel become 8.'];
    await send(stateMessage({ editor: { ...view, notes, estimate: '3 images' } }));
    await page
      .locator('#notes')
      .getByText(notes[0] ?? '')
      .waitFor();
  });

  it('can be used with the keyboard alone', async () => {
    const { page, next, view } = await open();
    const said = page.locator('.editor-body > [role=status]');
    await page.locator('#mask').focus();
    await page.keyboard.press('r');
    for (const [label, value] of Object.entries({ X: 20, Y: 30, Width: 100, Height: 60 })) {
      await page.getByRole('spinbutton', { name: label, exact: true }).focus();
      await page.keyboard.press('Control+a');
      await page.keyboard.type(String(value));
      await page.keyboard.press('Enter');
    }
    await page.getByRole('button', { name: 'Add Rectangle' }).focus();
    await page.keyboard.press('Enter');
    await said.getByText('Rectangle added. 5 % of the picture will change.').waitFor();
    await page.locator('#mask').focus();
    for (const key of ['ArrowRight', 'Control+ArrowDown', 'Shift+ArrowRight', 'Control+Shift+ArrowDown', 'ArrowLeft']) {
      await page.keyboard.press(key);
    }
    assert.equal(await page.getByRole('spinbutton', { name: 'Height' }).inputValue(), '70');
    await page.getByLabel('Prompt').focus();
    await page.keyboard.press('Control+Enter');
    const sent = await next('sendEdit');
    assert.ok(sent.coverage);
    assert.ok(inflateSync(sent.coverage.deflated).equals(planeWith(SIZE, { x: 20, y: 40, width: 101, height: 70 })));
    assert.deepEqual(
      { ...sent, coverage: undefined },
      { ...sent, editor: view.id, prompt: 'Remove the lamp', region: 'auto', coverage: undefined },
    );

    await page.locator('#mask').focus();
    await page.keyboard.press('Control+z');
    await said.getByText('Undone. 6 % of the picture will change.').waitFor();
    await page.keyboard.press('Control+Shift+z');
    await page.getByRole('button', { name: 'Remove', exact: true }).first().focus();
    await page.keyboard.press('Enter');
    await said.getByText('Rectangle removed. Nothing is painted: the whole picture may change.').waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.id), 'mask');
  });

  it('undoes the moves of a held key as one', async () => {
    const { page, drag, plane } = await open();
    await page.locator('#mask').focus();
    await page.keyboard.press('r');
    await drag([
      [50, 40],
      [170, 130],
    ]);
    const x = page.getByRole('spinbutton', { name: 'X', exact: true });
    const before = await x.inputValue();
    const painted = await plane();
    await page.locator('#mask').focus();
    for (let index = 0; index < 10; index++) await page.keyboard.down('ArrowRight');
    await page.keyboard.up('ArrowRight');
    assert.equal(await x.inputValue(), String(Number(before) + 10));
    await page.keyboard.press('Control+z');
    assert.equal(await x.inputValue(), before);
    assert.ok((await plane()).equals(painted));
  });

  it('brings what has begun into view, below an editor that fills the panel', async () => {
    const { page, view, send, sendEdit } = await open({}, { height: 420, reducedMotion: true });
    await sendEdit();
    const running = card({ id: 'begun', prompt: 'It has begun', running: true, pending: [pending()] });
    await send(stateMessage({ editor: view, cards: [running] }));
    const shown = page.getByText('It has begun').first();
    await shown.waitFor();
    const box = await shown.boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= 420, JSON.stringify(box));
  });

  it('has a name and a key for every tool, and goes through them with the arrow keys', async () => {
    const { page } = await open();
    for (const [name, key] of Object.entries({ Brush: 'B', Eraser: 'E', Rectangle: 'R', Lasso: 'L', Pan: 'H' })) {
      const tool = page.getByRole('radio', { name });
      assert.match((await tool.getAttribute('title')) ?? '', new RegExp(`\\(${key}\\b`));
      await page.locator('#mask').focus();
      await page.keyboard.press(key.toLowerCase());
      assert.equal(await tool.getAttribute('aria-checked'), 'true', name);
    }
    await page.getByRole('radio', { name: 'Pan' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    assert.equal(await page.getByRole('radio', { name: 'Eraser' }).getAttribute('aria-checked'), 'true');
    assert.equal(await page.evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Eraser');
  });

  it('takes no key from the prompt', async () => {
    const { page, summary } = await open({ prompt: '' });
    const prompt = page.getByLabel('Prompt');
    await prompt.focus();
    await page.keyboard.type('fire [bright] 01 - Lhasa');
    await page.keyboard.press('Backspace');
    assert.equal(await prompt.inputValue(), 'fire [bright] 01 - Lhas');
    await summary('Nothing is painted');
    assert.equal(await page.getByRole('radio', { name: 'Brush' }).getAttribute('aria-checked'), 'true');
  });

  it('keeps its strokes and its text over a new prompt, other options and a reload, undo included', async () => {
    const first = await open();
    await first.page.locator('#mask').focus();
    await first.page.keyboard.press('r');
    const drag = first.drag;
    await drag([
      [50, 40],
      [170, 130],
    ]);
    await first.page.keyboard.press('b');
    await drag([
      [300, 200],
      [320, 220],
      [310, 260],
    ]);
    await first.page.getByLabel('Prompt').fill('Remove the cat');
    const options = { ...first.view, estimate: '2 images · about $0.11' };
    await first.send(stateMessage({ editor: options }));
    await first.page.getByText('2 images · about $0.11').waitFor();
    const before = await first.plane();
    const left = await first.left();
    await first.close();

    const second = await host.open({ left, width: 900 });
    await second.next('ready');
    await second.send(stateMessage({ editor: options }));
    stage = await stageOn(second, options);
    assert.equal(await second.page.getByLabel('Prompt').inputValue(), 'Remove the cat');
    assert.ok((await stage.plane()).equals(before));
    await second.page.locator('#mask').focus();
    await second.page.keyboard.press('Control+z');
    await second.page.keyboard.press('Control+z');
    await stage.summary('Nothing is painted');
    const { coverage, prompt } = await stage.sendEdit();
    assert.equal(coverage, undefined);
    assert.equal(prompt, 'Remove the cat');
  });

  it('keeps a loaded mask over a reload', async () => {
    const first = await open();
    const plane = planeWith(SIZE, { x: 0, y: 0, width: 200, height: 300 });
    await first.send({ kind: 'coverage', editor: first.view.id, coverage: coverageOf(SIZE, plane) });
    await first.summary('50 % of the picture will change.');
    const left = await first.left();
    await first.close();
    const second = await host.open({ left });
    await second.next('ready');
    await second.send(stateMessage({ editor: first.view }));
    stage = await stageOn(second, first.view);
    await stage.summary('50 % of the picture will change.');
    assert.ok((await stage.plane()).equals(plane));
  });

  it('keeps apart what was painted on different pictures', async () => {
    const { send, view, summary, drag } = await open();
    await drag([[100, 100]]);
    await summary(/will change/);
    await send(stateMessage({ editor: { ...view, id: 'editor-2' } }));
    await summary('Nothing is painted');
    await send(stateMessage({ editor: view }));
    await summary(/will change/);
  });

  it('sends an empty mask as none, and says so', async () => {
    const { page, sendEdit, summary } = await open();
    await summary('Nothing is painted: the whole picture may change.');
    await page.getByRole('button', { name: 'Edit Whole Picture' }).waitFor();
    const sent = await sendEdit();
    assert.equal('coverage' in sent, false);
    await page.locator('#mask').focus();
    await page.keyboard.press('f');
    await summary('The whole picture will change.');
    await page.getByRole('button', { name: 'Edit', exact: true }).first().waitFor();
  });

  it('shows the part that is sent, and sends the whole picture when that is switched on', async () => {
    const { page, drag, sendEdit, next, view } = await open({}, { width: 1000 }, { width: 3000, height: 2000 });
    // The host knows the prices: it is told what would be sent.
    const aim = { kind: 'aimEdit', editor: view.id };
    assert.deepEqual(await next('aimEdit'), { ...aim, region: 'auto' });
    await page.locator('#mask').focus();
    await page.keyboard.press('r');
    await drag([
      [1000, 1000],
      [1300, 1200],
    ]);
    const { bounds } = await next('aimEdit');
    assert.ok(bounds && Math.abs(bounds.x - 1000) < 9 && Math.abs(bounds.width - 300) < 9, JSON.stringify(bounds));
    await page.getByText(/^Only the part in the frame is sent \(\d+ × \d+\)\.$/).waitFor();
    assert.equal(await page.locator('.sent-frame').count(), 1);
    assert.equal((await sendEdit()).region, 'auto');
    await page.getByRole('checkbox', { name: 'Send the whole picture' }).check();
    await page.locator('.sent-frame').waitFor({ state: 'detached' });
    assert.deepEqual(await next('aimEdit'), { ...aim, region: 'whole', bounds });
    assert.equal((await sendEdit()).region, 'whole');
    await page.getByRole('checkbox', { name: 'Send the whole picture' }).uncheck();
    await page.locator('.sent-frame').waitFor();
  });

  it('begins a prompt with a chip, which the browser’s undo takes back', async () => {
    const { page } = await open();
    const prompt = page.getByLabel('Prompt');
    await page.getByRole('button', { name: 'Replace Text' }).click();
    await page.keyboard.type('Café');
    assert.equal(
      await prompt.inputValue(),
      'Replace the text with “Café” in the same font, size, colour and perspective. Change nothing else.',
    );
    for (let index = 0; index < 3; index++) await page.keyboard.press('Control+z');
    assert.equal(await prompt.inputValue(), 'Remove the lamp');
  });

  it('closes by its button, and by Escape only where nothing was done', async () => {
    const { page, next, view, drag, received } = await open();
    await page.locator('#mask').focus();
    await page.keyboard.press('Escape');
    await next('closeEditor');
    await drag([[100, 100]]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    assert.deepEqual(await next('closeEditor'), { kind: 'closeEditor', editor: view.id });
    assert.equal(received.filter(({ kind }) => kind === 'closeEditor').length, 2);
  });

  it('takes the focus when it opens, and gives it back to the picture that it was opened from', async () => {
    const opened = await host.open();
    await opened.next('ready');
    const cards = [card({ pictures: [picture({ id: 'cat', src: host.image('#d98b4a', 64, 64) })] })];
    await opened.send(stateMessage({ cards }));
    await opened.page.getByRole('button', { name: 'Edit', exact: true }).click();
    assert.deepEqual(await opened.next('edit'), { kind: 'edit', image: 'cat' });
    const view = editor({
      picture: { src: host.image('#d98b4a', 64, 64), name: 'cat.png', width: 64, height: 64, alpha: false },
    });
    await opened.send(stateMessage({ cards, editor: view }));
    stage = await stageOn(opened, view);
    assert.equal(await opened.page.evaluate(() => document.activeElement?.id), 'mask');
    assert.equal(await opened.page.getByRole('button', { name: 'Start from Transparency' }).count(), 0);
    await opened.send(stateMessage({ cards }));
    await opened.page.getByRole('region', { name: 'New image' }).waitFor();
    assert.equal(
      await opened.page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-image]')?.dataset.image),
      'cat',
    );
  });

  it('changes an option under its own id', async () => {
    const { page, next, view } = await open({}, { left: { expanded: true } });
    await page.getByRole('combobox', { name: 'Quality' }).click();
    await page.getByRole('option', { name: 'High' }).click();
    assert.deepEqual(await next('change'), { kind: 'change', form: view.id, options: { quality: 'high' } });
  });

  it('sends nothing in an untrusted workspace, nor while the host says no', async () => {
    const { page, send, view, next, received } = await open();
    for (const state of [{ trusted: false, editor: view }, { editor: { ...view, canSend: false } }]) {
      await send(stateMessage(state));
      await page.getByLabel('Prompt').press('Control+Enter');
    }
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await next('closeEditor');
    assert.equal(received.filter(({ kind }) => kind === 'sendEdit').length, 0);
  });

  it('folds what is too much to keep into one plane, and still shows and sends the same', async () => {
    const view = editor({ picture: { src: host.image('#d98b4a', 400, 300), name: 'cat.png', ...SIZE, alpha: true } });
    const steps = Array.from({ length: 520 }, (_, index) => ({
      kind: 'rectangle',
      erase: false,
      box: { x: index % 400, y: index % 300, width: 1, height: 1 },
      moved: false,
    }));
    const left = { editors: [{ editor: view.id, steps, at: steps.length }] };
    const second = await host.open({ left });
    await second.next('ready');
    await second.send(stateMessage({ editor: view }));
    stage = await stageOn(second, view);
    await second.page.waitForFunction('readLeft().editors[0].steps.length < 200');
    const expected = Buffer.alloc(SIZE.width * SIZE.height);
    for (const { box } of steps) expected[box.y * SIZE.width + box.x] = 255;
    await stage.page.getByLabel('Prompt').fill('Remove the dots');
    assert.ok((await stage.plane()).equals(expected));
  });

  for (const theme of ['light', 'dark', 'hc'] as const) {
    it(`has no serious fault that axe finds in ${theme}`, async () => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const references = [{ src: host.image('#4a8bd9', 64, 64), name: 'style.png' }];
      const { page, drag, send, view } = await open(
        { references, reason: 'It was refused.' },
        { theme, left: { expanded: true } },
      );
      await page.locator('#mask').focus();
      await page.keyboard.press('r');
      await drag([
        [50, 40],
        [90, 80],
      ]);
      const src = host.image('#d98b4a', 64, 64);
      const raw = { src, name: 'cat-raw.png', width: 64, height: 64, facts: '64 × 64' };
      const shown = picture({
        id: 'cat',
        src,
        raw,
        outside: 'The model had changed 12 %.',
        replaceLabel: 'Use Instead of cat.png',
      });
      const original = { src, name: 'cat.png', width: 64, height: 64 };
      for (const next of [view, { ...view, id: 'extend', mode: 'extend' as const }]) {
        await send(stateMessage({ editor: next, cards: [card({ pictures: [shown], original })] }));
        await page.waitForFunction(() => [...document.images].every((image) => image.complete));
        await page.evaluate(axe);
        const { violations }: Pick<AxeResults, 'violations'> = await page.evaluate(`axe.run({ resultTypes: ['violations'] })`);
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        assert.deepEqual(
          serious.flatMap(({ id, nodes }) =>
            nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
          ),
          [],
        );
      }
    });
  }

  it('does not scroll sideways at any width', async () => {
    const { page, send, view } = await open({ references: [{ src: host.missing, name: `${'long-'.repeat(20)}.png` }] });
    await page.locator('#mask').focus();
    await page.keyboard.press('r');
    for (const next of [view, { ...view, id: 'extend', mode: 'extend' as const }]) {
      await send(stateMessage({ editor: next }));
      for (const width of [200, 300, 600, 859, 860, 1600]) {
        await page.setViewportSize({ width, height: 700 });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        assert.ok(over <= 0, `${over} px too wide at ${width}`);
      }
    }
  });

  it('gives the form its own text back', async () => {
    const opened = await host.open();
    await opened.next('ready');
    await opened.send(stateMessage());
    await opened.page.getByLabel('Prompt').fill('A lighthouse');
    const view = editor({
      picture: { src: host.image('#d98b4a', 64, 64), name: 'cat.png', width: 64, height: 64, alpha: false },
    });
    await opened.send(stateMessage({ editor: view }));
    stage = await stageOn(opened, view);
    await opened.page.getByLabel('Prompt').fill('Remove the lamp');
    await opened.send(stateMessage({ form: form() }));
    await opened.page.getByRole('region', { name: 'New image' }).waitFor();
    assert.equal(await opened.page.getByLabel('Prompt').inputValue(), 'A lighthouse');
  });
});
