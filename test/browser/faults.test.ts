import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { root } from '../support/host/install.ts';
import { startImagesServer } from '../support/imagesServer.ts';
import { eventually, hold, type Product, useProduct } from '../support/product.ts';
import { FAULTS, type FaultRow, tableLines } from './faultRows.ts';

/** Each row has a prompt of its own, so that its card and its files are known by it. */
const promptOf = (row: FaultRow) => `Harbor number ${FAULTS.indexOf(row) + 1} in the evening light`;
const fileOf = (row: FaultRow) => `harbor-number-${FAULTS.indexOf(row) + 1}-in-the-evening-light`;

/** A cancelled run has to end within 200 ms (promise P5); machines that run tests are slow. ms */
const CANCEL_WITHIN = 5 * 200;
const END_WITHIN = 45_000;

describe('the fault table', () => {
  it('stands in CONTRIBUTING', async () => {
    const text = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8').catch(() => '');
    const missing = tableLines().filter((line) => !text.split(/\r?\n/).includes(line));
    assert.deepEqual(missing, [], `CONTRIBUTING.md lacks lines of this table:\n${tableLines().join('\n')}\n`);
  });
});

describe('a fault of the server', () => {
  const product = useProduct({
    files: { 'prompts.md': `# Prompts\n\n${FAULTS.map(promptOf).join('\n\n')}\n` },
    settings: { 'easel.size': '1024x1024', 'easel.quality': 'low' },
  });

  afterEach(async () => {
    const { workbench } = product();
    // What a test left open must not stand in the next one's way.
    await workbench.page.keyboard.press('Escape');
    await clearToasts(workbench);
  });

  for (const row of FAULTS) {
    it(row.server, async () => {
      const now = product();
      const names = await prepare(row, now);
      const gate = row.user === 'closes the panel' ? hold(row.answers[0]) : undefined;
      now.images.answer(...(gate ? [gate.answer] : row.answers));
      // Opened while the panel has the focus, it would come to lie over it.
      if ((await now.workbench.tab('prompts.md').count()) === 0) await now.workbench.openFile('prompts.md');
      await now.workbench.select(promptOf(row));
      await now.workbench.command('Easel: Generate Image');
      const card = cardOf(row, now);

      if (row.meanwhile !== undefined) await watch(row.meanwhile, card, now);
      if (row.user === 'cancels') await cancel(row, card, now);
      if (row.user === 'enters the key') await enterKey(now);
      if (row.user === 'goes away') await goAway(now);
      if (gate) {
        await closePanel(row, now).finally(gate.release);
        const toast = await now.workbench.toast(fill(row.sentences[0] ?? '', names));
        assert.deepEqual(await buttonsIn(toast), row.buttons, 'the notification has the buttons');
        assert.match((await toast.textContent()) ?? '', /Request id: req_\d+/, 'and the request id');
        await now.workbench.command('Easel: Show Images');
      }

      await ended(card);
      assert.deepEqual(await sentencesOn(card), row.sentences.map((one) => fill(one, names)).sort(compare), 'the sentences');
      for (const failure of await card.locator('.failure').all()) assert.deepEqual(await buttonsIn(failure), row.buttons);
      assert.deepEqual(await kept(row, now), namesOf(row, row.files), 'the files');
      assert.equal(now.images.posts.length, row.posts, 'the POSTs');
      // The one about the check of the key fades out.
      if (!gate) await eventually(async () => assert.deepEqual(await now.workbench.toasts(), [], 'the panel is visible'));
      await isOver(row, now);

      if (row.next) {
        await card.locator('.failure').getByRole('button', { name: row.next.step, exact: true }).first().click();
        const files = namesOf(row, row.next.files);
        await eventually(async () => assert.deepEqual(await kept(row, now), files));
        await ended(cardOf(row, now));
        assert.deepEqual(await sentencesOn(cardOf(row, now)), [], 'nothing failed any more');
        assert.equal(now.images.posts.length, row.next.posts);
        await isOver(row, now);
      }
      assert.deepEqual([...now.images.violations, ...now.images.strays], []);
    });
  }
});

