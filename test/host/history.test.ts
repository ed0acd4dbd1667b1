import * as assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { savedImage, startedRun } from '../support/ledgerEntries.ts';
import { findStorage, isGone, unique } from './places.ts';
import { generateOne, until, useStage } from './stage.ts';

describe('the history in the panel', () => {
  const stage = useStage();
  const prompts = () => stage.page.state?.cards.map(({ prompt }) => prompt) ?? [];
  const imageOf = (prompt: string) =>
    until(`there is a card of ${prompt}`, () => stage.page.state?.cards.find((card) => card.prompt === prompt)?.pictures[0]?.id);

  /** Opens the panel with its page, which brings the history. */
  async function openPanel(): Promise<void> {
    await vscode.commands.executeCommand('easel.showPanel');
    stage.page.send({ kind: 'ready' });
    await until('the page has the history', () => stage.page.state?.gallery);
  }

  it('is searched by the words of prompts, and all is shown again', async () => {
    const [cat, dog] = [unique('a grey heron by a lake'), unique('a black stork in a field')];
    await openPanel();
    for (const prompt of [cat, dog]) await generateOne({ prompt });
    await imageOf(dog);
    stage.page.send({ kind: 'search', text: `HERON ${cat.split(' ').at(-1)}` });
    await until('one card is left', () => prompts().length === 1);
    assert.deepEqual(prompts(), [cat]);
    const { search, summary, older, family } = stage.page.state?.gallery ?? {};
    assert.deepEqual(
      { search, summary, older, family },
      { search: `HERON ${cat.split(' ').at(-1)}`, summary: '1 image matches.', older: false, family: false },
    );
    stage.page.send({ kind: 'search', text: 'no such words anywhere' });
    await until('nothing is left', () => stage.page.state?.gallery?.summary === 'No image matches.');
    assert.deepEqual(prompts(), []);
    stage.page.send({ kind: 'search', text: ' ' });
    await until('all are there again', () => prompts().includes(dog) && prompts().includes(cat));
    assert.equal(stage.page.state?.gallery?.summary, undefined);
  });

  it('says what was made from what, and shows a family', async () => {
    const prompt = unique('a wooden boat');
    await openPanel();
    const original = await generateOne({ prompt });
    const image = await imageOf(prompt);
    stage.page.send({ kind: 'vary', image });
    const name = original.path.split('/').at(-1);
    const made = await until('there is a card that says so', () =>
      stage.page.state?.cards.find(({ lineage }) => lineage?.some(({ label }) => label === `Variation of ${name}`)),
    );
    assert.deepEqual(made.lineage?.[0], { label: `Variation of ${name}`, leads: 'image', image });
    await until('the original says it too', () =>
      stage.page.state?.cards.some(
        (card) =>
          card.prompt === prompt &&
          card.lineage?.some(({ label, leads }) => label === `3 variations of ${name}` && leads === 'family'),
      ),
    );
    stage.page.send({ kind: 'showFamily', image });
    await until('both cards are left', () => stage.page.state?.cards.length === 2);
    assert.equal(stage.page.state?.gallery?.summary, `${name}, what it was made from, and what was made from it.`);
    // An image that is not among them shows all again.
    const other = unique('a lamp');
    await generateOne({ prompt: other });
    stage.page.send({ kind: 'search', text: '' });
    const lamp = await imageOf(other);
    stage.page.send({ kind: 'showFamily', image });
    await until('the lamp is not shown', () => !prompts().includes(other));
    stage.page.send({ kind: 'showImage', image: lamp });
    await until('the focus goes to it', () =>
      stage.page.messages.some((message) => message.kind === 'focus' && message.on === lamp),
    );
    assert.ok(prompts().includes(other));
  });

  it('brings older runs on request, those of other windows too', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.toString();
    assert.ok(folder);
    const file = join(await findStorage(), 'ledger', '2001-01', '1-000000000000.jsonl');
    const january = Date.UTC(2001, 0, 10);
    const lines = Array.from({ length: 45 }, (_, n) => [
      startedRun(`ancient-${n}`, january + n * 1000, { prompt: `ancient ${String(n).padStart(2, '0')}`, workspace: folder }),
      savedImage(`ancient-${n}`, `ancient-image-${n}`, january + n * 1000 + 1, { uri: `${folder}/ancient-${n}.png` }),
      { kind: 'ended', at: january + n * 1000 + 2, run: `ancient-${n}` },
    ]).flat();
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    try {
      await openPanel();
      await generateOne({ prompt: unique('a stone') });
      await until('there is more', () => stage.page.state?.gallery?.older);
      const before = prompts().length;
      stage.page.send({ kind: 'older' });
      await until('more is there', () => prompts().length > before);
      stage.page.send({ kind: 'search', text: 'ancient 07' });
      await until('a run of long ago is found', () => prompts().includes('ancient 07'));
      assert.deepEqual(prompts(), ['ancient 07']);
      stage.page.send({ kind: 'search', text: 'ancient' });
      await until('the first page is there', () => prompts().length === 20);
      assert.deepEqual([prompts()[0], stage.page.state?.gallery?.summary], ['ancient 44', '45 images match.']);
      for (const count of [40, 45]) {
        stage.page.send({ kind: 'older' });
        await until(`${count} are there`, () => prompts().length === count);
      }
      assert.equal(stage.page.state?.gallery?.older, false);
    } finally {
      await rm(file);
      stage.page.send({ kind: 'search', text: '' });
    }
  });

  it('forgets an image by its command, whose file stays, and brings it back with Undo', async () => {
    const prompt = unique('a secret door');
    await openPanel();
    const { fsPath } = await generateOne({ prompt });
    const image = await imageOf(prompt);
    const name = fsPath.slice(fsPath.lastIndexOf('/') + 1);
    let answer: string | undefined;
    stage.press(() => answer);
    await vscode.commands.executeCommand('easel.removeFromHistory', { image });
    await until('its card is gone', () => !prompts().includes(prompt));
    assert.equal(await isGone(fsPath), false);
    assert.deepEqual(stage.shown.at(-1), {
      as: 'information',
      text: `Removed ${name} from the history. The file stays.`,
      buttons: ['Undo'],
      modal: false,
    });
    stage.page.send({ kind: 'search', text: prompt });
    await until('nothing is found', () => stage.page.state?.gallery?.summary === 'No image matches.');
    stage.page.send({ kind: 'search', text: '' });

    const second = unique('a secret window');
    await generateOne({ prompt: second });
    answer = 'Undo';
    await vscode.commands.executeCommand('easel.removeFromHistory', { image: await imageOf(second) });
    await until('it is back', () => prompts().includes(second));
    stage.page.send({ kind: 'search', text: second });
    await until('it is found', () => stage.page.state?.gallery?.summary === '1 image matches.');
    stage.page.send({ kind: 'search', text: '' });
  });
});
