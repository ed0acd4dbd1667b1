import assert from 'node:assert/strict';
import { boxOf } from '../../src/core/box.ts';
import type { Failure } from '../../src/core/failure.ts';
import { fit as orderOf } from '../../src/core/fit.ts';
import { limitTo } from '../../src/core/limits.ts';
import { modelOf } from '../../src/core/models.ts';
import type { Call, Coverage, EditTask, Inputs, Options, Order, PlannedCall } from '../../src/core/task.ts';
import { kindOf, SERVER_KINDS } from '../../src/editor/servers/kinds.ts';
import { examine } from '../../src/provider/examine.ts';
import { WIRE_KINDS, wireKindOf } from '../../src/provider/kinds.ts';
import { azure, azureDeployment, DEPLOYMENT } from '../support/emulators/azure.ts';
import { EMULATOR_KEY, type Emulator, type Facts, type Shape, startEmulator } from '../support/emulators/emulator.ts';
import { sglang, vllmOmni, xinference } from '../support/emulators/fastApi.ts';
import { lemonade } from '../support/emulators/lemonade.ts';
import { localAI } from '../support/emulators/localai.ts';
import { liteLLM, openAI } from '../support/emulators/openai.ts';
import { stableDiffusionCpp } from '../support/emulators/stableDiffusionCpp.ts';
import { type Outcome, ofKind, outcomeOf, partsFor } from '../support/imagesCalls.ts';
import { PAINT } from '../support/imagesPainters.ts';
import { type Pixels, pixelAt, readPixels } from '../support/imagesPixels.ts';
import { pngOf } from '../support/imagesSamples.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { coverageOf, never, useRaster } from '../support/rasterStage.ts';

const TODAY = new Date('2026-11-22');
const PROMPT = 'a red hat';
const GPT = { model: 'gpt-image-2.6-flare', prompt: PROMPT };

/** One kind of server, and what is right there. */
interface Row {
  readonly shape: Shape;
  readonly model: string;
  /** The model of the table that it stands for. */
  readonly is?: string;
  /** px; the side of the square picture that is edited. */
  readonly side: number;
  /** The bodies that ask for two images, and how large these become where no size is asked for. */
  readonly generate: readonly object[];
  readonly drawn: string;
  /** Paths behind the base: those that are asked for an edit with a mask, and for two variations. */
  readonly edit: string;
  readonly vary: readonly string[];
  /** What is sent besides `prompt`, `model`, `n` and `size` with an edit. */
  readonly more?: Readonly<Record<string, string>>;
  /** What its refusal of a model that it does not have means; absent: it takes every name. */
  readonly noModel?: Failure;
  /** What it refuses of all options once, because the name says nothing of the model; it is left out, and remembered. */
  readonly learned?: readonly string[];
  /** How it says that it failed, and what that means. */
  readonly fails: readonly [status: number, message: string, Facts, Failure];
}

const stream = { stream: true, partial_images: 2 };
const failed = (message: string): Row['fails'] => [500, message, {}, { kind: 'server', status: 500, message }];
const MODERATED = 'Your task failed as a result of our safety system.';

