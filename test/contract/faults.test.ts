import assert from 'node:assert/strict';
import type { Failure } from '../../src/core/failure.ts';
import type { Endpoint } from '../../src/core/models.ts';
import type { Parameters } from '../../src/core/task.ts';
import { allLines, callAt, callOf, KEY, ofKind, outcomeOf, PROMPT, partsFor } from '../support/imagesCalls.ts';
import { type FaultName, refuse } from '../support/imagesFaults.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';

/** What a fault must become: the facts of the failure that count, and what else was reported. */
interface Row {
  readonly failure?: Partial<Failure> & { kind: Failure['kind'] };
  readonly images?: number;
  readonly notes?: readonly string[];
  readonly posts?: number;
  readonly n?: number;
  readonly parameters?: Parameters;
  /** ms */
  readonly timeout?: number;
}

const stream: Parameters = { stream: true, partial_images: 2 };
const origin = /^http:\/\/127\.0\.0\.1:\d+$/;

const rows: readonly (readonly [FaultName, Row])[] = [
  ['good', { images: 3, n: 3 }],
  ['rejected', { failure: { kind: 'rejected', status: 400, parameter: 'size', message: "Invalid value: 'x'." } }],
  ['moderation', { failure: { kind: 'refused', categories: ['violence'], stage: 'input', requestId: 'req_1' } }],
  ['moderationOutput', { failure: { kind: 'refused', categories: ['violence'], stage: 'output' } }],
  ['moderationText', { failure: { kind: 'refused', categories: ['violence', 'self-harm'] } }],
  ['moderationRelay', { failure: { kind: 'refused', categories: [] } }],
  ['moderationAzure', { failure: { kind: 'refused', categories: ['violence'] } }],
  ['badKey', { failure: { kind: 'badKey', message: 'Incorrect API key provided: sk-…' } }],
  ['noCredit', { failure: { kind: 'noCredit', message: 'You exceeded your current quota.' } }],
  ['billingLimit', { failure: { kind: 'noCredit' } }],
  ['organization', { failure: { kind: 'denied', reason: 'organization' } }],
  ['denied', { failure: { kind: 'denied', reason: 'other' } }],
  ['noModel', { failure: { kind: 'noModel', model: 'gpt-image-2.6-flare' } }],
  ['noModelText', { failure: { kind: 'noModel' } }],
  ['notFound', { failure: { kind: 'noEndpoint', status: 404 } }],
  ['invalidUrl', { failure: { kind: 'noEndpoint', status: 404 } }],
  ['notAllowed', { failure: { kind: 'noEndpoint', status: 405, message: 'Method Not Allowed' } }],
  [
    'mimetype',
    {
      failure: {
        kind: 'rejected',
        status: 400,
        parameter: 'image',
        message:
          "Invalid file 'image': unsupported mimetype ('application/octet-stream'). Supported file formats are 'image/jpeg', 'image/png', and 'image/webp'.",
      },
    },
  ],
  ['tooLargeRequest', { failure: { kind: 'rejected', status: 413, message: 'Payload Too Large' } }],
  ['conflict', { failure: { kind: 'rejected', status: 409 } }],
  ['requestTimeout', { failure: { kind: 'server', status: 408 } }],
  ['errorText', { failure: { kind: 'rejected', status: 400, message: 'prompt is too spicy' } }],
  ['detailText', { failure: { kind: 'rejected', status: 422, message: 'width must be a multiple of 8' } }],
  ['rateLimit', { failure: { kind: 'rateLimited' } }],
  ['serverError', { failure: { kind: 'server', status: 500, message: 'The server had an error' } }],
  ['badGateway', { failure: { kind: 'server', status: 502 } }],
  ['unavailable', { failure: { kind: 'server', status: 503 } }],
  ['gatewayTimeout', { failure: { kind: 'server', status: 504 } }],
  ['neverAnswers', { failure: { kind: 'timedOut', seconds: 1 }, timeout: 600 }],
  ['drip', { failure: { kind: 'timedOut', seconds: 1 }, timeout: 600 }],
  ['stall', { failure: { kind: 'timedOut', seconds: 1 }, timeout: 600 }],
  ['reset', { failure: { kind: 'incomplete' } }],
  ['resetInBody', { failure: { kind: 'incomplete' } }],
  ['truncatedJson', { failure: { kind: 'incomplete' } }],
  ['html', { failure: { kind: 'notAnApi', status: 200 } }],
  ['htmlAsJson', { failure: { kind: 'notAnApi', status: 200 } }],
  ['empty', { failure: { kind: 'notAnApi', status: 200 } }],
  ['noContent', { failure: { kind: 'notAnApi', status: 204 } }],
  ['redirect302', { failure: { kind: 'redirected' } }],
  ['redirect307', { failure: { kind: 'redirected' } }],
  ['proxyAuth', { failure: { kind: 'unreachable', reason: 'proxy' } }],
  ['dataMissing', { failure: { kind: 'noImage' } }],
  ['dataEmpty', { failure: { kind: 'noImage' } }],
  ['dataNull', { failure: { kind: 'noImage' } }],
  ['base64Null', { failure: { kind: 'noImage' } }],
  ['errorInside', { failure: { kind: 'noImage', message: 'The upstream failed' } }],
  ['fewer', { images: 1, n: 3, notes: ['fewer'] }],
  ['oneBroken', { images: 2, n: 3, failure: { kind: 'badImage', reason: 'notAnImage' } }],
  ['base64Bad', { failure: { kind: 'badImage', reason: 'damaged' } }],
  ['base64Truncated', { failure: { kind: 'badImage', reason: 'truncated' }, parameters: { size: '256x256' } }],
  ['base64DataUrl', { images: 1 }],
  ['base64Lines', { images: 1 }],
  ['urlNull', { images: 2, n: 2 }],
  ['revisedPrompt', { images: 1 }],
  ['jpegAsPng', { images: 1, notes: ['otherType', 'otherSize'], parameters: { output_format: 'png' } }],
  ['htmlAsPng', { failure: { kind: 'badImage', reason: 'notAnImage' } }],
  ['svgAsPng', { failure: { kind: 'badImage', reason: 'notAnImage' } }],
  ['truncatedPng', { failure: { kind: 'badImage', reason: 'truncated' } }],
  ['badCrc', { failure: { kind: 'badImage', reason: 'damaged' } }],
  ['hugePng', { failure: { kind: 'badImage', reason: 'tooManyPixels' } }],
  ['gzipped', { images: 1 }],
  ['gzipBomb', { failure: { kind: 'tooLarge', limit: 67 * 1024 * 1024 } }],
  ['hugeBody', { failure: { kind: 'tooLarge', limit: 67 * 1024 * 1024 } }],
  ['urlGood', { images: 1, parameters: { size: '1024x1024' } }],
  ['urlData', { images: 1 }],
  ['urlExpired', { failure: { kind: 'expired', status: 403 } }],
  ['urlFile', { failure: { kind: 'urlRefused' } }],
  ['urlLinkLocal', { failure: { kind: 'urlRefused' } }],
  ['urlOtherLoopback', { failure: { kind: 'urlRefused' } }],
  ['urlPrivateHttps', { failure: { kind: 'urlRefused' } }],
  ['urlMapped', { failure: { kind: 'urlRefused' } }],
  ['urlRedirect', { failure: { kind: 'notFetched' } }],
  ['urlHtml', { failure: { kind: 'notFetched' } }],
  ['urlEndless', { failure: { kind: 'tooLarge', limit: 50 * 1024 * 1024 } }],
  ['urlStall', { failure: { kind: 'notFetched' }, timeout: 600 }],
  ['good', { images: 1, parameters: stream }],
  ['streamNoEnd', { failure: { kind: 'incomplete' }, parameters: stream }],
  ['streamError', { failure: { kind: 'refused', categories: ['sexual'] }, parameters: stream }],
  ['streamServerError', { failure: { kind: 'server', status: 500 }, parameters: stream }],
  ['streamCut', { failure: { kind: 'incomplete' }, parameters: stream }],
  ['streamHalfEvent', { failure: { kind: 'incomplete' }, parameters: stream }],
  ['streamJson', { images: 1, parameters: stream }],
  ['streamDisorder', { images: 1, parameters: stream }],
  ['streamBadPartial', { images: 1, parameters: stream }],
  ['streamStall', { failure: { kind: 'timedOut', seconds: 1 }, parameters: stream, timeout: 600 }],
  ['streamOpen', { images: 1, parameters: stream }],
  ['rateLimit', { failure: { kind: 'rateLimited' }, parameters: stream }],
  ['html', { failure: { kind: 'notAnApi', status: 200 }, parameters: stream }],
  [
    'unknownParameter',
    { images: 1, posts: 3, notes: ['dropped', 'dropped'], parameters: { quality: 'high', background: 'opaque' } },
  ],
  ['unknownInDetail', { images: 1, posts: 2, notes: ['dropped'], parameters: { quality: 'high' } }],
  ['unknownPydantic', { images: 1, posts: 2, notes: ['dropped'], parameters: { quality: 'high' } }],
  [
    'unknownForEver',
    {
      failure: { kind: 'rejected', status: 400 },
      posts: 4,
      notes: ['dropped', 'dropped', 'dropped'],
      parameters: { quality: 'high', background: 'opaque', output_format: 'png' },
    },
  ],
];

