import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Failed } from '../../src/core/failure.ts';
import { fit as orderOf } from '../../src/core/fit.ts';
import { describe as describeModel, readDescriptions } from '../../src/core/modelDescription.ts';
import { type Model, modelOf, sizesOf } from '../../src/core/models.ts';
import { isAllowed, nearestSize, parseSize } from '../../src/core/size.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

function only(entry: object): Model {
  const { described, problems } = readDescriptions([entry]);
  assert.deepEqual(problems, []);
  const [description = assert.fail()] = described;
  return describeModel(description);
}

describe('easel.models', () => {
  describe('names what is wrong with an entry, and takes the others:', () => {
    for (const [what, entry, property, name] of [
      ['nothing', undefined, '', undefined],
      ['a text', 'flux', '', undefined],
      ['a list', [], 'name', undefined],
      ['no name', {}, 'name', undefined],
      ['an empty name', { name: ' ' }, 'name', ''],
      ['a name that is no text', { name: 7 }, 'name', undefined],
      ['a property that nobody knows', { name: 'a', quality: ['high'] }, 'quality', 'a'],
      ['an endpoint that is none', { name: 'a', endpoints: ['paint'] }, 'endpoints', 'a'],
      ['no endpoint', { name: 'a', endpoints: [] }, 'endpoints', 'a'],
      ['no image a call', { name: 'a', imagesPerCall: 0 }, 'imagesPerCall', 'a'],
      ['11 images a call', { name: 'a', imagesPerCall: 11 }, 'imagesPerCall', 'a'],
      ['half an image', { name: 'a', imagesPerCall: 1.5 }, 'imagesPerCall', 'a'],
      ['a size that is none', { name: 'a', sizes: ['large'] }, 'sizes', 'a'],
      ['no size', { name: 'a', sizes: [] }, 'sizes', 'a'],
      ['a rule without an end', { name: 'a', sizes: { multipleOf: 8 } }, 'sizes', 'a'],
      ['a rule that no size keeps', { name: 'a', sizes: { shortest: 600, longest: 500 } }, 'sizes', 'a'],
      ['fewer px than the smallest', { name: 'a', sizes: { shortest: 512, longest: 1024, maxPixels: 9 } }, 'sizes', 'a'],
      ['sizes beyond reason', { name: 'a', sizes: { longest: 100_000 } }, 'sizes', 'a'],
      ['a list that is none', { name: 'a', qualities: 'high' }, 'qualities', 'a'],
      ['a format that Easel cannot keep', { name: 'a', outputFormats: ['gif'] }, 'outputFormats', 'a'],
      ['a picture type that is none', { name: 'a', inputs: { types: ['bmp'] } }, 'inputs', 'a'],
      ['a word for yes', { name: 'a', streaming: 'yes' }, 'streaming', 'a'],
      ['no character', { name: 'a', promptLimit: 0 }, 'promptLimit', 'a'],
      ['a day that is none', { name: 'a', shutdown: 'soon' }, 'shutdown', 'a'],
      ['a day as people write it', { name: 'a', shutdown: '1.12.2026' }, 'shutdown', 'a'],
      ['a name that is there', { name: 'good' }, 'name', 'good'],
    ] as const) {
      it(what, () => {
        const { described, problems } = readDescriptions([{ name: 'good' }, entry, { name: 'last' }]);
        assert.deepEqual(problems, [{ position: 2, ...(name !== undefined && { name }), property }]);
        assert.deepEqual(
          described.map((one) => one.name),
          ['good', 'last'],
        );
      });
    }
  });

  it('leaves what is not said as it is: in the model that it is like, else as nobody knows it', () => {
    const like = only({ name: 'ours', is: 'gpt-image-1.5' });
    assert.deepEqual({ ...modelOf('gpt-image-1.5'), label: 'ours' }, like);
    const { known, settled, endpoints, sizes, label } = only({ name: 'ours' });
    assert.deepEqual(
      [known, settled, endpoints, sizes, label],
      [false, [], ['generate', 'edit', 'variation'], { kind: 'any' }, 'ours'],
    );
    assert.equal(only({ name: 'gpt-image-2', imagesPerCall: 1 }).known, true, 'a name of the table is like itself');
  });

  it('takes every capability', () => {
    const model = only({
      name: 'ours',
      label: 'Ours',
      endpoints: ['generate'],
      imagesPerCall: 4,
      sizes: [' 512 × 768 ', '1024X1024'],
      qualities: ['draft'],
      styles: [],
      backgrounds: ['opaque'],
      moderations: [],
      inputFidelities: ['low'],
      outputFormats: ['webp'],
      streaming: true,
      responseFormat: true,
      masks: false,
      promptLimit: 77,
      inputs: { limit: 2, types: ['png'], maxBytes: 1000, square: true },
      shutdown: '2027-02-28',
      replacement: 'theirs',
    });
    assert.deepEqual(model, {
      name: 'ours',
      label: 'Ours',
      known: false,
      settled: ['quality', 'style', 'background', 'moderation', 'inputFidelity'],
      aliases: [],
      endpoints: ['generate'],
      perCall: 4,
      sizes: { kind: 'fixed', sizes: ['512x768', '1024x1024'] },
      qualities: ['draft'],
      styles: [],
      backgrounds: ['opaque'],
      moderations: [],
      inputFidelities: ['low'],
      outputFormats: ['webp'],
      streaming: true,
      answersUrl: true,
      masks: false,
      promptLimit: 77,
      inputs: { limit: 2, types: ['png'], maxBytes: 1000, square: true },
      shutdown: '2027-02-28',
      replacement: 'theirs',
    });
  });

  describe('decides what is sent:', () => {
    const sent = (entry: object, options: object) =>
      orderOf(
        { prompt: 'a cat', options: { ...DEFAULT_OPTIONS, model: 'ours', ...options } },
        only({ name: 'ours', ...entry }),
        new Date(),
      );
    for (const [what, entry, options, parameters, notes] of [
      ['an empty list leaves the option out', { qualities: [] }, { quality: 'max' }, {}, ['leftOut']],
      ['no list takes whatever is set', {}, { quality: 'ultra' }, { quality: 'ultra' }, []],
      ['a list takes what is in it', { qualities: ['ultra'] }, { quality: 'ultra' }, { quality: 'ultra' }, []],
      ['and what is nearest of it', { qualities: ['low', 'high'] }, { quality: 'max' }, { quality: 'high' }, ['changed']],
      ['an empty list of styles', { styles: [] }, { style: 'vivid' }, {}, ['leftOut']],
      ['a size of a list', { sizes: ['512x512', '768x512'] }, { size: '1500x1000' }, { size: '768x512' }, ['size']],
      ['a size by a rule', { sizes: { multipleOf: 64, longest: 1024 } }, { size: '1000x500' }, { size: '1024x512' }, ['size']],
      ['a model of one format', { outputFormats: ['webp'] }, {}, { output_format: 'webp' }, ['changed']],
      ['base64 by request', { responseFormat: true }, {}, { response_format: 'b64_json' }, []],
    ] as const) {
      it(what, () => {
        const order = sent(entry, options);
        assert.deepEqual([order.calls[0]?.parameters, order.notes.map(({ kind }) => kind)], [parameters, notes]);
      });
    }
    it('one image a call', () => assert.equal(sent({ imagesPerCall: 1 }, { count: 3 }).calls.length, 3));
    it('a prompt that is too long', () => assert.throws(() => sent({ promptLimit: 3 }, {}), Failed));
  });

  it('by whatever rule a size is allowed, and the sizes on offer too', () => {
    const side = fc.integer({ min: 1, max: 8192 });
    const pixels = fc.integer({ min: 1, max: 8192 ** 2 });
    const rule = fc.record(
      {
        multipleOf: fc.integer({ min: 1, max: 1024 }),
        shortest: side,
        longest: side,
        maxRatio: fc.double({ min: 1, max: 8192, noNaN: true }),
        minPixels: pixels,
        maxPixels: pixels,
      },
      { requiredKeys: ['longest'] },
    );
    let kept = 0;
    fc.assert(
      fc.property(rule, side, side, (sizes, width, height) => {
        const { described } = readDescriptions([{ name: 'ours', sizes }]);
        const [description] = described;
        if (!description) return;
        kept++;
        const model = describeModel(description);
        assert.ok(model.sizes.kind === 'custom');
        const nearest = nearestSize(model.sizes, { width, height });
        assert.ok(isAllowed(model.sizes, nearest), `${nearest.width}x${nearest.height}`);
        for (const { value } of sizesOf(model).slice(1)) {
          const size = parseSize(value);
          assert.ok(size && isAllowed(model.sizes, size), value);
        }
      }),
      { numRuns: 300, seed: Number(process.env.EASEL_SEED ?? 6) },
    );
    assert.ok(kept > 30, `${kept} rules of 300`);
  });
});
