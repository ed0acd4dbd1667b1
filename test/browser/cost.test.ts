import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { savedImage, startedRun, usedBy } from '../support/ledgerEntries.ts';
import { eventually } from '../support/product.ts';
import { reloadWith, useTidyProduct } from '../support/tidyProduct.ts';

const PROMPT = 'A field of sunflowers';

describe('the question about cost', () => {
  const product = useTidyProduct({ files: { 'post.md': `# Post\n\n${PROMPT}\n` } });
  /** This machine under an address that is not a loopback one: as far as Easel can see, somebody else's server. */
  const elsewhere = () => product().images.baseUrl.replace('127.0.0.1', '0.0.0.0');
  const images = () => product().images.posts.reduce((sum, { body: { n = 1 } }) => sum + n, 0);

  it('comes once, before anything is sent, with count, size, quality and price', async () => {
    const { workbench, generate } = product();
    await reloadWith(product(), { 'easel.baseUrl': elsewhere(), 'easel.count': 5, 'easel.size': '1024x1024' });
    await generate('post.md', PROMPT);
    const box = await workbench.modal();
    await box.getByText(`${elsewhere().replace('/v1', '')} is reached without encryption`).waitFor();
    await workbench.modalButton('Send Without Encryption');

    await box.getByText('Generate 5 images with gpt-image-2.6-flare?').waitFor();
    await box.getByText('5 × 1024×1024 × quality medium: price unknown.').waitFor();
    assert.deepEqual((await box.locator('.monaco-button').allTextContents()).toSorted(), [
      'Cancel',
      'Generate 1 First',
      'Generate All',
    ]);
    await workbench.modalButton('Cancel');
    assert.equal(images(), 0);
  });

  it('sends one image with Generate 1 First, and all with Generate All', async () => {
    const { workbench, generate } = product();
    await generate('post.md', PROMPT);
    await workbench.modalButton('Generate 1 First');
    await eventually(async () => assert.equal(await pictures(), 1));
    assert.equal(images(), 1);

    await generate('post.md', PROMPT);
    await workbench.modalButton('Generate All');
    await eventually(async () => assert.equal(await pictures(), 6), 60_000);
    assert.equal(images(), 6);
  });

  it('comes for two at a quality above medium, and with confirmAbove 0 not at all', async () => {
    const { workbench, generate } = product();
    await reloadWith(product(), { 'easel.count': 2, 'easel.quality': 'high' });
    await generate('post.md', PROMPT);
    const box = await workbench.modal();
    await box.getByText('2 × 1024×1024 × quality high: price unknown.').waitFor();
    await workbench.modalButton('Cancel');
    assert.equal(images(), 0);

    await reloadWith(product(), { 'easel.confirmAbove': 0 });
    await generate('post.md', PROMPT);
    await eventually(() => assert.equal(images(), 2));
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0);
  });

  it('comes when the day’s budget is reached, says what was spent in every window, and only once a click', async () => {
    const { workbench, generate, vscode } = product();
    const ledger = join(vscode.userData, 'User', 'globalStorage', 'easel.easel', 'ledger', '2026-01');
    await mkdir(ledger, { recursive: true });
    const at = Date.now();
    const paid = [
      startedRun('other', at),
      savedImage('other', 'x', at),
      usage('other', at, 40_000),
      { kind: 'ended', at, run: 'other' },
    ];
    await writeFile(join(ledger, '1-other.jsonl'), paid.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    await reloadWith(product(), { 'easel.dailyBudget': 1, 'easel.confirmAbove': 0.5, 'easel.count': 5 });
    await generate('post.md', PROMPT);
    const box = await workbench.modal();
    await box.getByText('Your daily budget of $1.00 is used up').waitFor();
    // What the tests before made at a server whose prices nobody knows comes on top.
    await box.getByText('Spent today: at least $1.20. 5 × 1024×1024 × quality high: price unknown.').waitFor();
    await workbench.modalButton('Generate Anyway');
    await eventually(() => assert.equal(images(), 5));
    assert.equal(await workbench.page.locator('.monaco-dialog-box').count(), 0, 'one question, not two');
    await workbench.panel().getByText('Today: at least $1.20 · this month: at least $1.20').waitFor();

    await reloadWith(product(), { 'easel.dailyBudget': 1.21, 'easel.count': 1 });
    await generate('post.md', PROMPT);
    await eventually(() => assert.equal(images(), 6));
  });

  function usage(run: string, at: number, outputTokens: number) {
    return { ...usedBy(run, at), usage: { inputTextTokens: 0, inputImageTokens: 0, outputTokens } };
  }

  function pictures(): Promise<number> {
    return product().workbench.panel().locator('.tile.picture').getByRole('img', { name: PROMPT }).count();
  }
});