describe('what a server can show', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  for (const endpoint of ['generate', 'edit', 'variation'] as const) {
    for (const [fault, row] of rowsOf(endpoint)) {
      const title = `${fault}${row.parameters?.stream ? ' (streaming)' : ''} → ${row.failure?.kind ?? `${row.images} saved`}`;
      it(`${endpoint}: ${title}`, async () => {
        server.answer(fault);
        const parts = partsFor(server.baseUrl, row.timeout === undefined ? {} : { timeoutMs: row.timeout });
        const outcome = await outcomeOf(parts, callAt(endpoint, row.parameters, row.n));
        assert.deepEqual(pick(outcome.failure, row.failure), row.failure);
        assert.equal(ofKind(outcome, 'image').length, row.images ?? 0);
        assert.deepEqual(
          ofKind(outcome, 'note').map(({ note }) => note.kind),
          row.notes ?? [],
        );
        assert.equal(server.posts.length, row.posts ?? 1);
        assert.deepEqual(server.violations, []);
        assert.deepEqual(server.strays, []);
      });
    }
  }

  it('says only 5xx pages without their HTML', async () => {
    server.answer('badGateway');
    const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf());
    assert.deepEqual(failure, { kind: 'server', status: 502, requestId: 'req_1' });
  });

  it('asks for a key where it sent none', async () => {
    server.answer('badKey');
    const { failure } = await outcomeOf(partsFor(server.baseUrl, { key: undefined }), callOf());
    assert.equal(failure?.kind, 'noKey');
    assert.match(failure.origin, origin);
    assert.equal(server.posts[0]?.headers.authorization, undefined);
  });

  for (const [fault, wait] of [
    ['rateLimit', 1000],
    ['rateLimitMs', 300],
    ['rateLimitHour', 3_600_000],
    ['rateLimitGarbage', undefined],
    ['rateLimitNegative', undefined],
  ] as const) {
    it(`${fault} may be asked again ${wait === undefined ? 'at an unknown time' : `in ${wait} ms`}`, async () => {
      server.answer(fault);
      const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf());
      assert.equal(failure?.kind, 'rateLimited');
      if (wait === undefined) assert.equal(failure.until, undefined);
      else assert.ok(Math.abs((failure.until ?? 0) - Date.now() - wait) < 250, `${failure.until}`);
    });
  }

  for (const [model, replacement] of [
    ['dall-e-3', 'gpt-image-2.6-flare'],
    ['gpt-image-1.5', 'gpt-image-2.6-flare'],
    ['gpt-image-2.6-sunburst', undefined],
    ['sd-turbo', undefined],
  ] as const) {
    it(`offers ${replacement ?? 'nothing'} where the server has no ${model}`, async () => {
      for (const fault of ['noModel', 'noModelText'] as const) {
        server.answer(fault);
        const { failure } = await outcomeOf(partsFor(server.baseUrl), { ...callOf(), model, parameters: {} });
        assert.equal(failure?.kind, 'noModel', fault);
        assert.deepEqual([failure.model, failure.replacement], [model, replacement], fault);
      }
    });
  }

  it('caps a long message, and takes our key out of it', async () => {
    const message = `Key ${KEY} is bad. ${'x'.repeat(2000)}`;
    server.answer(refuse(400, { message }, { 'x-request-id': KEY }));
    const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf());
    assert.equal(failure?.kind, 'rejected');
    assert.ok((failure.message?.length ?? 0) <= 500);
    assert.ok(!JSON.stringify(failure).includes(KEY));
  });

  it('leaves no key, prompt, query or message in the log', () => {
    const log = JSON.stringify(allLines);
    assert.ok(allLines.length > rows.length);
    for (const secret of [KEY, PROMPT, 'SECRET', 'signature', 'spicy']) assert.ok(!log.includes(secret), secret);
  });
});

/** The rows as they are at one endpoint. */
function rowsOf(endpoint: Endpoint): typeof rows {
  if (endpoint !== 'variation') return rows;
  // It knows no other parameter than the size, and without it the edits endpoint is asked once.
  const known = rows.filter(([, { parameters = {} }]) => Object.keys(parameters).every((name) => name === 'size'));
  return known.map(([fault, row]) => [
    fault,
    row.failure?.kind === 'noEndpoint' ? { ...row, posts: 2, notes: ['noVariations'] } : row,
  ]);
}

/** The members of `from` that `wanted` names. */
function pick(from: Failure | undefined, wanted: object | undefined): object | undefined {
  if (!from || !wanted) return from;
  return Object.fromEntries(Object.entries(from).filter(([name]) => name in wanted));
}
