import assert from 'node:assert/strict';
import { writeReference } from '../../src/core/reference.ts';
import { formOf, isWebLanguage } from '../../src/core/syntax.ts';
import { findPlace } from '../../src/documents/place.ts';

/** The text that is inserted into a document of the language, at its ⟦⟧. */
async function reference(languageId: string, document: string, path: string, alt: string): Promise<string> {
  const at = document.indexOf('⟦⟧');
  const place = await findPlace({ text: document.replace('⟦⟧', ''), languageId }, { start: at, end: at }, 'auto');
  return writeReference(place.form, path, alt, { size: { width: 1536, height: 1024 } }).text;
}

/** `PATH`: the path as the language writes it. */
const LANGUAGES: readonly (readonly [languageId: string, document: string, text: string])[] = [
  ['markdown', '⟦⟧', '![A cat](PATH)'],
  ['mdx', '⟦⟧', '![A cat](PATH)'],
  ['mdx', '<div>\n<p>⟦⟧</p>\n</div>', '<img src="PATH" alt="A cat" width={1536} height={1024} />'],
  ['html', '⟦⟧', '<img src="PATH" alt="A cat" width="1536" height="1024">'],
  ['xhtml', '⟦⟧', '<img src="PATH" alt="A cat" width="1536" height="1024" />'],
  ['vue', '<template><p>⟦⟧</p></template>', '<img src="PATH" alt="A cat" width="1536" height="1024">'],
  ['svelte', '<p>⟦⟧</p>', '<img src="PATH" alt="A cat" width="1536" height="1024">'],
  ['astro', '<p>⟦⟧</p>', '<img src="PATH" alt="A cat" width="1536" height="1024">'],
  ['javascriptreact', '{/* image: ⟦⟧ */}', '<img src="PATH" alt="A cat" width={1536} height={1024} />'],
  ['typescriptreact', '{/* image: ⟦⟧ */}', '<img src="PATH" alt="A cat" width={1536} height={1024} />'],
  ['css', 'a{⟦⟧}', 'background-image: url("PATH");'],
  ['scss', 'a{⟦⟧}', 'background-image: url("PATH");'],
  ['less', 'a{⟦⟧}', 'background-image: url("PATH");'],
  ['latex', '⟦⟧', '\\includegraphics[width=\\linewidth,alt={A cat}]{PATH}'],
  ['tex', '⟦⟧', '\\includegraphics[width=\\linewidth,alt={A cat}]{PATH}'],
  ['restructuredtext', '⟦⟧', '.. image:: PATH\n   :alt: A cat\n   :width: 1536px'],
  ['asciidoc', '⟦⟧', 'image::PATH["A cat",1536,1024]'],
  ['asciidoc', 'See ⟦⟧', 'image:PATH["A cat",1536,1024]'],
  ['typst', '⟦⟧', '#image("PATH", alt: "A cat")'],
  ['plaintext', '⟦⟧', 'PATH'],
  ['org', '⟦⟧', 'PATH'],
  ['json', '["⟦⟧"]', 'PATH'],
];

const KINDS: Readonly<Record<string, 'url' | 'latex' | 'rst' | 'asciidoc' | 'quoted' | 'plain'>> = {
  latex: 'latex',
  tex: 'latex',
  restructuredtext: 'rst',
  asciidoc: 'asciidoc',
  typst: 'quoted',
  json: 'quoted',
  plaintext: 'plain',
  org: 'plain',
};

/** Each path as a language writes it; where one is left out, it is written as it is. */
const PATHS: readonly (readonly [
  path: string,
  written: Partial<Record<'url' | 'latex' | 'rst' | 'asciidoc' | 'quoted' | 'plain', string>>,
])[] = [
  ['assets/a-white-cat.png', {}],
  ['../../hero@2x.png', { asciidoc: '../../hero%402x.png' }],
  ['/hero.png', {}],
  ['a b.png', { url: 'a%20b.png', rst: 'a\\ b.png' }],
  ['a (1).png', { url: 'a%20%281%29.png', rst: 'a\\ (1).png', asciidoc: 'a %281%29.png' }],
  [`it's.png`, { url: 'it%27s.png', asciidoc: 'it%27s.png' }],
  ['a"b.png', { url: 'a%22b.png', asciidoc: 'a%22b.png', quoted: 'a\\"b.png' }],
  ['a#b.png', { url: 'a%23b.png', latex: 'a\\#b.png', rst: 'a%23b.png', asciidoc: 'a%23b.png' }],
  ['50%.png', { url: '50%25.png', latex: '50\\%.png', asciidoc: '50%25.png' }],
  ['a%20b.png', { url: 'a%2520b.png', latex: 'a\\%20b.png', rst: 'a%2520b.png', asciidoc: 'a%2520b.png' }],
  ['a{b}.png', { url: 'a%7Bb%7D.png', latex: 'a\\{b\\}.png', asciidoc: 'a%7Bb%7D.png' }],
  ['a$b.png', { url: 'a%24b.png', asciidoc: 'a%24b.png' }],
  ['a_b__c.png', { asciidoc: 'a_b%5F_c.png' }],
  ['a~b.png', { latex: 'a\\string~b.png', asciidoc: 'a%7Eb.png' }],
  ['a\\b.png', { url: 'a%5Cb.png', latex: 'a\\%5Cb.png', rst: 'a\\\\b.png', asciidoc: 'a%5Cb.png', quoted: 'a\\\\b.png' }],
  ['a[b].png', { url: 'a%5Bb%5D.png', asciidoc: 'a%5Bb%5D.png' }],
  ['a?b&c.png', { url: 'a%3Fb%26c.png', rst: 'a%3Fb&c.png', asciidoc: 'a%3Fb%26c.png' }],
  ['a--b...c.png', { asciidoc: 'a%2D-b%2E..c.png' }],
  ['猫/é ñ.png', { url: '猫/é%20ñ.png', rst: '猫/é\\ ñ.png' }],
  ['🐱.png', {}],
  [
    'c:x.png',
    {
      url: './c%3Ax.png',
      latex: './c:x.png',
      rst: './c:x.png',
      asciidoc: './c%3Ax.png',
      quoted: './c:x.png',
      plain: './c:x.png',
    },
  ],
  [
    '-rf.png',
    { url: './-rf.png', latex: './-rf.png', rst: './-rf.png', asciidoc: './-rf.png', quoted: './-rf.png', plain: './-rf.png' },
  ],
];

