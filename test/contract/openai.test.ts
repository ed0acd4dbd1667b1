import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { Failed } from '../../src/core/failure.ts';
import type { Parameters } from '../../src/core/task.ts';
import { checkKey, createOpenAI } from '../../src/provider/openai.ts';
import { callAt, callOf, KEY, ofKind, outcomeOf, PROMPT, partsFor } from '../support/imagesCalls.ts';
import { completedOf, type FaultName, items, json, openEvents, partialOf } from '../support/imagesFaults.ts';
import { pngOf } from '../support/imagesSamples.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { createMemory } from '../support/servers.ts';

describe('provider openai', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  describe('one call is one POST', () => {
    it('sends exactly what it was given', async () => {
      await outcomeOf(partsFor(server.baseUrl), callOf({ quality: 'high', background: 'opaque', output_format: 'png' }, 2));
      const [post] = server.posts;
      assert.equal(post?.path, '/v1/images/generations');
      assert.deepEqual(post.body, {
        model: 'gpt-image-2.6-flare',
        prompt: PROMPT,
        n: 2,
        size: '64x48',
        quality: 'high',
        background: 'opaque',
        output_format: 'png',
      });
      assert.equal(post.headers.authorization, `Bearer ${KEY}`);
      assert.equal(post.headers['content-type'], 'application/json');
    });

    it('leaves out a count of one, and sends values that only some servers know', async () => {
      server.answer('good');
      await outcomeOf(partsFor(server.baseUrl), { ...callOf(), model: 'sd-turbo', parameters: { response_format: 'b64_json' } });
      assert.deepEqual(server.posts[0]?.body, { model: 'sd-turbo', prompt: PROMPT, response_format: 'b64_json' });
    });

    it('keeps the bytes as they came', async () => {
      const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({ stream: true, partial_images: 1 }));
      const [image] = ofKind(outcome, 'image');
      assert.deepEqual(image && Buffer.from(image.bytes), pngOf('64x48', 0));
      assert.equal(image?.bytes.buffer.byteLength, image?.bytes.length);
      assert.deepEqual([image?.info.type, image?.info.width, image?.info.height], ['png', 64, 48]);
    });

    for (const stream of [{}, { stream: true, partial_images: 0 } as const]) {
      it(`reports sent, image and usage, as they come${'stream' in stream ? ' (streaming)' : ''}`, async () => {
        const { steps } = await outcomeOf(partsFor(server.baseUrl), callOf(stream));
        assert.deepEqual(
          steps.map(({ kind }) => kind),
          ['sent', 'image', 'usage'],
        );
        assert.deepEqual(ofKind({ steps }, 'usage')[0]?.usage, { inputTextTokens: 10, inputImageTokens: 0, outputTokens: 1050 });
      });
    }

    it('says nothing of a usage of zeros', async () => {
      server.answer(({ body }, response) => {
        const data = [{ b64_json: pngOf(body.size).toString('base64') }];
        const none = {
          input_tokens: 0,
          output_tokens: 0,
          total_tokens: 0,
          input_tokens_details: { text_tokens: 0, image_tokens: 0 },
        };
        json(response, { data, usage: none });
      });
      const outcome = await outcomeOf(partsFor(server.baseUrl), callOf());
      assert.deepEqual([outcome.failure, ofKind(outcome, 'usage').length], [undefined, 0]);
    });

    it('hands on the revised prompt as plain text', async () => {
      server.answer('revisedPrompt');
      const [image] = ofKind(await outcomeOf(partsFor(server.baseUrl), callOf()), 'image');
      assert.match(image?.revisedPrompt ?? '', /^<img/);
    });

    it('reads events although it asked for none', async () => {
      server.answer(({ body }, response) => {
        openEvents(response)('image_generation.completed', completedOf(body));
        response.end();
      });
      assert.equal(ofKind(await outcomeOf(partsFor(server.baseUrl), callOf()), 'image').length, 1);
    });

    it('reads an answer without a content type', async () => {
      server.answer(
        ({ body }, response) => void response.end(JSON.stringify({ data: [{ b64_json: pngOf(body.size).toString('base64') }] })),
      );
      assert.equal(ofKind(await outcomeOf(partsFor(server.baseUrl), callOf()), 'image').length, 1);
    });
  });

  describe('an answer in one piece', () => {
    const itemOf = (size: string, n: number) => JSON.stringify({ b64_json: pngOf(size, n).toString('base64') });

    it('hands each image on before the server sends what follows', async () => {
      let release = () => {};
      const seen = new Promise<void>((resolve) => {
        release = resolve;
      });
      server.answer(async ({ body }, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(`{"data":[${itemOf(body.size ?? '', 0)},`);
        await seen;
        response.end(`${itemOf(body.size ?? '', 1)}]}`);
      });
      const images: Buffer[] = [];
      for await (const step of createOpenAI(partsFor(server.baseUrl)).run(callOf({}, 2), new AbortController().signal)) {
        if (step.kind !== 'image') continue;
        images.push(Buffer.from(step.bytes));
        release();
      }
      assert.deepEqual(images, [pngOf('64x48', 0), pngOf('64x48', 1)]);
    });

    it('tells the usage behind as many images as one call can ask for', async () => {
      server.answer(async ({ body }, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        const all = Array.from({ length: 10 }, (_, n) => itemOf(body.size ?? '', n));
        // In a piece of its own.
        await new Promise((resolve) => response.write(`{"data":[${all.join()}]`, resolve));
        await new Promise((resolve) => setImmediate(resolve));
        response.end(',"usage":{"input_tokens":1,"output_tokens":2}}');
      });
      const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({}, 10));
      assert.deepEqual([ofKind(outcome, 'image').length, ofKind(outcome, 'usage').length], [10, 1]);
    });

    it('ends although the server does not hang up behind the last image', async () => {
      server.answer(({ body }, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write(`{"data":[${itemOf(body.size ?? '', 0)}`);
      });
      const outcome = await outcomeOf(partsFor(server.baseUrl, { timeoutMs: 60_000 }), callOf({}, 1));
      assert.deepEqual([ofKind(outcome, 'image').length, outcome.failure], [1, undefined]);
    });

    for (const [asked, failure] of [
      [1, undefined],
      [2, 'incomplete'],
    ] as const) {
      it(`that breaks off behind its first image is ${failure ?? 'whole'} for who asked for ${asked}`, async () => {
        server.answer(({ body }, response) => {
          response.writeHead(200, { 'content-type': 'application/json' });
          response.write(`{"data":[${itemOf(body.size ?? '', 0)}`, () => response.destroy());
        });
        const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({}, asked));
        assert.deepEqual([ofKind(outcome, 'image').length, outcome.failure?.kind], [1, failure]);
      });
    }
  });

  describe('streams', () => {
    it('shows partial 0 before the server sends what follows', async () => {
      let release = () => {};
      const seen = new Promise<void>((resolve) => {
        release = resolve;
      });
      server.answer(async ({ body }, response) => {
        const write = openEvents(response);
        write('image_generation.partial_image', partialOf(body, 0));
        await seen;
        write('image_generation.partial_image', partialOf(body, 1));
        write('image_generation.completed', completedOf(body));
        response.end();
      });
      const kinds: string[] = [];
      const call = callOf({ stream: true, partial_images: 2 });
      for await (const step of createOpenAI(partsFor(server.baseUrl)).run(call, new AbortController().signal)) {
        kinds.push(step.kind === 'partial' ? `partial ${step.index}` : step.kind);
        if (step.kind === 'partial') release();
      }
      assert.deepEqual(kinds, ['sent', 'partial 0', 'partial 1', 'image', 'usage']);
    });

    for (const [fault, partials] of [
      ['streamDisorder', [1, 2]],
      ['streamBadPartial', []],
      ['streamNoEnd', [0]],
    ] as const) {
      it(`${fault}: shows partials ${partials.join(', ') || 'none'}`, async () => {
        server.answer(fault);
        const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({ stream: true, partial_images: 3 }));
        assert.deepEqual(
          ofKind(outcome, 'partial').map(({ index }) => index),
          partials,
        );
      });
    }
  });

  describe('what is judged by its status', () => {
    const slowDown = { error: { message: 'Slow down', code: 'rate_limit_exceeded' } };
    // A 429 may be repeated without asking, so nothing else may look like one.
    for (const [what, status, kind] of [
      ['a 429', 429, 'rateLimited'],
      ['a 503 that speaks of a rate limit', 503, 'server'],
      ['a 200 that speaks of a rate limit', 200, 'server'],
    ] as const) {
      it(`${what} is ${kind}`, async () => {
        server.answer((_request, response) => json(response, slowDown, status));
        assert.equal((await outcomeOf(partsFor(server.baseUrl), callOf())).failure?.kind, kind);
      });
    }

    it('an error without end, or nested without end, is still one', async () => {
      server.answer((_request, response) => {
        response.writeHead(500, { 'content-type': 'application/json' });
        response.write(`{"error":{"message":"${'x'.repeat(400_000)}`);
      });
      assert.equal((await outcomeOf(partsFor(server.baseUrl), callOf())).failure?.kind, 'server');
      server.answer(
        (_request, response) =>
          void response
            .writeHead(400, { 'content-type': 'application/json' })
            .end(`${'{"error":'.repeat(20_000)}1${'}'.repeat(20_000)}`),
      );
      assert.equal((await outcomeOf(partsFor(server.baseUrl), callOf())).failure?.kind, 'rejected');
    });

    it('a broken image in a stream that stays open does not wait for its end', async () => {
      server.answer(({ body }, response) => {
        openEvents(response)('image_generation.completed', { ...completedOf(body), b64_json: 'AAAA' });
      });
      const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf({ stream: true }));
      assert.deepEqual(failure, { kind: 'badImage', reason: 'notAnImage' });
    });
  });

  describe('cancel', () => {
    const phases: readonly (readonly [string, FaultName, Parameters])[] = [
      ['while nothing comes', 'neverAnswers', {}],
      ['while an answer drips', 'drip', {}],
      ['in the middle of the body', 'stall', {}],
      ['in the middle of a stream', 'streamStall', { stream: true }],
      ['while a url is fetched', 'urlStall', {}],
    ];
    for (const endpoint of ['generate', 'edit', 'variation'] as const) {
      for (const [phase, fault, parameters] of phases) {
        if (endpoint === 'variation' && parameters.stream) continue;
        it(`${endpoint}: ends at once ${phase}, and nothing more is sent`, async () => {
          server.answer(fault);
          const controller = new AbortController();
          let at = 0;
          const reached = fault === 'urlStall' ? 2 : 1;
          const poll = setInterval(() => {
            if (server.requests.length < reached) return;
            clearInterval(poll);
            setTimeout(() => {
              at = performance.now();
              controller.abort();
            }, 20);
          }, 5);
          const { failure } = await outcomeOf(partsFor(server.baseUrl), callAt(endpoint, parameters), controller.signal);
          assert.deepEqual(failure, { kind: 'cancelled', billable: true });
          assert.ok(performance.now() - at < 1000);
          await server.requests.at(-1)?.closed;
          assert.equal(server.posts.length, 1);
        });
      }

      it(`${endpoint}: before sending sends nothing, and nothing can be billed`, async () => {
        const { failure, steps } = await outcomeOf(partsFor(server.baseUrl), callAt(endpoint), AbortSignal.abort());
        assert.deepEqual([failure, steps, server.requests.length], [{ kind: 'cancelled', billable: false }, [], 0]);
      });
    }

    it('closes the connection when the reader walks away', async () => {
      server.answer('streamStall');
      for await (const step of createOpenAI(partsFor(server.baseUrl)).run(
        callOf({ stream: true }),
        new AbortController().signal,
      )) {
        if (step.kind === 'partial') break;
      }
      await server.posts[0]?.closed;
    });
  });

  describe('the key', () => {
    it('does not follow the url of an answer', async () => {
      server.answer('urlGood');
      await outcomeOf(partsFor(server.baseUrl), callOf());
      const file = server.requests.find(({ method }) => method === 'GET');
      assert.equal(file?.path, '/files/good?signature=SECRET');
      assert.ok(!JSON.stringify(file.headers).includes(KEY));
    });

    it('with characters that no key has is not sent', async () => {
      const { failure } = await outcomeOf(partsFor(server.baseUrl, { key: 'sk-ü\nx' }), callOf());
      assert.deepEqual([failure?.kind, server.requests.length], ['badKey', 0]);
    });

    for (const [wanted, key, verdict] of [
      [KEY, KEY, 'accepted'],
      [KEY, 'another', 'rejected'],
      [undefined, KEY, 'accepted'],
    ] as const) {
      it(`is ${verdict} where the server wants ${wanted ? 'one' : 'none'}`, async () => {
        server.wantKey(wanted);
        assert.equal(await checkKey(partsFor(server.baseUrl).server, key, new AbortController().signal), verdict);
        assert.deepEqual([server.requests[0]?.path, server.posts.length], ['/v1/models', 0]);
      });
    }

    it('is unknown where nobody answers, or has no list of models', async () => {
      const { signal } = new AbortController();
      assert.equal(await checkKey(partsFor('http://127.0.0.1:1/v1').server, KEY, signal), 'unknown');
      assert.equal(await checkKey(partsFor(`${server.origin}/elsewhere`).server, KEY, signal), 'unknown');
    });

    it('check can be cancelled', async () => {
      await assert.rejects(
        checkKey(partsFor(server.baseUrl).server, KEY, AbortSignal.abort()),
        (error) => error instanceof Failed && error.failure.kind === 'cancelled',
      );
    });
  });

  describe('the environment', () => {
    const leaks = {
      OPENAI_BASE_URL: 'http://127.0.0.1:1/leak',
      OPENAI_API_KEY: 'sk-leak',
      OPENAI_ORG_ID: 'org-leak',
      OPENAI_PROJECT_ID: 'proj-leak',
      OPENAI_ADMIN_KEY: 'leak',
      OPENAI_CUSTOM_HEADERS: 'x-leak: leak',
      OPENAI_LOG: 'debug',
    };
    const kept = new Map<string, string | undefined>();
    before(() => {
      for (const [name, value] of Object.entries(leaks)) {
        kept.set(name, process.env[name]);
        process.env[name] = value;
      }
    });
    after(() => {
      for (const [name, value] of kept) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    });

    for (const key of [KEY, undefined]) {
      it(`changes nothing ${key ? 'with' : 'without'} a key`, async () => {
        const { failure } = await outcomeOf(partsFor(server.baseUrl, { key }), callOf());
        assert.equal(failure, undefined);
        const { headers } = server.posts[0] ?? assert.fail();
        assert.ok(!JSON.stringify(headers).includes('leak'));
        assert.deepEqual(
          Object.keys(headers).filter((name) => /openai|stainless/.test(name)),
          [],
        );
        assert.equal(headers.authorization, key && `Bearer ${key}`);
      });
    }
  });

  describe('parameters a server does not know', () => {
    it('are remembered for this server and model', async () => {
      const memory = createMemory();
      const call = callOf({ quality: 'high', moderation: 'low' });
      server.answer('unknownParameter');
      await outcomeOf(partsFor(server.baseUrl, { memory }), call);
      assert.equal(server.posts.length, 3);
      const again = await outcomeOf(partsFor(server.baseUrl, { memory }), call);
      assert.equal(server.posts.length, 4);
      assert.deepEqual(
        ofKind(again, 'note').map(({ note }) => note),
        [
          { kind: 'dropped', parameter: 'quality' },
          { kind: 'dropped', parameter: 'moderation' },
        ],
      );
      await outcomeOf(partsFor(server.baseUrl, { memory }), { ...call, model: 'another' });
      assert.equal(server.posts.length, 7);
    });

    it('take partial_images along with stream', async () => {
      server.answer((_request, response) => json(response, { detail: 'Unknown parameter: stream' }, 400), 'good');
      const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({ stream: true, partial_images: 2 }));
      assert.equal(outcome.failure, undefined);
      assert.deepEqual(Object.keys(server.posts[1]?.body ?? {}), ['model', 'prompt', 'size']);
    });
  });

  describe('sizes', () => {
    it('notes another size than asked once', async () => {
      server.answer(items(() => [0, 1].map((index) => ({ b64_json: pngOf('32x32', index).toString('base64') }))));
      const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({}, 2));
      assert.deepEqual(
        ofKind(outcome, 'note').map(({ note }) => note),
        [{ kind: 'otherSize', asked: '64x48', got: '32x32' }],
      );
    });

    it('takes ten images in one answer', async () => {
      const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({}, 10));
      assert.equal(ofKind(outcome, 'image').length, 10);
    });

    it('refuses a compressed answer that ends in the middle', async () => {
      server.answer((_request, response) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
        response.end(gzipSync(JSON.stringify({ data: [] })).subarray(0, 15));
      });
      const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf());
      assert.deepEqual(failure, { kind: 'incomplete' });
    });
  });
});
