import assert from 'node:assert/strict';
import type { Cost } from '../../src/core/cost.ts';
import { costOf, estimate, estimateCautiously, needsConsent, priceKey } from '../../src/core/cost.ts';
import type { Options, Order } from '../../src/core/task.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { fitAt as orderOf } from '../support/servers.ts';

const DEFAULTS: Options = { ...DEFAULT_OPTIONS, model: 'gpt-image-2', size: '1024x1024' };
const OPENAI = { isOpenAI: true, isFree: false };
const LEARNED = new Map([
  ['gpt-image-2.6-flare auto medium', 0.05],
  ['gpt-image-2 1536x864 medium', 0.04],
  ['gpt-image-2 1024x1024 medium', 9],
]);

function order(options: Partial<Options>): Order {
  return orderOf({ prompt: 'a cat', options: { ...DEFAULTS, ...options } }, OPENAI, new Date('2026-11-23'));
}

function rounded(cost: Cost): string {
  return 'dollars' in cost ? `${cost.kind} ${cost.dollars.toFixed(4)}` : cost.kind;
}

describe('cost', () => {
  it('is estimated from published prices, then from what was paid, and is never guessed', () => {
    for (const [options, expected] of [
      [{ quality: 'low' }, 'exact 0.0060'],
      // Two partial images of 100 tokens at 30 dollars a million.
      [{}, 'about 0.0590'],
      [{ quality: 'high', count: 2 }, 'about 0.4340'],
      [{ size: '1024x1536', quality: 'low' }, 'exact 0.0050'],
      [{ size: 'auto' }, 'about 0.0590'],
      [{ size: 'auto', quality: 'auto' }, 'unknown'],
      [{ size: '1536x864' }, 'about 0.0400'],
      [{ size: '864x1536' }, 'unknown'],
      [{ model: 'gpt-image-2-2026-04-21', quality: 'low' }, 'exact 0.0060'],
      [{ model: 'gpt-image-1.5', size: 'auto', quality: 'high' }, 'about 0.2064'],
      [{ model: 'gpt-image-1-mini', quality: 'low', count: 4 }, 'exact 0.0200'],
      [{ model: 'dall-e-3' }, 'exact 0.0400'],
      [{ model: 'dall-e-3', size: 'auto', quality: 'auto' }, 'exact 0.0400'],
      [{ model: 'dall-e-3', size: '1792x1024', quality: 'hd', count: 3 }, 'exact 0.3600'],
      [{ model: 'dall-e-2', size: '256x256', count: 10 }, 'exact 0.1600'],
      [{ model: 'gpt-image-2.6-flare', size: 'auto', count: 2 }, 'about 0.1000'],
      [{ model: 'gpt-image-2.6-flare', size: 'auto', quality: 'high' }, 'unknown'],
      [{ model: 'gpt-image-2.6-sunburst', size: 'auto' }, 'unknown'],
      [{ model: 'gpt-image-1' }, 'unknown'],
      [{ model: 'some-model' }, 'unknown'],
      [{ model: 'placeholder', count: 10 }, 'free'],
    ] as const) {
      assert.equal(rounded(estimate(order(options), LEARNED, OPENAI)), expected, JSON.stringify(options));
    }
  });

  it('is unknown on a server that is not OpenAI, whatever the model is called there', () => {
    for (const model of ['gpt-image-2', 'dall-e-3', 'gpt-image-2.6-flare']) {
      assert.deepEqual(estimate(order({ model, size: 'auto' }), LEARNED, { isOpenAI: false }), { kind: 'unknown' });
    }
    assert.deepEqual(estimate(order({ model: 'placeholder' }), LEARNED, { isOpenAI: false }), { kind: 'free' });
  });

  it('of an answer follows from its tokens, where their price is known', () => {
    const usage = { inputTextTokens: 1000, inputImageTokens: 500, outputTokens: 2000 };
    for (const [model, dollars] of [
      ['gpt-image-2.6-flare', 0.069],
      ['gpt-image-2-2026-04-21', 0.069],
      ['gpt-image-1.5', 0.073],
      ['gpt-image-1-mini', undefined],
      ['dall-e-3', undefined],
      ['some-model', undefined],
    ] as const) {
      assert.equal(costOf(usage, model)?.toFixed(6), dollars?.toFixed(6), model);
    }
  });

  it('is that of the dearest image that was paid, where a budget must hold and nobody can be asked', () => {
    for (const [options, server, expected] of [
      [{ quality: 'low', count: 2 }, OPENAI, 'exact 0.0120'],
      [{ size: '864x1536', count: 2 }, OPENAI, 'about 18.0000'],
      [{ model: 'gpt-image-2.6-flare', size: '1024x1536' }, OPENAI, 'about 0.0500'],
      [{ model: 'gpt-image-2.5-flare' }, OPENAI, 'unknown'],
      [{ size: '864x1536' }, { isOpenAI: false }, 'unknown'],
    ] as const) {
      assert.equal(rounded(estimateCautiously(order(options), LEARNED, server)), expected, JSON.stringify(options));
    }
  });

  it('is learned by the model, not by the name of its snapshot', () => {
    assert.equal(priceKey('gpt-image-2-2026-04-21', {}), priceKey('gpt-image-2', {}));
    assert.notEqual(priceKey('gpt-image-2', { size: '1024x1024' }), priceKey('gpt-image-2', {}));
  });

  it('is asked about when it is unusual, once, and never where nothing is paid', () => {
    const elsewhere = { isFree: false };
    const loopback = { isFree: true };
    const unknown = { kind: 'unknown' } as const;
    const dollars = (amount: number) => ({ kind: 'about', dollars: amount }) as const;
    for (const [name, options, cost, confirmAbove, server, asks] of [
      ['one image', {}, dollars(0.06), 0.5, elsewhere, false],
      ['four images', { count: 4 }, dollars(0.24), 0.5, elsewhere, false],
      ['five images', { count: 5 }, dollars(0.1), 0.5, elsewhere, true],
      ['five of an unknown model', { model: 'sdxl', count: 5 }, unknown, 0.5, elsewhere, true],
      ['four of an unknown model', { model: 'sdxl', count: 4 }, unknown, 0.5, elsewhere, false],
      ['one at high quality', { quality: 'high' }, dollars(0.2), 0.5, elsewhere, false],
      ['two at high quality', { quality: 'high', count: 2 }, dollars(0.4), 0.5, elsewhere, true],
      ['two at max', { model: 'gpt-image-2.6-flare', quality: 'max', count: 2 }, unknown, 0.5, elsewhere, true],
      ['two at hd', { model: 'dall-e-3', quality: 'hd', count: 2 }, dollars(0.16), 0.5, elsewhere, true],
      ['two at standard', { model: 'dall-e-3', count: 2 }, dollars(0.08), 0.5, elsewhere, false],
      ['two where the model chooses', { quality: 'auto', count: 2 }, unknown, 0.5, elsewhere, true],
      ['two where there is nothing to choose', { model: 'dall-e-2', quality: 'auto', count: 2 }, unknown, 0.5, elsewhere, false],
      ['two of an unknown model at auto', { model: 'sdxl', quality: 'auto', count: 2 }, unknown, 0.5, elsewhere, false],
      ['two at low quality', { quality: 'low', count: 2 }, dollars(0.01), 0.5, elsewhere, false],
      ['one large', { size: '3840x2160' }, unknown, 0.5, elsewhere, false],
      ['two large', { size: '2560x1440', count: 2 }, unknown, 0.5, elsewhere, true],
      ['two of 2.1 megapixels', { size: '1920x1088', count: 2 }, unknown, 0.5, elsewhere, false],
      ['one above the limit', {}, dollars(0.51), 0.5, elsewhere, true],
      ['one at the limit', {}, dollars(0.5), 0.5, elsewhere, false],
      ['one above a low limit', {}, dollars(0.06), 0.01, elsewhere, true],
      ['anything, turned off', { count: 10, quality: 'high' }, dollars(2), 0, elsewhere, false],
      ['anything on this machine', { count: 10, quality: 'high' }, unknown, 0.5, loopback, false],
      ['anything with the placeholder', { model: 'placeholder', count: 10 }, { kind: 'free' }, 0.5, elsewhere, false],
    ] as const) {
      assert.equal(needsConsent(order(options), cost, { confirmAbove }, server), asks, name);
    }
  });
});