describe('a reference is written as its language wants it', () => {
  for (const [languageId, document, text] of LANGUAGES) {
    describe(`${languageId}: ${text}`, () => {
      for (const [path, written] of PATHS) {
        it(path, async () => {
          const expected = written[KINDS[languageId] ?? 'url'] ?? path;
          assert.equal(
            await reference(languageId, document, path, 'A cat'),
            text.replace('PATH', () => expected),
          );
        });
      }
    });
  }
});

describe('alt text reads as itself, and can be typed over', () => {
  const alt = `A "cat" & {50%} of C:\\x_y [z] <b>, $5 #1 ~ ^ @home`;
  for (const [form, written] of [
    ['markdown', 'A "cat" & \\{50%\\} of C:\\\\x_y \\[z\\] \\<b\\>, \\$5 #1 \\~ ^ @home'],
    ['html', 'A &quot;cat&quot; &amp; &#123;50%&#125; of C:\\x_y [z] &lt;b&gt;, $5 #1 ~ ^ &#64;home'],
    ['jsx', 'A &quot;cat&quot; &amp; &#123;50%&#125; of C:\\x_y [z] &lt;b&gt;, $5 #1 ~ ^ &#64;home'],
    [
      'latex',
      'A "cat" \\& \\{50\\%\\} of C:\\textbackslash{}x\\_y [z] <b>, \\$5 \\#1 \\textasciitilde{} \\textasciicircum{} @home',
    ],
    ['restructuredText', alt],
    [
      'asciidoc',
      'A &#34;cat&#34; &#38; &#123;50&#37;&#125; of C&#58;&#92;x&#95;y &#91;z&#93; &#60;b&#62;, &#36;5 &#35;1 &#126; &#94; &#64;home',
    ],
    ['typst', 'A \\"cat\\" & {50%} of C:\\\\x_y [z] <b>, $5 #1 ~ ^ @home'],
  ] as const) {
    it(`as ${form}`, () => {
      const { text, alt: range } = writeReference(form, 'a.png', alt);
      assert.equal(range && text.slice(range.start, range.end), written);
    });
  }

  it('as asciidoc, with marks only where they would mean something', () => {
    const { text } = writeReference('asciidoc', 'a.png', 'A well-known cat. It sleeps... -- (C) soon.');
    assert.equal(text, 'image::a.png["A well-known cat. It sleeps&#46;&#46;&#46; &#45;&#45; (&#67;) soon."]');
  });

  it('in a nested block its lines keep their indentation', () => {
    const { text } = writeReference('restructuredText', 'a.png', 'A', { indent: '  ', size: { width: 8, height: 9 } });
    assert.equal(text, '.. image:: a.png\n     :alt: A\n     :width: 8px');
  });
});

describe('a reference for the clipboard has the form of its language', () => {
  for (const [form, ids] of [
    ['markdown', 'markdown mdx'],
    ['html', 'html vue svelte astro'],
    ['xhtml', 'xhtml'],
    ['jsx', 'javascriptreact typescriptreact'],
    ['cssUrl', 'css scss less'],
    ['latex', 'latex tex'],
    ['restructuredText', 'restructuredtext'],
    ['asciidoc', 'asciidoc'],
    ['typst', 'typst'],
    ['path', 'plaintext javascript python json yaml nothing'],
  ] as const) {
    it(`${form} for ${ids}`, () => assert.ok(ids.split(' ').every((id) => formOf(id) === form)));
  }
});

describe('a site’s root and WebP are for what browsers read', () => {
  for (const [yes, ids] of [
    [true, 'markdown mdx html vue svelte astro javascriptreact typescriptreact javascript css scss less sass'],
    [false, 'latex restructuredtext asciidoc typst plaintext json yaml python csharp nothing'],
  ] as const) {
    for (const id of ids.split(' ')) {
      it(`${id}: ${yes ? 'yes' : 'no'}`, () => assert.equal(isWebLanguage(id), yes));
    }
  }
});
