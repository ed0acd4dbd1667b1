import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { recentPrompts } from '../../src/core/history.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { recordsOf } from '../../src/core/records.ts';
import { type CompactionParts, compactLedger } from '../../src/disk/ledger/compaction.ts';
import { openLedger } from '../../src/disk/ledger/ledgerFiles.ts';
import { removedImage, savedImage, startedRun, usedBy } from '../support/ledgerEntries.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
const november = Date.UTC(2026, 10, 22, 12);
const later = november + 5 * HOUR;
const RUNS: Readonly<Record<string, string>> = { dog: 'b', bird: 'c' };
const remove = (image: string, at = november + HOUR, on = true): Entry => removedImage(RUNS[image] ?? 'a', image, at, on);
const ended = (run: string): Entry => ({ kind: 'ended', at: november + 4, run });
const raw = (name: string) => ({ uri: `file:///storage/raw/${name}.png`, sha256: 'r', bytes: 1, width: 1, height: 1 });

const cat: readonly Entry[] = [
  startedRun('a', november, { prompt: 'a secret cat' }),
  savedImage('a', 'cat', november + 1, { raw: raw('cat') }),
  usedBy('a', november + 2),
  ended('a'),
];
const dog: readonly Entry[] = [
  startedRun('b', november, { prompt: 'a dog' }),
  savedImage('b', 'dog', november + 1, { raw: raw('dog') }),
  usedBy('b', november + 2),
  ended('b'),
];

