import assert from 'node:assert/strict';
import { gapOf, type ImageReference } from '../../src/core/gap.ts';

const reference = (path: string, facts: Partial<ImageReference> = {}): ImageReference => ({
  path,
  fromRoot: false,
  address: { start: 0, end: 0 },
  range: { start: 0, end: 0 },
  ...facts,
});

describe('What is generated for a gap', () => {
  const LONG = 'A white cat on a chair';
  const rows: readonly (readonly [why: string, reference: ImageReference, gap: object | undefined])[] = [
    ['the alt text', reference('a.png', { alt: LONG, heading: 'Cats' }), { prompt: LONG, needsReview: false, type: 'png' }],
    ['on one line', reference('a.png', { alt: ' A white\n  cat on\ta chair ' }), { prompt: LONG, needsReview: false }],
    ['four words', reference('a.png', { alt: 'a cat, a dog' }), { prompt: 'a cat, a dog', needsReview: false }],
    [
      'three words',
      reference('a.png', { alt: 'A white cat', heading: 'Pets' }),
      { prompt: 'A white cat, Pets', needsReview: true },
    ],
    ['no heading', reference('a.png', { alt: 'A cat' }), { prompt: 'A cat', needsReview: true }],
    [
      'a heading that says the same',
      reference('a.png', { alt: 'Our cat', heading: 'Cat' }),
      { prompt: 'Our cat', needsReview: true },
    ],
    ['Chinese words', reference('a.png', { alt: '一只白色的猫坐在椅子上' }), { needsReview: false }],
    ['a file’s name', reference('img/hero-image_wide@2x.png', { alt: '' }), { prompt: 'hero image wide', needsReview: true }],
    ['a name in camel case', reference('whiteCat.PNG', { heading: 'Pets' }), { prompt: 'white cat, Pets', needsReview: true }],
    ['a name without letters', reference('--.png', { heading: 'Pets' }), { prompt: 'Pets' }],
    ['a name of another script', reference('猫_きれい.png'), { prompt: '猫 きれい' }],
    ['a size', reference('a.png', { width: 1200, height: 630 }), { size: '1200x630' }],
    ['half a size', reference('a.png', { width: 1200 }), { size: undefined }],
    ['an absurd size', reference('a.png', { width: 99_999, height: 10 }), { size: undefined }],
    [
      'flags at its end',
      reference('a.png', { alt: `${LONG} --16:9 --x2` }),
      { prompt: `${LONG} --16:9 --x2`, needsReview: false },
    ],
    [
      'flags, which are no words, behind the heading',
      reference('a.png', { alt: 'A cat --16:9 --transparent', heading: 'Pets' }),
      { prompt: 'A cat, Pets --16:9 --transparent', needsReview: true },
    ],
    ['jpg', reference('a.jpg'), { type: 'jpeg', outputFormat: 'jpeg' }],
    ['jpeg', reference('a.b.JPEG'), { type: 'jpeg', outputFormat: 'jpeg' }],
    ['webp', reference('a.webp'), { type: 'webp', outputFormat: 'webp' }],
    ['avif, converted', reference('a.avif'), { type: 'avif', outputFormat: 'png' }],
    ['gif, converted', reference('a.gif'), { type: 'gif', outputFormat: 'png' }],
    ['nothing for svg', reference('a.svg'), undefined],
    ['nothing for ico', reference('favicon.ico'), undefined],
    ['nothing for another extension', reference('a.png.md'), undefined],
    ['nothing without an extension', reference('a.b/png'), undefined],
    ['nothing for a hidden file', reference('a/.png'), undefined],
  ];
  for (const [why, given, expected] of rows) {
    it(why, () => {
      const gap = gapOf(given);
      if (expected === undefined) {
        assert.equal(gap, undefined);
      } else {
        assert.deepEqual({ ...gap, size: gap?.size }, { ...gap, size: gap?.size, ...expected });
      }
    });
  }
});
