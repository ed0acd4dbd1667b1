import assert from 'node:assert/strict';
import picomatch from 'picomatch';
import { destinationOf, type Placing } from '../../src/core/destination.ts';
import { Failed } from '../../src/core/failure.ts';

const matches = (glob: string, path: string): boolean => picomatch.isMatch(path, glob, { dot: true });
const place = (document: string, rules: Record<string, string>, more: Partial<Placing> = {}): string | undefined => {
  const placing = { workspaceFolder: 'file:///home/me/w', file: 'cat.png', now: Date.UTC(2026, 10, 23, 14, 5, 9), matches };
  const found = destinationOf(rules, { ...placing, document: `file:///home/me/w/${document}`, ...more });
  return found && (found.folder === '' ? found.name : `${found.folder}/${found.name}`);
};
/** Variables as they stand in the setting: `<fileName>` for `${fileName}`. */
const written = (destination: string): string => destination.replace(/<([^<>]*)>/g, '$' + '{$1}');

describe('markdown.copyFiles.destination puts an image', () => {
  for (const [destination, expected] of [
    ['', 'docs/en/cat.png'],
    ['  ', 'docs/en/cat.png'],
    ['images/', 'docs/en/images/cat.png'],
    ['images', 'docs/en/images'],
    ['./images/./', 'docs/en/images/cat.png'],
    ['../img/', 'docs/img/cat.png'],
    ['/assets/', 'assets/cat.png'],
    ['/', 'cat.png'],
    ['/assets/<documentBaseName>/', 'assets/read.me/cat.png'],
    ['/assets/<documentFileName>.<fileExtName>', 'assets/read.me.md.png'],
    ['/<documentRelativeDirName>/<documentExtName>/', 'docs/en/md/cat.png'],
    ['/<documentRelativeFilePath>/<fileName>', 'docs/en/read.me.md/cat.png'],
    ['<documentDirName>/img/<fileName>', 'docs/en/img/cat.png'],
    ['<documentFilePath>-files/', 'docs/en/read.me.md-files/cat.png'],
    ['<documentWorkspaceFolder>/media/', 'media/cat.png'],
    ['<unixTime>-<fileName>', 'docs/en/1795442709000-cat.png'],
    ['<isoTime>.png', 'docs/en/2026-11-23T14:05:09.000Z.png'],
    ['img/<nothing>/', 'docs/en/img/<nothing>/cat.png'],
    ['img/\\<fileName>', 'docs/en/img/<fileName>'],
    ['img/\\$/', 'docs/en/img/$/cat.png'],
    ['<fileName/cat/dog/>', 'docs/en/dog.png'],
    ['<fileName/(.*)\\.(.*)/$2.$1/>', 'docs/en/png.cat'],
    ['/<documentRelativeDirName/^docs\\/(.*)$/img\\/$1/>/', 'img/en/cat.png'],
    ['<fileName/cat//>', 'docs/en/cat.png'],
    ['<fileName/(/x/>', 'docs/en/cat.png'],
    ['<fileName/C/x/i>', 'docs/en/<fileName/C/x/i>'],
  ] as const) {
    it(`by ${JSON.stringify(destination)} at ${expected}`, () => {
      assert.equal(place('docs/en/read.me.md', { '**/*': written(destination) }), written(expected));
    });
  }

  for (const [glob, document, matched] of [
    ['*.md', 'a.md', true],
    ['*.md', 'docs/a.md', true],
    ['docs/*.md', 'x/docs/a.md', true],
    ['/*.md', 'docs/a.md', false],
    ['/docs/**/*', 'docs/en/a.md', true],
    ['/docs/**/*', 'x/docs/a.md', false],
    ['**/docs/*.{md,mdx}', 'docs/a.mdx', true],
    ['**/*', '.github/a.md', true],
    ['**/*.txt', 'a.md', false],
    ['me/**', 'a.md', true],
    ['/**/[x] (y)/*', '[x] (y)/a.md', false],
    ['/**/\\[x\\] */*', '[x] (y)/a.md', true],
  ] as const) {
    it(`${matched ? 'by' : 'not by'} the glob ${glob} for ${document}`, () => {
      assert.equal(place(document, { [glob]: '/i/' }), matched ? 'i/cat.png' : undefined);
    });
  }

  it('by the first glob that matches', () => {
    assert.equal(place('docs/a.md', { '/blog/**': '/0/', '/docs/**': '/1/', '**/*': '/2/' }), '1/cat.png');
  });

  it('below a workspace folder on Windows, with marks in its name', () => {
    const folder = 'file:///c%3A/sites/%5Bmy%5D%20site';
    const where = { workspaceFolder: folder, document: `${folder}/docs/a.md` };
    assert.equal(place('', { '/docs/*': '<documentDirName>/i/'.replace(/<(\w+)>/, '$' + '{$1}') }, where), 'docs/i/cat.png');
    assert.equal(place('', { '/docs/*': '/i/' }, { ...where, workspaceFolder: 'file:///C:/sites/%5Bmy%5D%20site' }), 'i/cat.png');
  });

  it('nowhere for a document outside the workspace folder', () => {
    assert.equal(place('', { '**/*': '/i/' }, { document: 'file:///home/me/other/a.md' }), undefined);
  });

  for (const destination of [
    '../../../x/',
    '/../x/',
    '<documentWorkspaceFolder>/../x/',
    '../../..//',
    '/docs/../..',
    '<documentDirName>/../../../',
  ]) {
    it(`never outside the workspace: ${destination}`, () => {
      assert.throws(
        () => place('docs/en/a.md', { '**/*': written(`${destination}`) }),
        (error) =>
          error instanceof Failed &&
          error.failure.kind === 'invalid' &&
          error.failure.invalid.field === 'saveFolder' &&
          error.failure.invalid.problem === 'outside',
      );
    });
  }
});
