import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findPlace } from '../../src/documents/place.ts';
import { insert, type Row, table } from './placeMarks.ts';

const LATEX = '\\includegraphics[width=\\linewidth,alt={Alt}]{a.png}';
const LATEX_ROWS: readonly Row[] = [
  ['a paragraph', 'A ⟦cat⟧ sat\nand slept.\n\nNext', `A cat sat\nand slept.\n\n${LATEX}\n\nNext`],
  ['the last line', '⟦A cat⟧', `A cat\n\n${LATEX}`],
  ['a heading', '\\section{A ⟦cat⟧}\nText', `\\section{A cat}\n\n${LATEX}\n\nText`],
  ['an item', '\\item a ⟦cat⟧\n\\item b', `\\item a cat\n\n${LATEX}\n\n\\item b`],
  ['the last item', '  \\item ⟦a⟧\n\\end{itemize}', `  \\item a\n\n  ${LATEX}\n\n\\end{itemize}`],
  ['code', '\\begin{verbatim}\n⟦x⟧\n\n\\end{verbatim}\nText', `\\begin{verbatim}\nx\n\n\\end{verbatim}\n\n${LATEX}\n\nText`],
  ['mathematics', '\\begin{align*}\n⟦x⟧ &= y\n\\end{align*}', `\\begin{align*}\nx &= y\n\\end{align*}\n\n${LATEX}`],
  ['but not in code nobody closed', '\\begin{lstlisting}\n⟦x⟧', 'copy latex'],
  ['but not in the preamble', '\\title{⟦A cat⟧}\n\\begin{document}\nx\n\\end{document}', 'copy latex'],
  ['but not behind the end', '\\begin{document}\nx\n\\end{document}\n⟦y⟧', 'copy latex'],
  ['a comment takes the path', '% ⟦a cat⟧\nx', '% a cat\n% a.png\nx'],
  ['a comment for an image is replaced', 'a\n\n  % image: ⟦a cat⟧\n\nb', `a\n\n  ${LATEX}\n\nb`],
  ['a cursor takes it where it stands', 'See ⟦⟧ here', `See ${LATEX} here`],
];
table('in LaTeX the image goes below', 'latex', LATEX_ROWS);

table('in an image that is there the path takes the place of its path', 'latex', [
  ['a cursor in it', 'x \\includegraphics[width=5cm]{ol⟦⟧d.png} y', 'x \\includegraphics[width=5cm]{a.png} y'],
  ['an empty one', '\\includegraphics{⟦⟧}', '\\includegraphics{a.png}'],
  ['its selection', '\\includegraphics*{⟦old.png⟧}', '\\includegraphics*{a.png}'],
  [
    'the second of two',
    '\\includegraphics{b.png} \\includegraphics{c⟦⟧.png}',
    '\\includegraphics{b.png} \\includegraphics{a.png}',
  ],
  ['but not in its options', '\\includegraphics[width=⟦⟧]{b.png}', `\\includegraphics[width=${LATEX}]{b.png}`],
]);
table('in an image of reStructuredText', 'restructuredtext', [
  ['the path is replaced', 'a\n\n.. image:: o⟦⟧ld.png\n   :alt: x\n', 'a\n\n.. image:: a.png\n   :alt: x\n'],
  ['a figure’s too', '.. figure:: ⟦⟧\n\n   x\n', '.. figure:: a.png\n\n   x\n'],
  ['a substitution’s too', '.. |cat| image:: ⟦old.png⟧\n', '.. |cat| image:: a.png\n'],
]);
table('in an image of AsciiDoc', 'asciidoc', [
  ['the path is replaced', 'a\n\nimage::old⟦⟧.png[Alt,100]\n', 'a\n\nimage::a.png[Alt,100]\n'],
  ['in a line too', 'See image:⟦old.png⟧[x] here', 'See image:a.png[x] here'],
  ['an empty one', 'image::⟦⟧[]', 'image::a.png[]'],
]);
table('in an image of Typst', 'typst', [
  ['the path is replaced', '= A\n\n#image("o⟦⟧ld.png", width: 50%)\n', '= A\n\n#image("a.png", width: 50%)\n'],
  ['in a figure too', '#figure(\n  image("⟦⟧"),\n)\n', '#figure(\n  image("a.png"),\n)\n'],
]);

