import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isolate } from '../../src/core/bidi.ts';
import { escapeForMarkdown } from '../../src/core/escape.ts';
import { effectiveFlags, readFlags } from '../../src/core/flags.ts';
import { safePart } from '../../src/core/naming.ts';
import { altText, firstWords, readPrompt } from '../../src/core/prompt.ts';
import { holdsSecret } from '../../src/core/secret.ts';
import { findLanguage } from '../../src/core/syntax.ts';

const LANGUAGES =
  'markdown html xml css scss restructuredtext asciidoc typst latex json jsonc ini yaml javascript typescriptreact c rust go ' +
  'php fsharp python kotlin ruby powershell shellscript terraform sql lua haskell ada clojure asm matlab vb fortran bat jade sass';
const language = fc.constantFrom(...LANGUAGES.split(' '), 'plaintext', 'nobody knows it');

/** What marks are made of, and what stands between them. */
const piece = fc.oneof(
  fc.constantFrom(
    ...'![ ]( ) ` ``` """ \' " “ ” « » 「 * ** _ ~~ - + • 1. 2) # ## > / // /* */ /** <!-- --> {/* */} -- ; ;; % REM :: .. (* *) [ ] [x]'
      .split(' ')
      .flatMap((mark) => [mark, `${mark} `]),
  ),
  fc.constantFrom(
    '\n',
    '\r\n',
    '\n\n',
    '\r',
    '\t',
    ' ',
    '   ',
    '\\',
    '<img alt="',
    '">',
    'image: ',
    'Style: ',
    '\u202e',
    '\ud83d',
  ),
  fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.replaceAll('&', '')),
);
const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
const words = fc.array(fc.stringMatching(/^[a-zé]{2,9}$/), { minLength: 1, maxLength: 6 });

describe('a prompt out of any selection', () => {
  it('says nothing that does not stand there, in its order', () => {
    fc.assert(
      fc.property(text, language, (selection, languageId) => {
        const prompt = readPrompt(selection, languageId);
        assert.equal(prompt, prompt.trim());
        let at = 0;
        for (const character of prompt.replace(/\s/g, '')) {
          at = selection.indexOf(character, at) + character.length;
          assert.ok(at >= character.length, JSON.stringify([selection, prompt]));
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('has every word, without the marks of its language around them', () => {
    const list = fc.array(words, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(list, fc.constantFrom(...LANGUAGES.split(' ')), fc.boolean(), (lines, languageId, inBlock) => {
        const { line = [], block = [] } = findLanguage(languageId) ?? assert.fail(languageId);
        const said = lines.map((one) => one.join(' '));
        const [open, close] = block[0] ?? [];
        const [mark] = line;
        const commented =
          inBlock && open !== undefined
            ? `${open} ${said.join('\n   ')} ${close}`
            : said.map((one) => `${mark ?? ''} ${one}`).join('\n');
        assert.equal(readPrompt(commented, languageId), said.join(' ').replace(/^(?:rem )+/, ''), JSON.stringify(commented));
      }),
      { numRuns: 1000 },
    );
  });

  it('is told in one line that is short, whatever it is', () => {
    fc.assert(
      fc.property(text, (prompt) => {
        for (const [line, most] of [
          [altText(prompt), 125],
          [firstWords(prompt), 40],
        ] as const) {
          assert.ok(line.length <= most && !/[\n\r\t\u202e]/.test(line), JSON.stringify(line));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('is held back where a key stands anywhere in it', () => {
    const letters = (length: number) => fc.stringMatching(new RegExp(`^[a-z][A-Za-z0-9]{${length}}[A-Z][0-9]$`));
    const secret = fc.oneof(
      letters(30).map((key) => `sk-proj-${key}`),
      letters(20).map((key) => `ghp_${key}`),
      letters(30).map((key) => `AIza${key}`),
      letters(20).map((key) => `Bearer ${key}`),
      letters(6).map((key) => `password: ${key}`),
      letters(12).map((key) => `API_KEY=${key}`),
      letters(12).map((key) => `https://me:${key}@example.com`),
      letters(20).map((key) => `eyJ${key}.eyJ${key}.${key}`),
    );
    fc.assert(
      fc.property(text, secret, text, (before, key, after) => {
        assert.ok(holdsSecret(`${before} ${key} ${after}`), JSON.stringify([before, key, after]));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('text of any length is read in a moment', () => {
  // Each of them once took the square of its length in one of the readers.
  const FILLS = [
    '  ',
    '\t',
    '*',
    '**/',
    '![',
    '![\\',
    'a.',
    '-eyJ',
    '_key=',
    'token=',
    ' --x3',
    'a\n',
    'a\n\n',
    '猫\n',
    '\u202a',
    '\u2069',
    '. ',
  ];
  for (const [what, read] of [
    ['a selection', (long: string) => ['markdown', 'typescript'].map((id) => readPrompt(long, id))],
    ['a secret', holdsSecret],
    ['flags', (long: string) => effectiveFlags(readFlags(long).flags)],
    ['alt text', altText],
    ['a part of a path', safePart],
    ['what stands beside other words', (long: string) => isolate(`${'\u202a'.repeat(30_000)}${long}`)],
    ['a Markdown text', escapeForMarkdown],
  ] as const) {
    it(`as ${what}`, () => {
      for (const fill of FILLS) {
        const body = fill.repeat(60_000 / fill.length);
        for (const long of [body, `# a${body}b`]) {
          const before = process.cpuUsage();
          read(long);
          const { user } = process.cpuUsage(before);
          assert.ok(user < 1_000_000, `${JSON.stringify(fill)}: ${user} µs`);
        }
      }
    }).timeout(60_000);
  }
});