const rows: readonly (readonly [string, Row])[] = [
  [
    'OpenAI',
    {
      shape: openAI,
      model: GPT.model,
      side: 1024,
      generate: [
        { ...GPT, quality: 'medium', ...stream },
        { ...GPT, quality: 'medium', ...stream },
      ],
      drawn: '1024x1024',
      edit: '/images/edits',
      vary: ['/images/edits', '/images/edits'],
      more: { quality: 'medium', stream: 'true', partial_images: '2' },
      noModel: { kind: 'noModel', model: 'no-such-model' },
      fails: [400, 'Rejected.', { code: 'moderation_blocked' }, { kind: 'refused', categories: [], message: 'Rejected.' }],
    },
  ],
  [
    'Azure OpenAI',
    {
      shape: azure,
      model: DEPLOYMENT,
      is: 'gpt-image-2',
      side: 1024,
      generate: [
        { ...GPT, model: DEPLOYMENT, quality: 'medium', ...stream },
        { ...GPT, model: DEPLOYMENT, quality: 'medium', ...stream },
      ],
      drawn: '1024x1024',
      edit: '/images/edits',
      vary: ['/images/edits', '/images/edits'],
      more: { quality: 'medium', stream: 'true', partial_images: '2' },
      noModel: { kind: 'noModel', model: 'no-such-model' },
      fails: [400, MODERATED, { code: 'contentFilter' }, { kind: 'refused', categories: [], message: MODERATED }],
    },
  ],
  [
    'Azure OpenAI with the deployment in its path',
    {
      shape: azureDeployment,
      model: DEPLOYMENT,
      side: 1024,
      generate: [{ ...GPT, model: DEPLOYMENT, n: 2 }],
      drawn: '1024x1024',
      edit: '/images/edits',
      vary: ['/images/edits'],
      learned: ['style', 'input_fidelity'],
      fails: [400, MODERATED, { code: 'contentFilter' }, { kind: 'refused', categories: [], message: MODERATED }],
    },
  ],
  [
    'LiteLLM',
    {
      shape: liteLLM,
      model: GPT.model,
      is: 'an unknown one',
      side: 1024,
      generate: [{ ...GPT, n: 2 }],
      drawn: '1024x1024',
      edit: '/images/edits',
      // It may lead to a server that has variations: it is asked.
      vary: ['/images/variations', '/images/edits'],
      learned: ['style', 'input_fidelity'],
      noModel: { kind: 'noModel', model: 'no-such-model' },
      fails: [
        400,
        'Rejected. safety_violations=[violence]',
        {},
        {
          kind: 'refused',
          categories: ['violence'],
          message: 'litellm.BadRequestError: OpenAIException - Rejected. safety_violations=[violence]',
        },
      ],
    },
  ],
  [
    'LocalAI',
    {
      shape: localAI,
      model: 'stablediffusion',
      side: 512,
      generate: [{ ...GPT, model: 'stablediffusion', n: 2, response_format: 'b64_json' }],
      drawn: '512x512',
      edit: '/images/inpainting',
      vary: ['/images/inpainting', '/images/inpainting'],
      more: { response_format: 'b64_json' },
      noModel: { kind: 'server', status: 500 },
      fails: failed('could not load model: rpc error'),
    },
  ],
  [
    'stable-diffusion.cpp',
    {
      shape: stableDiffusionCpp,
      model: 'sd-cpp-local',
      side: 512,
      generate: [{ ...GPT, model: 'sd-cpp-local', n: 2 }],
      drawn: '512x512',
      edit: '/images/edits',
      vary: ['/images/edits'],
      fails: failed('generate_image returned no results'),
    },
  ],
  [
    'Lemonade',
    {
      shape: lemonade,
      model: 'SD-Turbo',
      side: 512,
      generate: [
        { ...GPT, model: 'SD-Turbo' },
        { ...GPT, model: 'SD-Turbo' },
      ],
      drawn: '512x512',
      edit: '/images/edits',
      vary: ['/images/variations', '/images/variations'],
      noModel: { kind: 'noModel', model: 'no-such-model' },
      fails: failed('Failed to load the model'),
    },
  ],
  [
    'Xinference',
    {
      shape: xinference,
      model: 'sd-turbo',
      side: 512,
      generate: [{ ...GPT, model: 'sd-turbo', n: 2, response_format: 'b64_json' }],
      drawn: '1024x1024',
      edit: '/images/edits',
      vary: ['/images/variations'],
      more: { response_format: 'b64_json' },
      noModel: { kind: 'noModel', model: 'no-such-model' },
      fails: failed('CUDA out of memory'),
    },
  ],
  [
    'SGLang',
    {
      shape: sglang,
      model: 'Qwen/Qwen-Image',
      side: 512,
      generate: [{ ...GPT, model: 'Qwen/Qwen-Image', n: 2, response_format: 'b64_json' }],
      drawn: '1024x1024',
      edit: '/images/edits',
      vary: ['/images/edits'],
      fails: failed('Image generation failed'),
    },
  ],
  [
    'vLLM-Omni',
    {
      shape: vllmOmni,
      model: 'Qwen/Qwen-Image',
      side: 512,
      generate: [{ ...GPT, model: 'Qwen/Qwen-Image', n: 2 }],
      drawn: '1024x1024',
      edit: '/images/edits',
      vary: ['/images/edits'],
      noModel: { kind: 'noModel', model: 'no-such-model' },
      fails: failed('Image edit failed: out of memory'),
    },
  ],
];

/** Of the picture: what is painted, in px. */
const spot = { x: 96, y: 64, width: 128, height: 160 };

function isInSpot(x: number, y: number): boolean {
  return x >= spot.x && x < spot.x + spot.width && y >= spot.y && y < spot.y + spot.height;
}

