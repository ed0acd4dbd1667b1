import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { collisionKey, derivedName, numbered, safePart, slug } from '../../src/core/naming.ts';

const slugs: readonly (readonly [prompt: string, slug: string])[] = [
  ['a white siamese cat', 'a-white-siamese-cat'],
  ['A White Siamese Cat!', 'a-white-siamese-cat'],
  ['## A *white* cat', 'a-white-cat'],
  ['<!-- a white cat -->', 'a-white-cat'],
  ['<p class="lead">A cat</p>', 'a-cat'],
  ['<a white cat>', 'a-white-cat'],
  ['x < y and y > z', 'x-y-and-y-z'],
  ["// don’t stop, it's l‘amour", 'dont-stop-its-lamour'],
  ['snake_case / 3:2 – well-known', 'snake-case-3-2-well-known'],
  ['a red bicycle leaning against the wall of an old bakery', 'a-red-bicycle-leaning-against-the-wall-of-an-old'],
  ['Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamter', 'donaudampfschifffahrtselektrizitätenhauptbetrieb'],
  ['Straße im Regen', 'straße-im-regen'],
  ['cafe\u0301', 'caf\u00e9'],
  ['白い猫、夕暮れ', '白い猫-夕暮れ'],
  ['белая кошка', 'белая-кошка'],
  ['हिन्दी में बिल्ली', 'हिन्दी-में-बिल्ली'],
  ['قطة بيضاء', 'قطة-بيضاء'],
  ['cat\u202Egnp.exe\u2066', 'catgnp-exe'],
  ['soft\u00adhyphen zero\u200bwidth', 'softhyphen-zero-width'],
  ['😀 🎨!', '😀🎨'],
  ['❤️', '❤'],
  ['\u{1fc00}', 'image'],
  ['👩🏽‍🚀🇯🇵', '👩🚀🇯🇵'],
  ['🐱 a cat', 'a-cat'],
  ['🎨'.repeat(80), '🎨'.repeat(45)],
  ['', 'image'],
  ['...', 'image'],
  ['../../etc/passwd', 'etc-passwd'],
  ['C:\\Windows', 'c-windows'],
  ['\u0000\u001b[31m', '31m'],
  ['con', 'con-image'],
  ['NUL', 'nul-image'],
  ['Com1', 'com1-image'],
  ['lpt²', 'lpt²-image'],
  ['nul.png', 'nul-png'],
  ['console', 'console'],
];

