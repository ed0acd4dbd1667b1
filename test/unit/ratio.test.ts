import assert from 'node:assert/strict';
import fc from 'fast-check';
import { modelOf } from '../../src/core/models.ts';
import { hasRatio, parseRatio, sizeOfRatio } from '../../src/core/ratio.ts';
import { formatSize, nearestSize } from '../../src/core/size.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { aliveModels, fitAt as orderOf } from '../support/servers.ts';

const TODAY = new Date('2026-11-23T12:00:00Z');

describe('A ratio as a size', () => {
  for (const [model, ratio, size] of [
    ['gpt-image-2.6-flare', '1:1', '1024x1024'],
    ['gpt-image-2.6-flare', '16:9', '1536x864'],
    ['gpt-image-2.6-flare', '9:16', '864x1536'],
    ['gpt-image-2.6-flare', '3:2', '1536x1024'],
    ['gpt-image-2.6-flare', '6:4', '1536x1024'],
    ['gpt-image-2.6-flare', '4:3', '1472x1104'],
    ['gpt-image-2.6-flare', '21:9', '1904x816'],
    ['gpt-image-1-mini', '3:2', '1536x1024'],
    ['dall-e-3', '1:1', '1024x1024'],
    ['placeholder', '2:1', '1774x887'],
    ['sd-xl', '1:1', '1024x1024'],
    ['sd-xl', '16:9', '1024x576'],
    ['sd-xl', '3:2', '1536x1024'],
  ] as const) {
    it(`is ${size} for ${ratio} of ${model}, exactly`, () => {
      const { calls, notes } = orderOf({ prompt: 'a cat', options: { ...DEFAULT_OPTIONS, model, size: ratio } }, OTHERS, TODAY);
      assert.deepEqual([calls[0]?.parameters.size, notes.filter(({ kind }) => kind === 'ratio')], [size, []]);
    });
  }

  for (const [model, ratio, size] of [
    ['dall-e-3', '16:9', '1792x1024'],
    ['dall-e-2', '16:9', '1024x1024'],
    ['gpt-image-1-mini', '16:9', '1536x1024'],
    ['gpt-image-2.6-flare', '5:1', '2160x720'],
  ] as const) {
    it(`is near ${ratio} only with ${model}, and says so`, () => {
      const { calls, notes } = orderOf({ prompt: 'a cat', options: { ...DEFAULT_OPTIONS, model, size: ratio } }, OTHERS, TODAY);
      assert.equal(calls[0]?.parameters.size, size);
      assert.deepEqual(
        notes.filter(({ kind }) => kind === 'ratio' || kind === 'size'),
        [{ kind: 'ratio', model, from: ratio, to: size }],
      );
    });
  }

  it('is always a size that the model makes, and exact where a size of the model is', () => {
    const side = fc.integer({ min: 1, max: 999 });
    for (const model of [...aliveModels(new Date('2026-01-01')), modelOf('sd-xl')]) {
      fc.assert(
        fc.property(side, side, (width, height) => {
          const size = sizeOfRatio(model, { width, height });
          assert.equal(formatSize(nearestSize(model.sizes, size)), formatSize(size));
        }),
        { numRuns: 200 },
      );
    }
  });

  it('says which sizes have it', () => {
    assert.ok(hasRatio({ width: 1536, height: 864 }, { width: 32, height: 18 }));
    assert.ok(!hasRatio({ width: 1536, height: 865 }, { width: 16, height: 9 }));
  });

  for (const text of ['16:9', ' 16 : 9 ', '1:1', '999:1']) it(`is read: ${text}`, () => assert.ok(parseRatio(text)));
  for (const text of ['16x9', '16:', ':9', '0:9', '16:0', '1000:1', '1.5:1', '16:9:1', 'auto', '']) {
    it(`is not read: ${JSON.stringify(text)}`, () => assert.equal(parseRatio(text), undefined));
  }
});

const OTHERS = { isOpenAI: false };