describe('the same story at', () => {
  const raster = useRaster();

  for (const [name, row] of rows) {
    describe(name, () => {
      const { shape, side } = row;
      let emulator: Emulator;
      before(async () => {
        emulator = await startEmulator(shape);
      });
      after(() => emulator.close());
      beforeEach(() => emulator.reset());

      const picture = new Uint8Array(pngOf(`${side}x${side}`, 7));
      const coverage: Coverage = coverageOf(side, side, (x, y) => (isInSpot(x, y) ? 255 : 0));
      const paths = () => emulator.posts.map(({ path }) => path);
      // It answers JPEGs.
      const slack = shape === sglang ? 4 : 0;
      const pathTo = (path: string) => shape.base + path + (shape.query ?? '');

      /** A wish as it is sent there. */
      function plan(options: Partial<Options>, edit?: EditTask): Order {
        const wish = { ...DEFAULT_OPTIONS, model: row.model, ...options };
        const model = limitTo({ ...modelOf(row.is ?? row.model), name: wish.model }, kindOf(shape.kind).limits);
        return orderOf({ prompt: PROMPT, options: wish, ...(edit && { edit }) }, model, TODAY);
      }

      async function planEdit(kind: EditTask['kind'], options: Partial<Options>): Promise<Order> {
        const facts = await raster.probe(picture, never);
        const mask = kind === 'edit' && { bounds: spot };
        return plan(options, { kind, picture: facts, canvas: boxOf(facts), region: 'whole', references: 0, ...mask });
      }

      async function inputsOf({ inputs }: Order, masked: boolean): Promise<Inputs> {
        const { frame, types, maxBytes } = inputs ?? assert.fail();
        return raster.cutOut({ picture, frame: frame ?? assert.fail(), types, maxBytes, ...(masked && { coverage }) }, never);
      }

      /** Sends all of an order, one after the other. */
      async function send(order: Order, inputs?: Inputs, signal = never): Promise<readonly Outcome[]> {
        const outcomes: Outcome[] = [];
        for (const planned of order.calls) {
          const key = shape.keyHeader && EMULATOR_KEY;
          const parts = partsFor(emulator.server.baseUrl, { server: emulator.server, key });
          outcomes.push(await outcomeOf(parts, callOf(planned, inputs), signal));
        }
        return outcomes;
      }

      const imagesOf = (outcomes: readonly Outcome[]) => outcomes.flatMap((outcome) => ofKind(outcome, 'image'));

      it('two images are made', async () => {
        const outcomes = await send(plan({ count: 2 }));
        assert.deepEqual(
          imagesOf(outcomes).map(({ info }) => `${info.width}x${info.height}`),
          [row.drawn, row.drawn],
        );
        assert.deepEqual([outcomes.map(({ failure }) => failure).filter(Boolean), emulator.rejections], [[], []]);
        assert.deepEqual(
          emulator.posts.map(({ body }) => body),
          row.generate,
        );
        assert.deepEqual(
          paths(),
          row.generate.map(() => pathTo('/images/generations')),
        );
        for (const { headers } of emulator.posts) {
          assert.equal(headers.authorization, shape.keyHeader === 'authorization' ? `Bearer ${EMULATOR_KEY}` : undefined);
          assert.equal(headers['api-key'], shape.keyHeader === 'api-key' ? EMULATOR_KEY : undefined);
        }
      });

      it('what is painted is changed, and what the picture keeps is put back', async () => {
        const order = await planEdit('edit', {});
        const [outcome = assert.fail()] = await send(order, await inputsOf(order, true));
        assert.deepEqual([outcome.failure, emulator.rejections, paths()], [undefined, [], [pathTo(row.edit)]]);
        const [{ fields, files } = assert.fail()] = emulator.posts;
        assert.deepEqual(fields, { model: row.model, prompt: PROMPT, size: `${side}x${side}`, ...row.more });
        assert.deepEqual(
          files.map(({ field }) => field),
          wireKindOf(shape).mask.reads === 'nothing' ? ['image'] : ['image', wireKindOf(shape).mask.field],
        );

        const [image = assert.fail()] = ofKind(outcome, 'image');
        const [answer, sent] = [await readPixels(image.bytes), await readPixels(picture)];
        const changed = (x: number, y: number) => wireKindOf(shape).mask.reads === 'nothing' || isInSpot(x, y);
        assertChanged(answer, sent, changed, { slack });

        const frame = order.inputs?.frame ?? assert.fail();
        const finished = await raster.composite({ picture, answer: image.bytes, frame, coverage }, never);
        assertChanged(await readPixels(finished.bytes), sent, isInSpot, { slack, noise: 0, edge: 16 });
      });

      it('a picture is varied', async () => {
        const order = await planEdit('vary', { count: 2 });
        const outcomes = await send(order, await inputsOf(order, false));
        assert.deepEqual(outcomes.map(({ failure }) => failure).filter(Boolean), []);
        assert.equal(imagesOf(outcomes).length, 2);
        assert.deepEqual(paths(), row.vary.map(pathTo));
        // Only LiteLLM has to be asked to know that it has no variations.
        assert.deepEqual(emulator.rejections, shape === liteLLM ? ['POST /v1/images/variations: not found'] : []);
        for (const { path, fields } of emulator.posts) {
          assert.equal(fields.prompt, path.includes('/variations') ? undefined : PROMPT);
        }
        const [image = assert.fail()] = imagesOf(outcomes);
        assertChanged(await readPixels(image.bytes), await readPixels(picture), () => true, { slack });
        const notes = outcomes.flatMap((outcome) => ofKind(outcome, 'note').map(({ note }) => note.kind));
        assert.deepEqual(notes, shape === liteLLM ? ['noVariations'] : []);
      });

      it('whatever is set, nothing is sent that it refuses', async () => {
        const everything: Partial<Options> = {
          quality: 'high',
          background: 'transparent',
          outputFormat: 'webp',
          style: 'vivid',
          moderation: 'low',
          inputFidelity: 'high',
        };
        const edit = await planEdit('edit', everything);
        const outcomes = [...(await send(plan(everything))), ...(await send(edit, await inputsOf(edit, true)))];
        assert.deepEqual(outcomes.map(({ failure }) => failure).filter(Boolean), []);
        const { learned = [] } = row;
        assert.deepEqual(
          emulator.rejections.map((rejection) => /Unknown parameter: '(\w+)'/.exec(rejection)?.[1] ?? rejection),
          learned,
        );
        assert.equal(emulator.posts.length, 2 + learned.length);
      });

      it('its models are listed', async () => {
        const key = shape.keyHeader && EMULATOR_KEY;
        const { models } = await examine(emulator.server, key, 10_000, never);
        assert.deepEqual([models?.map(({ id }) => id), emulator.rejections], [shape.models, []]);
      });

      it('its errors are understood', async () => {
        const [status, message, facts, failure] = row.fails;
        emulator.fail(status, message, facts);
        const [outcome = assert.fail()] = await send(plan({}));
        assert.deepEqual(outcome.failure, failure);
      });

      it(`a model that it has not is ${row.noModel ? 'said' : 'of no matter, for it has only one'}`, async () => {
        const [outcome = assert.fail()] = await send(plan({ model: 'no-such-model' }));
        const { message: _, ...facts } = { message: '', ...outcome.failure };
        assert.deepEqual(facts, row.noModel ?? {});
      });

      it('a request can be cancelled', async () => {
        const controller = new AbortController();
        const arrival = emulator.hang();
        const order = await planEdit('edit', {});
        const sending = send(order, await inputsOf(order, true), controller.signal);
        const { closed } = await arrival;
        const at = performance.now();
        controller.abort();
        const [outcome = assert.fail()] = await sending;
        assert.ok(performance.now() - at < 1000);
        assert.deepEqual(outcome.failure, { kind: 'cancelled', billable: true });
        await closed;
        assert.equal(emulator.posts.length, 1);
      });
    });
  }
});

