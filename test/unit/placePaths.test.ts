import assert from 'node:assert/strict';
import { parse as parseCss, walk as walkCss } from 'css-tree';
import type { Image, Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { writeReference } from '../../src/core/reference.ts';
import { insert } from './placeMarks.ts';

const PATHS = [
  'assets/a-white-cat.png',
  'a b.png',
  'a  b (1).png',
  '((.png',
  'a)b.png',
  'a#b?c%20d.png',
  '100%.png',
  `it's "quoted" \`so\`.png`,
  'a<b>c.png',
  'a&amp;b.png',
  'a\\b.png',
  `a$b\${c}.png`,
  'a|b*c_d_[e].png',
  '猫/ねこ é ñ ü.png',
  '🐱.png',
  'a:b.png',
  '-a.png',
  'javascript:alert(1).png',
  '../../x/y.png',
  'a\nb.png',
  'a}b{c;.png',
];
const ALTS = [
  'A cat',
  '',
  'a [b] (c) ](x)',
  '*a* _b_ `c` ~~d~~',
  '"q" \'r\' <b> &amp; \\',
  'a | b $x$ ![y](z)',
  '猫 🐱',
  'snake_case ** x',
];

/** What a browser makes of a URL: the path without query and fragment. A `./` in front is not part of it. */
const resolve = (url: string): string => decodeURIComponent(url.replace(/[?#].*$/s, '')).replace(/^\.\//, '');

function* walk(node: Nodes): Iterable<Nodes> {
  yield node;
  for (const child of 'children' in node ? node.children : []) {
    yield* walk(child);
  }
}

const imagesOf = (markdown: string): Image[] => [...walk(fromMarkdown(markdown))].filter((node) => node.type === 'image');

function findImg(html: string): Record<string, string> | undefined {
  const open: DefaultTreeAdapterTypes.ChildNode[] = [...parseFragment(html).childNodes];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node.nodeName === 'img' && 'attrs' in node) {
      return Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
    }
    open.push(...('childNodes' in node ? node.childNodes : []));
  }
  return undefined;
}

function urlsOf(css: string): string[] {
  const urls: string[] = [];
  walkCss(parseCss(css, { onParseError: (error) => assert.fail(error.message) }), (node) => {
    if (node.type === 'Url') {
      urls.push(node.value);
    }
  });
  return urls;
}

describe('a path reads as itself', () => {
  for (const path of PATHS) {
    const name = JSON.stringify(path);
    it(`in Markdown: ${name}`, async () => {
      for (const [document, count] of [
        ['> - ⟦a⟧\n', 1],
        ['![⟦a⟧]()', 1],
        ['|a|\n|-|\n|⟦a⟧|', 1],
        ['see [x](⟦y⟧)', 0],
      ] as const) {
        const result = await insert('markdown', document, 'auto', path, 'A');
        const links = [...walk(fromMarkdown(result))].filter((node) => node.type === 'image' || node.type === 'link');
        assert.deepEqual(
          links.map((node) => resolve(node.url)),
          [path],
          result,
        );
        assert.equal(imagesOf(result).length, count);
      }
    });
    it(`in HTML: ${name}`, async () => {
      for (const document of ['<p>⟦a⟧</p>', '<img alt="⟦a⟧">', '<img src="⟦a⟧" alt="">', "<img src='⟦a⟧'>", '<img src=⟦a⟧>']) {
        const result = await insert('html', document, 'auto', path, 'A');
        assert.equal(resolve(findImg(result)?.src ?? ''), path, result);
      }
    });
    it(`in CSS: ${name}`, async () => {
      for (const document of [
        '.a { color: ⟦red⟧; }',
        '.a { background: ⟦red⟧; }',
        '.a { background: url(⟦a⟧) }',
        ".a { background: url('⟦a⟧') }",
      ]) {
        const result = await insert('css', document, 'auto', path, 'A');
        assert.deepEqual(urlsOf(result).map(resolve), [path], result);
      }
    });
    it(`in JSON and JavaScript: ${name}`, async () => {
      const plain = (read: string): string => read.replace(/^\.\//, '');
      if (!/\p{Cc}/u.test(path)) {
        const json: unknown = JSON.parse(await insert('json', '{"a":"⟦b⟧"}', 'auto', path));
        assert.deepEqual(json, { a: plain(path) === path && !/^-|^[^/]*:/.test(path) ? path : `./${path}` });
      }
      for (const document of ['("⟦b⟧")', "('⟦b⟧')", '(`⟦b⟧`)']) {
        // biome-ignore lint/security/noGlobalEval: the engine is the independent parser of its own literals.
        const value: unknown = globalThis.eval(await insert('javascript', document, 'auto', path));
        assert.equal(plain(String(value)), path);
      }
    });
  }
});

describe('alt text reads as itself', () => {
  for (const alt of ALTS) {
    it(`in Markdown and HTML: ${alt}`, () => {
      const markdown = writeReference('markdown', 'a.png', alt);
      assert.deepEqual(
        imagesOf(`x ${markdown.text} y`).map((image) => image.alt),
        [alt],
      );
      const html = writeReference('html', 'a.png', alt);
      assert.equal(findImg(html.text)?.alt, alt);
    });
  }
});
