import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Anchor, type Change, findAnchor, moveAnchor, restoreAnchor, takeAnchor } from '../../src/core/anchor.ts';

/** `a ⟦b⟧ c` → the text without the markers, and the anchor on what they enclose. */
function mark(marked: string): { text: string; anchor: Anchor } {
  const start = marked.indexOf('⟦');
  const end = marked.indexOf('⟧') - 1;
  const text = marked.replace('⟦', '').replace('⟧', '');
  return { text, anchor: takeAnchor(text, start, end) };
}

function apply(text: string, changes: readonly Change[]): string {
  return changes
    .toSorted((one, other) => other.offset - one.offset)
    .reduce(
      (before, { offset, length, text: inserted }) => before.slice(0, offset) + inserted + before.slice(offset + length),
      text,
    );
}

const show = (text: string, anchor: Anchor | undefined): string =>
  anchor === undefined
    ? 'gone'
    : `${text.slice(0, anchor.start)}⟦${text.slice(anchor.start, anchor.end)}⟧${text.slice(anchor.end)}`;

describe('an anchor moves with its document', () => {
  const rows: [why: string, from: string, changes: Change[], to: string][] = [
    ['text in front moves it', 'one ⟦cat⟧ two', [{ offset: 0, length: 0, text: 'zero ' }], 'zero one ⟦cat⟧ two'],
    ['text behind leaves it', 'one ⟦cat⟧ two', [{ offset: 7, length: 4, text: '' }], 'one ⟦cat⟧'],
    ['text typed inside grows it', '⟦a cat⟧', [{ offset: 2, length: 0, text: 'white ' }], '⟦a white cat⟧'],
    ['text typed at its start stays outside', 'x⟦cat⟧', [{ offset: 1, length: 0, text: 'yy' }], 'xyy⟦cat⟧'],
    ['text typed at its end stays outside', 'x⟦cat⟧z', [{ offset: 4, length: 0, text: 'yy' }], 'x⟦cat⟧yyz'],
    ['a word replaced inside keeps it', '⟦a white cat⟧!', [{ offset: 2, length: 5, text: 'red' }], '⟦a red cat⟧!'],
    ['its last word replaced belongs to it', '⟦a white cat⟧!', [{ offset: 8, length: 3, text: 'dog' }], '⟦a white dog⟧!'],
    ['its first word replaced belongs to it', '-⟦a cat⟧!', [{ offset: 1, length: 1, text: 'the' }], '-⟦the cat⟧!'],
    ['a word corrected that is all of it', '-⟦siamse⟧!', [{ offset: 1, length: 6, text: 'siamese' }], '-⟦siamese⟧!'],
    ['a deletion over its start cuts it', 'one ⟦two three⟧', [{ offset: 2, length: 6, text: '' }], 'on⟦three⟧'],
    ['a deletion over its end cuts it', '⟦two three⟧ four', [{ offset: 4, length: 7, text: '' }], '⟦two ⟧our'],
    ['a deletion of exactly it', 'one ⟦cat⟧ two', [{ offset: 4, length: 3, text: '' }], 'gone'],
    ['a deletion that swallows it', 'one ⟦cat⟧ two', [{ offset: 2, length: 8, text: '' }], 'gone'],
    [
      'a formatter that replaces the whole text',
      'cat;\n ⟦cat⟧\n',
      [{ offset: 0, length: 10, text: 'cat;\n\ncat\n' }],
      'cat;\n\n⟦cat⟧\n',
    ],
    [
      'several cursors in one event, last first',
      'a\n⟦b⟧\nc',
      [
        { offset: 4, length: 0, text: '//' },
        { offset: 2, length: 0, text: '//' },
        { offset: 0, length: 0, text: '//' },
      ],
      '//a\n//⟦b⟧\n//c',
    ],
    [
      'several cursors in one event, first first',
      'a\n⟦b⟧\nc',
      [
        { offset: 0, length: 0, text: '//' },
        { offset: 4, length: 0, text: '//' },
      ],
      '//a\n⟦b⟧\n//c',
    ],
    ['an emoji in front counts two', '⟦cat⟧', [{ offset: 0, length: 0, text: '🐱' }], '🐱⟦cat⟧'],
    ['a cursor follows what is typed at it', 'a⟦⟧b', [{ offset: 1, length: 0, text: 'xy' }], 'axy⟦⟧b'],
    ['a cursor stays before what is deleted behind it', 'a⟦⟧bc', [{ offset: 1, length: 1, text: '' }], 'a⟦⟧c'],
    ['a cursor in deleted text', 'ab⟦⟧cd', [{ offset: 1, length: 2, text: '' }], 'gone'],
  ];
  for (const [why, from, changes, to] of rows) {
    it(why, () => {
      const { text, anchor } = mark(from);
      const after = apply(text, changes);
      assert.equal(show(after, moveAnchor(anchor, changes)), to);
    });
  }

  it('keeps its text and knows its surroundings through any edits outside it', () => {
    const piece = fc.string({ unit: 'grapheme', maxLength: 12 });
    const edit = fc.record({ front: fc.boolean(), at: fc.nat(), length: fc.nat({ max: 5 }), text: piece });
    fc.assert(
      fc.property(
        piece,
        fc.string({ minLength: 1, maxLength: 8 }),
        piece,
        fc.array(edit, { maxLength: 12 }),
        (front, middle, back, edits) => {
          let text = front + middle + back;
          let anchor: Anchor | undefined = takeAnchor(text, front.length, front.length + middle.length);
          for (const one of edits) {
            assert.ok(anchor);
            const from: number = one.front ? 0 : anchor.end;
            const room: number = one.front ? anchor.start : text.length - anchor.end;
            const offset = from + (one.at % (room + 1));
            const change = { offset, length: Math.min(one.length, from + room - offset), text: one.text };
            text = apply(text, [change]);
            anchor = moveAnchor(anchor, [change]);
          }
          assert.ok(anchor);
          assert.equal(text.slice(anchor.start, anchor.end), middle);
          assert.equal(anchor.text, middle);
          assert.ok(text.slice(0, anchor.start).endsWith(anchor.before), 'the text remembered in front is there');
          assert.ok(text.slice(anchor.end).startsWith(anchor.after), 'the text remembered behind is there');
        },
      ),
    );
  });
});

