import assert from 'node:assert/strict';
import { close, isolate } from '../../src/core/bidi.ts';
import { cut } from '../../src/core/cut.ts';

describe('text of others beside ours', () => {
  for (const [why, text, closed] of [
    ['nothing to close', 'cat 1/2.png', 'cat 1/2.png'],
    ['an override that nothing ends', 'a\u202Eb', 'a\u202Eb\u202C'],
    ['two, the inner ends first', '\u2067a\u202Eb', '\u2067a\u202Eb\u202C\u2069'],
    ['an end of what began outside', 'a\u2069b\u202Cc', 'abc'],
    ['what ends already', '\u2067a\u2069\u202Ab\u202C', '\u2067a\u2069\u202Ab\u202C'],
    ['an isolate that ends what is open in it', '\u2066a\u202Eb\u2069c', '\u2066a\u202Eb\u2069c'],
    ['an embedding that cannot end an isolate', '\u2066a\u202Cb\u2069', '\u2066ab\u2069'],
    ['each paragraph by itself', '\u202Ea\nb\u2069', '\u202Ea\u202C\nb'],
  ] as const) {
    it(`ends its overrides and nobody else’s: ${why}`, () => assert.equal(close(text), closed));
  }

  for (const [why, text, piece] of [
    ['Latin as it is', 'cat-2.png', 'cat-2.png'],
    ['Hebrew by itself', 'חתול', '\u2068חתול\u2069'],
    ['Arabic and numbers by themselves', 'قطة 12', '\u2068قطة 12\u2069'],
    ['an override by itself', '\u202Egnp', '\u2068\u202Egnp\u202C\u2069'],
    ['a lonely end is nothing', '\u2069cat', 'cat'],
    ['no link to a command', '[Quit](command:workbench.action.quit)', '[Quit]\u2060(command:workbench.action.quit)'],
    ['no sign', '$(trash)', '$\u2060(trash)'],
  ] as const) {
    it(`is one piece of a sentence: ${why}`, () => assert.equal(isolate(text), piece));
  }

  it('is cut between characters as people count them', () => {
    const family = '👩‍👩‍👧‍👦';
    for (let length = 2; length < 60; length++) {
      const text = cut(family.repeat(10), length);
      assert.ok(text.length <= length);
      assert.equal(text.replaceAll(family, ''), '…', `${length}`);
    }
  });
});
