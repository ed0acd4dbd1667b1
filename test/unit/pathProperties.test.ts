import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import fc from 'fast-check';
import picomatch from 'picomatch';
import { destinationOf } from '../../src/core/destination.ts';
import { Failed } from '../../src/core/failure.ts';
import { fileNameOf } from '../../src/core/fileName.ts';
import { relativePath, segmentsWithin } from '../../src/core/uri.ts';
import { checkFolder, prepareFolder, probeFolder } from '../../src/disk/folder.ts';
import { saveNew } from '../../src/disk/linkSave.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

/** Variables as they stand in a setting: `<slug>` for `${slug}`. */
const written = (template: string): string => template.replace(/<([^<>]*)>/g, '$' + '{$1}');
const variables =
  'slug date time model index documentBaseName documentDirName workspaceFolder fileName documentDirName documentFilePath documentRelativeDirName documentWorkspaceFolder fileName/(.)/..\\/$1/ documentDirName/.*/..\\/../';
const piece = fc.oneof(
  fc.constantFrom(
    '..',
    '.',
    '/',
    '/',
    '/',
    '\\',
    ' ',
    '~',
    'C:',
    'file:',
    '\0',
    '\n',
    'CON',
    '..%2f',
    '%2e%2e',
    '\u2215',
    '．．',
  ),
  fc.constantFrom('inside', 'outside', 'chain', 'dangling', 'real', 'new', 'a'),
  fc.constantFrom(...variables.split(' ').map((name) => written(`<${name}>`))),
  fc.string({ unit: 'binary', maxLength: 5 }),
  fc.constant('x'.repeat(150)),
);
const text = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));

function isFailure(error: unknown): boolean {
  return error instanceof Failed && (error.failure.kind === 'invalid' || error.failure.kind === 'noPlace');
}

/** What lies in a folder, without what lies below `but`. */
function everything(path: string, but: string): readonly string[] {
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((one) => !one.startsWith(but + sep))
    .sort();
}

describe('where an image goes', () => {
  let scratch: Scratch;
  let root: string;
  beforeEach(() => {
    scratch = makeScratch('paths');
    root = join(scratch.path, 'workspace');
    for (const folder of ['workspace', 'workspace/real', 'other', 'workspace-other']) mkdirSync(join(scratch.path, folder));
    symlinkSync(join(root, 'real'), join(root, 'inside'));
    symlinkSync('../other', join(root, 'outside'));
    symlinkSync('outside', join(root, 'chain'));
    symlinkSync('../nothing', join(root, 'dangling'));
  });
  afterEach(() => scratch.remove());

  it('is never outside of the workspace, links followed, whatever the settings are', async () => {
    const before = everything(scratch.path, 'workspace');
    let made = 0;
    await fc.assert(
      fc.asyncProperty(text, text, text, async (saveFolder, fileName, slug) => {
        try {
          const facts = {
            at: new Date(0),
            model: slug,
            index: 1,
            documentBaseName: slug,
            documentDirName: slug,
            workspaceFolder: slug,
          };
          const { folder, name } = fileNameOf(fileName, { slug, ...facts });
          const relative = [saveFolder, folder].filter((part) => part !== '').join('/');
          await checkFolder(root, relative);
          await probeFolder(root, relative);
          const saved = await saveNew(await prepareFolder(root, relative), name, 'png', new Uint8Array([1]));
          made += 1;
          assert.ok(realpathSync(saved.path).startsWith(root + sep), saved.path);
          assert.ok(saved.path.endsWith(`${sep}${saved.name}`));
        } catch (error) {
          assert.ok(isFailure(error), String(error));
        } finally {
          assert.deepEqual(everything(scratch.path, 'workspace'), before);
        }
      }),
      { numRuns: 400 },
    );
    assert.ok(made > 30, `${made} were saved`);
  }).timeout(60_000);

  it('is below the workspace folder, whatever the rules of Markdown say', () => {
    const matches = (glob: string, path: string) => picomatch.isMatch(path, glob, { dot: true });
    const documents = fc.constantFrom('a.md', 'docs/en/read.me.md', '.md', '%2e%2e/a.md', 'a%2Fb/c.md', 'a%5Cb.md');
    const workspace = '/home/me/w';
    fc.assert(
      fc.property(text, documents, (destination, document) => {
        const [workspaceFolder, file] = [`file://${workspace}`, 'cat.png'];
        const placing = { workspaceFolder, document: `${workspaceFolder}/${document}`, file, now: 0, matches };
        // Without a variable it is plain to see where a path leads.
        const path = destination.trim();
        const from = path.startsWith('/') ? workspace : posix.dirname(`${workspace}/${document}`);
        const expected = posix.normalize(`${from}/${/(^|\/)$/.test(path) ? `${path}${file}` : path}`);
        const isPlain = !/[$%]/.test(destination + document);
        try {
          const found = destinationOf({ '**/*': destination }, placing);
          if (!found) return;
          const parts = found.folder === '' ? [found.name] : [...found.folder.split('/'), found.name];
          assert.ok(
            parts.every((part) => part !== '..' && part !== '.' && part !== ''),
            JSON.stringify(found),
          );
          if (isPlain) assert.equal([workspace, ...parts].join('/'), expected.replace(/\/$/, ''));
        } catch (error) {
          assert.ok(isFailure(error), String(error));
          if (isPlain) assert.ok(!expected.startsWith(`${workspace}/`), expected);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('is found again from its document by the path that is written there', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 6 })
      .filter((one) => !/^\.{1,2}$|[/\\]|^[a-z]:$/i.test(one));
    const path = fc.array(name, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(path, path, (document, image) => {
        const uri = (names: readonly string[]) => `file:///w/${names.map(encodeURIComponent).join('/')}`;
        const relative = relativePath(uri(document), uri(image));
        const found = ['w', ...document.slice(0, -1)];
        for (const part of relative.split('/')) {
          if (part === '..') found.pop();
          else found.push(part);
        }
        assert.deepEqual(found, ['w', ...image]);
        assert.deepEqual(segmentsWithin('file:///w', uri(image)), image);
      }),
      { numRuns: 2000 },
    );
  });
});
