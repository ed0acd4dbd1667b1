import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Failed, type FailureKind } from '../../src/core/failure.ts';
import { BIN_LIMITS, openBin } from '../../src/disk/bin.ts';
import { mountTmpfs } from '../support/fixtures/tmpfs.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

const day = 24 * 60 * 60 * 1000;
const november = Date.UTC(2026, 10, 22, 12);

describe('the bin', () => {
  let scratch: Scratch;
  let assets: string;
  let folder: string;
  let cat: string;

  beforeEach(() => {
    scratch = makeScratch('bin');
    assets = join(scratch.path, 'assets');
    folder = join(scratch.path, 'storage', 'bin');
    cat = join(assets, 'cat.png');
    mkdirSync(assets);
    writeFileSync(cat, 'cat');
  });
  afterEach(() => scratch.remove());

  it('takes a file and gives it back under its name', async () => {
    const bin = openBin(folder, () => november);
    const inBin = await bin.put(cat);
    assert.deepEqual(readdirSync(assets), []);
    assert.equal(readFileSync(inBin, 'utf8'), 'cat');
    assert.equal(join(inBin, '..'), join(folder, '2026-11'));
    assert.match(basename(inBin), /-cat\.png$/);

    assert.equal(await bin.takeBack(inBin, cat), cat);
    assert.equal(readFileSync(cat, 'utf8'), 'cat');
    assert.equal(existsSync(inBin), false);
  });

  for (const there of ['cat.png', 'CAT.png']) {
    it(`gives it back as cat-2.png when ${there} was made meanwhile`, async () => {
      const bin = openBin(folder);
      const inBin = await bin.put(cat);
      writeFileSync(join(assets, there), 'new');
      assert.equal(await bin.takeBack(inBin, cat), join(assets, 'cat-2.png'));
      assert.equal(readFileSync(join(assets, there), 'utf8'), 'new');
      assert.equal(readFileSync(join(assets, 'cat-2.png'), 'utf8'), 'cat');
    });
  }

  it('makes the old folder again when it is gone', async () => {
    const bin = openBin(folder);
    const inBin = await bin.put(cat);
    rmSync(assets, { recursive: true });
    assert.equal(await bin.takeBack(inBin, cat), cat);
  });

  it('keeps files of one name apart', async () => {
    const bin = openBin(folder, () => november);
    const first = await bin.put(cat);
    writeFileSync(cat, 'second');
    const second = await bin.put(cat);
    assert.equal(readFileSync(first, 'utf8'), 'cat');
    assert.equal(readFileSync(second, 'utf8'), 'second');
  });

  for (const name of ['no-extension', `${'ü'.repeat(120)}.png`, `${'猫'.repeat(80)}.png`]) {
    it(`takes ${name.slice(0, 20)} and gives it back`, async () => {
      const bin = openBin(folder);
      const path = join(assets, name);
      writeFileSync(path, name);
      assert.equal(await bin.takeBack(await bin.put(path), path), path);
      assert.equal(readFileSync(path, 'utf8'), name);
    });
  }

  it('a file that is gone is no file, in and out, and so is a folder or a link', async () => {
    const bin = openBin(folder);
    symlinkSync(cat, join(assets, 'link.png'));
    for (const path of [join(assets, 'dog.png'), assets, join(assets, 'link.png')])
      await assert.rejects(bin.put(path), isFailed('noFile'));
    await assert.rejects(bin.takeBack(join(folder, '2026-11', 'x'), cat), isFailed('noFile'));
    assert.equal(readFileSync(cat, 'utf8'), 'cat');
  });

  it('a bin that cannot be written leaves the file where it is', async () => {
    mkdirSync(join(scratch.path, 'storage'));
    writeFileSync(folder, 'a file');
    await assert.rejects(openBin(folder).put(cat), isFailed('noPlace'));
    assert.equal(readFileSync(cat, 'utf8'), 'cat');
  });

  it('a place that cannot be written leaves the file in the bin', async () => {
    const bin = openBin(folder);
    const inBin = await bin.put(cat);
    rmSync(assets, { recursive: true });
    writeFileSync(assets, 'a file');
    await assert.rejects(bin.takeBack(inBin, cat), isFailed('noPlace'));
    assert.equal(readFileSync(inBin, 'utf8'), 'cat');
  });

  it('works from one disk to another, and loses nothing when that one is full or read-only', async function () {
    mkdirSync(folder, { recursive: true });
    const disk = (await mountTmpfs(folder, 'size=1m')) ?? this.skip();
    try {
      const bin = openBin(disk.folder);
      const inBin = await bin.put(cat);
      assert.deepEqual(readdirSync(assets), []);
      assert.equal(readFileSync(inBin, 'utf8'), 'cat');
      assert.equal(await bin.takeBack(inBin, cat), cat);
      assert.equal(existsSync(inBin), false);

      const big = join(assets, 'big.png');
      writeFileSync(big, new Uint8Array(2_000_000));
      await assert.rejects(bin.put(big), isFailed('noPlace'));
      assert.equal(readFileSync(big).length, 2_000_000);

      const kept = await bin.put(cat);
      await disk.remount('ro');
      assert.equal(await bin.takeBack(kept, cat), cat);
      assert.equal(readFileSync(cat, 'utf8'), 'cat');
      await assert.rejects(bin.put(cat), isFailed('noPlace'));
      assert.equal(readFileSync(cat, 'utf8'), 'cat');
    } finally {
      await disk.unmount();
    }
  });

  it('forgets what is older than 30 days, by the day it was put in', async () => {
    let now = november;
    const bin = openBin(folder, () => now);
    const old = await bin.put(cat);
    now += 20 * day;
    writeFileSync(cat, 'young');
    utimesSync(cat, 0, 0);
    const young = await bin.put(cat);
    await bin.sweep(now + 5 * day);
    assert.deepEqual([existsSync(old), existsSync(young)], [true, true]);
    await bin.sweep(now + 15 * day);
    assert.deepEqual([existsSync(old), existsSync(young)], [false, true]);
    assert.deepEqual(readdirSync(folder), ['2026-12']);
  });

  it('forgets the oldest first when it is too much', async () => {
    let now = november;
    const bin = openBin(folder, () => now);
    const files = [];
    for (const content of ['aaaa', 'bbbb', 'cccc']) {
      writeFileSync(cat, content);
      files.push(await bin.put(cat));
      now += 1000;
    }
    await bin.sweep(now, { ...BIN_LIMITS, maxBytes: 8 });
    assert.deepEqual(files.map(existsSync), [false, true, true]);
    await bin.sweep(now, { ...BIN_LIMITS, maxBytes: 7 });
    assert.deepEqual(files.map(existsSync), [false, false, true]);
  });

  it('sweeping nothing, or what is none of its own, does no harm', async () => {
    const bin = openBin(folder);
    await bin.sweep(november);
    assert.equal(existsSync(folder), false);
    mkdirSync(join(folder, '2026-11', 'a folder'), { recursive: true });
    writeFileSync(join(folder, 'stray'), 'x');
    await bin.sweep(november + 1000 * day);
    assert.deepEqual(readdirSync(folder).sort(), ['2026-11', 'stray']);
  });
});

function isFailed(kind: FailureKind): (error: unknown) => boolean {
  return (error) => error instanceof Failed && error.failure.kind === kind;
}
