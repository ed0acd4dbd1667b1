import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { base64Of, completedOf, eventsOf, json } from '../support/imagesAnswers.ts';
import { encodePng } from '../support/imagesPng.ts';
import type { Answer } from '../support/imagesServer.ts';
import { eventually } from '../support/product.ts';
import { useTidyProduct } from '../support/tidyProduct.ts';

/** Of no vendor's shape, so that nothing hides it but that it is a key. */
const KEY = 'planted/7Rw2Qx9Lm4Tz8Kd1Vb6N';

/** Where VS Code keeps its secrets in a browser: there the key lies, encrypted. */
const SECRETS = join('browser', 'Default', 'Local Storage') + sep;

/** A server that repeats the key wherever it may say something. */
const repeating: Answer = (request, response) => {
  const revised = { revised_prompt: `It was asked with ${request.headers.authorization}` };
  if (request.body.stream) eventsOf(request, response)('completed', { ...completedOf(request.body), ...revised });
  else json(response, { data: [{ b64_json: base64Of(request), ...revised }] });
};
const refusing: Answer = ({ headers: { authorization = '' } }, response) =>
  json(response, { error: { code: authorization, message: `No ${authorization}`, param: KEY } }, 400, { 'x-request-id': KEY });

describe('a key that is looked for everywhere', function () {
  this.timeout(300_000);
  const product = useTidyProduct({
    settings: { 'easel.provenance': 'sidecar', 'easel.size': '512x512', 'easel.model': 'sd-xl', 'easel.variationCount': 1 },
    files: {
      'post.md': '# Post\n\nA quiet lake at dawn\n\nA mill by the river\n',
      'logo.png': encodePng(320, 240, [20, 60, 200, 255]),
    },
  });

  it('is found at its server alone, whatever was done with it and however often the server repeats it', async () => {
    const { workbench, images, generate, assets, vscode, folder } = product();
    const { page } = workbench;
    const shown: string[] = [];
    /** All that the window shows now, webviews and dialogs too. */
    const look = async () => {
      for (const frame of page.frames()) shown.push(await frame.content().catch(() => ''));
      shown.push(await page.evaluate(fieldsOf));
    };
    images.wantKey(KEY);
    images.answer(repeating);
    images.answerModels((_request, response) => json(response, { data: [{ id: KEY }, { id: `of ${KEY}` }, { id: 'sd-xl' }] }));

    // Entered after a 401, checked, and used.
    await generate('post.md', 'A quiet lake at dawn');
    await workbench.quickPick('Enter API Key…');
    await workbench.inputBox(images.origin);
    await look();
    await workbench.quickInput(KEY, images.origin);
    const card = workbench.panel().locator('.card').filter({ hasText: 'A quiet lake at dawn' });
    await card.locator('.tile.picture img').waitFor();
    await card.getByText('It was asked with', { exact: false }).first().waitFor({ state: 'attached' });
    await look();

    // A variation, an error, the models, Check Setup, and what made the picture.
    await workbench.explorerContextMenu('logo.png', 'Create Variations');
    await eventually(async () => assert.ok((await assets()).includes('logo-variation.png')));
    images.answer(refusing);
    await generate('post.md', 'A mill by the river');
    await workbench.panel().getByText('The server rejects', { exact: false }).first().waitFor();
    await look();
    await workbench.command('Easel: Refresh Models');
    await workbench.page.locator('.notification-list-item').first().waitFor();
    await look();
    await workbench.command('Easel: Check Setup');
    await workbench.quickRow('Copy Report').waitFor();
    await look();
    await workbench.quickPick('Copy Report');
    const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
    await eventually(async () => assert.match(await clipboard(), /Easel: Check Setup/));
    shown.push(await clipboard());
    await page.keyboard.press('Escape');
    await workbench.explorerContextMenu('assets/a-quiet-lake-at-dawn.png', 'Easel', 'What Made This Image?');
    await (await workbench.modal()).getByText('It was asked with', { exact: false }).waitFor();
    await look();
    await page.keyboard.press('Escape');
    await workbench.command('Output: Show Output Channels...');
    await workbench.quickPick('Easel');
    await page.locator('.output-view .view-lines').getByText('POST').first().waitFor();
    await look();

    // What waits to be written is written before the window goes.
    await workbench.reload();
    // Everything starts anew, which takes a busy machine a while.
    await workbench.panel().locator('.tile.picture img').first().waitFor({ timeout: 150_000 });
    await look();
    shown.push(await page.evaluate(storedInPage));

    const used = images.requests.filter(({ headers }) => headers.authorization === `Bearer ${KEY}`);
    assert.ok(used.length >= 5, `${used.length} requests with the key`);
    for (const { path, text, headers } of images.requests) {
      assert.ok(![path, text, JSON.stringify({ ...headers, authorization: '' })].some(holdsKey), `${path} has it elsewhere too`);
    }
    assert.ok(shown.join().includes('A quiet lake at dawn'), 'the window was looked at');
    assert.deepEqual(shown.flatMap(aroundKey), []);
    const { found, files } = await filesWith([vscode.data, folder], (path) => path.includes(SECRETS));
    for (const kind of [/ledger.*\.jsonl$/, /Easel\.log$/, /a-quiet-lake-at-dawn\.png\.json$/, /settings\.json$/, /IndexedDB/])
      assert.ok(
        files.some((file) => kind.test(file)),
        `${kind} was looked at`,
      );
    assert.deepEqual(found, []);
  });
});

