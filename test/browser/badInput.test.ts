import assert from 'node:assert/strict';
import { readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from '../support/host/server.ts';
import { eventually, type Product, useProduct } from '../support/product.ts';
import { makeScratch } from '../support/scratch.ts';

const PROMPT = 'A boat on a quiet lake';
const LONG = 'word '.repeat(8000);
const FILES = {
  'post.md': `# Post\n\n${PROMPT}\n`,
  'marks.md': '# Title\n\n- [ ] \n\nWords.\n',
  'long.md': `${LONG.trimEnd()}.`,
};
const TOO_LONG = 'The prompt has 40,000 characters; gpt-image-2.6-flare takes at most 32,000.';

interface Row {
  readonly bad: string;
  readonly settings: Settings;
  readonly sentence: string;
  /** The form says it too, and cannot be sent. */
  readonly inForm?: true;
}

const SETTINGS: readonly Row[] = [
  {
    bad: 'a count of 11',
    settings: { 'easel.count': 11 },
    sentence: 'The count is 11; it must be a whole number from 1 to 10.',
    inForm: true,
  },
  {
    bad: 'a size of abc',
    settings: { 'easel.size': 'abc' },
    sentence: 'The size is “abc”; it must be “auto”, width x height, such as 1536x1024, or a ratio, such as 16:9.',
    inForm: true,
  },
  {
    bad: 'a save folder two levels up',
    settings: { 'easel.saveFolder': '../..' },
    sentence: 'The save folder “../..” lies outside the workspace. Choose one inside it.',
  },
  {
    bad: 'an absolute save folder',
    settings: { 'easel.saveFolder': '/srv/pictures' },
    sentence: 'The save folder “/srv/pictures” lies outside the workspace. Choose one inside it.',
  },
  {
    bad: 'a base URL that is no URL',
    settings: { 'easel.baseUrl': 'not a url' },
    sentence: '“not a url” is not the address of a server. It must look like https://example.com/v1.',
    inForm: true,
  },
  {
    bad: 'a time-out of a second',
    settings: { 'easel.timeoutSeconds': 1 },
    sentence: 'The setting easel.timeoutSeconds has the value 1, which it cannot have.',
    inForm: true,
  },
];

describe('bad input', () => {
  const product = useProduct({ files: FILES });

  afterEach(async () => {
    const { workbench, folder } = product();
    await rm(join(folder, 'assets'), { recursive: true, force: true });
    if ((await workbench.toasts()).length > 0) await workbench.command('Notifications: Clear All Notifications');
  });

  /** The user's settings with these and no others of Easel's. */
  async function set(settings: Settings): Promise<void> {
    const { images, setSettings } = product();
    const all = ['count', 'size', 'saveFolder', 'timeoutSeconds', 'reviewPrompt'].map((name) => [`easel.${name}`, undefined]);
    await setSettings({ ...Object.fromEntries(all), 'easel.baseUrl': images.baseUrl, ...settings });
  }

  for (const row of SETTINGS) {
    it(`${row.bad}: one sentence, nothing sent, nothing lost`, async () => {
      const { workbench, generate } = product();
      await set(row.settings);
      await generate('post.md', PROMPT);
      await said(row.sentence, ['Open Settings'], product());
      assert.equal(await workbench.selectedText(), PROMPT, 'the selection stays');
      await nothingHappened(product());
      if (!row.inForm) return;
      await workbench.command('Easel: Show Images');
      await workbench.panel().locator('#notes').getByText(row.sentence, { exact: true }).waitFor();
      assert.equal(await canSend(product()), false);
    });
  }

  it('a save folder that is a link out of the workspace', async () => {
    const { folder, generate } = product();
    const outside = makeScratch('outside');
    await symlink(outside.path, join(folder, 'assets'));
    try {
      await set({});
      await generate('post.md', PROMPT);
      await said('The save folder “assets” lies outside the workspace. Choose one inside it.', ['Open Settings'], product());
      assert.deepEqual(await readdir(outside.path), []);
    } finally {
      await rm(join(folder, 'assets'));
      await outside.remove();
    }
    await nothingHappened(product());
  });

  it('a selection of marks only, to be reviewed: the form says that there are no words, and cannot be sent', async () => {
    const { workbench, generate } = product();
    await set({});
    await generate('marks.md', '- [ ] ');
    const reason = 'There are hardly any words in the selection. Say more about the image.';
    await workbench.panel().getByText(reason, { exact: true }).waitFor();
    assert.equal(await promptIn(product()), '');
    assert.equal(await canSend(product()), false);
    await workbench.panel().getByLabel('Prompt', { exact: true }).press('Control+Enter');
    assert.deepEqual(await workbench.toasts(), []);
    await nothingHappened(product());
  });

  it('a selection of marks only, sent without review', async () => {
    await set({ 'easel.reviewPrompt': 'never' });
    await product().generate('marks.md', '- [ ] ');
    await said('There are no words to make an image of.', ['Edit Prompt'], product());
    await nothingHappened(product());
  });

  it('a prompt of 40 000 characters, sent without review: Edit Prompt opens it in the form, whole', async () => {
    const { workbench } = product();
    await set({ 'easel.reviewPrompt': 'never' });
    await workbench.openFile('long.md');
    await workbench.selectAll();
    await workbench.command('Easel: Generate Image');
    await said(TOO_LONG, ['Edit Prompt'], product());
    await nothingHappened(product());
    await workbench.notificationButton(TOO_LONG, 'Edit Prompt');
    await eventually(async () => assert.equal(await promptIn(product()), FILES['long.md']));
    assert.deepEqual(product().images.posts, []);
  });

  it('a prompt of 40 000 characters in the form: it stays there, and the form says why it cannot be sent', async () => {
    const { workbench } = product();
    await set({});
    await workbench.openFile('long.md');
    await workbench.selectAll();
    await workbench.command('Easel: Generate Image');
    const reason = /The whole document is selected|This is a long selection/;
    await workbench.panel().getByText(reason).waitFor();
    await eventually(async () => assert.equal(await promptIn(product()), FILES['long.md']));
    await workbench.panel().getByText(TOO_LONG).waitFor();
    assert.equal(await canSend(product()), false);
    await workbench.panel().getByLabel('Prompt', { exact: true }).press('Control+Enter');
    assert.equal(await promptIn(product()), FILES['long.md']);
    await nothingHappened(product());
  });

  it('a file in the place of the save folder: the image is kept in Easel’s own storage, and the card says so', async () => {
    const { workbench, images, folder, vscode, read, generate } = product();
    await writeFile(join(folder, 'assets'), 'mine');
    try {
      await set({});
      await generate('post.md', PROMPT);
      const note =
        'assets could not be written, so the image is in Easel’s own storage. Use Save As… to put it where you want it.';
      await workbench.sentence(note).waitFor();
      const picture = workbench.panel().getByRole('img', { name: PROMPT }).first();
      await picture.waitFor();
      await eventually(async () => assert.equal(await picture.evaluate(isLoaded), true, 'the picture is shown'));
      const kept = await readdir(join(vscode.userData, 'User', 'globalStorage', 'easel.easel', 'images'));
      assert.deepEqual(kept, ['a-boat-on-a-quiet-lake.png']);
      assert.equal((await read('assets')).toString(), 'mine');
      assert.equal(images.posts.length, 1);
    } finally {
      await rm(join(folder, 'assets'));
    }
  });
});

/** Exactly one notification, with that sentence and those buttons. */
async function said(sentence: string, buttons: readonly string[], { workbench }: Product): Promise<void> {
  const toast = await workbench.toast(sentence);
  assert.deepEqual(await workbench.toasts(), [sentence]);
  assert.deepEqual(await toast.locator('.monaco-text-button').allInnerTexts(), buttons);
}

/** Nothing was sent or written, and nothing runs. */
async function nothingHappened({ workbench, images, folder, read }: Product): Promise<void> {
  assert.deepEqual(images.requests, []);
  assert.deepEqual((await readdir(folder)).sort(), Object.keys(FILES).sort());
  for (const [name, text] of Object.entries(FILES)) assert.equal((await read(name)).toString(), text);
  assert.equal(await workbench.page.locator('.tabs-container .tab.dirty').count(), 0, 'no document was changed');
  assert.equal(await workbench.statusBar(/Easel \d/).isVisible(), false, 'nothing runs');
}

function promptIn({ workbench }: Product): Promise<string> {
  return workbench.panel().getByLabel('Prompt', { exact: true }).inputValue();
}

async function canSend({ workbench }: Product): Promise<boolean> {
  const button = workbench.panel().getByRole('button', { name: 'Generate', exact: true });
  return (await button.getAttribute('aria-disabled')) !== 'true';
}

function isLoaded(image: Element): boolean {
  return image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0;
}
