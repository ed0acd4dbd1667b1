import assert from 'node:assert/strict';
import { Failed, type Failure } from '../../src/core/failure.ts';
import type { Parameters } from '../../src/core/task.ts';
import { createOpenAI } from '../../src/provider/openai.ts';
import { callOf, partsFor } from '../support/imagesCalls.ts';
import { completedOf, type FaultName, items, openEvents } from '../support/imagesFaults.ts';
import { pngOf } from '../support/imagesSamples.ts';
import { type Answer, type ImagesServer, startImagesServer } from '../support/imagesServer.ts';

const stream: Parameters = { stream: true };
const b64_json = pngOf('64x48').toString('base64');
const cancelled: Failure = { kind: 'cancelled', billable: true };
const badImage: Failure = { kind: 'badImage', reason: 'notAnImage' };

/** A stream that stays open after `completed` images. */
const streamOf = (completed: number): Answer => {
  return ({ body }, response) => {
    const write = openEvents(response);
    for (let index = 0; index < completed; index++) write('image_generation.completed', completedOf(body));
  };
};

// Promise P5: bytes that are complete are never thrown away, and a call whose images are all kept is done.
const rows: readonly (readonly [string, Answer | FaultName, number, Parameters, number, Failure | undefined])[] = [
  ['of a stream that brought everything, is done', 'good', 1, stream, 1, undefined],
  ['of a stream that stays open, is done', streamOf(1), 1, stream, 1, undefined],
  ['of a stream that has more to bring, is cancelled', streamOf(1), 2, stream, 1, cancelled],
  ['of an answer in one piece, is done', 'good', 1, {}, 1, undefined],
  ['of several in one piece, keeps all and is done', 'good', 3, {}, 3, undefined],
  [
    'before a broken one, keeps what comes behind it',
    items(() => [{ b64_json }, { b64_json: 'AAAA' }, { b64_json }]),
    3,
    {},
    2,
    badImage,
  ],
  [
    'before one that is still to be fetched, keeps what is here, and fetches no more',
    items((_request, origin) => [{ b64_json }, { url: `${origin}/files/good` }, { b64_json }]),
    3,
    {},
    2,
    cancelled,
  ],
];

describe('cancelling while the first image is being saved', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  for (const [what, answer, n, parameters, images, failure] of rows) {
    it(what, async () => {
      server.answer(answer);
      const controller = new AbortController();
      let kept = 0;
      let ended: Failure | undefined;
      try {
        for await (const step of createOpenAI(partsFor(server.baseUrl)).run(callOf(parameters, n), controller.signal)) {
          if (step.kind !== 'image') continue;
          controller.abort();
          // What the abort sets off has happened before the saving ends.
          await new Promise((resolve) => setImmediate(resolve));
          kept++;
        }
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        ended = error.failure;
      }
      assert.deepEqual([kept, ended], [images, failure]);
      assert.equal(server.requests.length, 1);
    });
  }
});
