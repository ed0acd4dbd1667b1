import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, type Product } from '../support/product.ts';
import { picturesOf, reloadWith, useTidyProduct } from '../support/tidyProduct.ts';

const KEY = 'sk-test-unmistakable-0123456789';
const ENTER = 'Enter API Key…';
const IMPORT = 'Import OPENAI_API_KEY';
const GET = 'Get a Key';
const SERVER = 'Use Another Server…';
const PLACEHOLDER = 'Try Without a Key (Placeholder)';
const FILES = { 'post.md': '# Post\n\nA quiet lake at dawn\n\nA mill by the river\n\nA tower of glass\n' };
/** OpenAI itself, which wants a key and is never reached from here. */
const OPENAI = { 'easel.baseUrl': undefined };

describe('without a key at OpenAI', () => {
  const product = useTidyProduct({ files: FILES, settings: OPENAI });

  it('offers four ways on, and sends the same request to the server that is chosen', async () => {
    const { workbench, images, generate, vscode } = product();
    await generate('post.md', 'A quiet lake at dawn');
    await offers(product(), [ENTER, GET, SERVER, PLACEHOLDER]);
    await workbench.quickPick(SERVER);
    await workbench.quickInput(images.baseUrl, 'type its base URL');
    await picturesOf(product(), 'A quiet lake at dawn').waitFor();

    assert.deepEqual(
      images.posts.map(({ body }) => body.prompt),
      ['A quiet lake at dawn'],
    );
    assert.equal(images.posts[0]?.headers.authorization, undefined, 'nobody asked for a key, so none is sent');
    const settings: unknown = JSON.parse(await readFile(join(vscode.userData, 'User', 'settings.json'), 'utf8'));
    assert.partialDeepStrictEqual(settings, { 'easel.baseUrl': images.baseUrl });
  });
});

describe('with OPENAI_API_KEY in the environment', () => {
  const product = useTidyProduct({ files: FILES, settings: OPENAI, env: { OPENAI_API_KEY: KEY } });

  it('offers to import it, and sends nothing while it is only offered', async () => {
    const { workbench, generate, assets } = product();
    await generate('post.md', 'A quiet lake at dawn');
    await offers(product(), [ENTER, IMPORT, GET, SERVER, PLACEHOLDER]);
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    assert.deepEqual(await assets(), []);
  });

  it('makes a placeholder of the same selection for this window, without changing a setting, and asks no second time', async () => {
    const { workbench, generate, assets, vscode } = product();
    const settingsFile = join(vscode.userData, 'User', 'settings.json');
    const before = await readFile(settingsFile, 'utf8');
    await generate('post.md', 'A mill by the river');
    await workbench.quickPick(PLACEHOLDER);
    await picturesOf(product(), 'A mill by the river').waitFor();
    assert.deepEqual(await assets(), ['a-mill-by-the-river.png']);
    const card = workbench.panel().locator('.card', { hasText: 'A mill by the river' });
    await card.getByRole('button', { name: 'Set API Key…' }).waitFor();

    await generate('post.md', 'A tower of glass');
    await picturesOf(product(), 'A tower of glass').waitFor();
    assert.deepEqual(await assets(), ['a-mill-by-the-river.png', 'a-tower-of-glass.png']);
    assert.equal(await readFile(settingsFile, 'utf8'), before, 'no setting is changed');
  });

  it('imports it for another server only after a question that names it', async () => {
    const { images, workbench } = product();
    await reloadWith(product(), { ...OPENAI, 'easel.baseUrl': images.baseUrl });
    await workbench.command('Easel: Import API Key from OPENAI_API_KEY');
    const box = await workbench.modal();
    await box.getByText(`Send the key in OPENAI_API_KEY to ${images.origin}?`).waitFor();
    assert.equal(images.requests.length, 0);
    await workbench.modalButton('Send the Key');
    await workbench.toast(`The key for ${images.origin} is set.`);
    assert.deepEqual(
      images.requests.map(({ method, headers }) => `${method} ${headers.authorization}`),
      [`GET Bearer ${KEY}`],
    );
  });
});

