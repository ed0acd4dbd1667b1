import * as assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CardView, ToHost } from '../../src/core/protocol.ts';
import { faults } from '../support/imagesFaults.ts';
import type { Answer } from '../support/imagesServer.ts';
import { folder, openFile, unique } from './places.ts';
import { generate, until, useStage } from './stage.ts';

describe('What is said of an image while it is made', () => {
  const stage = useStage();

  function hold(): () => void {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const held: Answer = async (...asked) => {
      await gate;
      await faults.good(...asked);
    };
    stage.server.answer(held);
    return () => open();
  }

  /** The card of the newest run, once it is so. */
  const card = (what: string, isSo: (card: CardView) => boolean): Promise<CardView> =>
    until(what, () => {
      const [newest] = stage.page.state?.cards ?? [];
      return newest && isSo(newest) ? newest : undefined;
    });

  async function start() {
    const { editor } = await openFile('md', `One.\n\n⟦A lighthouse ${unique('here')}⟧\n`);
    const release = hold();
    const made = generate();
    await until('the server has the request', () => stage.server.posts.length > 0);
    stage.page.send({ kind: 'ready' });
    const { id, description } = await card('it runs', ({ running }) => running);
    assert.ok(description?.place, 'it can be named');
    const say = (said: Omit<Extract<ToHost, { kind: 'describe' }>, 'kind' | 'run'>) =>
      stage.page.send({ kind: 'describe', run: id, ...said });
    const finish = async () => {
      release();
      const [uri] = await made;
      assert.ok(uri, 'it is saved');
      return uri;
    };
    return { editor, id, description, say, finish };
  }

  it('is its name, its folder and its alt text', async () => {
    const { say, finish, editor } = await start();
    const name = unique('tower');
    say({ name: `${name}.png`, alt: 'A tower [of] stone', folder: 'docs/pictures' });
    await card('it is taken', ({ description }) => description?.place?.folder === 'docs/pictures');
    const uri = await finish();
    assert.equal(uri.fsPath, join(folder('first'), 'docs/pictures', `${name}.png`));
    const { pictures } = await card('it is there', (now) => !now.running);
    assert.equal(pictures[0]?.alt, 'A tower [of] stone');
    stage.page.send({ kind: 'insert', image: pictures[0]?.id ?? '' });
    const reference = `![A tower \\[of\\] stone](docs/pictures/${name}.png)`;
    await until('it is inserted', () => editor.document.getText().includes(reference));
  });

  it('is as usual where nothing else was said', async () => {
    const { say, finish, description } = await start();
    const { name = '', folder: usual = '' } = description.place ?? {};
    say({ name, alt: description.alt, folder: usual });
    const uri = await finish();
    assert.equal(uri.fsPath, join(folder('first'), usual, `${name}.png`));
  });

  it('is said to be wrong for a folder outside, and the image lies where it usually would', async () => {
    const { say, finish, description } = await start();
    const { name = '', folder: usual = '' } = description.place ?? {};
    say({ alt: description.alt, name, folder: '../outside' });
    const told = await card('it is told', (now) => now.description?.problem !== undefined);
    assert.match(told.description?.problem ?? '', /“\.\.\/outside” lies outside the workspace/);
    const uri = await finish();
    assert.equal(uri.fsPath, join(folder('first'), usual, `${name}.png`));
    assert.equal((await readdir(join(folder('first'), '..'))).includes('outside'), false);
  });

  it('can be said of the alt text until it is inserted', async () => {
    const { say, finish, editor } = await start();
    await finish();
    const { pictures, description } = await card('it is there', (now) => !now.running);
    assert.equal(description?.place, undefined, 'the file has its name');
    say({ alt: 'Later words' });
    await card('it is taken', (now) => now.pictures[0]?.alt === 'Later words');
    stage.page.send({ kind: 'insert', image: pictures[0]?.id ?? '' });
    await until('it is inserted', () => editor.document.getText().includes('![Later words]('));
    await card('nothing is left to be said', (now) => now.description === undefined);
  });
});
