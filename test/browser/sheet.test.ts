import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { SheetRowView, SheetView } from '../../src/core/protocol.ts';
import { type OpenPage, type PageHost, type PageOptions, startPageHost } from '../support/pageHost.ts';
import { card, form, stateMessage } from '../support/pageStates.ts';

function row(part: Partial<SheetRowView> = {}): SheetRowView {
  return { id: 'gap-1', prompt: 'A red lighthouse', place: 'img/hero.png', ticked: true, size: '1024x1024', ...part };
}

const ROWS: readonly SheetRowView[] = [
  row({ from: 'post.md:12' }),
  row({ id: 'gap-2', prompt: 'Cat', place: 'img/cat.png', reason: 'The alt text says little.', from: 'post.md:14 and 1 more' }),
  row({ id: 'gap-3', prompt: 'A view', place: 'img/view.webp', ticked: false, failure: 'The server failed (status 500).' }),
];

function sheet(part: Partial<SheetView> = {}): SheetView {
  return {
    id: 'sheet-1',
    title: '3 missing images',
    rows: ROWS,
    sizes: [
      { value: 'auto', label: 'Automatic size' },
      { value: '1024x1024', label: 'Square · 1024×1024' },
      { value: '1536x1024', label: 'Landscape 3:2 · 1536×1024' },
    ],
    freeSizes: true,
    estimate: '2 images · about $0.11',
    canSend: true,
    ...part,
  };
}