const RST = '.. image:: a.png\n   :alt: Alt';
table('in reStructuredText the image goes below', 'restructuredtext', [
  ['a paragraph', 'A ⟦cat⟧ sat\nand slept.\n\nNext', `A cat sat\nand slept.\n\n${RST}\n\nNext`],
  ['a heading', 'A ⟦cat⟧\n=====\nText', `A cat\n=====\n\n${RST}\n\nText`],
  ['an item', '- a ⟦cat⟧\n- b', '- a cat\n\n  .. image:: a.png\n     :alt: Alt\n\n- b'],
  ['an item of some lines', '1. a\n   ⟦cat⟧\n', '1. a\n   cat\n\n   .. image:: a.png\n      :alt: Alt\n'],
  ['an indented paragraph', '.. note::\n\n   A ⟦cat⟧\n\nb', '.. note::\n\n   A cat\n\n   .. image:: a.png\n      :alt: Alt\n\nb'],
  ['the line in front of a literal block', '⟦Like⟧ so::\n\n   x\n\nb', `Like so::\n\n   x\n\n${RST}\n\nb`],
  ['a comment with its text', '.. a\n\n   ⟦b⟧\n\nc', `.. a\n\n   b\n\n${RST}\n\nc`],
  ['a directive with its text', '.. ⟦note⟧::\n\n   x\n\nb', `.. note::\n\n   x\n\n${RST}\n\nb`],
  ['a literal block', 'Like so::\n\n   ⟦x⟧\n\n   y\n\nb', `Like so::\n\n   x\n\n   y\n\n${RST}\n\nb`],
  ['code', '.. code-block:: js\n   :linenos:\n\n   ⟦x⟧\n', `.. code-block:: js\n   :linenos:\n\n   x\n\n${RST}\n`],
  ['an image that is there', '.. image:: b.png\n   :alt: ⟦b⟧\n', `.. image:: b.png\n   :alt: b\n\n${RST}\n`],
  [
    'a directive right below another’s text',
    '.. note::\n\n   a\n.. ⟦image⟧:: b.png\n   :alt: b\n',
    `.. note::\n\n   a\n.. image:: b.png\n   :alt: b\n\n${RST}\n`,
  ],
  ['a cursor in a line, because it is a block', 'See ⟦⟧here\n', `See here\n\n${RST}\n`],
  ['a cursor on a blank line takes it there', 'a\n\n⟦⟧\nb', `a\n\n${RST}\n\nb`],
  ['a comment for an image is replaced', 'a\n\n.. image: ⟦a cat⟧\n\nb', `a\n\n${RST}\n\nb`],
]);

const ADOC = 'image::a.png["Alt"]';
table('in AsciiDoc the image goes below', 'asciidoc', [
  ['a paragraph', 'A ⟦cat⟧ sat\nand slept.\n\nNext', `A cat sat\nand slept.\n\n${ADOC}\n\nNext`],
  ['a heading', '== A ⟦cat⟧\nText', `== A cat\n\n${ADOC}\n\nText`],
  ['an item, joined to it', '* a ⟦cat⟧\nmore\n* b', `* a cat\nmore\n+\n${ADOC}\n* b`],
  ['code', '[source]\n----\n⟦x⟧\n\n----\nText', `[source]\n----\nx\n\n----\n\n${ADOC}\n\nText`],
  ['code, from its attributes', '[⟦source⟧]\n----\nx\n----\n', `[source]\n----\nx\n----\n\n${ADOC}\n`],
  ['a paragraph with lines like a list', 'a ⟦b⟧\n. c\n== d\n', `a b\n. c\n== d\n\n${ADOC}\n`],
  ['a paragraph in front of code', 'a ⟦b⟧\n----\nx\n----', `a b\n\n${ADOC}\n\n----\nx\n----`],
  ['a table', '|===\n|⟦a⟧ |b\n|===\n', `|===\n|a |b\n|===\n\n${ADOC}\n`],
  ['but not in code nobody closed', '----\n⟦x⟧\n', 'copy asciidoc'],
  ['a comment for an image is replaced', '// image: ⟦a cat⟧\nb', `${ADOC}\n\nb`],
  ['a cursor in a line takes it there', 'See ⟦⟧ here', 'See image:a.png["Alt"] here'],
  ['a cursor on a blank line takes a block', 'a\n⟦⟧\nb', `a\n\n${ADOC}\n\nb`],
]);

