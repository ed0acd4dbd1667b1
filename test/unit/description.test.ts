import assert from 'node:assert/strict';
import { readDescribed } from '../../src/core/description.ts';
import { altText } from '../../src/core/prompt.ts';
import { restoreState } from '../../src/core/restore.ts';
import { empty, reduce } from '../../src/core/session.ts';
import { savedImage, startedRun } from '../support/ledgerEntries.ts';

describe('what a person says of the images of a run', () => {
  for (const [name, typed, read] of [
    ['nothing', {}, {}],
    ['all of it', { name: 'cat', alt: 'A cat', folder: 'docs/img' }, { name: 'cat', alt: 'A cat', folder: 'docs/img' }],
    ['an extension: the image’s type decides it', { name: 'cat.PNG ' }, { name: 'cat' }],
    ['a name that some file system does not take', { name: 'a/b:c?.' }, { name: 'a-b-c-' }],
    ['a name of Windows', { name: 'CON' }, { name: 'CON-image' }],
    ['a hidden file', { name: '.cat' }, { name: 'cat' }],
    ['only spaces', { name: '  ', alt: ' ', folder: ' ' }, {}],
    ['a folder that is not allowed', { folder: '..', refused: { kind: 'unexpected' } }, {}],
  ] as const) {
    it(`is read as an image can have it: ${name}`, () => {
      assert.deepEqual(readDescribed(typed), read);
    });
  }

  it('changes the alt text of what is not inserted yet, and brings the usual one back', () => {
    const entries = [
      ...[startedRun('a', 1), savedImage('a', 'x', 2), savedImage('a', 'y', 3)],
      { kind: 'inserted', at: 4, image: 'y', document: 'file:///project/post.md' } as const,
      { kind: 'ended', at: 5, run: 'a' } as const,
    ];
    const before = restoreState(entries, { workspaces: ['file:///project'], alive: () => false });
    const usual = altText('prompt of a');
    const alts = (state: typeof before) => [...state.pictures.values()].map(({ alt }) => alt);
    assert.deepEqual(alts(before), [usual, usual]);
    const said = reduce(before, { kind: 'described', run: 'a', described: { alt: 'A cat' } });
    assert.deepEqual(alts(said), ['A cat', usual]);
    assert.deepEqual(alts(reduce(said, { kind: 'described', run: 'a', described: {} })), [usual, usual]);
    assert.equal(reduce(empty, { kind: 'described', run: 'a', described: { alt: 'A cat' } }), empty);
  });

  it('is known after a reload: the last that was said', () => {
    const entries = [
      startedRun('a', 1),
      { kind: 'described', at: 2, run: 'a', alt: 'A dog', name: 'dog' } as const,
      { kind: 'described', at: 3, run: 'a', alt: 'A cat' } as const,
      savedImage('a', 'x', 4),
    ];
    const state = restoreState(entries, { workspaces: ['file:///project'], alive: () => false });
    assert.equal(state.pictures.get('x')?.alt, 'A cat');
  });
});
