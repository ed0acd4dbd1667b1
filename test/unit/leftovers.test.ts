import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../src/core/ledger.ts';
import { ownedFiles } from '../../src/core/leftovers.ts';
import { openDisk } from '../../src/disk/disk.ts';
import { sweepHashed, sweepLeftovers } from '../../src/disk/sweep.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

const DAY = 24 * 60 * 60 * 1000;

describe('what belongs to nothing any more', () => {
  let scratch: Scratch;
  let folder = '';

  beforeEach(() => {
    scratch = makeScratch('leftovers');
    folder = join(scratch.path, 'answers');
    mkdirSync(join(folder, 'a folder'), { recursive: true });
    for (const name of ['owned.png', 'left.png', 'left too.webp']) writeFileSync(join(folder, name), name);
  });
  afterEach(() => scratch.remove());

  it('goes after a day, and nothing else', async () => {
    const owned = new Set(['owned.png']);
    await sweepLeftovers(folder, owned, Date.now() + DAY - 60_000);
    assert.equal(readdirSync(folder).length, 4, 'it may belong to what is being saved');
    await sweepLeftovers(folder, owned, Date.now() + DAY + 60_000);
    assert.deepEqual(readdirSync(folder).toSorted(), ['a folder', 'owned.png']);
  });

  it('is not what another folder owns under the same name', async () => {
    const clock = Date.now;
    Date.now = () => clock() + 2 * DAY;
    try {
      await openDisk(scratch.path).sweepLeftovers(folder, [join(scratch.path, 'shown', 'left.png'), join(folder, 'owned.png')]);
    } finally {
      Date.now = clock;
    }
    assert.deepEqual(readdirSync(folder).toSorted(), ['a folder', 'owned.png']);
  });

  it('is nothing where there is no folder', async () => {
    await sweepLeftovers(join(folder, 'none'), new Set(), Date.now());
    await sweepHashed(join(folder, 'none'), new Set(), Date.now());
  });

  it('goes out of hashed folders after a month without use, with its folder, and nothing else', async () => {
    const [kept, gone, used, other] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32), 'no hash'];
    for (const name of [kept, gone, used, other]) {
      mkdirSync(join(folder, name));
      writeFileSync(join(folder, name, 'cat.png'), name);
    }
    const owned = new Set([join(folder, kept, 'cat.png')]);
    await sweepHashed(folder, owned, Date.now() + 29 * DAY);
    const later = new Date(Date.now() + 20 * DAY);
    utimesSync(join(folder, used, 'cat.png'), later, later);
    assert.equal(readdirSync(folder, { recursive: true }).length, 12, 'a form of another window may have it');
    await sweepHashed(folder, owned, Date.now() + 31 * DAY);
    const left = readdirSync(folder, { recursive: true }).map(String).toSorted();
    const files = [kept, used, other].flatMap((name) => [name, join(name, 'cat.png')]);
    assert.deepEqual(left, [...files, 'a folder', 'left too.webp', 'left.png', 'owned.png'].toSorted());
  });

  it('is not reached through a link', async () => {
    const outside = join(scratch.path, 'outside');
    mkdirSync(outside);
    writeFileSync(join(outside, 'cat.png'), 'a cat');
    symlinkSync(outside, join(folder, 'a'.repeat(32)));
    await sweepHashed(folder, new Set(), Date.now() + 31 * DAY);
    assert.deepEqual(readdirSync(outside), ['cat.png']);
  });
});

describe('the history owns', () => {
  const started = {
    kind: 'started',
    at: 1,
    run: 'r',
    window: 'w',
    provider: 'p',
    prompt: 'a cat',
    options: {
      model: 'm',
      size: 'auto',
      quality: 'auto',
      count: 1,
      background: 'auto',
      outputFormat: 'png',
      style: '',
      moderation: 'auto',
      inputFidelity: 'auto',
      promptAsIs: false,
    },
    calls: ['c'],
    parents: [],
  } as const;
  const edit = { kind: 'edit', picture: 'file:///w/cat.png', width: 1, height: 1 } as const;
  const image = { uri: 'file:///w/a.png', sha256: 'a', bytes: 1, width: 1, height: 1 } as const;
  const saved = { kind: 'saved', at: 2, run: 'r', call: 'c', image: 'i', ...image } as const;

  for (const [what, entries, owned] of [
    [
      'the untouched answer of a picture',
      [started, { ...saved, raw: { ...image, uri: 'file:///s/answers/a.png' } }],
      ['file:///s/answers/a.png'],
    ],
    [
      'the copy of a picture that was edited',
      [{ ...started, edit: { ...edit, shown: 'file:///s/shown/x.png' } }],
      ['file:///s/shown/x.png'],
    ],
    [
      'what went along, with a prompt or an edit',
      [{ ...started, references: ['file:///s/references/a/cat.png'], edit: { ...edit, references: ['file:///w/b.png'] } }],
      ['file:///s/references/a/cat.png', 'file:///w/b.png'],
    ],
    ['no picture of the workspace', [{ ...started, edit }, saved], []],
  ] as const satisfies readonly (readonly [string, readonly Entry[], readonly string[]])[]) {
    it(what, () => assert.deepEqual([...ownedFiles(entries)], owned));
  }
});
