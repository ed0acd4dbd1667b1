import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { findPlace } from '../../src/documents/place.ts';
import { write } from './placeMarks.ts';

const countImages = (node: Nodes): number =>
  node.type === 'image' ? 1 : 'children' in node ? node.children.reduce((sum, child) => sum + countImages(child), 0) : 0;

/** The blocks of a document without the paragraph of the image; what is lost between tight and loose lists is not counted. */
function outline(node: Nodes): string {
  const children = 'children' in node ? node.children : [];
  const blocks = children.filter(
    (child) => !(child.type === 'paragraph' && child.children.length === 1 && child.children[0]?.type === 'image'),
  );
  const isBlock = node.type === 'root' || node.type === 'list' || node.type === 'listItem' || node.type === 'blockquote';
  const own = 'value' in node ? `:${node.value}` : '';
  return isBlock ? `${node.type}(${blocks.map(outline).join()})` : `${node.type}${own}`;
}

const LINES = fc.constantFrom(
  'text',
  'more text',
  '',
  '',
  '# heading',
  '- item',
  '  - nested',
  '  more of it',
  '1. one',
  '> quote',
  '> - quoted item',
  '>   more',
  '```',
  '    code',
  '<div>',
  '</div>',
  '<!-- c -->',
  '---',
  '1) ten',
  '| a | b |',
  '|---|---|',
);

describe('an insertion anywhere', () => {
  it('keeps the blocks of a Markdown document and adds one image', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(LINES, { minLength: 1, maxLength: 9 }),
        fc.nat(),
        fc.nat(),
        fc.boolean(),
        async (lines, from, length, crlf) => {
          const text = ['title', '', ...lines].join(crlf ? '\r\n' : '\n');
          const start = from % (text.length + 1);
          const end = Math.min(text.length, start + 1 + (length % 12));
          if (text.slice(start, end).trim() === '') {
            return;
          }
          const place = await findPlace({ text, languageId: 'markdown' }, { start, end }, 'auto');
          if (place.kind === 'copy' || place.form !== 'markdown' || place.start !== place.end) {
            return;
          }
          const result = write(text, place);
          assert.equal(countImages(fromMarkdown(result)), 1, result);
          assert.equal(outline(fromMarkdown(result)), outline(fromMarkdown(text)), result);
        },
      ),
      { numRuns: 500 },
    );
  }).timeout(60_000);

  it('lies in the document, whatever the document and its language', async () => {
    const languages = fc.constantFrom(
      'markdown',
      'html',
      'css',
      'scss',
      'javascriptreact',
      'python',
      'json',
      'yaml',
      'toml',
      'plaintext',
      'lua',
      'x',
    );
    const text = fc
      .array(
        fc.oneof(
          fc.string({ unit: 'grapheme', maxLength: 6 }),
          fc.constantFrom(
            '\r\n',
            '\n',
            '<!--',
            '```',
            '"',
            "'",
            '{',
            '}',
            '/*',
            '*/',
            '<img',
            '>',
            '](',
            '#',
            '//',
            '---\n',
            '\uFEFF',
            '\u0000',
          ),
        ),
      )
      .map((parts) => parts.join(''));
    await fc.assert(
      fc.asyncProperty(
        text,
        languages,
        fc.nat(),
        fc.nat(),
        fc.constantFrom('auto', 'below', 'replace'),
        async (document, languageId, one, other, mode) => {
          const range = { start: one % (document.length + 1), end: other % (document.length + 1) };
          const place = await findPlace({ text: document, languageId }, range, mode);
          if (place.kind === 'edit') {
            assert.ok(0 <= place.start && place.start <= place.end && place.end <= document.length, JSON.stringify(place));
          }
        },
      ),
      { numRuns: 500 },
    );
  }).timeout(60_000);

  it('is found within a second in a megabyte', async () => {
    const documents: [string, string][] = [
      ['markdown', '# T\n\nSome *prose* with `code` and [a link](x.md).\n\n- item\n- item two\n\n> q\n\n'.repeat(13_000)],
      ['html', '<p>some <b>text</b></p>\n'.repeat(44_000)],
      ['css', '.a { color: red; }\n'.repeat(53_000)],
      ['css', '{'.repeat(1_000_000)],
      ['typescript', 'const a = "x"; // b\n'.repeat(50_000)],
      ['yaml', 'a: b\n'.repeat(200_000)],
    ];
    for (const [languageId, text] of documents) {
      await findPlace({ text: '', languageId }, { start: 0, end: 0 }, 'auto');
      const before = process.cpuUsage();
      await findPlace({ text, languageId }, { start: text.length / 2, end: text.length / 2 + 5 }, 'auto');
      const { user } = process.cpuUsage(before);
      assert.ok(user < 1_000_000, `${languageId}: ${user} µs`);
    }
  }).timeout(60_000);
});
