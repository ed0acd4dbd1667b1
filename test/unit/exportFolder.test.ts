import assert from 'node:assert/strict';
import { exportFolders } from '../../src/core/exportFolder.ts';
import type { Preset } from '../../src/core/protocol.ts';

describe('where the files of an export go', () => {
  const root = 'file:///projects/site';
  const names = ['public', 'static'];
  for (const [what, picture, preset, wanted] of [
    [
      'the public folder beside, then on the way up, then beside the picture',
      'app/images/cat.png',
      'favicon',
      ['app/images/public', 'app/images/static', 'app/public', 'app/static', 'public', 'static', 'app/images'],
    ],
    ['in the workspace folder itself', 'cat.png', 'openGraph', ['public', 'static', '']],
    ['icons at the root of the site that the picture is in', 'web/public/images/cat.png', 'favicon', ['web/public']],
    ['a card there too', 'web/public/images/cat.png', 'openGraph', ['web/public']],
    ['widths beside a picture that is served', 'web/public/images/cat.png', 'responsive', ['web/public/images']],
    ['the outermost counts', 'public/static/cat.png', 'favicon', ['public']],
    ['nothing outside of the workspace', '../other/cat.png', 'favicon', ['public', 'static', '']],
  ] as const satisfies readonly (readonly [string, string, Preset, readonly string[]])[]) {
    it(what, () => assert.deepEqual(exportFolders(new URL(`${root}/${picture}`).href, root, names, preset), wanted));
  }

  it('takes no name that leads out', () => {
    assert.deepEqual(exportFolders(`${root}/a/cat.png`, root, ['../public', '', '.', 'site/dist/'], 'favicon'), [
      'a/site/dist',
      'site/dist',
      'a',
    ]);
  });
});
