import assert from 'node:assert/strict';
import type { Entry } from '../../src/core/ledger.ts';
import { findImage } from '../../src/core/origin.ts';
import { full } from './provenanceSamples.ts';

const started = (run: string): Entry => ({
  kind: 'started',
  at: 1,
  run,
  window: 'w',
  provider: 'https://example.com',
  prompt: `prompt of ${run}`,
  options: full.options,
  calls: ['c'],
  parents: [],
});
const saved = (run: string, image: string, sha256: string, raw?: string): Entry => ({
  kind: 'saved',
  at: 2,
  run,
  call: 'c',
  image,
  uri: `file:///${image}.png`,
  sha256,
  bytes: 1,
  width: 1,
  height: 1,
  ...(raw !== undefined && { raw: { uri: 'file:///raw.png', sha256: raw, bytes: 1, width: 1, height: 1 } }),
});
const moved: Entry = { kind: 'moved', at: 3, image: 'edit', uri: 'file:///cat.jpg', sha256: 'as-jpeg', bytes: 1 };
const entries: readonly Entry[] = [
  started('one'),
  saved('one', 'cat', 'aaa'),
  started('two'),
  saved('two', 'edit', 'bbb', 'answer'),
  moved,
  saved('unknown', 'lost', 'ccc'),
  started('three'),
  saved('three', 'twin', 'aaa'),
];

describe('an image in the ledger', () => {
  for (const [what, sha256, image] of [
    ['is found as it was saved', 'bbb', 'edit'],
    ['is found by the untouched answer', 'answer', 'edit'],
    ['is found in the format of the file whose place it took', 'as-jpeg', 'edit'],
    ['is the newest of several that are the same', 'aaa', 'twin'],
    ['is not found by other bytes', 'ddd', undefined],
    ['is not found where nobody knows its run', 'ccc', undefined],
  ] as const) {
    it(what, () => assert.equal(findImage(entries, sha256)?.saved.image, image));
  }

  it('comes with what was asked for', () => assert.equal(findImage(entries, 'bbb')?.started.prompt, 'prompt of two'));
});