/** Settings and keys as the row wants them. Answers what stands for `{host}` and `{origin}`. */
async function prepare(row: FaultRow, { workbench, images, setSettings }: Product): Promise<URL> {
  const baseUrl = row.isClosed ? await closedAddress() : images.baseUrl;
  await setSettings({ 'easel.count': 1, 'easel.model': undefined, ...row.settings, 'easel.baseUrl': baseUrl });
  if (!row.keys) return new URL(baseUrl);
  await workbench.command('Easel: Clear API Key');
  await workbench.toast(/No API key is set|was removed/);
  if (row.keys.stored !== undefined) {
    await workbench.command('Easel: Set API Key…');
    await workbench.quickInput(row.keys.stored, 'API key for');
    // Not "No API key is set.", which came before.
    await workbench.toast(/The key for .* is set\./);
  }
  await clearToasts(workbench);
  images.reset();
  images.wantKey(row.keys.wanted);
  return new URL(baseUrl);
}

/** A toast that is on its way in while the others are cleared stays: it takes another round. */
async function clearToasts(workbench: Product['workbench']): Promise<void> {
  await eventually(async () => {
    if ((await workbench.toasts()).length > 0) await workbench.command('Notifications: Clear All Notifications');
    assert.deepEqual(await workbench.toasts(), []);
  });
}

async function closedAddress(): Promise<string> {
  const gone = await startImagesServer();
  await gone.close();
  return gone.baseUrl;
}

/** The newest card of the row. */
function cardOf(row: FaultRow, { workbench }: Product): Locator {
  return workbench
    .panel()
    .locator('article.card')
    .filter({ has: workbench.panel().getByRole('heading', { name: promptOf(row), exact: true }) })
    .first();
}

/** The card says what goes on beside a clock that runs, and the status bar shows that something runs. */
async function watch(status: string, card: Locator, { workbench }: Product): Promise<void> {
  const pending = card.locator('.pending .status').filter({ hasText: status });
  await pending.waitFor();
  const clock = (status.includes('busy') ? pending : card.locator('.facts')).getByRole('timer').first();
  const first = (await clock.textContent()) ?? '';
  assert.match(first, /^\d\d:\d\d$/);
  await card.getByRole('button', { name: /^Cancel/ }).waitFor();
  await workbench.statusBar('Easel 1').waitFor();
  if (!status.includes('busy')) await eventually(async () => assert.notEqual((await clock.textContent()) ?? '', first));
}

async function cancel(row: FaultRow, card: Locator, { images }: Product): Promise<void> {
  await eventually(() => assert.equal(images.posts.length, row.posts));
  if (row.files > 0)
    await card
      .locator('.picture')
      .nth(row.files - 1)
      .waitFor();
  await eventually(async () => assert.equal(await card.locator('.pending').count(), 1));
  const took = await card.evaluate(clickCancel);
  assert.ok(took <= CANCEL_WITHIN, `the end was shown after ${Math.round(took)} ms`);
  await images.posts.at(-1)?.closed;
}

async function enterKey({ workbench, images }: Product): Promise<void> {
  for (const choice of ['Enter API Key…', 'Use Another Server…', 'Try Without a Key (Placeholder)']) {
    await workbench.quickRow(choice).waitFor();
  }
  assert.equal((await workbench.quickLabels()).includes('Get a Key'), false, 'OpenAI’s keys are of no use here');
  await workbench.quickPick('Enter API Key…');
  await workbench.quickInput(' Bearer "test-key" ', images.origin);
  await eventually(() => assert.equal(images.posts.at(-1)?.headers.authorization, 'Bearer test-key'));
}

async function goAway({ workbench, images }: Product): Promise<void> {
  await workbench.page
    .locator('.quick-input-widget:visible')
    .filter({ hasText: `${images.origin} needs an API key` })
    .waitFor();
  await workbench.page.keyboard.press('Escape');
}