const TYPST = '#image("a.png", alt: "Alt")';
table('in Typst the image goes below', 'typst', [
  ['a paragraph', 'A ⟦cat⟧ (white) sat\nand slept.\n\nNext', `A cat (white) sat\nand slept.\n\n${TYPST}\n\nNext`],
  ['a heading', '= A ⟦cat⟧\nText', `= A cat\n\n${TYPST}\n\nText`],
  ['an item', '- a ⟦cat⟧\n- b', `- a cat\n\n  ${TYPST}\n\n- b`],
  ['code', '```js\n⟦x⟧\n```\nText', `\`\`\`js\nx\n\`\`\`\n\n${TYPST}\n\nText`],
  ['text in the brackets of code', '#figure([\n  A ⟦cat⟧\n])\n', `#figure([\n  A cat\n\n  ${TYPST}\n\n])\n`],
  ['but not behind brackets that code goes on after', '#figure(\n  [⟦a⟧],\n  x,\n)', 'copy typst'],
  ['but not in code', '#figure(\n  caption: ⟦x⟧,\n)', 'copy typst'],
  ['a comment for an image is replaced', 'a\n\n// image: ⟦a cat⟧\n', `a\n\n${TYPST}\n`],
  ['a cursor takes it where it stands', 'See ⟦⟧ here :( x', `See ${TYPST} here :( x`],
]);

for (const [languageId, document, result] of [
  ['latex', 'A ⟦cat⟧ sat', `A ${LATEX} sat`],
  ['asciidoc', 'A ⟦cat⟧ sat', 'A image:a.png["Alt"] sat'],
  ['typst', 'A ⟦cat⟧ sat', `A ${TYPST} sat`],
  ['restructuredtext', 'a\n\n⟦A cat\nsat⟧\n\nb', `a\n\n${RST}\n\nb`],
  ['restructuredtext', 'A ⟦cat⟧ sat', `A cat sat\n\n${RST}`],
] as const) {
  it(`in ${languageId} the setting \`replace\` puts it in the place of ${JSON.stringify(document)}`, async () => {
    assert.equal(await insert(languageId, document, 'replace'), result);
  });
}

describe('an insertion into markup', () => {
  it('lies in the document and touches nothing but the selection and the blank after it', async () => {
    const lines = fc.constantFrom(
      'text',
      '',
      '- a',
      '* b',
      '== H',
      '----',
      '```',
      '\\begin{verbatim}',
      '\\end{verbatim}',
      '% c',
      '// d',
      '.. e',
      'x::',
      '   i',
      '#f(',
      ')',
      '====',
      '\\item x',
    );
    const language = fc.constantFrom('latex', 'restructuredtext', 'asciidoc', 'typst');
    const mode = fc.constantFrom('auto', 'below', 'replace');
    await fc.assert(
      fc.asyncProperty(
        fc.array(lines),
        fc.boolean(),
        language,
        mode,
        fc.nat(),
        fc.nat(),
        async (list, crlf, languageId, how, one, other) => {
          const text = list.join(crlf ? '\r\n' : '\n');
          const [start = 0, end = 0] = [one % (text.length + 1), other % (text.length + 1)].toSorted((a, b) => a - b);
          const place = await findPlace({ text, languageId }, { start, end }, how);
          if (place.kind === 'edit') {
            assert.ok(place.start >= 0 && place.start <= place.end && place.end <= text.length);
            const isComment = /^\s*(?:%|\/\/|\.\.)/.test(text.slice(place.start, place.end));
            if (how === 'auto' && !isComment) assert.equal(text.slice(place.start, place.end).trim(), '');
          }
        },
      ),
      { numRuns: 1500 },
    );
  }).timeout(60_000);

  for (const languageId of ['latex', 'restructuredtext', 'asciidoc', 'typst']) {
    it(`takes no time in a megabyte of ${languageId}`, async () => {
      const text = 'Some text (with marks) #f[x] and `more`.\n\n- item\n   \\item $x$\n'.repeat(16_000);
      const started = performance.now();
      await findPlace({ text, languageId }, { start: text.length - 5, end: text.length - 2 }, 'auto');
      assert.ok(performance.now() - started < 1000);
    });
  }
});
