import assert from 'node:assert/strict';
import type { EditRecord, Entry } from '../../src/core/ledger.ts';
import { byDay, childrenOf, familyOf, filterRecords, type HistoryFilter, recordsOf } from '../../src/core/records.ts';
import { restoreState } from '../../src/core/restore.ts';
import { savedImage, startedRun } from '../support/ledgerEntries.ts';

const HERE = ['file:///project'];
const editOf = (image: string): EditRecord => ({
  kind: 'edit',
  picture: `file:///project/assets/${image}.png`,
  width: 64,
  height: 48,
});

describe('the history', () => {
  it('has every saved image once, the newest first, with what was asked and what became of it', () => {
    const entries: Entry[] = [
      startedRun('a', 1, { prompt: 'a cat' }),
      savedImage('a', 'cat', 2),
      savedImage('a', 'cat-2', 3),
      { kind: 'inserted', at: 4, image: 'cat', document: 'file:///project/post.md' },
      startedRun('b', 5, { prompt: 'a dog' }),
      savedImage('b', 'dog', 6, { revisedPrompt: 'A dog on a hill.' }),
      { kind: 'starred', at: 7, image: 'dog', on: true },
      { kind: 'discarded', at: 8, image: 'cat-2', bin: '/bin/cat-2.png' },
      { kind: 'moved', at: 9, image: 'dog', uri: 'file:///project/assets/hund%201.webp', sha256: 'x', bytes: 7 },
    ];
    assert.deepEqual(
      recordsOf(entries, HERE).map(({ image, name, prompt, at, state, starred, bytes }) => {
        return { image, name, prompt, at, state, starred, bytes };
      }),
      [
        { image: 'dog', name: 'hund 1.webp', prompt: 'a dog', at: 6, state: 'kept', starred: true, bytes: 7 },
        { image: 'cat-2', name: 'cat-2.png', prompt: 'a cat', at: 3, state: 'discarded', starred: false, bytes: 1000 },
        { image: 'cat', name: 'cat.png', prompt: 'a cat', at: 2, state: 'inserted', starred: false, bytes: 1000 },
      ],
    );
  });

  it('knows what an agent asked for, and so does the panel after a reload', () => {
    const entries = [
      startedRun('a', 1),
      savedImage('a', 'one', 2),
      startedRun('b', 3, { by: 'agent' }),
      savedImage('b', 'two', 4),
    ];
    assert.deepEqual(
      recordsOf(entries, HERE).map(({ image, by }) => [image, by]),
      [
        ['two', 'agent'],
        ['one', undefined],
      ],
    );
    const { runs } = restoreState(entries, { workspaces: HERE, alive: () => false });
    assert.deepEqual([runs.get('a')?.by, runs.get('b')?.by], [undefined, 'agent']);
  });

  const places: readonly (readonly [workspaces: readonly string[], images: readonly string[]])[] = [
    [['file:///project'], ['one']],
    [
      ['file:///other', 'file:///project'],
      ['other', 'one'],
    ],
    [[], ['nowhere']],
    [['file:///removed'], []],
  ];
  for (const [workspaces, images] of places) {
    it(`of a window with ${workspaces.length} folders (${workspaces}) is ${images}`, () => {
      const { workspace: _, ...nowhere } = startedRun('c', 5);
      const entries = [
        startedRun('a', 1),
        savedImage('a', 'one', 2),
        startedRun('b', 3, { workspace: 'file:///other' }),
        savedImage('b', 'other', 4),
        nowhere,
        savedImage('c', 'nowhere', 6),
      ];
      assert.deepEqual(
        recordsOf(entries, workspaces).map(({ image }) => image),
        images,
      );
    });
  }

  it('passes over an image whose run began before what was read', () => {
    assert.deepEqual(recordsOf([savedImage('old', 'cat', 2), { kind: 'starred', at: 3, image: 'older', on: true }], HERE), []);
  });

  it('knows what an image was made from by what lay there at that time', () => {
    const entries: Entry[] = [
      startedRun('a', 1),
      savedImage('a', 'cat', 2),
      startedRun('b', 3, { edit: editOf('cat') }),
      savedImage('b', 'hat', 4),
      // Another picture takes the place of the first one, which moves on.
      { kind: 'moved', at: 5, image: 'cat', uri: 'file:///project/old/cat.png', sha256: 'x', bytes: 1 },
      { kind: 'moved', at: 6, image: 'hat', uri: 'file:///project/assets/cat.png', sha256: 'y', bytes: 1 },
      startedRun('c', 7, { edit: { ...editOf('cat'), kind: 'vary' } }),
      savedImage('c', 'scarf', 8),
      { kind: 'discarded', at: 9, image: 'hat', bin: '/bin/hat.png' },
      startedRun('d', 10, { edit: editOf('cat') }),
      savedImage('d', 'foreign', 11),
    ];
    const records = recordsOf(entries, HERE);
    assert.deepEqual(
      records.map(({ image, origin }) => [image, origin]),
      [
        ['foreign', { kind: 'edit', name: 'cat.png' }],
        ['scarf', { kind: 'vary', name: 'cat.png', image: 'hat' }],
        ['hat', { kind: 'edit', name: 'cat.png', image: 'cat' }],
        ['cat', undefined],
      ],
    );
    assert.deepEqual(
      [...childrenOf(records)].map(([parent, children]) => [parent, children.map(({ image }) => image)]),
      [
        ['hat', ['scarf']],
        ['cat', ['hat']],
      ],
    );
  });

  const families: readonly (readonly [image: string, family: readonly string[]])[] = [
    ['cat', ['hat-2', 'scarf', 'hat', 'cat']],
    ['scarf', ['hat-2', 'scarf', 'hat', 'cat']],
    ['dog', ['dog']],
    ['nobody', []],
  ];
  for (const [image, family] of families) {
    it(`has as the family of ${image} ${family}`, () => {
      const entries: Entry[] = [
        startedRun('a', 1),
        savedImage('a', 'cat', 2),
        startedRun('b', 3),
        savedImage('b', 'dog', 4),
        startedRun('c', 5, { edit: editOf('cat') }),
        savedImage('c', 'hat', 6),
        startedRun('d', 7, { edit: editOf('hat') }),
        savedImage('d', 'scarf', 8),
        startedRun('e', 9, { edit: editOf('cat') }),
        savedImage('e', 'hat-2', 10),
      ];
      assert.deepEqual(
        familyOf(recordsOf(entries, HERE), image).map((record) => record.image),
        family,
      );
    });
  }

  it('has an end also where two images have each other for parents', () => {
    const [one, other] = recordsOf([startedRun('a', 1), savedImage('a', 'one', 2), savedImage('a', 'other', 3)], HERE);
    assert.ok(one && other);
    const circle = [
      { ...one, origin: { kind: 'edit', name: 'x', image: other.image } },
      { ...other, origin: { kind: 'edit', name: 'y', image: one.image } },
    ] as const;
    assert.equal(familyOf(circle, one.image).length, 2);
  });

  const filters: readonly (readonly [filter: HistoryFilter, images: readonly string[]])[] = [
    [{}, ['c', 'b', 'a']],
    [{ starred: true }, ['b']],
    [{ model: 'other' }, ['c']],
    [{ text: '' }, ['c', 'b', 'a']],
    [{ text: '  CAFE ' }, ['a']],
    [{ text: 'paris café' }, ['a']],
    [{ text: 'paris tea' }, []],
    [{ text: 'b.png' }, ['b']],
    [{ text: 'rewritten' }, ['c']],
    [{ text: '猫' }, ['b']],
    [{ starred: true, text: 'café' }, []],
  ];
  for (const [filter, images] of filters) {
    it(`filtered by ${JSON.stringify(filter)} is ${images}`, () => {
      const entries: Entry[] = [
        startedRun('1', 1, { prompt: 'A café in\nParis' }),
        savedImage('1', 'a', 2),
        startedRun('2', 3, { prompt: '白い猫' }),
        savedImage('2', 'b', 4),
        { kind: 'starred', at: 5, image: 'b', on: true },
        startedRun('3', 6, { options: { ...startedRun('3', 6).options, model: 'other' } }),
        savedImage('3', 'c', 7, { revisedPrompt: 'Rewritten.' }),
      ];
      assert.deepEqual(
        filterRecords(recordsOf(entries, HERE), filter).map(({ image }) => image),
        images,
      );
    });
  }

  it('is put together by the days of this machine’s clock', () => {
    const morning = new Date(2026, 10, 29, 0, 0, 1).getTime();
    const night = new Date(2026, 10, 29, 23, 59, 59).getTime();
    const entries = [
      startedRun('a', 1),
      savedImage('a', 'old', morning - 2000),
      savedImage('a', 'early', morning),
      savedImage('a', 'late', night),
    ];
    assert.deepEqual(
      byDay(recordsOf(entries, HERE)).map(({ day, records }) => [day, records.map(({ image }) => image)]),
      [
        [new Date(2026, 10, 29).getTime(), ['late', 'early']],
        [new Date(2026, 10, 28).getTime(), ['old']],
      ],
    );
  });
});
