import * as assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { encodePng } from '../support/imagesPng.ts';
import { svg } from '../support/imagesSamples.ts';
import { assertQuiet, callTool, errorOf, putPicture, useAgent } from './agentStage.ts';
import { findStorage, folder, linkOutside, unique } from './places.ts';
import { useStage } from './stage.ts';

const [GENERATE, EDIT, VARY] = ['easel_generate_image', 'easel_edit_image', 'easel_image_variations'] as const;
/** A picture whose bytes would be seen in what is sent. */
const SECRET = encodePng(40, 40, [1, 2, 3, 255], [201, 202, 203, 255]);
const [OUTSIDE, ADDRESS, NAME, INPUT, NO_FILE, NO_PICTURE] = [
  /^The "\S+" ".*" leads out of the workspace; only files inside of it are read and written\. Nothing was sent\./,
  /^The "\S+" ".*" is an address; only files of the workspace are taken\. Nothing was sent\./,
  /^The "\S+" ".*" must be a file name that ends in \.png, \.jpg, \.jpeg or \.webp/,
  /^The input "\S+" is missing, unknown, or has a wrong value/,
  /^There is no file ".*"; nothing was sent\./,
  /^The "\S+" ".*" is no image that can be sent/,
];

describe('The paths of an agent', () => {
  const stage = useStage();
  useAgent();
  /** A folder outside, what is in it, and links in the workspace that lead there. */
  let outside = '';
  const links = unique('links');
  const here = unique('here');

  before(async () => {
    await mkdir(join(folder('first'), links));
    outside = await linkOutside(join(folder('first'), links, 'away'));
    await writeFile(join(outside, 'secret.png'), SECRET);
    await symlink(join(outside, 'secret.png'), join(folder('first'), links, 'secret.png'));
    await symlink(join(outside, 'new.png'), join(folder('first'), links, 'dangling.png'));
    await symlink(join(outside, 'secret.png'), join(folder('first'), ` ${links}.png`));
    await mkdir(join(folder('first'), here, 'folder.png'), { recursive: true });
    await writeFile(join(folder('first'), here, 'text.png'), 'a planted place: 52.5, 13.4');
    for (const name of ['drawing.svg', 'drawing.png']) await writeFile(join(folder('first'), here, name), svg);
  });

  /** Nothing was sent, and outside is what was there. */
  async function assertNothing(): Promise<void> {
    assert.deepEqual(stage.server.requests, []);
    assert.deepEqual(await readdir(outside), ['secret.png']);
    assert.deepEqual(new Uint8Array(await readFile(join(outside, 'secret.png'))), new Uint8Array(SECRET));
    assertQuiet(stage);
  }

  const targets: readonly (readonly [what: string, path: () => string, told: RegExp])[] = [
    ['above the workspace', () => '../cat.png', OUTSIDE],
    ['above by a way round', () => `${here}/../../x/cat.png`, OUTSIDE],
    ['above by backslashes', () => '..\\..\\cat.png', OUTSIDE],
    ['above by the name of a folder', () => 'second/../../cat.png', OUTSIDE],
    ['absolute elsewhere', () => join(outside, 'cat.png'), OUTSIDE],
    ['the root', () => '/cat.png', OUTSIDE],
    ['a folder of the system', () => '/etc/cat.png', OUTSIDE],
    ['beside a folder whose name begins the same', () => `${folder('first')}x/cat.png`, OUTSIDE],
    ['through a link to a folder', () => `${links}/away/cat.png`, OUTSIDE],
    ['in a new folder behind a link', () => `${links}/away/new/cat.png`, OUTSIDE],
    ['a link to a file', () => `${links}/secret.png`, OUTSIDE],
    ['a link to a file that is not there', () => `${links}/dangling.png`, OUTSIDE],
    ['the home of the user', () => '~/cat.png', OUTSIDE],
    ['a drive of Windows', () => 'C:\\cat.png', OUTSIDE],
    ['a share of Windows', () => '\\\\server\\share\\cat.png', OUTSIDE],
    ['a web address', () => 'https://example.com/cat.png', ADDRESS],
    ['a web address of backslashes', () => 'https:\\\\example.com\\cat.png', ADDRESS],
    ['data', () => 'data:image/png;base64,AAAA.png', ADDRESS],
    ['a file’s address', () => pathToFileURL(join(folder('first'), 'cat.png')).href, ADDRESS],
    ['a command of VS Code', () => 'command:workbench.action.quit.png', ADDRESS],
    ['another extension', () => 'cat.gif', NAME],
    ['a script', () => 'cat.png.js', NAME],
    ['settings', () => '.vscode/settings.json', NAME],
    ['no extension', () => 'cat', NAME],
    ['only an extension', () => '.png', NAME],
    ['a folder', () => 'assets/', NAME],
    ['the name of a device', () => 'nul.png', NAME],
    ['in a folder with the name of a device', () => 'aux/cat.png', NAME],
    ['characters that Windows does not take', () => 'a<b>?.png', NAME],
    ['a stream of NTFS', () => 'assets/x.txt:cat.png', NAME],
    ['a space at the end of a folder', () => 'a /cat.png', NAME],
    ['a line break', () => 'a\nb.png', INPUT],
    ['a byte of zero', () => 'cat.png\u0000.txt', INPUT],
  ];
  for (const [what, path, told] of targets) {
    it(`to save as are refused: ${what}`, async () => {
      assert.match(await errorOf(GENERATE, { prompt: 'a cat', path: path() }), told);
      await assertNothing();
    });
  }

  const taken: readonly (readonly [what: string, path: (name: string) => string, file: (name: string) => string])[] = [
    ['a new folder', (name) => `${here}/new/${name}.png`, (name) => `first/${here}/new/${name}.png`],
    ['the name of a folder of the workspace', (name) => `second/${name}.webp`, (name) => `second/${name}.webp`],
    ['absolute in a folder of the workspace', (name) => join(folder('second'), `${name}.png`), (name) => `second/${name}.png`],
    ['backslashes', (name) => `${here}\\${name}.png`, (name) => `first/${here}/${name}.png`],
    ['dots that stay inside', (name) => `./${here}/../${name}.png`, (name) => `first/${name}.png`],
    ['letters and spaces of any kind', (name) => `Bilder 图/${name} ü#%.png`, (name) => `first/Bilder 图/${name} ü#%.png`],
    ['an extension in capitals', (name) => `${name}.JPG`, (name) => `first/${name}.JPG`],
  ];
  for (const [what, path, file] of taken) {
    it(`to save as are taken: ${what}`, async () => {
      const name = unique('cat');
      const { images } = await callTool(GENERATE, { prompt: 'a cat', path: path(name) });
      assert.deepEqual(
        images.map((image) => image.path),
        [file(name)],
      );
      const [top = '', ...rest] = file(name).split('/');
      assert.ok((await readFile(join(folder(top === 'second' ? 'second' : 'first'), ...rest))).length > 0);
      assert.equal(stage.server.posts.length, 1);
      assertQuiet(stage);
    });
  }

  const pictures: readonly (readonly [what: string, path: () => string | Promise<string>, told: RegExp])[] = [
    ['that is not there', () => 'nowhere/cat.png', NO_FILE],
    ['that is a folder', () => `${here}/folder.png`, NO_FILE],
    ['that is a text', () => `${here}/text.png`, /^"text\.png" is no image that can be read; nothing was sent\./],
    ['whose name is a text’s', () => 'README.md', NO_PICTURE],
    ['that is an SVG', () => `${here}/drawing.svg`, NO_PICTURE],
    ['that is an SVG by another name', () => `${here}/drawing.png`, /^"drawing\.png" is no image that can be read/],
    ['outside', () => join(outside, 'secret.png'), OUTSIDE],
    ['outside by dots', () => `../${outside.slice(outside.lastIndexOf('/') + 1)}/secret.png`, OUTSIDE],
    ['outside through a link to a folder', () => `${links}/away/secret.png`, OUTSIDE],
    ['outside through a link to the file', () => `${links}/secret.png`, OUTSIDE],
    ['behind a link that leads nowhere', () => `${links}/dangling.png`, /^(The "\S+" ".*" leads out|There is no file)/],
    ['outside through a link whose name begins with a space', () => `./ ${links}.png`, OUTSIDE],
    ['in Easel’s own storage', async () => join(await findStorage(), 'images', 'a-picture-without-a-place.png'), OUTSIDE],
    ['at a web address', () => 'https://example.com/cat.png', ADDRESS],
    ['in data', () => 'data:image/png;base64,iVBORw0KGgo=', ADDRESS],
    ['at a file’s address', () => pathToFileURL(join(outside, 'secret.png')).href, ADDRESS],
  ];
  for (const [what, path, told] of pictures) {
    it(`never lead to a picture ${what}`, async () => {
      const [own, wrong] = [await putPicture(`${unique('own')}.png`), await path()];
      const requests = stage.server.requests.length;
      assert.match(await errorOf(EDIT, { path: wrong, prompt: 'a hat' }), told);
      assert.match(await errorOf(EDIT, { path: own, prompt: 'a hat', references: [own, wrong] }), told);
      assert.match(await errorOf(VARY, { path: wrong }), told);
      assert.equal(stage.server.requests.length, requests, 'nothing was sent');
      assert.deepEqual(await readdir(outside), ['secret.png']);
    });
  }

  it('lead to pictures by the name of a folder, from any folder, and as absolute ones', async () => {
    const name = `${unique('own')}.png`;
    await writeFile(join(folder('second'), name), encodePng(24, 24, [9, 9, 9, 255]));
    for (const path of [`second/${name}`, name, join(folder('second'), name), `.\\${name}`]) {
      const { images } = await callTool(VARY, { path, count: 1 });
      assert.match(images[0]?.path ?? '', /^second\/assets\/own-/);
    }
  });
});