describe('an anchor is found again', () => {
  const long = 'x'.repeat(200);
  const rows: [why: string, taken: string, later: string, found: string][] = [
    ['at its place', 'one ⟦cat⟧ two', 'one cat two', 'one ⟦cat⟧ two'],
    ['where its text is now, once', 'one ⟦cat⟧ two', `${long} a cat`, `${long} a ⟦cat⟧`],
    ['by its context among others', 'a red ⟦cat⟧ sat', 'the cat and cat; a red cat sat', 'the cat and cat; a red ⟦cat⟧ sat'],
    ['not when it is gone', 'one ⟦cat⟧ two', 'one dog two', 'gone'],
    ['not when two places are alike', '- ⟦cat⟧\n', '\n\n- cat\n- cat\n', 'gone'],
    ['a cursor at its place', 'one two three⟦⟧ four', 'one two three four', 'one two three⟦⟧ four'],
    ['a cursor by its context', 'one two three⟦⟧ four', 'zero one two three four', 'zero one two three⟦⟧ four'],
    ['a cursor whose line is gone', 'one two three⟦⟧ four', 'something else', 'gone'],
    ['a cursor in an empty document', '⟦⟧', '', '⟦⟧'],
  ];
  for (const [why, taken, later, found] of rows) {
    it(why, () => assert.equal(show(later, findAnchor(later, mark(taken).anchor)), found));
  }

  it('takes offsets outside the text for its ends', () => {
    assert.deepEqual(takeAnchor('cat', -5, 50), { start: 0, end: 3, text: 'cat', before: '', after: '' });
  });
});

describe('an anchor whose text was deleted', () => {
  const { anchor } = mark('a ⟦white cat⟧ sat');
  const rows: [why: string, changes: readonly Change[], after: string, found: string][] = [
    [
      'stands where the same text is put back',
      [{ offset: 2, length: 0, text: 'white cat' }],
      'a white cat sat',
      'a ⟦white cat⟧ sat',
    ],
    [
      'stands inside what is pasted',
      [{ offset: 0, length: 0, text: 'the white cat, ' }],
      'the white cat, a  sat',
      'the ⟦white cat⟧, a  sat',
    ],
    ['stays away for other text', [{ offset: 2, length: 0, text: 'dog' }], 'a dog sat', 'gone'],
  ];
  for (const [why, changes, after, found] of rows) {
    it(why, () => assert.equal(show(after, restoreAnchor(anchor, changes, after)), found));
  }

  it('is not sure of a short one', () => {
    assert.equal(restoreAnchor(mark('a ⟦cat⟧').anchor, [{ offset: 2, length: 0, text: 'cat' }], 'a cat'), undefined);
  });
});
