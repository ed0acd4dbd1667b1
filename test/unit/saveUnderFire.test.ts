import assert from 'node:assert/strict';
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, link, mkdirSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Failed } from '../../src/core/failure.ts';
import { type Link, type SavedFile, saveNew } from '../../src/disk/linkSave.ts';
import { sweepTemporaries } from '../../src/disk/sweep.ts';
import { mountTmpfs } from '../support/fixtures/tmpfs.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

type Window = ChildProcessByStdio<Writable, Readable, null>;

/** On a file system with links and on one without, and images that are put on disk while they arrive. */
const WAYS = ['links', 'no links', 'arriving'] as const;
const linkFile: Link = promisify(link);
const noLinks: Link = () => Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' }));

describe('saving under fire', () => {
  let scratch: Scratch;
  let folder: string;
  const windows = new Set<Window>();

  beforeEach(() => {
    scratch = makeScratch('fire');
    folder = join(scratch.path, 'assets');
    mkdirSync(folder);
  });
  afterEach(async () => {
    for (const window of windows) window.kill('SIGKILL');
    windows.clear();
    await scratch.remove();
  });

  /** A process that is ready to save `rounds` × `atOnce` files. */
  async function openWindow(how: string, ...numbers: readonly number[]): Promise<Window> {
    const path = fileURLToPath(new URL('../support/fixtures/savingProcess.ts', import.meta.url));
    const args = [path, folder, 'cat', how, ...numbers.map(String)];
    const window = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    windows.add(window);
    await once(window.stdout, 'data');
    return window;
  }

  for (const how of WAYS) {
    it(`20 windows at once, five rounds: 100 of 100 images arrive, whole whenever somebody looks (${how})`, async () => {
      const size = 40_000;
      writeFileSync(join(folder, 'cat.png'), 'mine');
      const all = await Promise.all(Array.from({ length: 20 }, (_, index) => openWindow(how, 5, 1, size, index * 5)));
      const over = Promise.all(all.map(ended));
      let isOver = false;
      void over.then(() => {
        isOver = true;
      });
      const seen: string[] = [];
      let looks = 0;
      const look = () => {
        looks += 1;
        for (const name of finals(folder).filter((one) => one !== 'cat.png')) {
          const found = fillOf(join(folder, name), size);
          if (found === 'half' || (found === 'empty' && how !== 'no links')) seen.push(`${name} is ${found}`);
        }
      };
      for (const window of all) window.stdin.write('go');
      while (!isOver) {
        look();
        await new Promise(setImmediate);
      }
      assert.deepEqual(await over, Array(20).fill(0));
      assert.ok(looks > 5, `${looks}`);
      assert.deepEqual(seen, []);
      assert.equal(readFileSync(join(folder, 'cat.png'), 'utf8'), 'mine');
      const names = Array.from({ length: 100 }, (_, index) => `cat-${index + 2}.png`);
      assert.deepEqual(readdirSync(folder).sort(), ['cat.png', ...names].sort(), 'and no other file');
      const fills = names.map((name) => fillOf(join(folder, name), size));
      assert.deepEqual(new Set(fills), new Set(Array(100).keys()));
    }).timeout(120_000);

    it(`30 windows killed while they save leave whole images only, and nothing that is not swept (${how})`, async () => {
      const size = 300_000;
      let empty = 0;
      for (let round = 0; round < 6; round += 1) {
        const all = await Promise.all(Array.from({ length: 5 }, () => openWindow(how, 1000, 10, size, round)));
        for (const window of all) window.stdin.write('go');
        await Promise.all(all.map((window, index) => killAfter(window, 1 + (((round * 5 + index) * 7) % 23))));
        const found = finals(folder).map((name) => fillOf(join(folder, name), size));
        assert.deepEqual(found.indexOf('half'), -1);
        empty = found.filter((one) => one === 'empty').length;
      }
      // Where there are no links an empty file holds the name of the image that was about to get it.
      assert.ok(how !== 'no links' ? empty === 0 : empty <= 30, `${empty} empty files`);
      const incoming = join(scratch.path, 'storage', 'incoming');
      const left = temporaries(folder);
      assert.ok(left.length + temporaries(incoming).length > 0, 'some were killed in the middle');
      const whole = finals(folder);
      await sweepTemporaries(folder, Date.now());
      assert.deepEqual(temporaries(folder), left, 'a save that may still run was disturbed');
      mkdirSync(join(folder, '.easel-0.tmp'));
      writeFileSync(join(folder, '.easel-notes.tmp'), 'not ours');
      for (const name of ['.easel-0.tmp', '.easel-notes.tmp']) utimesSync(join(folder, name), 0, 0);
      await sweepTemporaries(folder, Date.now() + 61 * 60 * 1000);
      assert.deepEqual(temporaries(folder), ['.easel-0.tmp', '.easel-notes.tmp']);
      assert.deepEqual(finals(folder), whole);
      await sweepTemporaries(incoming, Date.now() + 61 * 60 * 1000);
      assert.deepEqual(temporaries(incoming), []);
      await sweepTemporaries(join(folder, 'nowhere'), Date.now());
    }).timeout(120_000);
  }

  it('a file in the place of the folder is no place, and stays', async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, 'a file');
    await assert.rejects(saveNew(folder, 'cat', 'png', filled(1)), isNoPlace('other', folder));
    assert.equal(readFileSync(folder, 'utf8'), 'a file');
  });

  for (const [what, replace] of [
    ['a file', () => writeFileSync(folder, 'a file')],
    ['nothing', () => undefined],
  ] as const) {
    it(`${what} in its place between the writing and the naming is no place either, and the next image is saved`, async () => {
      let turns = 0;
      const late: Link = async (from, to) => {
        turns += 1;
        rmSync(folder, { recursive: true });
        replace();
        await linkFile(from, to);
      };
      const next = async () => {
        await assert.rejects(saveNew(folder, 'cat', 'png', filled(1), late), isNoPlace('other', folder));
        rmSync(folder, { recursive: true, force: true });
        return saveNew(folder, 'cat', 'png', filled(2));
      };
      assert.equal((await next()).name, 'cat.png');
      assert.equal(turns, 1);
      assert.deepEqual(readdirSync(folder), ['cat.png']);
    });
  }

  it('a full disk is named, leaves nothing behind, and takes a smaller file still', async function () {
    const disk = (await mountTmpfs(folder, 'size=1m')) ?? this.skip();
    try {
      for (const by of [linkFile, noLinks]) {
        await assert.rejects(saveNew(disk.folder, 'big', 'png', new Uint8Array(2_000_000), by), isNoPlace('full', disk.folder));
        assert.deepEqual(readdirSync(disk.folder), []);
      }
      assert.equal((await saveNew(disk.folder, 'cat', 'png', filled(1))).name, 'cat.png');
    } finally {
      await disk.unmount();
    }
  });

  it('of 20 images at once a disk that fills up has those that had room, whole, and no part of the others', async function () {
    const disk = (await mountTmpfs(folder, 'size=1m')) ?? this.skip();
    try {
      const size = 150_000;
      const saves = Array.from({ length: 20 }, (_, fill) => saveNew(disk.folder, 'cat', 'png', new Uint8Array(size).fill(fill)));
      const results = await Promise.allSettled(saves);
      const saved = results.flatMap((result, fill) => (result.status === 'fulfilled' ? [{ ...result.value, fill }] : []));
      for (const result of results) if (result.status === 'rejected') isNoPlace('full', disk.folder)(result.reason);
      assert.ok(saved.length < 20);
      assert.deepEqual(readdirSync(disk.folder).sort(), namesOf(saved));
      for (const { path, fill } of saved) assert.equal(fillOf(path, size), fill);
      // What did not fit has left its room to others.
      while ((await saveNew(disk.folder, 'dog', 'png', new Uint8Array(size)).catch(() => undefined)) !== undefined);
      assert.ok(readdirSync(disk.folder).length >= 5);
    } finally {
      await disk.unmount();
    }
  });

  it('a read-only disk is named', async function () {
    const disk = (await mountTmpfs(folder, 'size=1m,ro')) ?? this.skip();
    try {
      await assert.rejects(saveNew(disk.folder, 'cat', 'png', filled(1)), isNoPlace('readOnly', disk.folder));
    } finally {
      await disk.unmount();
    }
  });
});

