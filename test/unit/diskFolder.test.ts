import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failed } from '../../src/core/failure.ts';
import { checkFolder, prepareFolder, probeFolder } from '../../src/disk/folder.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

const allowed: readonly (readonly [setting: string, folder: string])[] = [
  ['assets', 'assets'],
  ['./docs/images/', 'docs/images'],
  ['docs\\images', 'docs/images'],
  // Nothing is trimmed: the path that is looked at is the one that is used.
  [' assets', ' assets'],
  ['a/../b', 'b'],
  ['..hidden/x', '..hidden/x'],
  ['', ''],
  ['.', ''],
  ['inside', 'inside'],
  ['inside/new', 'inside/new'],
];

const refused: readonly (readonly [setting: string, problem: 'outside' | 'absolute' | 'notAFolder'])[] = [
  ['..', 'outside'],
  ['../..', 'outside'],
  ['..\\..', 'outside'],
  ['assets/../../other', 'outside'],
  ['../workspace-other', 'outside'],
  ['/tmp/x', 'absolute'],
  ['\\\\server\\share', 'absolute'],
  ['C:\\images', 'absolute'],
  ['c:images', 'absolute'],
  ['~', 'absolute'],
  ['~/images', 'absolute'],
  ['file:///tmp', 'absolute'],
  ['a\0b', 'notAFolder'],
  ['outside', 'outside'],
  ['outside/new/deep', 'outside'],
  // Another name than without its space.
  [' spaced', 'outside'],
  ['./ spaced/new', 'outside'],
  ['sibling', 'outside'],
  ['chain/new', 'outside'],
  ['dangling', 'outside'],
  ['dangling/new', 'outside'],
  ['danglingInside', 'outside'],
];

describe('the save folder', () => {
  let scratch: Scratch;
  let root: string;

  beforeEach(() => {
    scratch = makeScratch('folder');
    root = join(scratch.path, 'workspace');
    for (const folder of [root, join(root, 'real'), join(scratch.path, 'other'), join(scratch.path, 'workspace-other')])
      mkdirSync(folder);
    symlinkSync(join(root, 'real'), join(root, 'inside'));
    symlinkSync('../other', join(root, 'outside'));
    symlinkSync('../workspace-other', join(root, 'sibling'));
    symlinkSync('../other', join(root, ' spaced'));
    symlinkSync('outside', join(root, 'chain'));
    symlinkSync('../nothing', join(root, 'dangling'));
    symlinkSync('nothing', join(root, 'danglingInside'));
  });
  afterEach(() => scratch.remove());

  for (const [setting, folder] of allowed) {
    it(`${JSON.stringify(setting)} is allowed`, async () => {
      const before = everything(scratch.path);
      await checkFolder(root, setting);
      assert.deepEqual(everything(scratch.path), before);
      await probeFolder(root, setting);
      assert.deepEqual(everything(scratch.path), before, 'a try leaves nothing behind');
      assert.equal(await prepareFolder(root, setting), join(root, folder));
      assert.ok(statSync(join(root, folder)).isDirectory());
      assert.equal(await prepareFolder(root, setting), join(root, folder));
    });
  }

  for (const [value, problem] of refused) {
    it(`${JSON.stringify(value)} is refused (${problem}), and nothing is made`, async () => {
      const before = everything(scratch.path);
      for (const attempt of [checkFolder, prepareFolder, probeFolder]) {
        await assert.rejects(attempt(root, value), (error) => {
          assert.ok(error instanceof Failed);
          assert.deepEqual(error.failure, { kind: 'invalid', invalid: { field: 'saveFolder', value, problem } });
          return true;
        });
      }
      assert.deepEqual(everything(scratch.path), before);
    });
  }

  it('a workspace folder that is itself a link is followed', async () => {
    const linked = join(scratch.path, 'linked');
    symlinkSync(root, linked);
    assert.equal(await prepareFolder(linked, 'assets'), join(linked, 'assets'));
    assert.ok(existsSync(join(root, 'assets')));
    await assert.rejects(prepareFolder(linked, 'outside/new'), Failed);
  });

  it('is made with all that lies above it, in a place of our own that is new', async () => {
    const storage = join(scratch.path, 'storage', 'easel');
    assert.equal(await prepareFolder(storage, 'images'), join(storage, 'images'));
  });

  for (const setting of ['taken', 'taken/deep']) {
    it(`${setting}, where a file is in the way, is no place`, async () => {
      writeFileSync(join(root, 'taken'), 'a file');
      await checkFolder(root, setting);
      await assert.rejects(prepareFolder(root, setting), (error) => {
        assert.ok(error instanceof Failed);
        assert.deepEqual(error.failure, { kind: 'noPlace', reason: 'other', folder: join(root, setting) });
        return true;
      });
      await assert.rejects(probeFolder(root, setting), (error) => {
        assert.ok(error instanceof Failed);
        const problem = { field: 'saveFolder', value: setting, problem: 'notAFolder' };
        assert.deepEqual(error.failure, { kind: 'invalid', invalid: problem });
        return true;
      });
    });
  }

  it('is tried in the nearest folder that is there, and only seen to be gone where the workspace is gone', async () => {
    await probeFolder(root, 'real/new/deep');
    assert.deepEqual(readdirSync(join(root, 'real')), []);
    await assert.rejects(probeFolder(join(scratch.path, 'gone'), 'assets'), (error) => {
      assert.ok(error instanceof Failed);
      assert.deepEqual(error.failure, { kind: 'noPlace', reason: 'other', folder: 'assets' });
      return true;
    });
  });
});

function everything(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
}