/** The user closes the panel while the request runs: the progress moves to a notification that can be cancelled. */
async function closePanel(row: FaultRow, { workbench, images }: Product): Promise<void> {
  await eventually(() => assert.equal(images.posts.length, 1));
  const tab = workbench.tab('Easel');
  await tab.click({ button: 'middle' });
  await tab.waitFor({ state: 'detached' });
  const progress = await workbench.toast(promptOf(row).slice(0, 20));
  assert.deepEqual(await buttonsIn(progress), ['Cancel']);
}

async function ended(card: Locator): Promise<void> {
  await card.waitFor();
  await card.getByRole('button', { name: /^Cancel/ }).waitFor({ state: 'detached', timeout: END_WITHIN });
  assert.equal(await card.locator('.pending').count(), 0, 'nothing is awaited');
}

async function sentencesOn(card: Locator): Promise<string[]> {
  const all = await card.locator('.failure-sentence').allInnerTexts();
  return all.map((text) => text.trim().replace(/\d{1,2}:\d{2}\s?[AP]M/, '{time}')).sort(compare);
}

const compare = (a: string, b: string) => a.localeCompare(b);

async function buttonsIn(place: Locator): Promise<string[]> {
  const labels = await place.locator('.monaco-text-button, vscode-button').allInnerTexts();
  return labels.map((label) => label.trim());
}

function fill(sentence: string, { host, origin }: URL): string {
  return sentence.replace('{host}', host).replace('{origin}', origin);
}

/** What lies in the workspace for the row; a temporary file of anyone is named too. */
async function kept(row: FaultRow, { assets, folder }: Product): Promise<string[]> {
  assert.deepEqual(
    (await readdir(folder)).filter((name) => name !== 'assets'),
    ['prompts.md'],
  );
  return (await assets()).filter(
    (name) => name.startsWith(`${fileOf(row)}.`) || name.startsWith(`${fileOf(row)}-`) || !name.endsWith('.png'),
  );
}

function namesOf(row: FaultRow, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${fileOf(row)}${index === 0 ? '' : `-${index + 1}`}.png`).sort();
}

/** The ledger has exactly one end for each of the row's calls and runs, and the status bar shows that nothing runs. */
async function isOver(row: FaultRow, { workbench, vscode }: Product): Promise<void> {
  await workbench.page
    .locator('.statusbar-item')
    .filter({ hasText: /Easel \d/ })
    .waitFor({ state: 'hidden' });
  const storage = join(vscode.userData, 'User', 'globalStorage', 'easel.easel');
  const entries: { kind: string; run: string; prompt?: string; call?: string; calls?: string[] }[] = [];
  for (const path of await readdir(join(storage, 'ledger'), { recursive: true })) {
    if (!path.endsWith('.jsonl')) continue;
    const text = await readFile(join(storage, 'ledger', path), 'utf8');
    assert.doesNotMatch(text, /test-key|old-key/, 'no key in the ledger');
    for (const line of text.split('\n').filter(Boolean)) entries.push(JSON.parse(line));
  }
  const runs = entries.filter(({ kind, prompt }) => kind === 'started' && prompt === promptOf(row));
  assert.ok(runs.length > 0);
  for (const { run, calls = [] } of runs) {
    const of = (kind: string) => entries.filter((entry) => entry.kind === kind && entry.run === run);
    assert.equal(of('ended').length, 1, 'a run ends once');
    for (const call of calls) {
      const failed = of('failed').filter((entry) => entry.call === call).length;
      const saved = of('saved').filter((entry) => entry.call === call).length;
      assert.ok(failed === 1 || (failed === 0 && saved > 0), 'a call ends once');
    }
  }
}

/** Runs in the page. Clicks Cancel and answers after how many ms the card shows the end. */
function clickCancel(card: Element): Promise<number> {
  const button = [...card.querySelectorAll('vscode-button')].find((one) => one.textContent?.trim() === 'Cancel');
  if (!(button instanceof HTMLElement)) throw new Error('There is no Cancel');
  return new Promise((resolve) => {
    const start = performance.now();
    new MutationObserver((_, observer) => {
      if (!card.textContent?.includes('Cancelled.')) return;
      observer.disconnect();
      resolve(performance.now() - start);
    }).observe(card, { childList: true, subtree: true, characterData: true });
    button.click();
  });
}
