import assert from 'node:assert/strict';
import fc from 'fast-check';
import { effectiveFlags, optionsOf, readFlags, takeFlags, withFlags, withoutFlags } from '../../src/core/flags.ts';

const KNOWN = [
  '--16:9',
  '--1:1',
  '--21:9',
  '--1536x1024',
  '--64x64',
  '--x1',
  '--x3',
  '--x10',
  '--transparent',
  '--opaque',
  '--low',
  '--medium',
  '--high',
  '—16:9',
  '—transparent',
  '--X3',
  '--Transparent',
];
const UNKNOWN = ['--', '---', '--x11', '--x0', '--16:9.', '--0:9', '--16x9', '--style', '—', '-x3', '--x3,', '--a', 'x3', '16:9'];

describe('Flags at the end of a prompt', () => {
  for (const [text, prompt, options] of [
    ['a cat', 'a cat', {}],
    ['a cat --16:9', 'a cat', { size: '16:9' }],
    ['a cat --9:16', 'a cat', { size: '9:16' }],
    ['a cat --1536x1024', 'a cat', { size: '1536x1024' }],
    ['a cat --1536×1024', 'a cat', { size: '1536x1024' }],
    ['a cat --x3', 'a cat', { count: 3 }],
    ['a cat --x10', 'a cat', { count: 10 }],
    ['a cat --transparent', 'a cat', { background: 'transparent' }],
    ['a cat --opaque', 'a cat', { background: 'opaque' }],
    ['a cat --low', 'a cat', { quality: 'low' }],
    ['a cat --medium', 'a cat', { quality: 'medium' }],
    ['a cat --high', 'a cat', { quality: 'high' }],
    ['a cat --16:9 --x3 --transparent', 'a cat', { size: '16:9', count: 3, background: 'transparent' }],
    ['a cat --transparent --x3 --16:9', 'a cat', { size: '16:9', count: 3, background: 'transparent' }],
    ['a cat\n\n  --16:9\n--x3  \n', 'a cat', { size: '16:9', count: 3 }],
    ['a cat —16:9 —x3', 'a cat', { size: '16:9', count: 3 }],
    ['a cat --X3 --Transparent', 'a cat', { count: 3, background: 'transparent' }],
    ['a cat --16:9 --1:1', 'a cat', { size: '1:1' }],
    ['a cat --1:1 --1536x1024', 'a cat', { size: '1536x1024' }],
    ['--16:9', '', { size: '16:9' }],
    ['a cat--16:9', 'a cat--16:9', {}],
    ['a --16:9 cat', 'a --16:9 cat', {}],
    ['a cat --16:9 and a dog --x2', 'a cat --16:9 and a dog', { count: 2 }],
    ['a cat --sparkle', 'a cat --sparkle', {}],
    ['a cat --sparkle --x3', 'a cat --sparkle', { count: 3 }],
    ['a cat --x3 --sparkle', 'a cat --x3 --sparkle', {}],
    ['a cat --16:9.', 'a cat --16:9.', {}],
    ['a cat --x11', 'a cat --x11', {}],
    ['a cat --x0', 'a cat --x0', {}],
    ['a cat --16x9', 'a cat --16x9', {}],
    ['a cat --0:9', 'a cat --0:9', {}],
    ['a cat --1000:1', 'a cat --1000:1', {}],
    ['a cat -x3', 'a cat -x3', {}],
    ['a cat ---x3', 'a cat ---x3', {}],
    ['  a cat  ', '  a cat  ', {}],
  ] as const) {
    it(JSON.stringify(text), () => {
      const read = readFlags(text);
      assert.deepEqual([read.prompt, optionsOf(read.flags)], [prompt, options]);
    });
  }

  it('stand above the options of a wish, and leave a wish without any as it is', () => {
    const wish = { prompt: 'a cat --x3 --1:1', options: { size: '16:9', quality: 'low' }, scope: 'here' };
    const taken = takeFlags(wish);
    assert.deepEqual(taken, { prompt: 'a cat', options: { size: '1:1', quality: 'low', count: 3 }, scope: 'here' });
    assert.equal(takeFlags(taken), taken);
  });

  for (const [text, option, left] of [
    ['a cat --16:9 --x3', 'size', 'a cat --x3'],
    ['a cat --16:9 --x3', 'count', 'a cat --16:9'],
    ['a cat --16:9 --1:1', 'size', 'a cat'],
    ['a cat --16:9', 'quality', 'a cat --16:9'],
    ['a --low cat  ', 'quality', 'a --low cat  '],
  ] as const) {
    it(`are taken out by their option: ${option} of ${JSON.stringify(text)}`, () => {
      assert.equal(withoutFlags(text, option), left);
    });
  }

  it('never lose a text, whatever stands there', () => {
    const token = fc.oneof(fc.constantFrom(...KNOWN, ...UNKNOWN, 'cat', 'ein', '猫', '\n'), fc.string({ unit: 'grapheme' }));
    fc.assert(
      fc.property(fc.array(token), fc.constantFrom(' ', '\n', '  ', '\t'), (tokens, space) => {
        const text = tokens.join(space);
        const { prompt, flags } = readFlags(text);
        assert.ok(text.startsWith(prompt));
        const rest = text.slice(prompt.length);
        assert.equal(flags.map((flag) => flag.text).join(''), rest.replace(/\s+/g, flags.length === 0 ? '$&' : ''));
        assert.deepEqual(readFlags(prompt), { prompt, flags: [] });
      }),
      { numRuns: 2000 },
    );
  });

  it('mean the same in any order, as long as they say different things', () => {
    const one = fc.constantFrom('--16:9', '--1024x1024');
    const flags = fc.tuple(
      one,
      fc.constantFrom('--x2', '--x9'),
      fc.constantFrom('--opaque', '—transparent'),
      fc.constant('--low'),
    );
    const shuffled = flags.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: 4 })));
    fc.assert(
      fc.property(shuffled, ([list, other]) => {
        const read = (texts: readonly string[]) => optionsOf(readFlags(`a cat ${texts.join(' ')}`).flags);
        assert.deepEqual(read(other), read(list));
        assert.equal(Object.keys(read(list)).length, 4);
      }),
    );
  });

  it('are read again as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KNOWN)), (texts) => {
        const { flags } = readFlags(texts.join(' '));
        assert.deepEqual(readFlags(withFlags('a cat', flags)), { prompt: 'a cat', flags });
        assert.deepEqual(optionsOf(effectiveFlags(flags)), optionsOf(flags));
      }),
    );
  });
});
