/** The page in every state it knows, one after the other: for what must be true of all of it. */
import type { EditorView, ExportView, PageState, SheetView } from '../../src/core/protocol.ts';
import type { OpenPage, PageHost, PageOptions } from './pageHost.ts';
import { partial } from './pageHost.ts';
import { card, editor, form, pending, picture } from './pageStates.ts';

/** A state of the page, and how a person gets there. */
export interface ShownState {
  readonly name: string;
  readonly state: Partial<PageState>;
  /** What an earlier page left. */
  readonly left?: unknown;
  /** What has to be done on the page. */
  act?(opened: OpenPage): Promise<void>;
}

export function everyState(host: PageHost): readonly ShownState[] {
  const src = host.image('#d98b4a', 64, 64);
  const other = host.image('#4a8bd9', 64, 64);
  const prompt = 'A white siamese cat on a windowsill';
  const original = { src: other, name: 'was.png', width: 64, height: 64 };
  const raw = { src: other, name: 'cat-raw.png', width: 64, height: 64, facts: '64 × 64 · 9 kB' };
  const several = card({
    id: 'run-2',
    prompt: `${prompt}. `.repeat(60),
    notes: ['The server sent 64×64 instead of 1024×1024.'],
    original,
    cost: '$0.05',
    pictures: [
      picture({ id: 'cat', src, state: 'inserted', starred: true, revisedPrompt: 'A cat', raw, outside: 'It had changed 12 %.' }),
      picture({
        id: 'dog',
        src,
        insertCopies: true,
        insertLabel: 'Copy Reference',
        replaceLabel: 'Use Instead of was.png',
        webp: { label: 'Insert as WebP (180 kB, not 2.4 MB)', usable: true },
      }),
      picture({ id: 'hen', src: host.missing }),
      picture({ id: 'fox', src, state: 'discarded' }),
    ],
    buttons: [
      { step: 'varySubtly', label: 'Subtle Variations' },
      { step: 'setKey', label: 'Set API Key…' },
    ],
  });
  const running = card({
    running: true,
    usual: 'usually 22 s',
    cost: 'about $0.10',
    notes: ['The quality was changed.'],
    pending: [
      pending(),
      pending({ id: 'b', call: 'b', status: 'The server is busy; asking again in', until: Date.now() + 90_000 }),
    ],
    pictures: [picture({ id: 'first', src })],
  });
  const failed = card({
    id: 'run-3',
    failures: [
      {
        sentence: 'The content policy refused the prompt.',
        detail: 'Your request was rejected <b>by</b> the safety system.',
        requestId: 'req_1',
        buttons: [
          { step: 'editPrompt', label: 'Edit Prompt' },
          { step: 'tryAgain', label: 'Try Again' },
        ],
      },
    ],
  });
  const filled = form({
    prompt: `${prompt} --16:9`,
    reason: 'It is long.',
    notes: ['The model makes no such background.'],
    target: 'For post.md:12',
    source: { src: other, name: 'was.png' },
  });
  const picked = { src: host.image('#d98b4a', 400, 300), name: 'cat.png', width: 400, height: 300 };
  const editing: EditorView = editor({
    picture: { ...picked, alpha: true },
    references: [{ src: other, name: 'style.png' }],
    reason: 'It was refused.',
    prompt,
  });
  const sheet: SheetView = {
    id: 'sheet-1',
    title: '3 missing images',
    rows: [
      { id: 'gap-1', prompt, place: 'img/hero.png', from: 'post.md:12', ticked: true, size: 'auto' },
      { id: 'gap-2', prompt, place: 'img/cat.png', ticked: true, size: 'auto', reason: 'The alt text says little.' },
      { id: 'gap-3', prompt, place: 'img/dog.png', ticked: false, size: 'auto', failure: 'The server failed.' },
      { id: 'gap-4', prompt, place: 'img/hen.png', ticked: true, size: 'auto', running: 'Being made' },
    ],
    sizes: [{ value: 'auto', label: 'Automatic size' }],
    freeSizes: true,
    estimate: '2 images · about $0.11',
    canSend: true,
    news: 'There are more.',
    progress: '2 of 5 made',
  };
  const exporting: ExportView = {
    id: 'export-1',
    picture: picked,
    preset: 'favicon',
    focus: { x: 0.5, y: 0.5 },
    target: { width: 512, height: 512 },
    files: [
      { id: 'one', name: 'favicon.ico', facts: '16 × 16', ticked: true, upscaled: false, taken: 'skip' },
      { id: 'two', name: 'icon-512.png', facts: '512 × 512', ticked: true, upscaled: true },
    ],
    folder: 'public',
    summary: '1 file goes into public.',
    canExport: true,
    result: {
      sentence: '1 file was written into public.',
      files: ['favicon.ico · 15 kB'],
      snippets: [{ label: 'In the head of the page', text: '<link rel="icon" href="/favicon.ico">' }],
    },
  };
  const cards = [running, several, failed];
  const thumbnail = { id: 'ref-1', src: other, name: 'sketch.png' };
  const chips = form({
    prompt: `${prompt} --16:9 --x3`,
    hasStyles: true,
    style: { name: 'Watercolour', prefix: 'Watercolour of', suffix: 'on rough paper', references: [thumbnail] },
    references: [thumbnail],
  });
  const styled = card({
    id: 'run-4',
    asker: 'Asked for by an agent',
    style: { name: 'Watercolour', sent: `Watercolour of ${prompt}` },
    references: [thumbnail],
    description: { alt: prompt, place: { name: 'cat', folder: '/tmp' }, problem: 'The folder is not in the workspace.' },
    pictures: [
      picture({ id: 'owl', src, state: 'inserted', others: 2 }),
      picture({ id: 'elk', src }),
      picture({ id: 'cow', src }),
    ],
    lineage: [
      { label: 'Edited from was.png', image: 'was', leads: 'image' },
      { label: '2 edits of owl.png', image: 'owl', leads: 'family' },
      { label: 'Varied from hero.png', leads: 'image' },
    ],
  });
  return [
    { name: 'empty', state: {} },
    { name: 'not trusted', state: { trusted: false, cards } },
    {
      name: 'everything in the gallery',
      state: { form: filled, cards, selected: 'cat', spent: 'Today: $0.42' },
      left: { expanded: true },
      act: async ({ page, send }) => {
        await send(partial('run-1', 'call-1', '#c04a8b'));
        await page.locator('[data-image="cat"]').waitFor();
      },
    },
    {
      name: 'the list of models',
      state: { form: filled },
      left: { expanded: true },
      act: async ({ page }) => page.getByRole('combobox').first().click(),
    },
    {
      name: 'the menu of a picture',
      state: { cards: [several] },
      act: async ({ page }) => {
        await page.locator('[data-image="dog"] [aria-haspopup="menu"]').click();
        await page.getByRole('menuitem').first().waitFor();
      },
    },
    {
      name: 'a picture alone',
      state: { cards },
      act: async ({ page }) => {
        await page.locator('[data-image="cat"] [data-tile]').dblclick();
        await page.locator('.look').waitFor();
      },
    },
    ...(['slider', 'side'] as const).map((mode) => ({
      name: `two pictures compared: ${mode}`,
      state: { cards: [several] },
      act: async ({ page }: OpenPage) => {
        await page.locator('.tile.original .text-button').click();
        await page.locator('[role=slider]').waitFor();
        if (mode === 'slider') return;
        await page.locator('.look-tools .text-button').nth(1).click();
        await page.locator('.look-pair').waitFor();
      },
    })),
    {
      name: 'a search that found something, in a style, with an offer to keep only one',
      state: {
        form: chips,
        cards: [styled],
        gallery: { search: 'cat', summary: '3 images match.', family: false, older: true },
        spent: 'Today: $0.42 · this month: $3.10',
      },
      act: async ({ page }) => {
        for (const folded of ['.card details.sent', '.description']) await page.locator(`${folded} summary`).click();
        await page.locator('.card .note .link').waitFor();
      },
    },
    {
      name: 'a search that found nothing',
      state: { gallery: { search: 'fox', summary: 'No image matches.', family: false, older: false } },
    },
    {
      name: 'the recent prompts',
      state: { form: chips, cards: [styled] },
      act: async ({ page, next, send }) => {
        await page.locator('.prompt-tools .icon-button').first().click();
        await next('recentPrompts');
        await send({ kind: 'recent', prompts: [prompt, 'Watercolour'] });
        await page.locator('#recent-1').waitFor();
      },
    },
    {
      name: 'no recent prompts',
      state: { form: chips, cards: [styled] },
      act: async ({ page, next, send }) => {
        await page.locator('.prompt-tools .icon-button').first().click();
        await next('recentPrompts');
        await send({ kind: 'recent', prompts: [] });
        await page.locator('.recent-none').waitFor();
      },
    },
    {
      name: 'the mask editor',
      state: { editor: editing, cards: [several] },
      left: { expanded: true },
      act: async ({ page }) => {
        await page.locator('#mask').focus();
        await page.keyboard.press('r');
        await page.locator('.rectangle-fields vscode-button').first().click();
        await page.locator('.rectangle-fields vscode-button').nth(1).waitFor();
      },
    },
    { name: 'an extension', state: { editor: { ...editing, id: 'extend', mode: 'extend' } } },
    { name: 'the sheet', state: { sheet } },
    { name: 'the export of icons', state: { exporting } },
    {
      name: 'an export that runs',
      state: {
        exporting: {
          ...exporting,
          preset: 'custom',
          format: { value: 'jpeg', choices: ['png', 'jpeg'] },
          quality: 82,
          progress: { done: 1, total: 2 },
        },
      },
    },
  ];
}

/** Opens the page in a state, with everything that moves or loads at rest. */
export async function openState(host: PageHost, shown: ShownState, options: PageOptions = {}): Promise<OpenPage> {
  const opened = await host.open({ reducedMotion: true, left: shown.left, ...options });
  await opened.next('ready');
  await opened.send({ kind: 'state', state: { trusted: true, form: form(), cards: [], ...shown.state } });
  await opened.page.locator('main, #root, body').first().waitFor();
  await shown.act?.(opened);
  // One that is loaded when it comes into sight may be out of it.
  await opened.page.waitForFunction(() => [...document.images].every((image) => image.complete || image.loading === 'lazy'));
  return opened;
}