function isNoPlace(reason: 'full' | 'readOnly' | 'other', folder: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Failed);
    assert.deepEqual(error.failure, { kind: 'noPlace', reason, folder });
    return true;
  };
}

function filled(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(1000).fill(value);
}

function namesOf(saved: readonly SavedFile[]): readonly string[] {
  return saved.map(({ name }) => name).sort();
}

/** What a file of one value has in it; `half` where it is not whole. */
function fillOf(path: string, size: number): number | 'empty' | 'half' {
  const bytes = readFileSync(path);
  if (bytes.length === 0) return 'empty';
  const [first = 0] = bytes;
  return bytes.length === size && bytes.equals(Buffer.alloc(size, first)) ? first : 'half';
}

function finals(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
}

function temporaries(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.startsWith('.easel-'))
    .sort();
}

async function ended(window: Window): Promise<number | null> {
  if (window.exitCode === null && window.signalCode === null) await once(window, 'exit');
  return window.exitCode;
}

/** Kills a window once it has saved so many images, in the middle of others. */
async function killAfter(window: Window, images: number): Promise<void> {
  let saved = 0;
  const enough = new Promise<void>((resolve) => {
    window.stdout.on('data', (said: Buffer) => {
      saved += said.length;
      if (saved >= images) resolve();
    });
  });
  await Promise.race([enough, ended(window)]);
  assert.equal(window.exitCode, null, 'it still saves');
  window.kill('SIGKILL');
  await ended(window);
}