describe('the sheet of several images', function () {
  this.timeout(30_000);
  let host: PageHost;
  let opened: OpenPage | undefined;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    assert.deepEqual(opened?.complaints ?? [], []);
    await opened?.close();
    opened = undefined;
  });

  async function open(view = sheet(), options?: PageOptions): Promise<OpenPage> {
    opened = await host.open(options);
    await opened.next('ready');
    await opened.send(stateMessage({ sheet: view }));
    await opened.page.locator('#sheet').waitFor();
    return opened;
  }

  const generate = ({ page }: OpenPage) => page.getByRole('button', { name: 'Generate', exact: true });
  const prompt = ({ page }: OpenPage, place: string) => page.getByRole('textbox', { name: `Prompt for ${place}` });

  it('shows where each goes, who refers to it, why it needs a look, and what all cost', async () => {
    const { page } = await open();
    const text = await page.locator('#sheet').innerText();
    for (const part of [
      '3 missing images',
      'img/hero.png',
      'post.md:12',
      'The alt text says little.',
      'about $0.11',
      'status 500',
    ])
      assert.ok(text.includes(part), part);
    assert.equal(await page.getByRole('textbox', { name: 'Prompt', exact: true }).count(), 0, 'the form makes room');
  });

  for (const press of ['a click', 'Control+Enter'] as const) {
    it(`sends what is ticked with the prompts as typed, once: ${press}`, async () => {
      const stage = await open();
      await prompt(stage, 'img/cat.png').fill('A cat on a sofa');
      if (press === 'a click') await generate(stage).dblclick();
      else await prompt(stage, 'img/cat.png').press(press);
      assert.deepEqual(await stage.next('sendSheet'), {
        kind: 'sendSheet',
        sheet: 'sheet-1',
        rows: [
          { id: 'gap-1', prompt: 'A red lighthouse' },
          { id: 'gap-2', prompt: 'A cat on a sofa' },
        ],
      });
      assert.equal(stage.received.filter(({ kind }) => kind === 'sendSheet').length, 1);
    });
  }

  it('sends nothing without a prompt, without a tick, or while the host says no', async () => {
    const stage = await open();
    const dead = async (why: string) => {
      assert.equal(await generate(stage).getAttribute('aria-disabled'), 'true', why);
      await generate(stage).click({ force: true });
      await prompt(stage, 'img/hero.png').press('Control+Enter');
    };
    await prompt(stage, 'img/cat.png').fill('  ');
    await dead('a prompt is empty');
    await stage.send(stateMessage({ sheet: sheet({ canSend: false }) }));
    await dead('the host says no');
    await stage.send(stateMessage({ sheet: sheet({ rows: ROWS.map((one) => ({ ...one, ticked: false })) }) }));
    await dead('nothing is ticked');
    await stage.send(stateMessage({ sheet: sheet(), trusted: false }));
    await dead('no trust');
    assert.deepEqual(
      stage.received.filter(({ kind }) => kind === 'sendSheet'),
      [],
    );
  });

  it('tells of ticks and sizes, and closes', async () => {
    const stage = await open();
    const { page, next } = stage;
    await page.getByRole('checkbox', { name: 'img/cat.png' }).click();
    assert.deepEqual(await next('changeSheet'), { kind: 'changeSheet', sheet: 'sheet-1', row: 'gap-2', ticked: false });
    await page.getByRole('checkbox', { name: 'All' }).click();
    const all = await next('changeSheet');
    assert.deepEqual([all.row, typeof all.ticked], [undefined, 'boolean']);
    const size = page.getByRole('combobox').nth(1);
    await size.fill('640x360');
    await size.press('Enter');
    assert.deepEqual(await next('changeSheet'), { kind: 'changeSheet', sheet: 'sheet-1', row: 'gap-2', size: '640x360' });
    await page.getByRole('button', { name: 'Close the list' }).click();
    assert.deepEqual(await next('closeSheet'), { kind: 'closeSheet', sheet: 'sheet-1' });
  });

  it('keeps half-written prompts over new states and a reloaded page', async () => {
    const stage = await open();
    await prompt(stage, 'img/hero.png').fill('A half');
    await prompt(stage, 'img/cat.png').pressSequentially(' too');
    await stage.send(stateMessage({ sheet: sheet({ estimate: '2 images · about $0.12' }) }));
    assert.equal(await prompt(stage, 'img/cat.png').inputValue(), 'Cat too');
    const left = await stage.left();
    await stage.close();
    const again = await open(sheet(), { left });
    assert.equal(await prompt(again, 'img/hero.png').inputValue(), 'A half');
    assert.equal(await prompt(again, 'img/cat.png').inputValue(), 'Cat too');
    await again.send(stateMessage({ sheet: sheet({ id: 'sheet-2' }) }));
    assert.equal(await prompt(again, 'img/hero.png').inputValue(), 'A red lighthouse', 'another sheet has its own');
  });

  it('keeps the focus in the list when a row is made and leaves, and shows what runs', async () => {
    const stage = await open();
    await prompt(stage, 'img/cat.png').focus();
    const running = ROWS.map((one) => (one.id === 'gap-1' ? { ...one, running: 'Being made' } : one));
    await stage.send(stateMessage({ sheet: sheet({ rows: running }), cards: [card({ running: true })] }));
    await stage.page.getByText('Being made').waitFor();
    assert.equal(await prompt(stage, 'img/hero.png').count(), 0);
    assert.ok(await prompt(stage, 'img/cat.png').evaluate((area) => area === document.activeElement));
    await stage.send(stateMessage({ sheet: sheet({ rows: ROWS.filter(({ id }) => id !== 'gap-2'), progress: '1 of 3 made' }) }));
    assert.equal(await stage.page.evaluate(() => document.activeElement?.id), 'sheet');
    assert.ok((await stage.page.getByRole('status').allInnerTexts()).includes('1 of 3 made'));
  });

  it('takes the focus when the host asks, and lets the form stand beside it when that has something to look at', async () => {
    const stage = await open();
    await stage.send({ kind: 'focus', on: 'sheet' });
    assert.equal(await stage.page.evaluate(() => document.activeElement?.id), 'sheet');
    await stage.send(stateMessage({ sheet: sheet(), form: form({ prompt: 'Cat', reason: 'It is short.' }) }));
    await stage.page.getByRole('textbox', { name: 'Prompt', exact: true }).waitFor();
    await stage.send(stateMessage({}));
    await stage.page.locator('#sheet').waitFor({ state: 'detached' });
  });

  it('can be worked through by Tab alone', async () => {
    const { page } = await open(sheet({ rows: ROWS.slice(0, 2) }));
    await page.locator('#sheet').focus();
    const reached: string[] = [];
    for (let tabs = 0; tabs < 9; tabs++) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate(() => {
          const at = document.activeElement;
          return at?.getAttribute('aria-label') ?? at?.closest('label')?.textContent ?? at?.id ?? '';
        }),
      );
    }
    assert.deepEqual(reached, [
      'Close the list',
      'All',
      'img/hero.png',
      'Prompt for img/hero.png',
      'sheet-gap-1-size',
      'img/cat.png',
      'Prompt for img/cat.png',
      'sheet-gap-2-size',
      await page.getByRole('button', { name: 'Generate', exact: true }).evaluate((at) => at.getAttribute('aria-label') ?? at.id),
    ]);
  });

  it('shows texts of documents as text', async () => {
    const evil = '<img src=x onerror=alert(1)>\u202E';
    const { page } = await open(sheet({ rows: [row({ prompt: evil, place: evil, from: evil, reason: evil, failure: evil })] }));
    assert.equal(await page.locator('#sheet img').count(), 0);
  });

  for (const theme of ['light', 'dark', 'hc'] as const) {
    it(`has no serious fault that axe finds, and fits into 300 px: ${theme}`, async () => {
      const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
      const rows = [...ROWS, row({ id: 'gap-4', place: `img/${'very-long-name-'.repeat(8)}.png`, running: 'Being made' })];
      const { page, complaints } = await open(sheet({ rows, news: 'There are more.', progress: '1 of 5 made' }), {
        theme,
        width: 300,
        reducedMotion: true,
      });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 300, `${wide} px`);
      // From here on the policy refuses what axe would like to load.
      assert.deepEqual(complaints, []);
      await page.evaluate(axe);
      const { violations }: Pick<AxeResults, 'violations'> = await page.evaluate(`axe.run({ resultTypes: ['violations'] })`);
      assert.deepEqual(
        violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(({ id, nodes }) => `${id}: ${nodes.map(({ failureSummary }) => failureSummary)}`),
        [],
      );
      await opened?.close();
      opened = undefined;
    });
  }
});
