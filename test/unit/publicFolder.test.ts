import assert from 'node:assert/strict';
import { PUBLIC_FOLDERS, referencePath } from '../../src/core/publicFolder.ts';

describe('a document of the web refers to an image', () => {
  for (const [why, document, image, path, names] of [
    ['from the site’s root', 'src/pages/a.html', 'public/hero.png', '/hero.png'],
    ['with its sub-folder', 'a.md', 'static/img/x y.png', '/img/x y.png'],
    ['relatively outside', 'docs/a.md', 'assets/hero.png', '../assets/hero.png'],
    ['relatively within the public folder', 'public/index.html', 'public/img/hero.png', 'img/hero.png'],
    ['from the outermost of two', 'src/a.tsx', 'public/static/hero.png', '/static/hero.png'],
    ['from its own project’s root', 'apps/web/src/a.vue', 'apps/web/public/hero.png', '/hero.png'],
    ['relatively from another project', 'apps/api/README.md', 'apps/web/public/hero.png', '../web/public/hero.png'],
    ['relatively from above the project', 'README.md', 'apps/web/public/hero.png', 'apps/web/public/hero.png'],
    ['relatively by a like name', 'a.html', 'publication/hero.png', 'publication/hero.png'],
    ['relatively by a file of that name', 'src/a.html', 'assets/public', '../assets/public'],
    ['from a folder of the user’s', 'a.html', 'site/files/hero.png', '/hero.png', ['site/files/']],
    ['from one of another script', 'a.html', '%E5%85%AC/hero.png', '/hero.png', ['公']],
    ['relatively without public folders', 'a.html', 'public/hero.png', 'public/hero.png', []],
    ['relatively by an empty name', 'src/a.html', 'public/hero.png', '../public/hero.png', ['', '/']],
  ] as const satisfies readonly (readonly [string, string, string, string, (readonly string[])?])[]) {
    it(`${why}: ${path}`, () => {
      for (const root of ['file:///w', 'file:///c%3A/sites/w', 'vscode-vfs://github/o/w/']) {
        const at = (name: string): string => `${root.replace(/\/$/, '')}/${name}`;
        assert.equal(referencePath(at(document), at(image), root, names ?? PUBLIC_FOLDERS), path);
      }
    });
  }

  it('relatively where the public folder is above the workspace folder, or there is none', () => {
    const [document, image] = ['file:///w/public/site/a.html', 'file:///w/public/site/i/x.png'];
    assert.equal(referencePath(document, image, 'file:///w/public/site', PUBLIC_FOLDERS), 'i/x.png');
    assert.equal(referencePath(document, image, undefined, PUBLIC_FOLDERS), 'i/x.png');
    assert.equal(referencePath('file:///v/a.html', 'file:///w/public/x.png', 'file:///w', PUBLIC_FOLDERS), '../w/public/x.png');
  });
});
