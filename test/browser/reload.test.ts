import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { bytes } from '../support/imagesAnswers.ts';
import { refuse } from '../support/imagesFaults.ts';
import { encodePng } from '../support/imagesPng.ts';
import { eventually, hold, type Product, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

const UNKNOWN = 'The window closed before an answer came. The server may have made and billed an image; nothing was sent again.';

const NOT_SENT = 'The window closed before this was sent. Nothing was made.';

describe('a reload in the middle of a run', () => {
  const product = useTidyProduct({
    files: { 'post.md': '# Post\n\nA ship in a bottle\n\nA ship at sea\n' },
    settings: { 'easel.size': '1024x1024' },
  });

  it('brings the panel back with what was made, says that the end is unknown, and sends nothing by itself', async () => {
    const { workbench, images, generate } = product();
    const small = encodePng(64, 64, [20, 60, 200, 255], [250, 200, 30, 255]);
    images.answer(bytes(() => small));
    await generate('post.md', 'A ship at sea');
    const otherSize = workbench.sentence(/^The server sent 64.64 instead of 1024.1024\.$/);
    await otherSize.waitFor();
    await picturesOf(product(), 'A ship at sea').waitFor();
    images.reset();
    const held = hold();
    images.answer(held.answer);
    await generate('post.md', 'A ship in a bottle');
    await panelButton(product(), 'Cancel: A ship in a bottle').waitFor();
    assert.equal(images.posts.length, 1);

    await workbench.reload();
    // The extension host starts anew for it.
    await workbench.panel().locator('.failure').getByText(UNKNOWN).waitFor({ timeout: 60_000 });
    await picturesOf(product(), 'A ship at sea').waitFor();
    await otherSize.waitFor();
    assert.equal(images.posts.length, 1, 'the request is not sent again');
    assert.equal(await panelButton(product(), 'Cancel: A ship in a bottle').count(), 0);
    held.release();

    // Only a click asks again.
    await panelButton(product(), 'Try Again').click();
    await picturesOf(product(), 'A ship in a bottle').waitFor();
    assert.deepEqual(
      images.posts.map(({ body }) => body.prompt),
      ['A ship in a bottle', 'A ship in a bottle'],
    );
  });
});

/** Two requests each; four are in flight at most, so that the last one is still in the queue. */
const PHASES = [
  { prompt: 'A boat one of two', answers: ['good', 'neverAnswers'], phases: 'finished, and sent', posts: 2, images: 1 },
  { prompt: 'A boat in a stream', answers: ['streamStall', 'stall'], phases: 'streaming, and in the body', posts: 2, images: 0 },
  { prompt: 'A boat in the queue', answers: ['neverAnswers'], phases: 'sent, and in the queue', posts: 1, images: 0 },
] as const;
const SAVING = 'A boat of ten';
const BUSY = 'A boat that waits for a busy server';

describe('a reload in each phase of a request', () => {
  const product = useTidyProduct({
    files: { 'post.md': `# Post\n\n${[...PHASES.map(({ prompt }) => prompt), BUSY, SAVING].join('\n\n')}\n` },
    settings: { 'easel.count': 2, 'easel.size': '1024x1024' },
  });
  const cardOf = (prompt: string): Locator =>
    product()
      .workbench.panel()
      .locator('[data-card]')
      .filter({ has: product().workbench.page.getByRole('heading', { name: prompt, exact: true }) });

  it(`keeps what is finished, says what was sent and what was not, and sends nothing: ${PHASES.map(({ phases }) => phases).join('; ')}`, async () => {
    const { workbench, images, generate, assets } = product();
    images.answer(...PHASES.flatMap(({ answers }) => answers));
    let posts = 0;
    for (const phase of PHASES) {
      posts += phase.posts;
      await generate('post.md', phase.prompt);
      await eventually(() => assert.equal(images.posts.length, posts));
    }
    await cardOf(PHASES[0].prompt).locator('.tile.picture').waitFor();
    await cardOf(PHASES[1].prompt).getByRole('img', { name: 'An early, unfinished picture' }).waitFor();
    await cardOf(PHASES[2].prompt).getByText('Waiting for its turn').waitFor();
    // Besides, there is a file for the image that is arriving.
    const files = (await assets()).filter((name) => !name.startsWith('.easel-'));
    assert.equal(files.length, 1);

    await workbench.reload();
    for (const { prompt, images: count } of PHASES) {
      const card = cardOf(prompt);
      await card.getByText(UNKNOWN).waitFor({ timeout: 60_000 });
      await eventually(async () => assert.equal(await card.locator('.tile.picture').count(), count));
      assert.equal(await card.locator('.pending').count(), 0, 'nothing is awaited any more');
      assert.equal(await card.getByRole('button', { name: /^Cancel/ }).count(), 0);
    }
    const [, , queued] = PHASES;
    await cardOf(queued.prompt).getByText(NOT_SENT).waitFor();
    for (const { prompt } of PHASES.slice(0, 2)) assert.equal(await cardOf(prompt).getByText(NOT_SENT).count(), 0, prompt);
    assert.deepEqual(await assets(), files, 'an early picture is no result');
    assert.equal(images.posts.length, posts, 'nothing is sent again');
  });

  it('has on its card every image whose file is there, when they were just being saved', async () => {
    const { workbench, images, generate, assets, read, setSettings } = product();
    const large = encodePng(1500, 1500, [20, 60, 200, 255], [250, 200, 30, 255]);
    await setSettings({ 'easel.count': 8, 'easel.model': 'sd-xl' });
    const before = await assets();
    images.answer(bytes(() => large));
    await generate('post.md', SAVING);
    await eventually(async () => assert.ok((await assets()).length > before.length));
    await workbench.reload();
    await cardOf(SAVING).waitFor({ timeout: 60_000 });
    const files = (await assets()).filter((file) => !before.includes(file) && file.endsWith('.png'));
    await eventually(async () => assert.equal(await cardOf(SAVING).locator('.tile.picture').count(), files.length));
    for (const file of files) assert.deepEqual(await read(`assets/${file}`), large, file);
    assert.equal(images.posts.filter(({ body }) => body.prompt === SAVING).length, 1);
    await setSettings({ 'easel.count': 2, 'easel.model': undefined });
  });

  it('forgets that it waited for a busy server, and does not ask that again', async () => {
    const { workbench, images, generate } = product();
    images.answer(refuse(429, { message: 'Slow down', code: 'rate_limit_exceeded' }, { 'retry-after': '15' }), 'good');
    await generate('post.md', BUSY);
    await cardOf(BUSY).getByText('The server is busy; asking again in').first().waitFor();
    const before = images.posts.length;
    await workbench.reload();
    await cardOf(BUSY).getByText(NOT_SENT).waitFor({ timeout: 60_000 });
    assert.equal(await cardOf(BUSY).getByText(UNKNOWN).count(), 0, 'a server that was busy has made nothing');
    assert.equal(images.posts.length, before);
  });
});

const INSERTED = 'A boat on a shelf';

describe('a reload while an answer is worked with', () => {
  const product = useTidyProduct({
    files: {
      'post.md': `# Post\n\n${INSERTED}\n\nThe end.\n`,
      'cat.png': encodePng(320, 240, [20, 60, 200, 255], [250, 200, 30, 255]),
    },
    settings: { 'easel.model': 'gpt-image-1.5' },
  });
  const answersOf = ({ vscode }: Product) =>
    readdir(join(vscode.userData, 'User', 'globalStorage', 'easel.easel', 'answers')).catch(() => []);

  it('loses none that is being fitted into its picture: it is on its card, fitted or as it came', async () => {
    const { workbench, images, assets, read } = product();
    const large = encodePng(4500, 4000, [20, 60, 200, 255], [250, 200, 30, 255]);
    const held = hold(bytes(() => large));
    images.answer(held.answer);
    await (await workbench.explorerRow('cat.png')).click();
    await workbench.command('Easel: Edit Image…');
    const editor = workbench.panel().locator('section.editor');
    await editor.locator('.stage-picture').waitFor();
    await editor.getByLabel('Prompt').first().fill('a red hat');
    await editor.getByRole('button', { name: 'Edit Whole Picture', exact: true }).first().click();
    await eventually(() => assert.equal(images.posts.length, 1));
    await workbench.reload(async () => {
      held.release();
      await eventually(async () => assert.ok((await answersOf(product())).some((name) => name.endsWith('.png'))));
    });
    await workbench.panel().locator('.tile.picture').first().waitFor({ timeout: 60_000 });
    assert.deepEqual(await assets(), ['cat-edit.png']);
    assert.equal(await workbench.panel().locator('.failure').count(), 0, 'nothing is unknown of it');
    const isAsItCame = large.equals(await read('assets/cat-edit.png'));
    const said = 'The answer could not be fitted into the picture, so it was saved as it came.';
    assert.equal(await workbench.sentence(said).count(), isAsItCame ? 1 : 0);
    assert.equal(images.posts.length, 1, 'nothing is sent again');
    await workbench.openFile('post.md');
  });

  it('inserts once or not at all, and the image is there', async () => {
    const { workbench, images, generate, assets } = product();
    await generate('post.md', INSERTED);
    const button = panelButton(product(), 'Insert into post.md:3');
    await button.waitFor();
    // What is not saved makes the browser ask whether the page is to be left.
    workbench.page.once('dialog', (dialog) => void dialog.accept());
    await button.click();
    await workbench.page.reload();
    await workbench.ready();
    await workbench.command('Easel: Show Images');
    await picturesOf(product(), INSERTED).first().waitFor({ timeout: 60_000 });
    await workbench.openFile('post.md');
    const [before, after] = ['', `![${INSERTED}](assets/a-boat-on-a-shelf.png)\n\n`].map(
      (reference) => `# Post\n\n${INSERTED}\n\n${reference}The end.\n`,
    );
    const text = await workbench.editorText();
    assert.ok(text === before || text === after, text);
    assert.ok((await assets()).includes('a-boat-on-a-shelf.png'));
    assert.equal(await workbench.panel().locator('.failure').count(), 0);
    assert.equal(images.posts.length, 1);
  });
});