describe('the kinds of server', () => {
  it('are the same for the wire as for a person', () => {
    assert.deepEqual([...WIRE_KINDS].sort(), SERVER_KINDS.map(({ id }) => id).sort());
  });

  it('have the same endpoints, and the same mask', () => {
    for (const { id, limits } of SERVER_KINDS) {
      const { paths, mask } = wireKindOf({ kind: id });
      assert.equal(limits.endpoints?.includes('variation') ?? true, paths.variation !== undefined, id);
      assert.equal(limits.ignoresMasks ?? false, mask.reads === 'nothing', id);
    }
  });

  it('that nobody knows are compatible ones', () => {
    for (const kind of ['', 'ollama', 'constructor', '__proto__']) {
      assert.equal(wireKindOf({ kind }), wireKindOf({ kind: 'compatible' }));
    }
  });
});

function callOf(planned: PlannedCall, inputs: Inputs | undefined): Call {
  const { endpoint } = planned;
  return endpoint === 'generate' ? { ...planned, endpoint } : { ...planned, endpoint, inputs: inputs ?? assert.fail() };
}

/**
 * Asserts that a picture is painted, within `slack` a channel, where `isChanged` says so, and differs by `noise` at most
 * elsewhere. Of what is painted the outer `edge` px are not looked at: where it was put back they are soft.
 */
function assertChanged(
  actual: Pixels,
  original: Pixels,
  isChanged: (x: number, y: number) => boolean,
  { slack = 0, noise = 2, edge = 0 } = {},
): void {
  assert.deepEqual([actual.width, actual.height], [original.width, original.height]);
  for (let at = 0; at < actual.width * actual.height; at++) {
    const [x, y] = [at % actual.width, Math.floor(at / actual.width)];
    const isPainted = isChanged(x, y);
    const around = [isChanged(x - edge, y), isChanged(x + edge, y), isChanged(x, y - edge), isChanged(x, y + edge)];
    if (isPainted && around.includes(false)) continue;
    const got = pixelAt(actual, at);
    const wanted = isPainted ? PAINT : pixelAt(original, at);
    const most = isPainted ? slack : noise;
    const differs = got.some((value, channel) => Math.abs(value - (wanted[channel] ?? 0)) > most);
    if (differs) assert.deepEqual(got, wanted, `at ${x}, ${y}`);
  }
}
