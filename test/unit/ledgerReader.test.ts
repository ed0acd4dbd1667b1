import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Entry } from '../../src/core/ledger.ts';
import { openLedger } from '../../src/disk/ledger/ledgerFiles.ts';
import { quickCheckOf } from '../../src/disk/ledger/quickCheck.ts';
import { removedImage, savedImage, startedRun } from '../support/ledgerEntries.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

const november = Date.UTC(2026, 10, 22, 12);
const ended = (run: string, at: number): Entry => ({ kind: 'ended', at, run });
const runsIn = (entries: readonly Entry[]) => entries.map((entry) => ('run' in entry ? entry.run : ''));

describe('reading the ledger', () => {
  let scratch: Scratch;
  let month: string;

  beforeEach(() => {
    scratch = makeScratch('reader');
    month = join(scratch.path, '2026-11');
    mkdirSync(month);
  });
  afterEach(() => scratch.remove());

  const write = (name: string, entries: readonly Entry[], folder = month) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  };

  it('sees what other windows wrote, put in place or took away since the last time', async () => {
    const ledger = openLedger(scratch.path);
    write('1-a.jsonl', [ended('a', 1)]);
    assert.deepEqual(runsIn(await ledger.read()), ['a']);
    write('1-b.jsonl', [ended('b', 2)]);
    assert.deepEqual(runsIn(await ledger.read()), ['a', 'b']);
    appendFileSync(join(month, '1-a.jsonl'), `${JSON.stringify(ended('c', 3))}\n`);
    assert.deepEqual(runsIn(await ledger.read()), ['a', 'b', 'c']);
    write('new', [ended('x', 2)]);
    renameSync(join(month, 'new'), join(month, '1-b.jsonl'));
    assert.deepEqual(runsIn(await ledger.read()), ['a', 'x', 'c']);
    rmSync(join(month, '1-a.jsonl'));
    assert.deepEqual(runsIn(await ledger.read()), ['x']);
    await ledger.append(ended('mine', november));
    assert.deepEqual(runsIn(await ledger.read()), ['x', 'mine']);
  });

  it('sees a file that was put in place with the same size and time', async () => {
    const ledger = openLedger(scratch.path);
    write('1-a.jsonl', [ended('a', 1)]);
    utimesSync(join(month, '1-a.jsonl'), 1000, 1000);
    assert.deepEqual(runsIn(await ledger.read()), ['a']);
    write('new', [ended('b', 1)]);
    utimesSync(join(month, 'new'), 1000, 1000);
    renameSync(join(month, 'new'), join(month, '1-a.jsonl'));
    assert.deepEqual(runsIn(await ledger.read()), ['b']);
  });

  it('reads nothing again that did not change', async () => {
    const ledger = openLedger(scratch.path);
    write('1-a.jsonl', [ended('a', 1)]);
    const first = await ledger.read();
    assert.equal(await ledger.read(), first);
  });

  it('answers all who ask at once', async () => {
    const ledger = openLedger(scratch.path);
    write('1-a.jsonl', [ended('a', 1)]);
    const answers = await Promise.all([ledger.read(), ledger.append(ended('b', november)), ledger.read(), ledger.read()]);
    assert.equal(answers[0][0], answers[3][0]);
    assert.deepEqual(runsIn(answers[3]), ['a', 'b']);
  });

  it('reads for a first look only the files that were written last, and of a long one its end', async () => {
    const many = (name: string, from: number, count: number) =>
      Array.from({ length: count }, (_, n) => savedImage(name, `${name}-${n}`, november + from + n));
    write('1-old.jsonl', many('old', -3_000_000_000, 100), join(scratch.path, '2026-10'));
    write('1-earlier.jsonl', many('earlier', 0, 5000));
    write('1-later.jsonl', [ended('later', november + 9000)]);
    utimesSync(join(month, '1-earlier.jsonl'), 1, (november + 5000) / 1000);
    const recent = await openLedger(scratch.path).readRecent();
    assert.deepEqual([...new Set(runsIn(recent))], ['earlier', 'later']);
    assert.ok(recent.length > 1000 && recent.length < 4000, `${recent.length}`);
    assert.ok(recent.some((entry) => 'image' in entry && entry.image === 'earlier-4999'));
  });

  it('has at the first look nothing of which it might not know the rest', async () => {
    const starred = (image: string, at: number): Entry => ({ kind: 'starred', at, image, on: true });
    // A window that was used for long, and another one that was closed meanwhile.
    const long = Array.from({ length: 3000 }, (_, n) => savedImage('long', `long-${n}`, november + n));
    write('1-long.jsonl', long);
    write('1-closed.jsonl', [starred('long-2000', november + 2500)]);
    utimesSync(join(month, '1-closed.jsonl'), 1, (november + 2500) / 1000);
    const recent = await openLedger(scratch.path).readRecent();
    const times = recent.map(({ at }) => at - november);
    assert.ok(times.every((at) => at >= 2500) && times.includes(2999), `from ${times[0]}`);
  });

  it('has everything at the first look where that is little, and where all was read before', async () => {
    write('1-old.jsonl', [ended('old', 1)], join(scratch.path, '2026-10'));
    write('1-a.jsonl', [ended('a', 2)]);
    assert.deepEqual(runsIn(await openLedger(scratch.path).readRecent()), ['old', 'a']);
    const ledger = openLedger(scratch.path);
    await ledger.read();
    assert.deepEqual(runsIn(await ledger.readRecent()), ['old', 'a']);
    assert.deepEqual(await openLedger(join(scratch.path, 'nowhere')).readRecent(), []);
  });

  it('does not read out what was removed', async () => {
    const ledger = openLedger(scratch.path);
    for (const entry of [startedRun('r', november), savedImage('r', 'cat', november + 1)]) await ledger.append(entry);
    await ledger.append(removedImage('r', 'cat', november + 2));
    assert.deepEqual(await ledger.read(), [startedRun('r', november)]);
    assert.deepEqual(await ledger.readRecent(), [startedRun('r', november)]);
  });

  it('tells of its own lines, until nobody listens', async () => {
    const ledger = openLedger(scratch.path);
    let told = 0;
    const stop = ledger.onAppend(() => (told += 1));
    await ledger.append(ended('a', november));
    stop();
    await ledger.append(ended('b', november));
    assert.equal(told, 1);
  });
});