/** However it is written: as it is, in JSON, in a URL, in base64 or in two bytes a character. */
const SPELLINGS = [
  KEY,
  JSON.stringify(KEY).slice(1, -1),
  encodeURIComponent(KEY),
  KEY.slice('planted/'.length),
  // Its inside at each of the three places where it may begin.
  ...[0, 1, 2].map((shift) => Buffer.from(KEY.slice(shift)).toString('base64').slice(0, 32)),
];
const BYTES = SPELLINGS.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);

/** The first place in a text that holds the key, with what stands around it. */
function aroundKey(text: string): string[] {
  const at = SPELLINGS.map((spelling) => text.indexOf(spelling)).find((index) => index >= 0);
  return at === undefined ? [] : [text.slice(Math.max(0, at - 200), at + 200)];
}

function holdsKey(text: string): boolean {
  return SPELLINGS.some((spelling) => text.includes(spelling));
}

/** Every file below some folders, and those that hold the key. */
async function filesWith(places: readonly string[], isLeftOut: (path: string) => boolean) {
  const files: string[] = [];
  const found: string[] = [];
  for (const place of places) {
    for (const entry of await readdir(place, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || isLeftOut(path)) continue;
      files.push(path);
      const bytes = await readFile(path).catch(() => Buffer.alloc(0));
      if (BYTES.some((spelling) => bytes.includes(spelling))) found.push(path);
    }
  }
  return { files, found };
}

// ——— these run in the page

/** What is typed into fields, which is no markup; without VS Code's own box for passwords, which shows dots. */
function fieldsOf(): string {
  return [...document.querySelectorAll('input:not([type=password]), textarea')]
    .map((field) => (field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : ''))
    .join('\n');
}

/** What the window keeps: VS Code's state, that of its extensions and webviews; without its secrets. */
async function storedInPage(): Promise<string> {
  const parts = Object.entries(localStorage).filter(([name]) => !name.startsWith('secrets.'));
  const kept: unknown[] = [parts, Object.entries(sessionStorage)];
  const wait = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await wait(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const rows = database.transaction(store).objectStore(store);
      kept.push(name, store, await wait(rows.getAllKeys()), await wait(rows.getAll()));
    }
    database.close();
  }
  return JSON.stringify(kept);
}
