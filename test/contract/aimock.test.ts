import assert from 'node:assert/strict';
import { LLMock } from '@copilotkit/aimock';
import type { Failure } from '../../src/core/failure.ts';
import { callAt, callOf, ofKind, outcomeOf, PROMPT, partsFor, uploadOf } from '../support/imagesCalls.ts';
import { pngOf } from '../support/imagesSamples.ts';

// A mock of the API that others wrote: what we believe of it must not be only our own.
describe('against aimock', () => {
  const mock = new LLMock({ port: 0, host: '127.0.0.1', logLevel: 'silent' });
  const b64Json = pngOf('64x48').toString('base64');
  before(() => mock.start());
  after(() => mock.stop());
  beforeEach(() => mock.clearFixtures());

  it('makes an image from base64', async () => {
    mock.onImage(PROMPT, { image: { b64Json, revisedPrompt: 'A cat, revised' } });
    const outcome = await outcomeOf(partsFor(`${mock.url}/v1`), callOf());
    const [image] = ofKind(outcome, 'image');
    assert.equal(outcome.failure, undefined);
    assert.deepEqual(image && Buffer.from(image.bytes), pngOf('64x48'));
    assert.equal(image?.revisedPrompt, 'A cat, revised');
  });

  it('makes several, and one from JSON although a stream was asked for', async () => {
    mock.onImage(PROMPT, { images: [{ b64Json }, { b64Json }, { b64Json }] });
    const several = await outcomeOf(partsFor(`${mock.url}/v1`), callOf({}, 3));
    assert.equal(ofKind(several, 'image').length, 3);
    const streamed = await outcomeOf(partsFor(`${mock.url}/v1`), callOf({ stream: true, partial_images: 1 }));
    assert.equal(streamed.failure, undefined);
  });

  it('says that fewer came', async () => {
    mock.onImage(PROMPT, { image: { b64Json } });
    const outcome = await outcomeOf(partsFor(`${mock.url}/v1`), callOf({}, 3));
    assert.deepEqual(
      ofKind(outcome, 'note').map(({ note }) => note),
      [{ kind: 'fewer', asked: 3, got: 1 }],
    );
  });

  it('refuses a url in it that leads into the own network', async () => {
    mock.onImage(PROMPT, { image: { url: 'http://10.0.0.1/picture.png' } });
    assert.deepEqual((await outcomeOf(partsFor(`${mock.url}/v1`), callOf())).failure, { kind: 'urlRefused' });
  });

  it('edits, with several pictures and a mask', async () => {
    mock.onImage(PROMPT, { images: [{ b64Json }, { b64Json }] });
    const picture = uploadOf(pngOf('64x48'));
    const inputs = { images: [picture, picture], mask: picture.bytes };
    const outcome = await outcomeOf(partsFor(`${mock.url}/v1`), callAt('edit', {}, 2, inputs));
    assert.deepEqual([outcome.failure, ofKind(outcome, 'image').length], [undefined, 2]);
  });

  it('makes variations by edits: its endpoint for them is retired, as OpenAI’s is', async () => {
    mock.onImage(PROMPT, { image: { b64Json } });
    mock.clearRequests();
    const outcome = await outcomeOf(partsFor(`${mock.url}/v1`), callAt('variation'));
    assert.deepEqual([outcome.failure, ofKind(outcome, 'image').length], [undefined, 1]);
    assert.deepEqual(
      mock.getRequests().map(({ path }) => path),
      ['/v1/images/variations', '/v1/images/edits'],
    );
  });

  const errors: readonly (readonly [number, object, Failure['kind']])[] = [
    [400, { message: 'Rejected', type: 'image_generation_user_error', code: 'moderation_blocked' }, 'refused'],
    [400, { message: 'Billing hard limit has been reached', code: 'billing_hard_limit_reached' }, 'noCredit'],
    [401, { message: 'Incorrect API key provided', code: 'invalid_api_key' }, 'badKey'],
    [404, { message: 'The model does not exist', code: 'model_not_found' }, 'noModel'],
    [429, { message: 'Rate limit reached', code: 'rate_limit_exceeded' }, 'rateLimited'],
    [500, { message: 'The server had an error', type: 'server_error' }, 'server'],
  ];
  for (const endpoint of ['generate', 'edit'] as const) {
    for (const [status, error, kind] of errors) {
      it(`${endpoint}: understands its ${status} as ${kind}`, async () => {
        const told = { message: '', type: 'invalid_request_error', ...error };
        mock.on({ endpoint: 'image' }, { error: told, status });
        mock.clearRequests();
        assert.equal((await outcomeOf(partsFor(`${mock.url}/v1`), callAt(endpoint))).failure?.kind, kind);
        assert.equal(mock.getRequests().length, 1);
      });
    }
  }
});
