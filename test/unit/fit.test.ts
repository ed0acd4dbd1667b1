import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { Failed } from '../../src/core/failure.ts';
import { modelOf, sizesOf } from '../../src/core/models.ts';
import { nearestSize, parseSize } from '../../src/core/size.ts';
import type { Options, Order } from '../../src/core/task.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { aliveModels, fitAt as orderOf } from '../support/servers.ts';

const TODAY = new Date('2026-11-23T12:00:00Z');
const ELSEWHERE = { isOpenAI: false };

function order(options: Partial<Options>, prompt = 'a cat', server = ELSEWHERE): Order {
  return orderOf({ prompt, options: { ...DEFAULT_OPTIONS, ...options } }, server, TODAY);
}

function refusal(options: Partial<Options>, prompt = 'a cat'): unknown {
  try {
    order(options, prompt);
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'invalid') return error.failure.invalid;
    throw error;
  }
  return 'accepted';
}

describe('fit', () => {
  describe('refuses what no model accepts, before anything is sent', () => {
    for (const [name, options, prompt, expected] of [
      ['an empty prompt', {}, '', { field: 'prompt', problem: 'empty' }],
      ['a blank prompt', {}, ' \n\t\u00a0\u200b\ufeff ', { field: 'prompt', problem: 'empty' }],
      ['a prompt over the limit', {}, 'x'.repeat(40_000), long(40_000, 32_000, 'gpt-image-2.6-flare')],
      ['one character too many', {}, '😀'.repeat(32_001), long(32_001, 32_000, 'gpt-image-2.6-flare')],
      ['one for an unknown model', { model: 'sdxl' }, 'x'.repeat(32_001), long(32_001, 32_000, 'sdxl')],
      ['one for dall-e-3', { model: 'dall-e-3' }, 'x'.repeat(4001), long(4001, 4000, 'dall-e-3')],
      [
        'one that is over only with the sentence in front',
        { model: 'dall-e-3', promptAsIs: true },
        'x'.repeat(3999),
        long(4106, 4000, 'dall-e-3'),
      ],
      ['a count of 0', { count: 0 }, 'a', { field: 'count', value: '0' }],
      ['a count of 11', { count: 11 }, 'a', { field: 'count', value: '11' }],
      ['half an image', { count: 1.5 }, 'a', { field: 'count', value: '1.5' }],
      ['no number of images', { count: Number.NaN }, 'a', { field: 'count', value: 'NaN' }],
      ['a size of abc', { size: 'abc' }, 'a', { field: 'size', value: 'abc' }],
      ['no width', { size: '0x1024' }, 'a', { field: 'size', value: '0x1024' }],
      ['a negative width', { size: '-5x1024' }, 'a', { field: 'size', value: '-5x1024' }],
      ['one number', { size: '1024' }, 'a', { field: 'size', value: '1024' }],
      ['an absurd width', { size: '16385x1024' }, 'a', { field: 'size', value: '16385x1024' }],
      ['a width without end', { size: `${'9'.repeat(400)}x1` }, 'a', { field: 'size', value: `${'9'.repeat(400)}x1` }],
      ['an unknown model’s absurd size', { model: 'sdxl', size: '99999x1' }, 'a', { field: 'size', value: '99999x1' }],
      ['no model', { model: ' ' }, 'a', { field: 'setting', name: 'easel.model', value: ' ' }],
    ] as const) {
      it(name, () => assert.deepEqual(refusal(options, prompt), expected));
    }

    it('but takes a prompt of exactly the limit, counted in characters', () => {
      assert.equal(refusal({}, '😀'.repeat(32_000)), 'accepted');
      assert.equal(refusal({ model: 'dall-e-2' }, 'x'.repeat(1000)), 'accepted');
    });
  });

  describe('writes a body', () => {
    const stream = { stream: true, partial_images: 2 };
    const base64 = { response_format: 'b64_json' };
    for (const [name, options, n, parameters] of [
      ['with the defaults', {}, [1], { quality: 'medium', ...stream }],
      ['for several images of a model that streams', { count: 3 }, [1, 1, 1], { quality: 'medium', ...stream }],
      ['at low quality without partial images', { quality: 'low' }, [1], { quality: 'low', stream: true }],
      ['where the model chooses the quality', { quality: 'auto' }, [1], stream],
      [
        'with everything set',
        { size: '1536x1024', quality: 'max', background: 'transparent', outputFormat: 'webp', moderation: 'low' },
        [1],
        {
          size: '1536x1024',
          quality: 'max',
          background: 'transparent',
          output_format: 'webp',
          moderation: 'low',
          ...stream,
        },
      ],
      ['for a dated snapshot', { model: 'gpt-image-2-2026-04-21' }, [1], { quality: 'medium', ...stream }],
      ['for dall-e-3', { model: 'dall-e-3', count: 2 }, [1, 1], { quality: 'standard', ...base64 }],
      [
        'for dall-e-3 with style',
        { model: 'dall-e-3', style: 'natural', size: '1792x1024', quality: 'hd' },
        [1],
        { style: 'natural', size: '1792x1024', quality: 'hd', ...base64 },
      ],
      ['for dall-e-2', { model: 'dall-e-2', count: 10, size: '512x512' }, [10], { size: '512x512', ...base64 }],
      ['for an unknown model with the defaults', { model: 'sdxl' }, [1], {}],
      ['for four images of an unknown model', { model: 'sdxl', count: 4 }, [4], {}],
      [
        'for an unknown model with everything set',
        {
          model: 'sdxl',
          size: '1000 x 1000',
          quality: 'ultra',
          background: 'opaque',
          outputFormat: 'jpeg',
          style: 'anime',
          moderation: 'low',
        },
        [1],
        {
          size: '1000x1000',
          quality: 'ultra',
          background: 'opaque',
          output_format: 'jpeg',
          style: 'anime',
          moderation: 'low',
        },
      ],
      ['for an unknown model with auto', { model: 'sdxl', quality: 'auto', background: '', size: '' }, [1], {}],
      ['for the placeholder', { model: 'placeholder', count: 3, size: '640×360' }, [3], { size: '640x360' }],
      [
        'for a large placeholder, whose pictures differ within a call only',
        { model: 'placeholder', count: 2, size: '2048x2048' },
        [2],
        { size: '2048x2048' },
      ],
      ['for large images one by one', { model: 'sdxl', count: 2, size: '2048x2048' }, [1, 1], { size: '2048x2048' }],
    ] as const) {
      it(name, () => {
        const { calls } = order(options);
        assert.deepEqual(
          calls.map((call) => call.n),
          n,
        );
        for (const call of calls) assert.deepEqual(call.parameters, parameters);
      });
    }

    it('with the prompt as it is, untouched', () => {
      const prompt = '  a cat\nwith "quotes" & <b>tags</b>  ';
      assert.equal(order({}, prompt).calls[0]?.prompt, prompt);
      assert.equal(order({ promptAsIs: true }, prompt).calls[0]?.prompt, prompt);
    });

    it('with the guide’s sentence in front for dall-e-3', () => {
      assert.equal(
        order({ model: 'dall-e-3', promptAsIs: true }, 'a cat').calls[0]?.prompt,
        'I NEED to test how the tool works with extremely simple prompts. DO NOT add any detail, just use it AS-IS: a cat',
      );
    });

    it('that the published schema accepts, whatever the options', () => {
      const schema: unknown = JSON.parse(readFileSync(new URL('../support/openai-images.schema.json', import.meta.url), 'utf8'));
      assert.ok(typeof schema === 'object' && schema !== null);
      const ajv = new Ajv({ allowUnionTypes: true, strict: false }).addSchema(schema, 'images');
      const accepts = ajv.compile({ $ref: 'images#/definitions/ImageGenerateParamsBase' });
      const names = aliveModels(new Date('2020-01-01')).map(({ name }) => name);
      const wishes = fc.record({
        model: fc.constantFrom(...names),
        size: fc.oneof(
          fc.constantFrom('auto', ''),
          fc.tuple(side(), side()).map(([w, h]) => `${w}x${h}`),
        ),
        quality: fc.constantFrom('', 'auto', 'low', 'medium', 'high', 'xhigh', 'max', 'standard', 'hd', 'odd'),
        count: fc.integer({ min: 1, max: 10 }),
        background: fc.constantFrom('', 'auto', 'opaque', 'transparent', 'odd'),
        outputFormat: fc.constantFrom('', 'png', 'jpg', 'jpeg', 'webp', 'gif', 'svg', 'odd'),
        style: fc.constantFrom('', 'vivid', 'natural', 'odd'),
        moderation: fc.constantFrom('', 'auto', 'low', 'odd'),
        inputFidelity: fc.constantFrom('', 'auto', 'low', 'high'),
        promptAsIs: fc.boolean(),
      });
      fc.assert(
        fc.property(wishes, (options) => {
          const { calls } = orderOf({ prompt: 'a cat', options }, { isOpenAI: true }, TODAY);
          assert.equal(
            calls.reduce((sum, { n }) => sum + n, 0),
            options.count,
          );
          for (const { prompt, model, n, parameters } of calls) {
            assert.ok(accepts({ prompt, model, n, ...parameters }), JSON.stringify(accepts.errors));
            assert.ok(!(parameters.background === 'transparent' && parameters.output_format === 'jpeg'));
            assert.ok(n === 1 || !parameters.stream);
            assert.equal(parameters.response_format !== undefined, model.startsWith('dall-e'));
          }
        }),
      );
    });
  });

  describe('says what it changed', () => {
    const changed = (option: string, from: string, to: string) => ({ kind: 'changed', option, from, to });
    const leftOut = (model: string, option: string, value: string) => ({ kind: 'leftOut', model, option, value });
    for (const [name, options, notes] of [
      ['nothing, with the defaults', {}, []],
      ['nothing, for several images of a model that streams', { count: 4 }, []],
      ['nothing, for several large images', { model: 'sdxl', count: 2, size: '4096x4096' }, []],
      ['nothing, for the default quality on models that name it otherwise', { model: 'dall-e-3' }, []],
      ['nothing, for the default quality on models without', { model: 'dall-e-2' }, []],
      ['nothing, for jpg', { outputFormat: 'jpg' }, []],
      ['nothing, for an allowed size however it is written', { size: ' 1536 X 1024' }, []],
      ['several calls', { model: 'dall-e-3', count: 3 }, [{ kind: 'split', model: 'dall-e-3', calls: 3, perCall: 1 }]],
      ['a size off the grid', { size: '1000x1000' }, [{ kind: 'size', from: '1000x1000', to: '1008x1008' }]],
      [
        'a size that a fixed list lacks',
        { model: 'gpt-image-1.5', size: '1920x1080' },
        [{ kind: 'size', from: '1920x1080', to: '1536x1024' }],
      ],
      ['a quality that dall-e-3 lacks', { model: 'dall-e-3', quality: 'max' }, [changed('quality', 'max', 'hd')]],
      ['low quality on dall-e-3', { model: 'dall-e-3', quality: 'low' }, [changed('quality', 'low', 'standard')]],
      ['max on a model up to high', { model: 'gpt-image-2', quality: 'max' }, [changed('quality', 'max', 'high')]],
      ['hd on a GPT Image model', { quality: 'hd' }, [changed('quality', 'hd', 'high')]],
      ['standard on a GPT Image model', { quality: 'standard' }, [changed('quality', 'standard', 'medium')]],
      ['a quality of a model without', { model: 'dall-e-2', quality: 'high' }, [leftOut('dall-e-2', 'quality', 'high')]],
      ['jpeg with transparency', { background: 'transparent', outputFormat: 'jpeg' }, [changed('outputFormat', 'jpeg', 'png')]],
      ['svg, for which preview access is needed', { outputFormat: 'svg' }, [changed('outputFormat', 'svg', 'png')]],
      ['jpeg on dall-e-3', { model: 'dall-e-3', outputFormat: 'jpeg' }, [changed('outputFormat', 'jpeg', 'png')]],
      ['style elsewhere', { style: 'vivid' }, [leftOut('gpt-image-2.6-flare', 'style', 'vivid')]],
      [
        'transparency and moderation on dall-e-3',
        { model: 'dall-e-3', background: 'transparent', moderation: 'low' },
        [leftOut('dall-e-3', 'background', 'transparent'), leftOut('dall-e-3', 'moderation', 'low')],
      ],
    ] as const) {
      it(name, () => assert.deepEqual(order(options).notes, notes));
    }
  });

  describe('says when a model ends', () => {
    const ends = (model: string, date: string, past: boolean) => ({
      kind: 'shutdown',
      model,
      date,
      past,
      replacement: 'gpt-image-2.6-flare',
    });
    for (const [name, model, day, isOpenAI, notes] of [
      ['a week ahead', 'gpt-image-1.5', '2026-11-23', true, [ends('gpt-image-1.5', '2026-12-01', false)]],
      ['sixty days ahead', 'gpt-image-1.5', '2026-10-02', true, [ends('gpt-image-1.5', '2026-12-01', false)]],
      ['not sixty-one days ahead', 'gpt-image-1.5', '2026-10-01', true, []],
      ['on the day', 'gpt-image-1.5', '2026-12-01', true, [ends('gpt-image-1.5', '2026-12-01', true)]],
      ['after it', 'dall-e-3', '2026-11-23', true, [ends('dall-e-3', '2026-05-12', true)]],
      ['not on another server, where it may live on', 'dall-e-3', '2026-11-23', false, []],
      ['not of a model that goes on', 'gpt-image-2', '2026-11-23', true, []],
    ] as const) {
      it(name, () => {
        const { notes: found } = orderOf({ prompt: 'a', options: { ...DEFAULT_OPTIONS, model } }, { isOpenAI }, new Date(day));
        assert.deepEqual(found, notes);
      });
    }
  });

  describe('takes the nearest size', () => {
    for (const [model, wish, nearest] of [
      ['gpt-image-2', '1024x1024', '1024x1024'],
      ['gpt-image-2', '1000x1000', '1008x1008'],
      ['gpt-image-2', '1920x1080', '1920x1088'],
      ['gpt-image-2', '3840x2160', '3840x2160'],
      ['gpt-image-2', '7680x4320', '3840x2160'],
      ['gpt-image-2', '512x512', '816x816'],
      ['gpt-image-2', '3000x1000', '3008x1008'],
      ['gpt-image-1.5', '4000x1000', '1536x1024'],
      ['gpt-image-1.5', '100x101', '1024x1024'],
      ['gpt-image-1.5', '900x1600', '1024x1536'],
      ['dall-e-2', '300x300', '256x256'],
      ['dall-e-2', '1536x1024', '1024x1024'],
      ['dall-e-3', '1536x1024', '1792x1024'],
      ['placeholder', '5000x2500', '4096x2048'],
      ['placeholder', '10x10', '16x16'],
      ['placeholder', '333x77', '333x77'],
      ['sdxl', '1000x1001', '1000x1001'],
    ] as const) {
      it(`${model}: ${wish} becomes ${nearest}`, () => {
        const size = order({ model, size: wish, quality: 'auto' }).calls[0]?.parameters.size;
        assert.equal(size, nearest);
      });
    }

    it('which the API allows for every wish, and which keeps the ratio where that is allowed', () => {
      const rule = modelOf('gpt-image-2.6-flare').sizes;
      fc.assert(
        fc.property(side(), side(), (width, height) => {
          const size = nearestSize(rule, { width, height });
          const [short, long] = [Math.min(size.width, size.height), Math.max(size.width, size.height)];
          const pixels = size.width * size.height;
          assert.ok(size.width % 16 === 0 && size.height % 16 === 0 && long <= 3840 && long <= 3 * short, JSON.stringify(size));
          assert.ok(pixels >= 655_360 && pixels <= 8_294_400, `${pixels} px`);
          const ratio = Math.min(Math.max(width / height, 1 / 3), 3);
          assert.ok(Math.abs(Math.log(size.width / size.height / ratio)) < 0.05, JSON.stringify(size));
        }),
        { numRuns: 2000 },
      );
    });

    it('and offers none that would be changed', () => {
      for (const model of aliveModels(new Date('2020-01-01'))) {
        for (const { value } of sizesOf(model)) {
          if (value !== 'auto') assert.deepEqual(order({ model: model.name, size: value }).notes, [], `${model.name} ${value}`);
        }
      }
    });

    it('read as people write it', () => {
      for (const [text, expected] of [
        ['1536x1024', { width: 1536, height: 1024 }],
        ['1536X1024', { width: 1536, height: 1024 }],
        [' 1536 × 1024 ', { width: 1536, height: 1024 }],
        ['1536*1024', { width: 1536, height: 1024 }],
        ['1536:1024', undefined],
        ['1e3x1000', undefined],
        ['auto', undefined],
      ] as const) {
        assert.deepEqual(parseSize(text), expected, text);
      }
    });
  });
});

function long(length: number, limit: number, model: string): unknown {
  return { field: 'prompt', problem: 'long', length, limit, model };
}

function side(): fc.Arbitrary<number> {
  return fc.oneof(fc.integer({ min: 1, max: 16_384 }), fc.integer({ min: 256, max: 4096 }));
}
