import assert from 'node:assert/strict';
import type { Entry } from '../../src/core/ledger.ts';
import { recordsOf } from '../../src/core/records.ts';
import { restoreState } from '../../src/core/restore.ts';
import { reduce } from '../../src/core/session.ts';
import { savedImage, startedRun } from '../support/ledgerEntries.ts';

const HERE = ['file:///project'];
const STORAGE = 'file:///storage/waiting';
const at = (name: string) => `file:///project/assets/${name}`;
const moved = (image: string, time: number, uri: string): Entry => {
  return { kind: 'moved', at: time, image, uri, sha256: 'x', bytes: 7 };
};
const edited = (run: string, time: number, picture: string, references: readonly string[] = []): Entry =>
  startedRun(run, time, {
    edit: { kind: 'edit', picture, width: 64, height: 48, ...(references.length > 0 && { references }) },
  });
const restore = (entries: readonly Entry[]) => restoreState(entries, { workspaces: HERE, alive: () => false });

/** An image that waits, an edit of it, and what happened then. */
const before: readonly Entry[] = [
  startedRun('cat', 1),
  savedImage('cat', 'cat-image', 2, { uri: `${STORAGE}/cat.png` }),
  edited('edit', 3, `${STORAGE}/cat.png`),
  savedImage('edit', 'edit-image', 4, { uri: `${STORAGE}/cat-edit.png` }),
];

describe('What a run was made from', () => {
  const cases: readonly (readonly [what: string, then: readonly Entry[], leadsTo: string])[] = [
    ['is where it was', [], `${STORAGE}/cat.png`],
    ['is found where it was moved', [moved('cat-image', 5, at('cat.png'))], at('cat.png')],
    [
      'is found where it was moved in the end',
      [moved('cat-image', 5, at('cat.png')), moved('cat-image', 6, at('lamp.png'))],
      at('lamp.png'),
    ],
    [
      'is not what lies at its place later',
      [
        moved('cat-image', 5, at('cat.png')),
        startedRun('other', 6),
        savedImage('other', 'other-image', 7, { uri: `${STORAGE}/cat.png` }),
        moved('other-image', 8, at('other.png')),
      ],
      at('cat.png'),
    ],
    [
      'is where it was taken back to',
      [
        { kind: 'discarded', at: 5, image: 'cat-image', bin: '/bin/cat.png' },
        { kind: 'restored', at: 6, image: 'cat-image', uri: `${STORAGE}/cat-2.png` },
      ],
      `${STORAGE}/cat-2.png`,
    ],
    [
      'is still the original, when the edit takes its place and leaves it again',
      [
        { kind: 'discarded', at: 5, image: 'cat-image', bin: '/bin/cat.png' },
        moved('edit-image', 6, `${STORAGE}/cat.png`),
        moved('edit-image', 7, `${STORAGE}/cat-edit.png`),
        { kind: 'restored', at: 8, image: 'cat-image', uri: `${STORAGE}/cat.png` },
      ],
      `${STORAGE}/cat.png`,
    ],
  ];
  for (const [what, then, leadsTo] of cases) {
    it(`${what}: after a reload`, () => {
      assert.equal(restore([...before, ...then]).runs.get('edit')?.edit?.picture, leadsTo);
    });

    it(`${what}: in the window where it happens`, () => {
      let state = restore(before);
      for (const entry of then) {
        if (entry.kind === 'started') state = { ...state, runs: new Map([...state.runs, ...restore([entry]).runs]) };
        if (entry.kind === 'saved') {
          const [picture] = restore([startedRun(entry.run, 0), entry]).pictures.values();
          if (picture) state = reduce(state, { kind: 'saved', picture });
        } else if ('image' in entry) {
          const { image, kind } = entry;
          const place = 'uri' in entry ? { uri: entry.uri, name: entry.uri.split('/').at(-1) ?? '' } : {};
          state = reduce(state, { kind: 'picture', image, state: kind === 'discarded' ? 'discarded' : 'kept', ...place });
        }
      }
      assert.equal(state.runs.get('edit')?.edit?.picture, leadsTo);
    });
  }

  it('has its references found too, and nothing else', () => {
    const entries: readonly Entry[] = [
      startedRun('style', 1),
      savedImage('style', 'style-image', 2, { uri: `${STORAGE}/style.png` }),
      edited('edit', 3, at('mine.png'), [`${STORAGE}/style.png`, at('other.png')]),
      startedRun('new', 4, { references: [at('other.png'), `${STORAGE}/style.png`] }),
      moved('style-image', 5, at('style.png')),
    ];
    const { runs } = restore(entries);
    assert.deepEqual(runs.get('edit')?.edit?.picture, at('mine.png'));
    assert.deepEqual(runs.get('edit')?.edit?.references, [at('style.png'), at('other.png')]);
    assert.deepEqual(runs.get('new')?.references, [at('other.png'), at('style.png')]);
  });

  it('is called by the name that it has now', () => {
    const [record] = recordsOf([...before, moved('cat-image', 5, at('lamp.png'))], HERE);
    assert.deepEqual(record?.origin, { kind: 'edit', name: 'lamp.png', image: 'cat-image' });
  });
});
