import assert from 'node:assert/strict';
import fc from 'fast-check';
import { learnedPrices, recentPrompts, runsOf } from '../../src/core/history.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Note } from '../../src/core/note.ts';
import { findImage } from '../../src/core/origin.ts';
import { recordsOf } from '../../src/core/records.ts';
import { keepOf, removalOf, withoutRemoved } from '../../src/core/removal.ts';
import { restoreState } from '../../src/core/restore.ts';
import { removedImage, savedImage, startedRun, usedBy } from '../support/ledgerEntries.ts';

const HERE = ['file:///project'];
const RUNS: Readonly<Record<string, string>> = { dog: 'b', bird: 'c' };
const remove = (image: string, at: number, on = true): Entry => removedImage(RUNS[image] ?? 'a', image, at, on);

/** Two runs, of two images and of one. */
const entries: readonly Entry[] = [
  startedRun('a', 1, {
    prompt: 'a secret cat',
    alt: 'A secret',
    document: 'file:///project/secret.md',
    style: { name: 'Secret', prefix: 'A secret', suffix: '' },
    references: ['file:///project/secret.png'],
  }),
  savedImage('a', 'cat', 2, { revisedPrompt: 'A secret cat.' }),
  savedImage('a', 'cat-2', 3),
  usedBy('a', 4),
  { kind: 'ended', at: 5, run: 'a' },
  startedRun('b', 6, { prompt: 'a dog' }),
  savedImage('b', 'dog', 7),
  usedBy('b', 8),
  { kind: 'ended', at: 9, run: 'b' },
  { kind: 'starred', at: 10, image: 'cat', on: true },
];

describe('what was removed from the history', () => {
  it('is in no fold any more, and the others are as they were', () => {
    const left = withoutRemoved([...entries, remove('cat', 11), remove('cat-2', 12)]);
    assert.deepEqual(
      recordsOf(left, HERE).map(({ image }) => image),
      ['dog'],
    );
    assert.deepEqual(recentPrompts(left), ['a dog']);
    assert.equal(findImage(left, 'sha of cat'), undefined);
    assert.ok(findImage(left, 'sha of dog'));
    const state = restoreState(left, { workspaces: HERE, alive: () => false });
    assert.deepEqual(state.order, ['b']);
    assert.doesNotMatch(JSON.stringify(left), /secret|cat/);
  });

  it('leaves the prompt to the images of the same request that stay', () => {
    const left = withoutRemoved([...entries, remove('cat', 11)]);
    assert.deepEqual(recentPrompts(left), ['a dog', 'a secret cat']);
    assert.deepEqual(
      recordsOf(left, HERE).map(({ image }) => image),
      ['dog', 'cat-2'],
    );
  });

  it('takes the notes along that name it, and all of a request of which no image is left', () => {
    const note = (run: string, note: Note, call?: string): Entry => ({
      kind: 'noted',
      at: 4,
      run,
      note,
      ...(call !== undefined && { call }),
    });
    const sidecar: Note = { kind: 'sidecar', name: 'cat.png.json', why: 'format' };
    const fewer: Note = { kind: 'fewer', asked: 3, got: 2 };
    const noted = [...entries, note('a', fewer, 'a-call'), note('a', sidecar, 'a-call'), note('a', { kind: 'shallow' })];
    const notesOf = (all: readonly Entry[]) => all.flatMap((entry) => (entry.kind === 'noted' ? entry.note.kind : []));
    for (const [gone, left] of [
      [['dog'], ['fewer', 'sidecar', 'shallow']],
      [['cat'], ['fewer', 'shallow']],
      [['cat', 'cat-2'], []],
    ] as const) {
      const all = [...noted, ...gone.map((image) => remove(image, 11))];
      assert.deepEqual(notesOf(withoutRemoved(all)), left, `${gone}`);
    }
  });

  it('still counts with what it cost, and an image’s price does not change', () => {
    const costs = (all: readonly Entry[]) => all.flatMap((entry) => (entry.kind === 'used' ? [entry.usage] : []));
    for (const gone of [['cat'], ['cat', 'cat-2'], ['cat', 'cat-2', 'dog']]) {
      const left = withoutRemoved([...entries, ...gone.map((image, index) => remove(image, 11 + index))]);
      assert.deepEqual(costs(left), costs(entries), `${gone}`);
      // A run's cost is found by its model and server.
      assert.ok(runsOf(left).every(({ started }) => started.options.model !== '' && started.provider !== ''));
    }
    const one = withoutRemoved([...entries.slice(0, 5), remove('cat', 11)]);
    assert.deepEqual(learnedPrices(runsOf(one)), learnedPrices(runsOf(entries.slice(0, 5))));
    assert.equal(learnedPrices(runsOf(one)).size, 1);
  });

  it('counts once when more of the same request is removed later', () => {
    const first = withoutRemoved([...entries, remove('cat', 11)]);
    const second = withoutRemoved([...first, remove('cat-2', 12)]);
    const images = second.flatMap((entry) => (entry.kind === 'used' && entry.run === 'a' ? [entry.images] : []));
    assert.deepEqual(images, [2]);
  });

  it('comes back with Undo', () => {
    assert.deepEqual(withoutRemoved([...entries, remove('cat', 11), remove('cat', 12, false)]), entries);
  });

  it('does not end a request that may still bring images', () => {
    const running = [startedRun('a', 1), savedImage('a', 'cat', 2), remove('cat', 3)];
    assert.deepEqual(withoutRemoved(running), [startedRun('a', 1)]);
  });

  it('may wait until it counts', () => {
    assert.equal(removalOf([...entries, remove('cat', 11)], 10), undefined);
    const undone = removalOf([...entries, remove('cat', 9), remove('cat', 11, false)], 10);
    assert.equal(undone, undefined);
  });

  it('whatever it is, changes nothing of what stays', () => {
    const images = ['cat', 'cat-2', 'dog'];
    const removals = fc.array(fc.record({ image: fc.constantFrom(...images), on: fc.boolean() }), { maxLength: 8 });
    fc.assert(
      fc.property(removals, (chosen) => {
        const all = [...entries, ...chosen.map(({ image, on }, index) => remove(image, 11 + index, on))];
        const gone = removalOf(all)?.images ?? new Set();
        const left = recordsOf(withoutRemoved(all), HERE);
        assert.deepEqual(
          left,
          recordsOf(entries, HERE).filter(({ image }) => !gone.has(image)),
        );
        // Doing it again finds nothing more to do.
        const removal = removalOf(all);
        const once = removal ? all.flatMap((entry) => keepOf(entry, removal) ?? []) : all;
        const twice = removal ? once.flatMap((entry) => keepOf(entry, removal) ?? []) : once;
        assert.deepEqual(twice, once);
      }),
    );
  });
});
