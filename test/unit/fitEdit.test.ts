import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { boxOf } from '../../src/core/box.ts';
import { needsConsent } from '../../src/core/cost.ts';
import { Failed } from '../../src/core/failure.ts';
import { modelOf } from '../../src/core/models.ts';
import { parseSize } from '../../src/core/size.ts';
import type { EditTask, Options, Order } from '../../src/core/task.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { aliveModels, fitAt as orderOf } from '../support/servers.ts';

const TODAY = new Date('2026-11-22');
const OPENAI = { isOpenAI: true };
const OTHER = { isOpenAI: false };

function taskFor(part: Partial<EditTask> = {}, width = 1536, height = 1024): EditTask {
  const picture = { type: 'png', width, height, alpha: false, bytes: 1000, plain: true, turned: false, deep: false } as const;
  return { kind: 'edit', picture, canvas: boxOf(picture), region: 'whole', references: 0, ...part };
}

function order(edit: EditTask, options: Partial<Options> = {}, server = OPENAI): Order {
  return orderOf({ prompt: 'a red hat', options: { ...DEFAULT_OPTIONS, ...options }, edit }, server, TODAY);
}

const everyModel = aliveModels(new Date('2020-01-01')).map(({ name }) => name);

describe('fit, about a picture,', () => {
  for (const [kind, model, server, endpoint] of [
    ['edit', 'gpt-image-2.6-flare', OPENAI, 'edit'],
    ['extend', 'gpt-image-2.6-flare', OPENAI, 'edit'],
    ['vary', 'gpt-image-2.6-flare', OPENAI, 'edit'],
    ['vary', 'gpt-image-2.6-flare', OTHER, 'edit'],
    ['vary', 'dall-e-2', OPENAI, 'edit'],
    ['vary', 'dall-e-2', OTHER, 'variation'],
    ['vary', 'sdxl-turbo', OTHER, 'variation'],
    ['vary', 'sdxl-turbo', OPENAI, 'edit'],
    ['edit', 'sdxl-turbo', OTHER, 'edit'],
    ['vary', 'placeholder', OTHER, 'edit'],
  ] as const) {
    it(`asks ${endpoint} to ${kind} with ${model} ${server.isOpenAI ? 'at OpenAI' : 'elsewhere'}`, () => {
      assert.deepEqual(
        order(taskFor({ kind }), { model }, server).calls.map((call) => call.endpoint),
        [endpoint],
      );
    });
  }

  it('refuses a model that makes images from words only', () => {
    assert.throws(
      () => order(taskFor(), { model: 'dall-e-3' }),
      (error) => error instanceof Failed && error.failure.kind === 'invalid' && error.failure.invalid.field === 'endpoint',
    );
  });

  for (const [model, inputFidelity, sent] of [
    ['gpt-image-1.5', 'high', 'high'],
    ['gpt-image-1.5', 'auto', undefined],
    ['gpt-image-1-mini', 'low', 'low'],
    ['gpt-image-1-mini', 'high', 'low'],
    ['gpt-image-2', 'high', undefined],
    ['gpt-image-2.6-flare', 'high', undefined],
    ['dall-e-2', 'high', undefined],
    ['sdxl-turbo', 'high', 'high'],
    ['sdxl-turbo', 'auto', undefined],
  ] as const) {
    it(`sends ${model} ${sent === undefined ? 'no input_fidelity' : `input_fidelity ${sent}`} for ${inputFidelity}`, () => {
      const [call] = order(taskFor(), { model, inputFidelity }).calls;
      assert.equal(call?.parameters.input_fidelity, sent);
    });
  }

  it('sends what the schema of the edits endpoint allows, for every model and kind', () => {
    const schema: unknown = JSON.parse(readFileSync(new URL('../support/openai-images.schema.json', import.meta.url), 'utf8'));
    assert.ok(typeof schema === 'object' && schema !== null);
    const ajv = new Ajv({ allowUnionTypes: true, strict: false }).addSchema(schema, 'images');
    const accepts = ajv.compile({ $ref: 'images#/definitions/OpenAIImages757/properties/edit' });
    const options = { style: 'vivid', moderation: 'low', inputFidelity: 'high', background: 'transparent', outputFormat: 'webp' };
    for (const model of everyModel.filter((name) => modelOf(name).endpoints.includes('edit'))) {
      for (const kind of ['edit', 'extend', 'vary'] as const) {
        const { calls } = order(taskFor({ kind }), { model, ...options });
        for (const { endpoint, parameters, n, prompt } of calls) {
          assert.equal(endpoint, 'edit');
          assert.ok(accepts({ model, prompt, n, ...parameters }), `${model} ${kind}: ${JSON.stringify(accepts.errors)}`);
        }
      }
    }
  });

  it('asks for the size of the picture, whatever size the settings have', () => {
    const [call] = order(taskFor(), { size: '1024x1536' }).calls;
    assert.equal(call?.parameters.size, '1536x1024');
  });

  it('asks for PNG where the answer is put back into a picture, and for the format of the settings for variations', () => {
    const formats = (['edit', 'extend', 'vary'] as const).map(
      (kind) => order(taskFor({ kind }), { outputFormat: 'webp' }).calls[0]?.parameters.output_format,
    );
    assert.deepEqual(formats, [undefined, undefined, 'webp']);
  });

  it('sends the variations endpoint a square, a size, and no more than how to answer', () => {
    const { calls, inputs } = order(taskFor({ kind: 'vary' }, 800, 500), { model: 'dall-e-2', count: 3 }, OTHER);
    const [call] = calls;
    assert.equal(call?.n, 3);
    const size = parseSize(call?.parameters.size ?? '');
    assert.ok(size && size.width === size.height);
    assert.deepEqual(Object.keys(call?.parameters ?? {}).toSorted(), ['response_format', 'size']);
    assert.equal(inputs?.frame?.box.width, inputs?.frame?.box.height);
    assert.deepEqual([inputs?.types, inputs?.maxBytes], [['png'], 4_000_000]);
  });

  it('sends the variations endpoint no fidelity, which it does not know', () => {
    const { calls } = order(taskFor({ kind: 'vary' }), { model: 'sdxl-turbo', inputFidelity: 'high' }, OTHER);
    assert.deepEqual(Object.keys(calls[0]?.parameters ?? {}), ['size']);
  });

  for (const [width, height] of [
    [1920, 1080],
    [4000, 3000],
    [6000, 2000],
  ] as const) {
    it(`asks for variations of ${width} × ${height} in a size that nobody has to be asked about`, () => {
      const wish = order(taskFor({ kind: 'vary' }, width, height), { count: 3 });
      assert.equal(needsConsent(wish, { kind: 'unknown' }, { confirmAbove: 0.5 }, { isFree: false }), false);
    });
  }

  for (const [model, references, taken] of [
    ['gpt-image-2.6-flare', 3, 3],
    ['gpt-image-2.6-flare', 15, 15],
    ['gpt-image-2.6-flare', 20, 15],
    ['dall-e-2', 2, 0],
  ] as const) {
    it(`takes ${taken} of ${references} references with ${model}`, () => {
      const { inputs, notes } = order(taskFor({ references }), { model });
      assert.equal(inputs?.references, taken);
      assert.equal(
        notes.some(({ kind }) => kind === 'fewerReferences'),
        taken < references,
      );
    });
  }

  it('says that only a region is sent, and that 16 bits become 8', () => {
    const small = { x: 900, y: 900, width: 60, height: 40 };
    const whole = taskFor({ bounds: small, region: 'auto' }, 3000, 2000);
    const notes = order({ ...whole, picture: { ...whole.picture, deep: true } }).notes.map(({ kind }) => kind);
    assert.deepEqual(notes.toSorted(), ['region', 'shallow']);
    assert.deepEqual(order({ ...whole, region: 'whole' }).notes, []);
  });

  for (const model of everyModel.filter((name) => modelOf(name).endpoints.includes('edit'))) {
    it(`fits pictures of every shape to ${model} without stretching them`, () => {
      for (const [width, height] of [
        [1, 1],
        [64, 64],
        [800, 600],
        [1023, 577],
        [500, 3000],
        [6000, 4000],
      ] as const) {
        const { calls, inputs } = order(taskFor({}, width, height), { model });
        const size = parseSize(calls[0]?.parameters.size ?? '');
        assert.ok(size && inputs?.frame);
        const { box } = inputs.frame;
        assert.ok(
          Math.abs(box.width * (size.height / size.width) - box.height) <= 1,
          `${width}×${height}: ${JSON.stringify(box)}`,
        );
      }
    });
  }
});
