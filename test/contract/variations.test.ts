import assert from 'node:assert/strict';
import { Failed, type Failure } from '../../src/core/failure.ts';
import type { Note } from '../../src/core/note.ts';
import type { Call } from '../../src/core/task.ts';
import { createOpenAI } from '../../src/provider/openai.ts';
import { callAt, type Outcome, ofKind, outcomeOf, PROMPT, partsFor, uploadOf } from '../support/imagesCalls.ts';
import { type FaultName, json, refuse } from '../support/imagesFaults.ts';
import { html, pngOf } from '../support/imagesSamples.ts';
import { type Answer, type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { createMemory } from '../support/servers.ts';

const square = uploadOf(pngOf('64x64', 3));
const noVariations: Note = { kind: 'noVariations' };

describe('variations', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  const call: Call = {
    ...callAt('variation', { size: '64x64', response_format: 'b64_json' }, 3, { images: [square] }),
    model: 'dall-e-2',
  };
  const paths = () => server.posts.map(({ path }) => path.replace('/v1/images/', ''));
  const notesOf = (outcome: Outcome) => ofKind(outcome, 'note').map(({ note }) => note);

  it('sends a picture and no prompt', async () => {
    const outcome = await outcomeOf(partsFor(server.baseUrl), call);
    const [post = assert.fail()] = server.posts;
    assert.deepEqual(paths(), ['variations']);
    assert.deepEqual(post.fields, { model: 'dall-e-2', n: '3', size: '64x64', response_format: 'b64_json' });
    assert.deepEqual(post.files, [{ field: 'image', name: 'image.png', type: 'image/png', bytes: square.bytes }]);
    assert.deepEqual([outcome.failure, notesOf(outcome), server.violations], [undefined, [], []]);
    assert.equal(ofKind(outcome, 'image').length, 3);
  });

  it('takes links, which such servers answer', async () => {
    server.answer('urlGood');
    const outcome = await outcomeOf(partsFor(server.baseUrl), callAt('variation', { size: '1024x1024' }));
    assert.deepEqual([outcome.failure, ofKind(outcome, 'image').length], [undefined, 1]);
  });

  describe('on a server that has none', () => {
    const absent: readonly (readonly [string, Answer | FaultName])[] = [
      ['an empty 404', 'notFound'],
      ['a 404 for the address', 'invalidUrl'],
      ['FastAPI’s 404', (_request, response) => json(response, { detail: 'Not Found' }, 404)],
      ['Azure’s and LocalAI’s 404', (_request, response) => json(response, { error: { message: 'Resource not found' } }, 404)],
      ['a page as 404', (_request, response) => void response.writeHead(404, { 'content-type': 'text/html' }).end(html)],
      ['a text as 404', (_request, response) => void response.writeHead(404).end('404 page not found')],
      ['a 405', 'notAllowed'],
    ];
    it('a 404 that says something else leads nowhere', async () => {
      server.answer((_request, response) => json(response, { error: { message: 'No GPU is free for this.' } }, 404));
      const outcome = await outcomeOf(partsFor(server.baseUrl, { memory: createMemory() }), call);
      assert.deepEqual(paths(), ['variations']);
      assert.equal(outcome.failure?.kind, 'noEndpoint');
    });

    for (const [what, answer] of absent) {
      it(`${what} leads to the edits, once and for all`, async () => {
        const parts = partsFor(server.baseUrl, { memory: createMemory() });
        server.answer(answer, 'good');
        const first = await outcomeOf(parts, call);
        assert.deepEqual(paths(), ['variations', 'edits']);
        assert.deepEqual(
          first.steps.map(({ kind }) => kind),
          ['sent', 'note', 'image', 'image', 'image', 'usage'],
        );
        const second = await outcomeOf(parts, call);
        assert.deepEqual(paths(), ['variations', 'edits', 'edits']);
        assert.deepEqual(
          second.steps.map(({ kind }) => kind),
          ['note', 'sent', 'image', 'image', 'image', 'usage'],
        );
        for (const outcome of [first, second]) assert.deepEqual([outcome.failure, notesOf(outcome)], [undefined, [noVariations]]);
        const [, edit = assert.fail()] = server.posts;
        assert.deepEqual(edit.fields, {
          model: 'dall-e-2',
          prompt: PROMPT,
          n: '3',
          size: '64x64',
          response_format: 'b64_json',
        });
        assert.deepEqual(edit.files, [{ field: 'image', name: 'image.png', type: 'image/png', bytes: square.bytes }]);
        assert.deepEqual(server.violations, []);
      });
    }

    it('several at once each get there', async () => {
      const parts = partsFor(server.baseUrl, { memory: createMemory() });
      server.answer('retired');
      const outcomes = await Promise.all([1, 2, 3].map(() => outcomeOf(parts, { ...call, n: 1 })));
      for (const outcome of outcomes) {
        assert.deepEqual([outcome.failure, ofKind(outcome, 'image').length], [undefined, 1]);
      }
      assert.deepEqual(paths().sort(), ['edits', 'edits', 'edits', 'variations', 'variations', 'variations']);
      await outcomeOf(parts, call);
      assert.equal(server.posts.length, 7);
    });

    it('edits are not asked because of another address on the same server', async () => {
      const memory = createMemory();
      server.answer('notFound');
      const wrong = await outcomeOf(partsFor(`${server.origin}/elsewhere`, { memory }), call);
      assert.equal(wrong.failure?.kind, 'noEndpoint');
      server.reset();
      await outcomeOf(partsFor(server.baseUrl, { memory }), call);
      assert.deepEqual(paths(), ['variations']);
    });

    it('the edit goes out without what the server does not know', async () => {
      const unknown = refuse(400, { message: "Unknown parameter: 'response_format'.", code: 'unknown_parameter' });
      server.answer('notFound', unknown, 'good');
      const outcome = await outcomeOf(partsFor(server.baseUrl), call);
      assert.deepEqual(notesOf(outcome), [noVariations, { kind: 'dropped', parameter: 'response_format' }]);
      assert.deepEqual([outcome.failure, paths()], [undefined, ['variations', 'edits', 'edits']]);
    });

    const faults: readonly (readonly [FaultName, Failure['kind']])[] = [
      ['notFound', 'noEndpoint'],
      ['serverError', 'server'],
      ['noModel', 'noModel'],
      ['reset', 'incomplete'],
      ['rateLimit', 'rateLimited'],
    ];
    for (const [fault, kind] of faults) {
      it(`an edit that answers ${fault} is not sent again`, async () => {
        server.answer('notFound', fault);
        const { failure } = await outcomeOf(partsFor(server.baseUrl), call);
        assert.deepEqual([failure?.kind, paths()], [kind, ['variations', 'edits']]);
      });
    }
  });

  describe('are not asked of the edits', () => {
    const others: readonly (readonly [FaultName, Failure['kind']])[] = [
      ['noModel', 'noModel'],
      ['noModelText', 'noModel'],
      ['serverError', 'server'],
      ['unavailable', 'server'],
      ['badKey', 'badKey'],
      ['moderation', 'refused'],
      ['tooLargeRequest', 'rejected'],
      ['rateLimit', 'rateLimited'],
      ['reset', 'incomplete'],
      ['html', 'notAnApi'],
      ['empty', 'notAnApi'],
      ['redirect307', 'redirected'],
      ['dataEmpty', 'noImage'],
    ];
    for (const [fault, kind] of others) {
      it(`after ${fault}`, async () => {
        const parts = partsFor(server.baseUrl, { memory: createMemory() });
        server.answer(fault);
        const outcome = await outcomeOf(parts, call);
        assert.deepEqual([outcome.failure?.kind, paths(), notesOf(outcome)], [kind, ['variations'], []]);
        server.answer('good');
        await outcomeOf(parts, call);
        assert.deepEqual(paths(), ['variations', 'variations']);
      });
    }
  });

  describe('cancel', () => {
    for (const [when, kind, posts, billable] of [
      ['between the two requests', 'note', 1, false],
      ['while the edit is made', 'sent', 2, true],
    ] as const) {
      it(`${when} ends at once, and nothing more is sent`, async () => {
        const controller = new AbortController();
        let at = Number.POSITIVE_INFINITY;
        let ended: Failure | undefined;
        const abort = () => {
          at = performance.now();
          controller.abort();
        };
        server.answer('notFound', (request) => {
          if (kind === 'sent' && request.path.endsWith('/edits')) abort();
        });
        try {
          for await (const step of createOpenAI(partsFor(server.baseUrl)).run(call, controller.signal)) {
            if (step.kind === kind && kind === 'note') abort();
          }
        } catch (error) {
          if (!(error instanceof Failed)) throw error;
          ended = error.failure;
        }
        assert.deepEqual(ended, { kind: 'cancelled', billable });
        assert.ok(performance.now() - at < 1000);
        assert.equal(server.posts.length, posts);
      });
    }
  });
});
