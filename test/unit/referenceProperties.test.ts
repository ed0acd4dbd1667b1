import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { type Form, toSnippet, writeReference } from '../../src/core/reference.ts';
import { findImages } from '../../src/documents/gaps/images.ts';

const part = fc.oneof(
  fc.stringMatching(/^[a-z0-9]{1,8}$/),
  fc.string({ unit: fc.constantFrom(...` "'()[]#%&_*!~^;=+,.-ab猫é🐱`), minLength: 1, maxLength: 8 }),
);
/** What file systems take and nobody takes for a template or a host. */
const path = fc
  .array(part, { minLength: 1, maxLength: 3 })
  .map((names) => `img/${names.join('/')}.png`)
  .filter((one) => !/\/\.{0,2}\/|\[\[|\]\]/.test(one));
const alt = fc.oneof(fc.lorem({ mode: 'sentences', maxCount: 1 }), fc.string({ unit: 'grapheme', maxLength: 20 }));

/** A document of a language, with a reference in its place. */
const DOCUMENTS: readonly (readonly [languageId: string, form: Form, around: (reference: string) => string])[] = [
  ['markdown', 'markdown', (reference) => `# A title\n\nText ${reference} and more.\n`],
  ['markdown', 'markdown', (reference) => `- an item\n\n  ${reference}\n`],
  ['markdown', 'html', (reference) => `Text.\n\n${reference}\n`],
  ['mdx', 'jsx', (reference) => `Text.\n\n${reference}\n`],
  ['html', 'html', (reference) => `<p>Text ${reference}</p>\n`],
  ['vue', 'xhtml', (reference) => `<template><p>${reference}</p></template>\n`],
  ['svelte', 'html', (reference) => `<p>${reference}</p>\n`],
  ['html', 'htmlAttribute', (reference) => `<img alt=a src=${reference} width=3>\n`],
  ['html', 'htmlAttribute', (reference) => `<img alt=a src='${reference}'>\n`],
  ['css', 'cssDeclaration', (reference) => `a { color: red; ${reference} }\n`],
  ['scss', 'cssUrl', (reference) => `a { b { background: ${reference} } } // end\n`],
  ['less', 'cssUrl', (reference) => `a { background: ${reference}; }\n`],
  ['css', 'cssPath', (reference) => `a { background: url(${reference}); }\n`],
];

describe('a reference in a document', () => {
  for (const [languageId, form, around] of DOCUMENTS) {
    it(`of ${languageId}, as ${form} in ${JSON.stringify(around('…'))}, is the one image that is found there`, async () => {
      await fc.assert(
        fc.asyncProperty(path, alt, async (name, said) => {
          const document = around(writeReference(form, name, said).text);
          const found = await findImages({ text: document, languageId });
          assert.deepEqual(
            found.map((one) => one.path.replace(/^\.\//, '')),
            [name],
            document,
          );
        }),
        { numRuns: 200 },
      );
    }).timeout(30_000);
  }
});

describe('a path in a string', () => {
  const marks = fc.string({
    unit: fc.constantFrom(...'"\'`\\$#{}()[]!*-_ ;:&|<>?=~^%@,\n\t猫🐱ab'),
    minLength: 1,
    maxLength: 12,
  });
  const evaluate = (source: string): unknown => new Function(`return ${source}`)();
  /** What stands for a path where it would be read as a host, a scheme or an option. */
  const guarded = (name: string) => writeReference('template', name, '').text;

  for (const [form, read] of [
    ['doubleQuoted', (text) => JSON.parse(`"${text}"`)],
    ['typstPath', (text) => evaluate(`"${text}"`)],
    ['singleQuoted', (text) => evaluate(`'${text}'`)],
    ['template', (text) => evaluate(`\`${text}\``)],
    ['doubledSingle', (text) => text.replaceAll("''", "'")],
    ['doubledDouble', (text) => text.replaceAll('""', '"')],
  ] as const satisfies readonly (readonly [Form, (text: string) => unknown])[]) {
    it(`is read as it is: ${form}`, () => {
      fc.assert(
        fc.property(marks, (name) => {
          const plain = form.startsWith('doubled') ? name.replace(/\s/g, 'x') : name;
          const expected = evaluate(`\`${guarded(plain)}\``);
          assert.equal(read(writeReference(form, plain, '').text), expected);
        }),
        { numRuns: 2000 },
      );
    });
  }

  it('runs nothing in a shell', () => {
    const names = fc.sample(marks, { numRuns: 400, seed: 4 });
    const words = names.map((name) => `"${writeReference('shell', name, '').text}"`);
    // `\n` and `\t` stay two characters in a shell, which knows no such escapes between quotes.
    const expected = names.map((name) =>
      String(evaluate(`\`${guarded(name)}\``))
        .replaceAll('\n', '\\n')
        .replaceAll('\t', '\\t'),
    );
    const printed = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words.join(' ')}`], { encoding: 'utf8' });
    assert.deepEqual(printed.split('\0').slice(0, -1), expected);
  });

  it('is put in by a snippet as it is', () => {
    fc.assert(
      fc.property(fc.oneof(marks, fc.string({ unit: 'binary', maxLength: 30 })), fc.nat(), fc.nat(), (text, one, other) => {
        const [start = 0, end = 0] = [one % (text.length + 1), other % (text.length + 1)].toSorted((a, b) => a - b);
        const snippet = toSnippet(text, { start, end });
        // The grammar of a snippet: a backslash escapes `$`, `}` and itself, and there is one tab stop.
        const parsed = /^((?:[^\\$]|\\[\\$}])*)\$\{1:((?:[^\\$}]|\\[\\$}])*)\}((?:[^\\$]|\\[\\$}])*)$/s.exec(snippet);
        const plain = parsed?.slice(1).map((piece) => piece.replace(/\\([\\$}])/g, '$1'));
        assert.deepEqual(plain, [text.slice(0, start), text.slice(start, end), text.slice(end)]);
      }),
      { numRuns: 1000 },
    );
  });
});