describe('compacting the ledger', () => {
  let scratch: Scratch;
  let month: string;
  const lines = (entries: readonly Entry[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');

  beforeEach(() => {
    scratch = makeScratch('compaction');
    month = join(scratch.path, '2026-11');
    mkdirSync(month);
  });
  afterEach(() => scratch.remove());

  /** A file as a window left it two hours after the beginning. */
  function write(name: string, text: string): string {
    const path = join(month, name);
    writeFileSync(path, text);
    utimesSync(path, new Date(november + 2 * HOUR), new Date(november + 2 * HOUR));
    return path;
  }
  const compact = (part: Partial<CompactionParts> = {}) =>
    compactLedger(scratch.path, { alive: () => false, now: () => later, discard: async () => undefined, ...part });
  const read = () => openLedger(scratch.path).read();
  const everything = () =>
    readdirSync(month)
      .map((name) => readFileSync(join(month, name), 'utf8'))
      .join('');

  it('takes what was removed off the disk, with its untouched answer, and leaves the rest as it was', async () => {
    const path = write('1-a.jsonl', lines([...cat, ...dog]));
    write('1-b.jsonl', lines([remove('cat')]));
    const before = await read();
    const discarded: string[] = [];
    await compact({ discard: async (uri) => void discarded.push(uri) });
    assert.doesNotMatch(readFileSync(path, 'utf8'), /secret|cat/);
    assert.deepEqual(await read(), before);
    assert.deepEqual(discarded, [raw('cat').uri]);
    assert.ok(readFileSync(path, 'utf8').endsWith(lines(dog)));
    assert.equal(statSync(path).mtimeMs, november + 2 * HOUR, 'the time by which a first look chooses files');
    assert.deepEqual(readdirSync(month), ['1-a.jsonl', '1-b.jsonl']);
  });

  it('forgets that something was removed only when nothing is left of it', async () => {
    write('1-a.jsonl', lines(cat));
    write('1-b.jsonl', lines([remove('cat')]));
    await compact({ alive: (window) => window === '1-a' });
    assert.match(everything(), /removed/);
    assert.match(everything(), /secret/);
    assert.deepEqual(recordsOf(await read(), ['file:///project']), []);
    await compact({ now: () => later + 2 * DAY });
    assert.match(everything(), /removed/);
    assert.doesNotMatch(everything(), /secret/);
    await compact({ now: () => later + 4 * DAY });
    assert.doesNotMatch(everything(), /removed|secret/);
    assert.equal((await read()).filter(({ kind }) => kind === 'used').length, 1);
  });

  const untouched: readonly (readonly [why: string, part: Partial<CompactionParts>, more?: readonly Entry[]])[] = [
    ['of a window that runs', { alive: (window) => window === '1-a' }],
    ['that was written a moment ago, maybe on another machine', { now: () => november + 2.5 * HOUR }],
    ['of what was removed a moment ago', {}, [remove('cat', november + 4.5 * HOUR)]],
    ['of what was removed and put back', {}, [remove('cat'), remove('cat', november + 4.9 * HOUR, false)]],
  ];
  for (const [why, part, more = [remove('cat')]] of untouched) {
    it(`leaves a file ${why}`, async () => {
      const path = write('1-a.jsonl', lines(cat));
      write('1-b.jsonl', lines(more));
      await compact(part);
      assert.equal(readFileSync(path, 'utf8'), lines(cat));
    });
  }

  it('is done once a day at most', async () => {
    write('1-c.jsonl', lines(dog));
    await compact();
    const path = write('1-a.jsonl', lines(cat));
    write('1-b.jsonl', lines([remove('cat')]));
    await compact({ now: () => later + DAY - 1 });
    assert.equal(readFileSync(path, 'utf8'), lines(cat));
    await compact({ now: () => later + DAY + 1 });
    assert.doesNotMatch(everything(), /secret/);
  });

  it('keeps lines of other versions and torn ones, but for those that name what has to go', async () => {
    const strange = '{"kind":"dreamed","at":1,"image":"dog"}';
    const torn = '{"kind":"saved","at":1,"prompt":"half a';
    const named = '{"kind":"dreamed","at":1,"image":"cat","prompt":"a secret cat"}';
    const path = write('1-a.jsonl', `${lines(cat)}${strange}\n${named}\n${torn}\n${lines(dog)}`);
    write('1-b.jsonl', lines([remove('cat')]));
    await compact();
    const left = readFileSync(path, 'utf8');
    assert.ok(left.includes(strange) && left.includes(torn) && left.endsWith(lines(dog)));
    assert.doesNotMatch(left, /secret/);
  });

  it('loses nothing of a window that writes on meanwhile', async () => {
    const path = write('1-a.jsonl', lines([...cat, ...dog]));
    write('1-b.jsonl', lines([remove('cat')]));
    // Between reading and rewriting.
    const writeOn = async () => {
      appendFileSync(path, lines([startedRun('late', november + 3 * HOUR)]));
      utimesSync(path, new Date(november + 3 * HOUR), new Date(november + 3 * HOUR));
    };
    await compact({ discard: writeOn });
    assert.match(readFileSync(path, 'utf8'), /"late"/);
  });

  it('loses nothing when it is broken off after any file', async () => {
    const names = ['1-a.jsonl', '1-b.jsonl', '1-c.jsonl'];
    write('1-a.jsonl', lines([...cat, remove('dog')]));
    write('1-b.jsonl', lines([...dog, remove('cat')]));
    write('1-c.jsonl', lines([startedRun('c', november), savedImage('c', 'bird', november + 1), ended('c')]));
    const before = await read();
    for (const [index, name] of names.entries()) {
      let asked = 0;
      const dies = (window: string) => {
        asked += 1;
        if (asked > index) throw new Error(`killed before ${window}`);
        return false;
      };
      await assert.rejects(compact({ alive: dies, now: () => later + 2 * DAY * (index + 1) }), /killed/);
      assert.deepEqual(await read(), before, `broken off before ${name}`);
    }
    await compact({ now: () => later + 20 * DAY });
    assert.deepEqual(await read(), before);
    assert.doesNotMatch(everything(), /secret/);
  });

  it('sweeps what a crash has left', async () => {
    write('1-a.jsonl', lines([...cat, remove('cat')]));
    const rest = write('.easel-11111111-1111-4111-8111-111111111111.tmp', 'half');
    await compact();
    assert.equal(existsSync(rest), false);
  });

  it('makes nothing where there is no ledger', async () => {
    await compactLedger(join(scratch.path, 'nowhere'), { alive: () => false, now: () => later, discard: async () => undefined });
    assert.equal(existsSync(join(scratch.path, 'nowhere')), false);
  });

  it('whatever was removed, no fold changes by it', async () => {
    const images = ['cat', 'cat-2', 'dog', 'bird'];
    const all = [
      ...cat.slice(0, 2),
      savedImage('a', 'cat-2', november + 2),
      ...cat.slice(2),
      ...dog,
      startedRun('c', november),
      savedImage('c', 'bird', november + 3),
    ];
    const chosen = fc.array(fc.tuple(fc.constantFrom(...images), fc.boolean()), { maxLength: 6 });
    const living = fc.subarray(['1-a', '1-b', '1-c']);
    await fc.assert(
      fc.asyncProperty(chosen, living, fc.integer({ min: 0, max: all.length }), async (removals, alive, cut) => {
        const markers = removals.map(([image, on], index) => remove(image, november + HOUR + index, on));
        write('1-a.jsonl', lines(all.slice(0, cut)));
        write('1-b.jsonl', lines(all.slice(cut)));
        write('1-c.jsonl', lines(markers));
        const before = await read();
        for (let time = 1; time < 4; time++) {
          await compact({
            alive: (window) => alive.includes(window),
            now: () => later + (Date.now() % 1000) + time * 2 * DAY * 1000,
          });
          utimesSync(join(scratch.path, 'compacted'), 0, 0);
          const after = await read();
          assert.deepEqual(recordsOf(after, ['file:///project']), recordsOf(before, ['file:///project']));
          assert.deepEqual(recentPrompts(after), recentPrompts(before));
          const paid = (entries: readonly Entry[]) => entries.filter(({ kind }) => kind === 'used');
          assert.deepEqual(paid(after), paid(before));
        }
      }),
      { numRuns: 60 },
    );
  });
});