describe('a picture is named after its prompt', () => {
  for (const [prompt, expected] of slugs) {
    it(`${JSON.stringify(prompt)} becomes ${expected}`, () => {
      assert.equal(slug(prompt), expected);
    });
  }

  it('a run without spaces is cut between two of its own words', () => {
    const whole = 'นกฮูกสีขาวบินผ่านดวงจันทร์เต็มดวงเหนือทะเลสาบที่เงียบสงบในคืนฤดูหนาว';
    const name = slug(whole);
    assert.ok(whole.startsWith(name) && name.length > 20);
    const ends = [...new Intl.Segmenter('th', { granularity: 'word' }).segment(whole)].map(({ index }) => index);
    assert.ok(ends.includes(name.length), name);
  });

  it('whatever the prompt is, every file system takes the name', () => {
    const prompts = fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 }));
    fc.assert(
      fc.property(prompts, (prompt) => {
        const name = slug(prompt);
        assert.match(name, /^[\p{L}\p{N}\p{Extended_Pictographic}\p{RI}](?:.*[^-])?$/u);
        assert.doesNotMatch(name, /[\p{C}\p{Z}<>:"/\\|?*.]/u);
        assert.doesNotMatch(name, /^(con|prn|aux|nul|com\d|lpt\d)$/);
        assert.equal(name, name.normalize('NFC'));
        assert.ok([...name].length <= 54);
        assert.ok(Buffer.byteLength(`${numbered(name, 99)}.webp`) <= 200);
      }),
      { numRuns: 1000 },
    );
  });

  it('a prompt of a megabyte takes no time', () => {
    const start = performance.now();
    for (const unit of ['<a', 'a', '猫', "'", '- ']) slug(unit.repeat(500_000));
    assert.ok(performance.now() - start < 2000);
  });

  it('the second one gets a 2', () => {
    assert.deepEqual(
      [1, 2, 3].map((n) => numbered('cat', n)),
      ['cat', 'cat-2', 'cat-3'],
    );
  });

  for (const [one, other] of [
    ['Straße.png', 'STRASSE.png'],
    ['STRAẞE.png', 'strasse.PNG'],
    ['caf\u00e9.png', 'CAFE\u0301.png'],
    ['ΟΔΟΣ.png', 'οδος.png'],
    ['\u212B.png', '\u00e5.png'],
  ] as const) {
    it(`${one} and ${other} collide`, () => {
      assert.equal(collisionKey(one), collisionKey(other));
    });
  }

  it('a name collides with itself in every spelling', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
        for (const other of [name.normalize('NFD'), name.normalize('NFC'), name.toUpperCase(), name.toLowerCase()]) {
          assert.equal(collisionKey(other), collisionKey(name), JSON.stringify([name, other]));
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('other names do not collide', () => {
    const names = ['cat.png', 'cat-2.png', 'cat.jpg', 'cät.png', '猫.png'];
    assert.equal(new Set(names.map(collisionKey)).size, names.length);
  });
});

describe('a part of a path is one that every file system takes', () => {
  for (const [text, part] of [
    ['My Docs', 'My Docs'],
    ['a/b\\c:d*e?f"g<h>i|j', 'a-b-c-d-e-f-g-h-i-j'],
    ['..', ''],
    [' a. . ', 'a'],
    ['a\u202Eb\u0000c\nd', 'ab c d'],
    ['cafe\u0301', 'caf\u00e9'],
    ['half \ud83d', 'half'],
    ['CON', 'CON-image'],
    ['nul.tar', 'nul-image.tar'],
    ['com1 .x', 'com1-image .x'],
    ['conference', 'conference'],
    ['.config', '.config'],
    ['猫'.repeat(100), '猫'.repeat(60)],
    [`${'a'.repeat(178)}👩‍🚀`, 'a'.repeat(178)],
    ['', ''],
  ] as const) {
    it(`${JSON.stringify(text)} → ${JSON.stringify(part)}`, () => assert.equal(safePart(text), part));
  }

  it('whatever the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const part = safePart(text);
        assert.doesNotMatch(part, /[\p{Cc}\p{Cs}\p{Bidi_Control}<>:"/\\|?*]|^\s|[\s.]$/u);
        assert.doesNotMatch(part, /^(con|prn|aux|nul|com\d|lpt\d) *(\.|$)/i);
        assert.equal(part, part.normalize('NFC'));
        assert.ok(Buffer.byteLength(part) <= 180);
        assert.equal(safePart(part), part);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the name of what is made of a file', () => {
  for (const [file, kind, name] of [
    ['cat.png', 'edit', 'cat-edit'],
    ['Cat Photo.final.JPEG', 'edit', 'Cat Photo.final-edit'],
    ['cat-edit.png', 'edit', 'cat-edit'],
    ['cat-edit-12.png', 'vary', 'cat-variation'],
    ['cat.webp', 'extend', 'cat-extended'],
    ['猫.png', 'edit', '猫-edit'],
    ['edit.png', 'edit', 'edit-edit'],
    ['.png', 'edit', 'image-edit'],
    ['README', 'edit', 'README-edit'],
    ['a\u202egnp.exe\n:?.png', 'edit', 'agnp.exe ---edit'],
    ['...png', 'edit', 'image-edit'],
  ] as const) {
    it(`${JSON.stringify(file)} → ${name}`, () => assert.equal(derivedName(file, kind), name));
  }

  it('is one that every file system takes, whatever the file’s name is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom('edit', 'extend', 'vary'), (file, kind) => {
        const name = derivedName(file, kind);
        assert.match(name, /.-(edit|extended|variation)$/);
        assert.equal(safePart(name), name);
        assert.ok(Buffer.byteLength(`${numbered(name, 999)}.webp`) <= 200);
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves room for a number and an extension', () => {
    const long = `${'ß'.repeat(120)}.png`;
    assert.ok(Buffer.byteLength(derivedName(long, 'vary')) <= 185);
  });
});
