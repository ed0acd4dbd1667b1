import assert from 'node:assert/strict';
import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findAddresses, findImages } from '../../src/documents/gaps/images.ts';
import { root } from '../support/host/install.ts';
import { listImages } from './gapOracle.ts';

const packages = join(root, 'node_modules');
const MOST = 400;
/** Of the packages that hold nothing but a font's style sheets. */
const MOST_FONTS = 10;

/** Files in which the two lists differ, and why. Empty: they differ in none. */
const DIFFERENCES: Readonly<Record<string, string>> = {};

const LANGUAGES: Readonly<Record<string, string>> = { md: 'markdown', html: 'html', css: 'css' };

/** READMEs, pages and style sheets of installed packages, in the order of their names. */
async function listFiles(): Promise<readonly string[]> {
  const files: string[] = [];
  for await (const file of glob(['**/[Rr][Ee][Aa][Dd][Mm][Ee]*.md', '**/*.html', '**/*.css'], { cwd: packages })) {
    files.push(file.replaceAll('\\', '/'));
  }
  const isFont = (file: string): boolean => file.startsWith('@fontsource/') && file.endsWith('.css');
  const fonts = files.filter(isFont).toSorted().slice(0, MOST_FONTS);
  return [...files.filter((file) => !isFont(file)), ...fonts].toSorted().slice(0, MOST);
}

describe('Over the files of installed packages', () => {
  const differing: string[] = [];
  let files: readonly string[] = [];
  let images = 0;
  let sure = 0;

  before(async function () {
    this.timeout(120_000);
    files = await listFiles();
    for (const file of files) {
      const text = await readFile(join(packages, file), 'utf8');
      const languageId = LANGUAGES[file.slice(file.lastIndexOf('.') + 1)] ?? '';
      const found = await findAddresses({ text, languageId });
      const others = listImages({ text, languageId });
      images += others.length;
      sure += (await findImages({ text, languageId })).length;
      if (found.map(({ url }) => url).join('\n') !== others.join('\n')) {
        differing.push(file);
      }
    }
  });

  it('the images found are those that other parsers find', () => {
    assert.deepEqual(differing, Object.keys(DIFFERENCES).toSorted());
  });

  it('there is enough to find', () => {
    assert.ok(files.length >= 200, `${files.length} files`);
    assert.ok(images >= 1000, `${images} images`);
    // Most images of READMEs are badges from elsewhere.
    assert.ok(sure >= 20, `${sure} with a path`);
  });
});
