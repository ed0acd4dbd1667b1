import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, hold, panelButton } from '../support/product.ts';
import { picturesOf, useTidyProduct } from '../support/tidyProduct.ts';

describe('watching a run', () => {
  const texts = {
    running: 'A windmill on a green hill',
    closed: 'A bridge over a wide river',
    cancelled: 'A train in the mountains',
    early: 'A garden behind a wall',
    inserted: 'A pier in the evening light',
    discarded: 'A barn under a big sky',
    shown: 'A well in a courtyard',
    changed: 'A gate made of iron',
    other: 'A clock on a tower',
  };
  const product = useTidyProduct({
    settings: { 'easel.size': '1024x1024' },
    files: Object.fromEntries(Object.entries(texts).map(([name, text]) => [`${name}.md`, `# ${name}\n\n${text}\n\nThe end.\n`])),
  });

  /** Starts a run of that file, and closes the panel while it lasts. */
  async function runHidden(name: keyof typeof texts): Promise<() => void> {
    const { workbench, images, generate } = product();
    const held = hold();
    images.answer(held.answer);
    await generate(`${name}.md`, texts[name]);
    await panelButton(product(), `Cancel: ${texts[name]}`).waitFor();
    await workbench.tab('Easel').click({ button: 'middle' });
    await workbench.tab('Easel').waitFor({ state: 'detached' });
    return held.release;
  }

  it('shows the elapsed time and Cancel on the card, and a status bar item while it runs; no notification', async () => {
    const { workbench, images, generate } = product();
    const held = hold();
    images.answer(held.answer);
    await generate('running.md', texts.running);
    await panelButton(product(), `Cancel: ${texts.running}`).waitFor();
    await workbench.statusBar(/Easel 1$/).waitFor();
    const elapsed = workbench.panel().getByRole('timer', { name: 'Elapsed time' }).first();
    await eventually(async () => assert.match((await elapsed.textContent()) ?? '', /^00:0[2-9]|^00:[1-5]\d/));
    assert.deepEqual(await workbench.toasts(), [], 'the card is the one home of progress');
    held.release();
    await picturesOf(product(), texts.running).waitFor();
    await workbench.statusBar(/Easel 1$/).waitFor({ state: 'detached' });
    assert.deepEqual(await workbench.toasts(), [], 'and of the result');
  });

  it('stays closed when it was closed during a run; a notification then tells prompt, model and count', async () => {
    const { workbench } = product();
    const release = await runHidden('closed');
    await workbench.toast(/“A bridge over a wide river” · gpt-image-2\.6-flare · 1 image · 0:\d\d/);
    assert.equal(await workbench.tab('Easel').count(), 0);
    release();
    const toast = await workbench.toast('Saved a-bridge-over-a-wide-river.png.');
    const buttons = toast.locator('.monaco-button');
    assert.deepEqual(await buttons.allInnerTexts(), ['Insert into closed.md:3', 'Discard', 'Show']);
    assert.equal(await workbench.tab('Easel').count(), 0, 'the panel stays closed');
    // The progress fades out.
    await eventually(async () => assert.equal((await workbench.toasts()).length, 1, 'one toast a click; progress is gone'));
  });

  it('is cancelled by the notification', async () => {
    const { workbench, images, assets } = product();
    await runHidden('cancelled');
    await workbench.notificationButton('A train in the mountains', 'Cancel');
    await images.posts[0]?.closed;
    await workbench.toast('Cancelled. The server may still bill it.');
    await workbench.statusBar(/Easel 1$/).waitFor({ state: 'detached' });
    assert.equal((await assets()).includes('a-train-in-the-mountains.png'), false);
    assert.equal(images.posts.length, 1);
  });

  it('shows early pictures in the card', async () => {
    const { workbench, images, generate } = product();
    // Then nothing more, until the client goes.
    images.answer('streamStall');
    await generate('early.md', texts.early);
    const early = workbench.panel().getByRole('img', { name: 'An early, unfinished picture' });
    await eventually(async () =>
      assert.equal(await early.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0)), 1024),
    );
    await panelButton(product(), `Cancel: ${texts.early}`).click();
    await early.waitFor({ state: 'detached' });
    await images.posts[0]?.closed;
  });

  it('inserts from the toast', async () => {
    const { workbench } = product();
    (await runHidden('inserted'))();
    await workbench.notificationButton('Saved a-pier-in-the-evening-light.png.', 'Insert into inserted.md:3');
    const after = `# inserted\n\n${texts.inserted}\n\n![${texts.inserted}](assets/a-pier-in-the-evening-light.png)\n\nThe end.\n`;
    await eventually(async () => assert.equal(await workbench.editorText(), after));
  });

  it('discards from the toast without a question, and Undo brings the file back', async () => {
    const { workbench, assets, read } = product();
    (await runHidden('discarded'))();
    await workbench.toast('Saved a-barn-under-a-big-sky.png.');
    const bytes = await read('assets/a-barn-under-a-big-sky.png');
    await workbench.notificationButton('Saved a-barn-under-a-big-sky.png.', 'Discard');
    await workbench.toast('Discarded a-barn-under-a-big-sky.png.');
    assert.equal((await assets()).includes('a-barn-under-a-big-sky.png'), false);
    await workbench.notificationButton('Discarded a-barn-under-a-big-sky.png.', 'Undo');
    await eventually(async () => assert.deepEqual(await read('assets/a-barn-under-a-big-sky.png'), bytes));
  });

  it('shows the panel from the toast', async () => {
    const { workbench } = product();
    (await runHidden('shown'))();
    await workbench.notificationButton('Saved a-well-in-a-courtyard.png.', 'Show');
    await picturesOf(product(), texts.shown).waitFor();
  });

  it('asks before it discards a file that was changed since', async () => {
    const { workbench, generate, assets, folder } = product();
    await generate('changed.md', texts.changed);
    await picturesOf(product(), texts.changed).waitFor();
    await writeFile(join(folder, 'assets/a-gate-made-of-iron.png'), 'mine now');
    await workbench.command('Easel: Discard Image');
    const box = await workbench.modal();
    await box.getByText('a-gate-made-of-iron.png was changed since Easel saved it.').waitFor();
    await workbench.modalButton('Cancel');
    assert.equal((await assets()).includes('a-gate-made-of-iron.png'), true);
    await workbench.command('Easel: Discard Image');
    await workbench.modalButton('Discard');
    await workbench.toast('Discarded a-gate-made-of-iron.png.');
    assert.equal((await assets()).includes('a-gate-made-of-iron.png'), false);
  });

  it('discards with Delete on the card, and takes that back there', async () => {
    const { workbench, generate, assets } = product();
    await generate('other.md', texts.other);
    await picturesOf(product(), texts.other).click();
    await workbench.page.keyboard.press('Delete');
    const undo = workbench.panel().getByRole('button', { name: 'Undo: discard a-clock-on-a-tower.png' });
    await undo.waitFor();
    assert.equal((await assets()).includes('a-clock-on-a-tower.png'), false);
    await undo.click();
    await picturesOf(product(), texts.other).waitFor();
    assert.equal((await assets()).includes('a-clock-on-a-tower.png'), true);
  });
});
