import * as assert from 'node:assert/strict';
import type { Entry } from '../../src/core/ledger.ts';
import type { Wish } from '../../src/editor/generation/wish.ts';
import type { Outside } from '../../src/editor/outside.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';
import { makeGeneration, makeOutside, refuse } from './outsideStage.ts';
import { configure, until, useStage } from './stage.ts';

/** An image of this costs some five cents by the list. */
const ASKED = { model: 'gpt-image-1.5', size: '1024x1024', quality: 'medium' };
const OVER = /goes over your daily budget/;

describe('The daily budget', () => {
  const stage = useStage();
  let scratch: Scratch;

  beforeEach(async () => {
    scratch = makeScratch('budget');
    await configure({ ...ASKED, baseUrl: '', dailyBudget: 0.06, confirmAbove: 0 });
  });
  afterEach(() => scratch.remove());

  /** A window whose server answers nothing, and whose disk takes its time: `open` lets the ledger's lines through. */
  function start() {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const entries: Entry[] = [];
    const base = makeOutside(scratch.path, entries);
    let sent = 0;
    const outside: Outside = {
      ...base,
      ledger: async () => {
        const ledger = await base.ledger();
        return { ...ledger, append: (entry) => opened.then(() => ledger.append(entry)) };
      },
      placeholder: async () => ({ origin: 'placeholder:', run: refuse }),
      connect: async () => ({
        origin: 'https://api.openai.com',
        async *run(_, signal) {
          sent += 1;
          yield { kind: 'sent' };
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
      }),
    };
    const keys = { get: async () => 'sk-test', set: refuse, remove: refuse, origins: () => [] };
    const generation = makeGeneration(scratch.path, outside, keys);
    return { generation, entries, open, sent: () => sent };
  }
  const wish = (prompt: string, part: Partial<Wish> = {}): Wish => ({ prompt, options: {}, ...part });

  it('lets one of two clicks through that come at once, and asks about the other', async () => {
    const window = start();
    const both = [window.generation.start(wish('a cat')), window.generation.start(wish('a dog'))];
    await until('one is asked about', () => stage.shown.length > 0);
    assert.match(stage.shown[0]?.text ?? '', OVER);
    assert.match(stage.details[0] ?? '', /^Spent today: about \$0\.0/);
    window.open();
    await until('the first is on its way', () => window.sent() === 1);
    assert.deepEqual(await both[1], [], 'nobody answered');
    assert.equal(window.entries.filter(({ kind }) => kind === 'started').length, 1);
    window.generation.dispose();
    await Promise.allSettled(both);
  });

  it('is asked about also where the first images of a click are placeholders', async () => {
    const window = start();
    const placeholder = wish('a cat', { options: { model: 'placeholder' } });
    const paid = ['a dog', 'a hen'].map((prompt) => wish(prompt));
    assert.deepEqual(await window.generation.start(placeholder, ...paid), []);
    assert.match(stage.shown[0]?.text ?? '', OVER);
    assert.equal(window.sent(), 0);
  });

  it('has room again for what was given up', async () => {
    const window = start();
    // Together they are too much, and nobody answers.
    assert.deepEqual(await window.generation.start(wish('a cat'), wish('a dog')), []);
    assert.match(stage.shown[0]?.text ?? '', OVER);
    // The second of these cannot be made, so nothing is sent.
    stage.press(() => 'Generate Anyway');
    await assert.rejects(window.generation.start(wish('a cat'), wish('')));
    assert.equal(stage.shown.length, 2);
    window.open();
    const last = window.generation.start(wish('a cat'));
    await until('it is on its way', () => window.sent() === 1);
    assert.equal(stage.shown.length, 2, 'nothing more is asked');
    window.generation.dispose();
    await Promise.allSettled([last]);
  });
});
