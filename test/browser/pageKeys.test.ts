import assert from 'node:assert/strict';
import type { PictureView } from '../../src/core/protocol.ts';
import { type OpenPage, type PageHost, startPageHost } from '../support/pageHost.ts';
import { card, form, picture, stateMessage } from '../support/pageStates.ts';
import { pressKey } from '../support/panelKeys.ts';

describe('the keys of an image, which are VS Code’s', function () {
  this.timeout(20_000);
  let host: PageHost;
  let opened: OpenPage;

  before(async function () {
    this.timeout(120_000);
    host = await startPageHost();
  });
  after(() => host.close());
  beforeEach(async () => {
    opened = await host.open();
    await opened.next('ready');
    const pictures = ['cat', 'dog'].map((id) => view({ id }));
    await opened.send(stateMessage({ form: form({ prompt: 'A cat' }), cards: [card({ pictures })] }));
  });
  afterEach(() => opened.close());

  const view = (part: Partial<PictureView> & Pick<PictureView, 'id'>) => picture({ src: host.image('#d98b4a', 64, 64), ...part });
  const key = (action: string) => opened.send({ kind: 'key', action });
  const tile = () => opened.page.locator('[data-tile]').first();
  /** What was asked for an image, once something that comes later has arrived. */
  async function asked(): Promise<string[]> {
    await opened.page.getByRole('button', { name: /^Generate Again/ }).focus();
    await opened.page.keyboard.press('Enter');
    await opened.next('again');
    return opened.received
      .map(({ kind }) => kind)
      .filter((kind) => !['ready', 'select', 'focused', 'draft', 'again'].includes(kind));
  }

  it('mean the image that has the focus, also from its buttons', async () => {
    await opened.page.getByRole('button', { name: 'Copy Reference' }).nth(1).focus();
    await pressKey(opened, 's');
    assert.deepEqual(await opened.next('star'), { kind: 'star', image: 'dog', on: true });
  });

  it('take the star away again', async () => {
    const starred = view({ id: 'cat', starred: true });
    await opened.send(stateMessage({ cards: [card({ pictures: [starred] })] }));
    await tile().focus();
    await pressKey(opened, 's');
    assert.deepEqual(await opened.next('star'), { kind: 'star', image: 'cat', on: false });
  });

  it('do nothing while somebody types, also in the moment before VS Code knows of it', async () => {
    await tile().focus();
    await opened.page.getByLabel('Prompt').focus();
    await opened.page.keyboard.press('End');
    await opened.page.keyboard.press('i');
    // Pressed before it was told.
    await key('insert');
    await opened.page.keyboard.press('Delete');
    await key('discard');
    assert.deepEqual(await opened.next('focused'), { kind: 'focused', onInput: true });
    assert.equal(await opened.page.getByLabel('Prompt').inputValue(), 'A cati');
    assert.deepEqual(await asked(), []);
  });

  it('do nothing in a menu, where letters go to its lines', async () => {
    await opened.page.getByRole('button', { name: 'More Actions…' }).first().click();
    await opened.page.locator('[role=menuitem]:focus').waitFor();
    await opened.page.keyboard.press('c');
    await key('copyReference');
    assert.equal(await opened.page.evaluate(() => document.activeElement?.textContent), 'Copy Path');
    await opened.page.keyboard.press('Escape');
    assert.deepEqual(await asked(), []);
  });

  it('do it once when a key is held, and nothing when no key was pressed here', async () => {
    await key('discard');
    await tile().focus();
    await key('discard');
    await opened.page.keyboard.down('Delete');
    await key('discard');
    // A second `down` is a repetition.
    await opened.page.keyboard.down('Delete');
    await key('discard');
    await opened.page.keyboard.up('Delete');
    assert.deepEqual(await asked(), ['discard']);
  });

  it('do nothing when the key was pressed after the focus had left the panel', async () => {
    await tile().focus();
    await opened.page.keyboard.press('ArrowRight');
    await opened.page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await key('discard');
    assert.deepEqual(await asked(), []);
  });

  it('do nothing to an image for which it is not offered', async () => {
    await opened.send(stateMessage({ cards: [card({ pictures: [view({ id: 'cat', editable: false })] })] }));
    await tile().focus();
    await pressKey(opened, 'e');
    assert.deepEqual(await asked(), []);
  });

  it('tell VS Code when the focus comes to where keys have another meaning, and leaves', async () => {
    await opened.page.getByLabel('Prompt').focus();
    assert.deepEqual(await opened.next('focused'), { kind: 'focused', onInput: true });
    await tile().focus();
    assert.deepEqual(await opened.next('focused'), { kind: 'focused', onInput: false });
  });

  it('stand beside what a right-click hands to VS Code: the image, and what is true of it', async () => {
    const views = [
      view({ id: 'cat', starred: true, insertCopies: true, replaceLabel: 'Use Instead of cat.png' }),
      view({ id: 'dog', insertCopies: false }),
    ];
    await opened.send(stateMessage({ cards: [card({ pictures: views })] }));
    const contexts = await opened.page
      .locator('.picture')
      .evaluateAll((all) => all.map((tile) => JSON.parse(tile.getAttribute('data-vscode-context') ?? '')));
    const about = { webviewSection: 'image', preventDefaultContextMenuItems: true };
    const traits = { 'easel.editable': true, 'easel.raw': false, 'easel.waits': false, 'easel.webp': false };
    assert.deepEqual(contexts, [
      {
        ...about,
        image: 'cat',
        ...traits,
        'easel.copies': true,
        'easel.replaces': true,
        'easel.several': false,
        'easel.starred': true,
      },
      {
        ...about,
        image: 'dog',
        ...traits,
        'easel.copies': false,
        'easel.replaces': false,
        'easel.several': false,
        'easel.starred': false,
      },
    ]);
    const outside = await opened.page.getByLabel('Prompt').evaluate((box) => box.closest('[data-vscode-context]'));
    assert.equal(outside, null, 'a text box keeps Cut, Copy and Paste');
  });

  it('reach an image by a command that only the page can carry out', async () => {
    await tile().focus();
    await opened.send({ kind: 'act', action: 'copyImage', image: 'dog' });
    await opened.page.locator('.picture').nth(1).getByText('Image copied.').waitFor();
  });

  it('take all back that went at once, by whatever way it went', async () => {
    const both = (state: 'kept' | 'discarded') => [view({ id: 'cat' }), view({ id: 'dog', state }), view({ id: 'hen', state })];
    await opened.send(stateMessage({ cards: [card({ pictures: both('kept') })] }));
    await tile().focus();
    await opened.send(stateMessage({ cards: [card({ pictures: both('discarded') })] }));
    await opened.page.keyboard.press('Control+z');
    assert.deepEqual(await opened.next('restore'), { kind: 'restore', image: 'dog' });
    assert.deepEqual(await opened.next('restore'), { kind: 'restore', image: 'hen' });
  });

  it('are joined by an offer on the card, once one of several is inserted', async () => {
    const pictures = [
      view({ id: 'cat', state: 'inserted', others: 2 }),
      view({ id: 'dog', others: 1 }),
      view({ id: 'hen', others: 1 }),
    ];
    await opened.send(stateMessage({ cards: [card({ pictures })] }));
    await opened.page.getByText('Beside cat.png, 2 other images of this request are still in your project.').waitFor();
    await opened.page.getByRole('button', { name: 'Keep Only This: cat.png' }).click();
    assert.deepEqual(await opened.next('keepOnly'), { kind: 'keepOnly', image: 'cat' });
    await opened.send(stateMessage({ trusted: false, cards: [card({ pictures })] }));
    await opened.page.getByRole('button', { name: 'Keep Only This: cat.png' }).waitFor({ state: 'detached' });
  });
});
