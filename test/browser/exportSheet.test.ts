import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { ExportView } from '../../src/core/protocol.ts';
import { type OpenPage, type PageHost, type PageOptions, startPageHost } from '../support/pageHost.ts';
import { stateMessage } from '../support/pageStates.ts';

describe('the sheet with the sizes of a picture', function () {
  this.timeout(30_000);
  let host: PageHost;
  let opened: OpenPage | undefined;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  afterEach(async () => {
    if (opened) assert.deepEqual(opened.complaints, []);
    await opened?.close();
    opened = undefined;
  });

  async function open(part: Partial<ExportView> = {}, options: PageOptions = {}): Promise<OpenPage> {
    const page = await host.open(options);
    opened = page;
    await page.next('ready');
    await page.send(stateMessage({ exporting: view(part) }));
    return page;
  }

  function view(part: Partial<ExportView> = {}): ExportView {
    return {
      id: 'export-1',
      picture: { src: host.image('#d98b4a', 400, 200), name: 'cat.png', width: 400, height: 200 },
      preset: 'favicon',
      focus: { x: 0.5, y: 0.5 },
      target: { width: 512, height: 512 },
      files: [
        { id: 'favicon-0', name: 'favicon.ico', facts: '16 × 16, 32 × 32', ticked: true, upscaled: false, taken: 'skip' },
        { id: 'favicon-1', name: 'icon-512.png', facts: '512 × 512', ticked: false, upscaled: true },
      ],
      folder: 'public',
      summary: '1 file goes into public.',
      canExport: true,
      ...part,
    };
  }

  it('moves the point of interest by a click and by the arrow keys, and keeps within the picture', async () => {
    const { page, next } = await open();
    const crop = page.getByRole('button', { name: /^Point of interest: 50 % from the left, 50 % from the top/ });
    const box = await crop.boundingBox();
    assert.ok(box);
    await page.mouse.click(box.x + box.width * 0.25, box.y + box.height * 0.75);
    const clicked = await next('changeExport');
    assert.ok(clicked.change.of === 'focus', 'the focus is moved');
    assert.ok(Math.abs(clicked.change.x - 0.25) < 0.01 && Math.abs(clicked.change.y - 0.75) < 0.01, JSON.stringify(clicked));
    const moved = page.getByRole('button', { name: /^Point of interest: 25 %/ });
    await moved.press('ArrowRight');
    await moved.or(page.getByRole('button', { name: /^Point of interest: 26 %/ })).press('Shift+ArrowUp');
    await next('changeExport');
    const second = await next('changeExport');
    assert.ok(second.change.of === 'focus');
    assert.ok(Math.abs(second.change.x - 0.26) < 0.01 && Math.abs(second.change.y - 0.65) < 0.01, JSON.stringify(second));
    for (let press = 0; press < 8; press++) await page.getByRole('button', { name: /^Point of/ }).press('Shift+ArrowLeft');
    await page.getByRole('button', { name: /^Point of interest: 0 % from the left/ }).waitFor();
  });

  it('shows what is kept: the square of an icon around the point', async () => {
    const { page } = await open({ focus: { x: 0, y: 0.5 } });
    const picture = await page.locator('.crop').boundingBox();
    const kept = await page.locator('.crop-box').boundingBox();
    assert.ok(picture && kept);
    assert.ok(Math.abs(kept.x - picture.x) < 3, 'at the left');
    assert.ok(Math.abs(kept.width / kept.height - 1) < 0.05, 'a square');
  });

  it('previews the icon at 16 and 32 px on a light and a dark tab', async () => {
    const { page } = await open();
    const sizes = await page.locator('.tab-icon').evaluateAll((icons) => icons.map((icon) => icon.getBoundingClientRect().width));
    assert.deepEqual(sizes, [16, 32, 16, 32]);
    await page.getByText('Light tab').waitFor();
    await page.getByText('Dark tab').waitFor();
  });

  it('says what would be enlarged, and asks what becomes of a file that exists', async () => {
    const { page, next } = await open();
    await page.getByText('would be enlarged').waitFor();
    await page.getByRole('checkbox', { name: 'icon-512.png' }).check();
    assert.deepEqual((await next('changeExport')).change, { of: 'tick', file: 'favicon-1', on: true });
    await page.getByRole('combobox', { name: 'favicon.ico exists' }).selectOption('Replace');
    assert.deepEqual((await next('changeExport')).change, { of: 'taken', file: 'favicon-0', existing: 'replace' });
  });

  it('offers presets, a size, a format and a quality', async () => {
    const { page, next, send, received } = await open();
    const changes = () => received.flatMap((message) => (message.kind === 'changeExport' ? [message.change] : []));
    await page.getByRole('button', { name: 'Custom Size' }).click();
    assert.deepEqual((await next('changeExport')).change, { of: 'preset', preset: 'custom' });
    const format = { value: 'webp', choices: ['png', 'jpeg', 'webp', 'avif'] } as const;
    const size = { preset: 'custom', target: { width: 300, height: 200 }, format, quality: 80 } as const;
    await send(stateMessage({ exporting: view(size) }));
    await page.getByRole('spinbutton', { name: 'Width' }).fill('640');
    await page.keyboard.press('Enter');
    assert.deepEqual((await next('changeExport')).change, { of: 'size', width: 640, height: 200 });
    await page.getByRole('combobox', { name: 'Format' }).selectOption('AVIF');
    await page.getByRole('spinbutton', { name: 'Quality' }).fill('300');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await next('closeExport');
    assert.deepEqual(
      changes().find(({ of }) => of === 'format'),
      { of: 'format', format: 'avif' },
    );
    assert.deepEqual(changes().at(-1), { of: 'quality', quality: 100 });
  });

  it('exports, shows how far it is, cancels, and copies what is to be pasted', async () => {
    const { page, next, send } = await open();
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    assert.equal((await next('runExport')).export, 'export-1');
    await send(stateMessage({ exporting: view({ progress: { done: 1, total: 4 }, canExport: false }) }));
    await page.getByText('Making file 2 of 4').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await next('cancelExport');
    const snippets = [{ label: 'In the head of the page', text: '<link rel="icon" href="/favicon.ico">' }];
    const result = { sentence: '4 files were written into public.', files: ['favicon.ico · 15 kB'], snippets };
    await send(stateMessage({ exporting: view({ result }) }));
    await page.getByText('4 files were written into public.').waitFor();
    assert.equal(await page.getByRole('textbox', { name: 'In the head of the page' }).inputValue(), snippets[0]?.text);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    assert.equal((await next('copySnippet')).snippet, 0);
    await page.getByRole('button', { name: 'Change …' }).click();
    await next('chooseExportFolder');
    await page.getByRole('button', { name: 'Close', exact: true }).click();
    await next('closeExport');
  });

  it('takes the focus when it opens, and shows what a file’s name says as text only', async () => {
    const page = await host.open();
    opened = page;
    await page.next('ready');
    await page.send(stateMessage());
    const name = '<img src=x onerror=alert(1)>.png';
    await page.send(stateMessage({ exporting: view({ picture: { ...view().picture, name } }) }));
    await page.page.getByRole('heading', { name: `Export Sizes of ${name}` }).waitFor();
    assert.equal(await page.page.evaluate(() => document.activeElement?.id), 'export');
  });

  it('has no button that would write in a workspace that is not trusted', async () => {
    const page = await host.open();
    opened = page;
    await page.next('ready');
    await page.send(stateMessage({ trusted: false, exporting: view() }));
    await page.page.getByRole('button', { name: 'Export', exact: true }).click({ force: true });
    await page.page.getByRole('button', { name: 'Close', exact: true }).click();
    await page.next('closeExport');
    assert.equal(page.received.filter(({ kind }) => kind === 'runExport').length, 0);
  });

  for (const theme of ['light', 'dark', 'hc'] as const) {
    for (const width of [300, 900]) {
      it(`has no serious fault that axe finds in ${theme}, and fits into ${width} px`, async () => {
        const snippets = [{ label: 'In the head of the page', text: `<link rel="icon" href="/${'long'.repeat(40)}.ico">` }];
        const result = { sentence: '1 file was written into public.', files: ['favicon.ico · 15 kB'], snippets };
        const { page } = await open(
          { result, progress: { done: 1, total: 2 }, format: { value: 'jpeg', choices: ['png', 'jpeg'] }, quality: 82 },
          { theme, width, reducedMotion: true },
        );
        const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
        await page.waitForFunction(() => [...document.images].every((image) => image.complete));
        await page.evaluate(axe);
        const { violations }: Pick<AxeResults, 'violations'> = await page.evaluate(`axe.run({ resultTypes: ['violations'] })`);
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        const faults = serious.flatMap(({ id, nodes }) =>
          nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
        );
        assert.deepEqual(faults, []);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing sticks out');
        // What axe asks of the style sheets the policy refuses.
        await opened?.close();
        opened = undefined;
      });
    }
  }
});
