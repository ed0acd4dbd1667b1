import assert from 'node:assert/strict';
import { parse as parseCss, walk as walkCss } from 'css-tree';
import { transformSync } from 'esbuild';
import * as fc from 'fast-check';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { parseFragment } from 'parse5';
import { type Form, writeReference } from '../../src/core/reference.ts';

interface Read {
  readonly path: string;
  readonly alt: string;
  readonly width?: string | undefined;
  readonly height?: string | undefined;
}

/** What a server makes of a URL: the path without query and fragment. A `./` in front is not part of it. */
const resolve = (url: string): string => decodeURIComponent(url.replace(/[?#].*$/s, '')).replace(/^\.\//, '');

function readHtml(text: string): Read {
  const nodes = parseFragment(`a ${text} b`).childNodes;
  assert.deepEqual(
    nodes.map(({ nodeName }) => nodeName),
    ['#text', 'img', '#text'],
  );
  const [, image] = nodes;
  assert.ok(image && 'attrs' in image);
  const value = (name: string): string | undefined => image.attrs.find((one) => one.name === name)?.value;
  return { path: resolve(value('src') ?? ''), alt: value('alt') ?? '', width: value('width'), height: value('height') };
}

function readMarkdown(text: string): Read {
  const [paragraph, ...more] = fromMarkdown(`a ${text} b`).children;
  assert.ok(paragraph?.type === 'paragraph' && more.length === 0);
  const [, image] = paragraph.children;
  assert.ok(image?.type === 'image' && paragraph.children.length === 3);
  return { path: resolve(image.url), alt: image.alt ?? '' };
}

function readJsx(text: string): Read {
  const { code } = transformSync(`(${text})`, { loader: 'jsx', jsxFactory: 'read', charset: 'utf8' });
  const read = (name: string, props: Record<string, unknown>): Read => {
    assert.equal(name, 'img');
    const { src, alt, width, height } = props;
    const size = typeof width === 'number' ? { width: String(width), height: String(height) } : {};
    return { path: resolve(String(src)), alt: String(alt), ...size };
  };
  return new Function('read', `return ${code}`)(read);
}

function readCss(text: string): Read {
  const urls: string[] = [];
  walkCss(parseCss(`a{${text}}`, { onParseError: (error) => assert.fail(error.message) }), (node) => {
    if (node.type === 'Url') urls.push(node.value);
  });
  assert.equal(urls.length, 1);
  return { path: resolve(urls[0] ?? ''), alt: '' };
}

const NAME = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }).filter((name) => !/^\.{1,2}$|\//.test(name));
const MARKS = fc.string({ unit: fc.constantFrom(...` "'\`()[]{}<>#%&$_*\\|!~^;:@=+?,.-ab猫é🐱`), minLength: 1, maxLength: 12 });
const PATH = fc
  .array(
    fc.oneof(
      NAME,
      MARKS.filter((name) => !/^\.{1,2}$/.test(name)),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((names) => names.join('/'))
  // What Windows would read as a host.
  .filter((path) => !/^[\\/]{2}/.test(path));
const ALT = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), MARKS, fc.lorem({ mode: 'sentences', maxCount: 1 }));

describe('a reference to whatever path, with whatever alt text, is read back as the same', () => {
  for (const [form, read, hasAlt, hasSize] of [
    ['markdown', readMarkdown, true, false],
    ['html', readHtml, true, true],
    ['xhtml', readHtml, true, true],
    ['jsx', readJsx, true, true],
    ['cssDeclaration', readCss, false, false],
  ] as const satisfies readonly (readonly [Form, (text: string) => Read, boolean, boolean])[]) {
    it(`as ${form}`, () => {
      fc.assert(
        fc.property(PATH, ALT, (path, alt) => {
          const { text } = writeReference(form, path, alt, { size: { width: 640, height: 480 } });
          const expected = alt.replace(/[\s\p{Cc}]+/gu, ' ').trim();
          const { width, height, ...got } = read(text);
          assert.deepEqual(got, { path, alt: hasAlt ? expected : '' }, text);
          assert.deepEqual([width, height], hasSize ? ['640', '480'] : [undefined, undefined]);
        }),
        { numRuns: 500 },
      );
    }).timeout(30_000);
  }
});
