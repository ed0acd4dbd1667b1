import assert from 'node:assert/strict';
import { existsSync, link, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Failed } from '../../src/core/failure.ts';
import { hashFile, sha256 } from '../../src/disk/fileFacts.ts';
import { type Link, saveExact, saveNew } from '../../src/disk/linkSave.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

/** bytes of a file */
const size = 20_000;

describe('saving', () => {
  let scratch: Scratch;
  let folder: string;

  beforeEach(() => {
    scratch = makeScratch('save');
    folder = join(scratch.path, 'assets');
  });
  afterEach(() => scratch.remove());

  it('takes a name that something refers to as it is, and the next free one where exactly that is taken', async () => {
    const bytes = new Uint8Array([1, 2, 3]);
    const first = await saveExact(folder, 'Hero', 'PNG', bytes);
    assert.equal(first.name, 'Hero.PNG');
    // A file system that tells them apart has room for both; another one answers that the name is taken.
    const other = await saveExact(folder, 'hero', 'png', bytes);
    assert.match(other.name, /^hero(-2)?\.png$/);
    if (process.platform === 'linux') assert.equal(other.name, 'hero.png');
    writeFileSync(join(folder, 'hero.png'), 'mine');
    assert.equal((await saveExact(folder, 'hero', 'png', bytes)).name, 'hero-2.png');
    assert.equal(readFileSync(join(folder, 'hero.png'), 'utf8'), 'mine');
    mkdirSync(join(folder, 'folder.png'));
    assert.equal((await saveExact(folder, 'folder', 'png', bytes)).name, 'folder-2.png');
  });

  const noLinks: Link = () => Promise.reject(Object.assign(new Error('no links here'), { code: 'EPERM' }));
  for (const [where, linkFile] of [
    ['', promisify(link)],
    [' where the file system has no links', noLinks],
  ] as const) {
    it(`20 saves at once, five rounds, lose and overwrite nothing${where}`, async () => {
      mkdirSync(folder);
      writeFileSync(join(folder, 'cat.png'), 'mine');
      const seen: string[] = [];
      const watching = { on: true };
      const watcher = (async () => {
        while (watching.on) {
          for (const name of finals(folder)) if (![0, 4, size].includes(statSync(join(folder, name)).size)) seen.push(name);
          await new Promise(setImmediate);
        }
      })();
      const saved = [];
      for (let round = 0; round < 5; round += 1) {
        const fills = Array.from({ length: 20 }, (_, index) => round * 20 + index);
        saved.push(...(await Promise.all(fills.map((fill) => saveNew(folder, 'cat', 'png', filled(fill), linkFile)))));
      }
      watching.on = false;
      await watcher;
      assert.deepEqual(seen, [], 'half-written files were seen');
      assert.equal(readFileSync(join(folder, 'cat.png'), 'utf8'), 'mine');
      assert.deepEqual(
        saved.map(({ path }) => readFileSync(path)[0]),
        [...Array(100).keys()],
      );
      assert.deepEqual(finals(folder).length, readdirSync(folder).length, 'temporary files are left');
      assert.deepEqual(new Set(finals(folder)), new Set(['cat.png', ...saved.map(({ name }) => name)]));
      assert.ok(finals(folder).includes('cat-101.png'));
    }).timeout(20_000);
  }

  for (const [where, linkFile] of [
    ['', promisify(link)],
    [' where the file system has no links', noLinks],
  ] as const) {
    it(`a name taken in the last moment is left alone${where}`, async () => {
      const late: Link = async (from, to) => {
        if (to.endsWith('cat.png') || to.endsWith('cat-2.png')) writeFileSync(to, 'theirs', { flag: 'wx' });
        await linkFile(from, to);
      };
      assert.equal((await saveNew(folder, 'cat', 'png', filled(1), late)).name, 'cat-3.png');
      for (const name of ['cat.png', 'cat-2.png']) assert.equal(readFileSync(join(folder, name), 'utf8'), 'theirs');
    });
  }

  for (const [there, base, name] of [
    ['cat.png', 'cat', 'cat-2.png'],
    ['CAT.PNG', 'cat', 'cat-2.png'],
    ['STRASSE.png', 'straße', 'straße-2.png'],
    ['cafe\u0301.png', 'caf\u00e9', 'caf\u00e9-2.png'],
    ['cat.jpg', 'cat', 'cat.png'],
  ] as const) {
    it(`beside ${there}, ${base} is saved as ${name}`, async () => {
      mkdirSync(folder);
      writeFileSync(join(folder, there), 'mine');
      assert.deepEqual(await saveNew(folder, base, 'png', filled(1)), { path: join(folder, name), name });
      assert.equal(readFileSync(join(folder, there), 'utf8'), 'mine');
    });
  }

  it('names that collide by case, saved at once, get a number each', async () => {
    const saved = await Promise.all(['straße', 'strasse', 'STRASSE'].map((base) => saveNew(folder, base, 'png', filled(1))));
    const numbers = saved.map(({ name }) => /-\d/.exec(name)?.[0] ?? '');
    assert.deepEqual(numbers.sort(), ['', '-2', '-3']);
  });

  it('a link to nothing counts as taken and is not followed', async () => {
    mkdirSync(folder);
    symlinkSync(join(scratch.path, 'elsewhere.png'), join(folder, 'cat.png'));
    assert.equal((await saveNew(folder, 'cat', 'png', filled(1))).name, 'cat-2.png');
    assert.equal(existsSync(join(scratch.path, 'elsewhere.png')), false);
  });

  it('a file that was changed is known by its hash, one that is gone by its name', async () => {
    const { path } = await saveNew(folder, 'cat', 'png', filled(7));
    assert.equal(await hashFile(path), await sha256(filled(7)));
    assert.equal(await sha256(new Uint8Array()), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    writeFileSync(path, 'changed');
    assert.notEqual(await hashFile(path), await sha256(filled(7)));
    for (const gone of [join(folder, 'dog.png'), folder]) {
      await assert.rejects(hashFile(gone), (error) => error instanceof Failed && error.failure.kind === 'noFile');
    }
  });
});

function filled(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(size).fill(value);
}

function finals(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
}
