import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failed } from '../../src/core/failure.ts';
import type { Bytes } from '../../src/core/image.ts';
import { keepImage } from '../../src/core/keep.ts';
import type { Spooled } from '../../src/core/spool.ts';
import type { Shelf } from '../../src/core/task.ts';
import { openDisk } from '../../src/disk/disk.ts';
import { createEmptyLedger } from '../support/emptyLedger.ts';
import { mountTmpfs } from '../support/fixtures/tmpfs.ts';
import { eventually } from '../support/product.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

const BYTES: Bytes = Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251);

describe('an image that is put on disk while it arrives', () => {
  let scratch: Scratch;
  let folder: string;
  let storage: string;
  const left = () => (existsSync(folder) ? readdirSync(folder) : []);

  beforeEach(() => {
    scratch = makeScratch('spool');
    folder = join(scratch.path, 'assets');
    storage = join(scratch.path, 'storage');
  });
  afterEach(() => scratch.remove());

  /** Gives it the bytes in pieces as they come from a line. */
  function fill(spooled: Spooled): Spooled {
    for (let at = 0; at < BYTES.length; at += 49_152) spooled.write(BYTES.subarray(at, at + 49_152));
    return spooled;
  }

  it('gets its name without being written again, and nothing else is left', async () => {
    const disk = openDisk(storage);
    const spooled = fill(disk.spool(scratch.path, 'assets'));
    // Other bytes: what is found in the file is what came.
    const saved = await disk.saveNew(folder, 'cat', 'png', new Uint8Array([1]), spooled);
    await spooled.drop();
    assert.deepEqual(new Uint8Array(readFileSync(saved.path)), BYTES);
    assert.deepEqual([left(), statSync(saved.path).nlink], [['cat.png'], 1]);
  });

  it('takes the next free name, and a second file of it is one of its own', async () => {
    const disk = openDisk(storage);
    const spooled = fill(disk.spool(scratch.path, 'assets'));
    const first = await disk.saveNew(folder, 'cat', 'png', BYTES, spooled);
    const second = await disk.saveNew(folder, 'cat', 'png', BYTES, spooled);
    await spooled.drop();
    assert.deepEqual([first.name, second.name], ['cat.png', 'cat-2.png']);
    assert.notEqual(statSync(first.path).ino, statSync(second.path).ino);
    assert.deepEqual(new Uint8Array(readFileSync(second.path)), BYTES);
  });

  it('is written from memory where it is wanted in another folder', async () => {
    const disk = openDisk(storage);
    const spooled = fill(disk.spool(scratch.path, 'assets'));
    const saved = await disk.saveNew(join(scratch.path, 'other'), 'cat', 'png', BYTES, spooled);
    await spooled.drop();
    assert.deepEqual(new Uint8Array(readFileSync(saved.path)), BYTES);
    assert.deepEqual([readdirSync(join(scratch.path, 'other')), left()], [['cat.png'], []]);
  });

  it('leaves nothing on a disk that it fills', async function () {
    mkdirSync(folder);
    const small = (await mountTmpfs(folder, 'size=1m')) ?? this.skip();
    try {
      const disk = openDisk(storage);
      const spooled = fill(disk.spool(scratch.path, 'assets'));
      const saving = disk.saveNew(folder, 'cat', 'png', BYTES, spooled);
      await assert.rejects(saving, (error) => error instanceof Failed && error.failure.kind === 'noPlace');
      await spooled.drop();
      assert.deepEqual(left(), []);
    } finally {
      await small.unmount();
    }
  });

  it('is written from memory where its folder cannot be made', async () => {
    writeFileSync(join(scratch.path, 'blocked'), 'a file');
    const disk = openDisk(storage);
    const saved = await disk.saveNew(folder, 'cat', 'png', BYTES, fill(disk.spool(scratch.path, 'blocked')));
    assert.deepEqual(new Uint8Array(readFileSync(saved.path)), BYTES);
  });

  it('is swept when its window died long ago', async () => {
    mkdirSync(folder);
    const stale = join(folder, '.easel-0123abcd-0000-4000-8000-000000000000.tmp');
    writeFileSync(stale, 'half a cat');
    utimesSync(stale, 0, 0);
    const spooled = openDisk(storage).spool(scratch.path, 'assets');
    await eventually(() => assert.equal(existsSync(stale), false));
    await spooled.drop();
  });

  for (const [what, keep, kind] of [
    ['is kept', async () => ({ uri: 'file:///cat.png', name: 'cat.png', sha256: '' }), 'saved'],
    ['finds no place', () => Promise.reject(new Failed({ kind: 'noPlace', reason: 'full', folder: '/' })), 'held'],
  ] satisfies [string, Shelf['keep'], string][]) {
    it(`is dropped when its image ${what}`, async () => {
      const spooled = fill(openDisk(storage).spool(scratch.path, 'assets'));
      const steps = keepImage(
        { bytes: BYTES, info: { type: 'png', width: 1, height: 1, alpha: false, credentials: false }, spooled },
        { run: 'run', call: 'call' },
        { name: 'cat', alt: 'a cat', parents: [] },
        { shelf: { keep, keepRaw: keep }, ledger: createEmptyLedger(), now: () => 0, newId: () => 'image', report: assert.fail },
      );
      const kinds: string[] = [];
      for await (const step of steps) kinds.push(step.kind);
      assert.deepEqual([kinds, left()], [[kind], []]);
    });
  }
});