describe('a key for a server on loopback', () => {
  const product = useTidyProduct({ files: FILES });

  it('is not asked for before a 401; then it is checked, and the same request goes on', async () => {
    const { workbench, images, generate } = product();
    await generate('post.md', 'A tower of glass');
    await picturesOf(product(), 'A tower of glass').waitFor();
    assert.equal(images.posts[0]?.headers.authorization, undefined);
    images.reset();

    images.wantKey(KEY);
    await generate('post.md', 'A quiet lake at dawn');
    await offers(product(), [ENTER, SERVER, PLACEHOLDER]);
    await workbench.quickPick(ENTER);
    await workbench.quickInput('sk-wrong-0000000000000000', images.origin);
    await (await workbench.inputBox('does not accept that key')).waitFor();
    await workbench.quickInput(`export OPENAI_API_KEY="${KEY}"`, 'does not accept that key');
    await picturesOf(product(), 'A quiet lake at dawn').waitFor();

    const seen = images.requests.map(({ method, path, headers }) => `${method} ${path} ${headers.authorization ?? '-'}`);
    assert.deepEqual(seen, [
      'POST /v1/images/generations -',
      'GET /v1/models Bearer sk-wrong-0000000000000000',
      `GET /v1/models Bearer ${KEY}`,
      `POST /v1/images/generations Bearer ${KEY}`,
    ]);
  });

  it('survives a reload, goes only to its own origin, and is in no file and no page', async () => {
    const { workbench, images, generate } = product();
    await setKey(product());
    images.wantKey(KEY);
    await workbench.reload();
    await generate('post.md', 'A mill by the river');
    await picturesOf(product(), 'A mill by the river').waitFor();
    assert.equal(images.posts[0]?.headers.authorization, `Bearer ${KEY}`);
    assert.equal((await workbench.panel().locator('html').innerHTML()).includes(KEY), false);
    assert.deepEqual(await filesWith(KEY, product()), []);
  });

  it('of another vendor is recognised while it is typed, and taken all the same', async () => {
    const { workbench, images } = product();
    const { origin } = images;
    await workbench.command('Easel: Set API Key…');
    const box = await workbench.inputBox(origin);
    const message = workbench.quickMessage();
    for (const [key, sentence] of [
      ['sk-ant-1234', `This is a key of Anthropic; ${origin} is another server, and would get it.`],
      ['sk-proj-1234', `This is a key of OpenAI; ${origin} is another server, and would get it.`],
      ['sk-1234', `The key goes to ${origin} and nowhere else.`],
      ['two words', 'A key has no spaces in it.'],
      ['sk-ant-1234', `This is a key of Anthropic; ${origin} is another server, and would get it.`],
    ] as const) {
      await box.fill(key);
      await message.getByText(sentence).waitFor();
    }
    await workbench.page.keyboard.press('Enter');
    await workbench.toast(`The key for ${origin} is set.`);
    assert.deepEqual(
      images.requests.map(({ headers }) => headers.authorization),
      ['Bearer sk-ant-1234'],
    );
  });

  it('can be cleared, and is asked for again after the next 401', async () => {
    const { workbench, images, generate } = product();
    await setKey(product());
    images.wantKey(KEY);
    await workbench.command('Easel: Clear API Key');
    await workbench.toast(`The key for ${images.origin} was removed.`);
    await generate('post.md', 'A tower of glass');
    await offers(product(), [ENTER, SERVER, PLACEHOLDER]);
    assert.deepEqual(
      images.posts.map(({ headers }) => headers.authorization),
      [undefined],
    );
    await workbench.page.keyboard.press('Escape');
    await workbench.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
    await eventually(() => assert.equal(images.posts.length, 1));
  });
});

/** Stores the key for the server of the test, which forgets that it was asked. */
async function setKey({ workbench, images }: Product): Promise<void> {
  await workbench.command('Easel: Set API Key…');
  await workbench.quickInput(KEY, images.origin);
  await workbench.toast(`The key for ${images.origin} is set.`);
  images.reset();
}

/** Waits for the quick pick about the key, and compares what it offers. */
async function offers({ workbench }: Product, labels: readonly string[]): Promise<void> {
  await workbench.quickRow(ENTER).waitFor();
  assert.deepEqual(await workbench.quickLabels(), labels);
}

/** Files of the user's data, the extensions' logs and the workspace that hold a text. */
async function filesWith(text: string, { vscode, folder }: Product): Promise<string[]> {
  const found: string[] = [];
  for (const place of [vscode.userData, join(vscode.data, 'home'), folder]) {
    for await (const entry of glob('**/*', { cwd: place, withFileTypes: true })) {
      const file = join(entry.parentPath, entry.name);
      if (entry.isFile() && (await readFile(file)).includes(text)) found.push(file);
    }
  }
  return found;
}