describe('the quick check of a line', () => {
  const schema = v.object({
    kind: v.literal('one'),
    name: v.string(),
    size: v.pipe(v.number(), v.finite()),
    on: v.exactOptional(v.boolean()),
    level: v.optional(v.picklist(['low', 'high']), 'low'),
    parts: v.array(v.object({ id: v.string() })),
  });
  const whole = { kind: 'one', name: 'a', size: 1, level: 'low', parts: [{ id: 'x' }] };
  const values: readonly (readonly [value: unknown, quick: boolean])[] = [
    [whole, true],
    [{ ...whole, on: false }, true],
    [{ ...whole, parts: [] }, true],
    // Right, but not as it would come out: the schema itself has to make that.
    [{ ...whole, more: 1 }, false],
    [{ kind: 'one', name: 'a', size: 1, parts: [] }, false],
    // Wrong.
    [{ ...whole, kind: 'two' }, false],
    [{ ...whole, name: 1 }, false],
    [{ ...whole, size: '1' }, false],
    [{ ...whole, size: Number.NaN }, false],
    [{ ...whole, on: 'yes' }, false],
    [{ ...whole, level: 'middle' }, false],
    [{ ...whole, parts: [{ id: 1 }] }, false],
    [{ ...whole, parts: {} }, false],
    [{ kind: 'one', size: 1, level: 'low', parts: [] }, false],
    [[], false],
    [null, false],
    ['one', false],
  ];
  for (const [value, quick] of values) {
    it(`${quick ? 'takes' : 'leaves to the schema'} ${JSON.stringify(value)}`, () => {
      assert.equal(quickCheckOf(schema)(value), quick);
      if (quick) assert.deepEqual(v.parse(schema, value), value);
    });
  }

  it('leaves kinds of schemas to valibot that it does not know', () => {
    for (const unknown of [
      v.union([v.string()]),
      v.lazy(() => v.string()),
      v.pipe(v.string(), v.trim()),
      v.pipe(v.number(), v.minValue(5)),
    ]) {
      assert.equal(quickCheckOf(unknown)('a') || quickCheckOf(unknown)(1), false);
    }
  });
});
