import assert from 'node:assert/strict';
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import * as v from 'valibot';
import { root } from '../support/host/install.ts';
import { runProgram } from '../support/process.ts';
import { makeScratch } from '../support/scratch.ts';
import { filesOfPackage } from '../support/vsix.ts';

/** A bundle with a hash of its contents in its name. */
const BUNDLE = /^dist\/[\w.-]+-[A-Z0-9]{8}\.js$/;

/** What else is in the VSIX. Whoever adds a file to it says so here. */
const FILES = [
  'CHANGELOG.md',
  'LICENSE',
  'README.md',
  'dist/codicons/codicon.css',
  'dist/codicons/codicon.ttf',
  'dist/extension.js',
  'dist/licences.txt',
  'dist/page.js',
  'dist/placeholder.woff',
  'dist/rasterWorker.js',
  'dist/sharp-wasm32.node.wasm.br',
  'dist/sharpWasm.cjs',
  'l10n/bundle.l10n.json',
  'media/description.css',
  'media/export.css',
  'media/form.css',
  'media/gallery.css',
  'media/history.css',
  'media/icon.png',
  'media/look.css',
  'media/mask.css',
  'media/page.css',
  'media/panel.svg',
  'media/progress.css',
  'media/readme/compare.webp',
  'media/readme/edit.webp',
  'media/readme/gaps.webp',
  'media/readme/workbench.webp',
  'media/sheet.css',
  'media/stage.css',
  'media/walkthrough/generate.svg',
  'media/walkthrough/insert.svg',
  'media/walkthrough/key.svg',
  'media/walkthrough/vary.svg',
  'package.json',
  'package.nls.json',
];

const Package = v.object({ name: v.string(), version: v.string() });
const Names = v.record(v.string(), v.string());

const read = (file: string) => readFile(join(root, file), 'utf8');
const json = async (file: string): Promise<unknown> => JSON.parse(await read(file));

describe('the VSIX', () => {
  it('holds what it must, and nothing else: no source, no test, no source map, no .env', async () => {
    const files = await filesOfPackage();
    const others = files
      .filter((file) => !BUNDLE.test(file))
      .map((file) => file.replace(/(sharp-wasm32)-[\d.]+(?=\.node)/, '$1'));
    assert.deepEqual(others.toSorted(), FILES);
  });

  it('holds no bundle that nothing loads', async () => {
    const files = await filesOfPackage();
    const code = await Promise.all(files.filter((file) => file.endsWith('.js')).map(read));
    const unused = files.filter((file) => BUNDLE.test(file) && !code.some((text) => text.includes(`./${file.slice(5)}`)));
    assert.deepEqual(unused, []);
  });

  it('names no file of the machine that built it, and no source map', async () => {
    for (const file of (await filesOfPackage()).filter((name) => /\.(c?js|css|json|txt)$/.test(name))) {
      const text = await read(file);
      assert.ok(!text.includes(root), `${file} has ${root}`);
      assert.ok(!/[#@] sourceMappingURL=/.test(text), file);
    }
  });
});

describe('the licences in the VSIX', () => {
  let sections: ReadonlyMap<string, string>;
  before(async () => {
    const texts = (await read('dist/licences.txt')).split(/^-{80}\n\n/m);
    sections = new Map(texts.map((text) => [/^(.*?)( \(|\n)/.exec(text)?.[1] ?? '', text]));
  });

  it('are those of every package in the bundles, of what is copied, and of every library in the image engine', async () => {
    const inputs = v.parse(v.array(v.string()), await json('out/inputs.json'));
    const places = inputs.filter((file) => file.includes('node_modules/')).map(placeOf);
    const packages = [...new Set([...places, 'node_modules/@vscode/codicons', 'node_modules/@fontsource/inter'])].map(
      async (place) => {
        const { name, version } = v.parse(Package, await json(`${place}/package.json`));
        return `${name} ${version}`;
      },
    );
    const engine = v.parse(Names, createRequire(import.meta.url)('@img/sharp-wasm32/versions'));
    const libraries = Object.entries(engine).map(([name, version]) => `${name} ${version}`);
    assert.ok(libraries.some((library) => library.startsWith('vips ')));
    const all = [...(await Promise.all(packages)), ...libraries];
    const headings = [...sections.keys()].map((heading) => heading.trim());
    assert.deepEqual(headings.filter((heading) => / \S*\d/.test(heading)).toSorted(), all.toSorted());
  });

  it('are whole texts', () => {
    for (const [heading, text] of sections) assert.ok(text.length > 450, heading);
  });

  for (const [what, heading, sentence] of [
    ['the icons', '@vscode/codicons', /Attribution 4\.0 International/],
    ['the font', '@fontsource/inter', /SIL OPEN FONT LICENSE Version 1\.1/],
    ['libvips, which anybody may replace', 'vips', /Lesser General Public License[\s\S]*may replace/],
    ['the JPEG encoder', 'mozjpeg', /based in part on the work of the Independent JPEG Group/],
    ['the LGPL', 'GNU LESSER GENERAL PUBLIC LICENSE', /Version 3, 29 June 2007[\s\S]*Combined Works/],
    ['the GPL, which is part of it', 'GNU GENERAL PUBLIC LICENSE', /END OF TERMS AND CONDITIONS/],
  ] as const) {
    it(`have the terms of ${what}`, () => {
      const found = [...sections].find(([name]) => name.trim().startsWith(heading));
      assert.match(found?.[1] ?? '', sentence);
    });
  }

  it('are kept to: an image library that lies there unpacked is loaded instead of ours', async () => {
    const scratch = makeScratch('library');
    try {
      const [glue = '', packed = ''] = (await filesOfPackage())
        .filter((file) => /sharpWasm|\.wasm/.test(file))
        .toSorted()
        .reverse();
      for (const file of [glue, packed]) await copyFile(join(root, file), join(scratch.path, basename(file)));
      const load = () => runProgram(process.execPath, ['-e', `require(${JSON.stringify(join(scratch.path, basename(glue)))})`]);
      await load();
      await writeFile(join(scratch.path, basename(packed, '.br')), 'of somebody else');
      await assert.rejects(load, /CompileError/);
    } finally {
      await scratch.remove();
    }
  });

  it('are no larger than they must be', async () => {
    assert.ok((await stat(join(root, 'dist/licences.txt'))).size < 250_000);
  });
});

/** The folder of the package that a file belongs to; a package may lie in another one's own `node_modules`. */
function placeOf(file: string): string {
  const parts = file.split('/');
  const at = parts.lastIndexOf('node_modules');
  return parts.slice(0, at + (parts[at + 1]?.startsWith('@') ? 3 : 2)).join('/');
}
