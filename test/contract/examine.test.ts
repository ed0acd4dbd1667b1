import assert from 'node:assert/strict';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import type { Examination } from '../../src/core/examination.ts';
import { Failed } from '../../src/core/failure.ts';
import { examine } from '../../src/provider/examine.ts';
import { checkKey } from '../../src/provider/openai.ts';
import type { WireLine } from '../../src/provider/wire.ts';
import { KEY } from '../support/imagesCalls.ts';
import { certificate, key as certificateKey } from '../support/imagesCertificate.ts';
import { type FaultName, json, refuse } from '../support/imagesFaults.ts';
import { type Answer, type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { readServer } from '../support/servers.ts';

describe('the free look at a server', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  const look = (baseUrl: string, key: string | undefined = KEY, timeout = 2000) =>
    examine(readServer(baseUrl), key, timeout, new AbortController().signal);
  /** What was found, but for the time. */
  const foundAt = async (...asked: Parameters<typeof look>): Promise<Omit<Examination, 'ms'>> => {
    const { ms, ...found } = await look(...asked);
    assert.ok(Number.isInteger(ms) && ms >= 0 && ms < 60_000, `${ms} ms`);
    return found;
  };
  const list =
    (body: unknown): Answer =>
    (_request, response) =>
      json(response, body);
  const listing = (data: unknown) => list({ object: 'list', data });

  it('is one GET with the key, and nothing else', async () => {
    assert.deepEqual(await foundAt(server.baseUrl), { status: 200, models: [{ id: 'gpt-image-2.6-flare' }] });
    const [request] = server.requests;
    assert.deepEqual([request?.method, request?.path, request?.text], ['GET', '/v1/models', '']);
    assert.equal(request?.headers.authorization, `Bearer ${KEY}`);
    assert.equal(server.requests.length, 1);
  });

  it('goes without a key where there is none', async () => {
    server.wantKey(KEY);
    const { failure, status } = await foundAt(server.baseUrl, '');
    assert.deepEqual([status, failure?.kind], [401, 'noKey']);
    assert.equal(server.requests[0]?.headers.authorization, undefined);
  });

  it('is a line of the log, without key and path', async () => {
    const lines: WireLine[] = [];
    const { signal } = new AbortController();
    await examine(readServer(server.baseUrl), KEY, 2000, signal, (line) => lines.push(line));
    assert.deepEqual(
      lines.map(({ method, origin, status, outcome }) => [method, origin, status, outcome]),
      [['GET', server.origin, 200, 'ok']],
    );
    assert.ok(!JSON.stringify(lines).includes(KEY));
  });

  const long = 'm'.repeat(300);
  const lists: readonly (readonly [string, Answer, Examination['models']])[] = [
    ['without entries', listing([]), []],
    ['with the key for a name', listing([{ id: KEY }, { id: `x-${KEY}` }, { id: 'a' }]), [{ id: 'a' }]],
    ['that is a bare array', list([{ id: 'a' }, { id: 'b' }]), [{ id: 'a' }, { id: 'b' }]],
    [
      'of garbage with two models in it',
      listing([null, 3, 'x', [], {}, { id: 7 }, { id: '' }, { id: 'a' }, { id: { id: 'b' } }, { id: ' b ' }, { id: 'a' }]),
      [{ id: 'a' }, { id: 'b' }],
    ],
    [
      'with names that would turn a line round, or break it',
      listing([{ id: 'a\u202eb' }, { id: 'a\nb' }, { id: 'a\u200b' }, { id: 'good' }]),
      [{ id: 'good' }],
    ],
    ['with endless names', listing([{ id: long }]), [{ id: long.slice(0, 200) }]],
    [
      'with dates in every spelling',
      listing([
        { id: 'day', shutdown_date: '2026-12-01' },
        { id: 'time', shutdown_date: '2026-12-01T08:00:00Z' },
        { id: 'seconds', shutdown_date: 1_796_083_200 },
        { id: 'ms', shutdown_date: 1_796_083_200_000 },
        { id: 'none', shutdown_date: null },
        { id: 'garbage', shutdown_date: 'soon' },
        { id: 'no day', shutdown_date: '2026-13-45' },
        { id: 'zero', shutdown_date: 0 },
        { id: 'endless', shutdown_date: 1e300 },
      ]),
      [
        { id: 'day', shutdownDate: '2026-12-01' },
        { id: 'time', shutdownDate: '2026-12-01' },
        { id: 'seconds', shutdownDate: '2026-12-01' },
        { id: 'ms', shutdownDate: '2026-12-01' },
        ...['none', 'garbage', 'no day', 'zero', 'endless'].map((id) => ({ id })),
      ],
    ],
    ['that is no list', list({}), undefined],
    ['whose data are no list', list({ data: 'x' }), undefined],
    ['that is null', list(null), undefined],
  ];
  for (const [what, answer, models] of lists) {
    it(`takes of a list ${what} what it can`, async () => {
      server.answerModels(answer);
      assert.deepEqual(await foundAt(server.baseUrl), { status: 200, ...(models && { models }) });
    });
  }

  it('takes at most 2000 models', async () => {
    server.answerModels(listing(Array.from({ length: 5000 }, (_, index) => ({ id: `m${index}` }))));
    assert.equal((await look(server.baseUrl)).models?.length, 2000);
  });

  const wrong: readonly (readonly [string, FaultName | Answer, string, number | undefined])[] = [
    ['an HTML page', 'html', 'notAnApi', 200],
    ['an HTML page that says it is JSON', 'htmlAsJson', 'notAnApi', 200],
    ['nothing', 'empty', 'notAnApi', 200],
    ['no content', 'noContent', 'notAnApi', 204],
    ['half an answer', 'truncatedJson', 'notAnApi', 200],
    ['more than 1 MB', 'hugeBody', 'tooLarge', 200],
    ['a bomb', 'gzipBomb', 'tooLarge', 200],
    ['an answer that never comes', 'neverAnswers', 'timedOut', undefined],
    ['an answer that never ends', 'stall', 'timedOut', 200],
    ['a reset', 'reset', 'incomplete', undefined],
    ['a reset in the middle', 'resetInBody', 'incomplete', 200],
    ['401', 'badKey', 'badKey', 401],
    ['403', refuse(403, { message: 'No access.' }), 'denied', 403],
    ['404', 'notFound', 'noEndpoint', 404],
    ['429', refuse(429, { message: 'Slow down.' }), 'rateLimited', 429],
    ['500', refuse(500, { message: 'Oh.' }), 'server', 500],
    ['an error inside a 200', 'errorInside', 'notAnApi', 200],
    ['the error of a wrong key inside a 200', list({ error: { code: 'invalid_api_key' } }), 'badKey', 200],
    ['a redirect', 'redirect302', 'redirected', 302],
    ['a proxy that wants a login', 'proxyAuth', 'unreachable', 407],
  ];
  for (const [what, answer, kind, status] of wrong) {
    it(`finds ${kind} where ${what} comes back`, async () => {
      server.answerModels(answer);
      const found = await foundAt(server.baseUrl, KEY, 400);
      assert.deepEqual([found.failure?.kind, found.status, found.models], [kind, status, undefined]);
      assert.ok(!JSON.stringify(found).includes(KEY));
      assert.deepEqual(server.strays, []);
    });
  }

  it('finds nobody at a port, no host of that name, and a certificate that is not trusted', async () => {
    const tls = https.createServer({ key: certificateKey, cert: certificate });
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    try {
      const table: readonly (readonly [string, string])[] = [
        [`http://127.0.0.1:${await freePort()}/v1`, 'refused'],
        ['http://easel-test.invalid/v1', 'unknownHost'],
        [`https://127.0.0.1:${portOf(tls)}/v1`, 'certificate'],
      ];
      for (const [baseUrl, reason] of table) {
        const { host } = new URL(baseUrl);
        assert.deepEqual(await foundAt(baseUrl, KEY, 10_000), { failure: { kind: 'unreachable', host, reason } });
      }
    } finally {
      tls.close();
    }
  });

  it('sends nothing with what cannot be a key', async () => {
    assert.deepEqual(await foundAt(server.baseUrl, 'sk-ü\nx'), { failure: { kind: 'badKey', origin: server.origin } });
    assert.deepEqual(server.requests, []);
  });

  it('ends at once when it is cancelled', async () => {
    const controller = new AbortController();
    server.answerModels(() => controller.abort());
    await assert.rejects(
      examine(readServer(server.baseUrl), KEY, 20_000, controller.signal),
      (error) => error instanceof Failed && error.failure.kind === 'cancelled',
    );
  });

  it('accepts a key whose list of models is too long to be read', async () => {
    server.answerModels('hugeBody');
    assert.equal(await checkKey(readServer(server.baseUrl), KEY, new AbortController().signal), 'accepted');
  });
});

/** A port of the loopback that nobody listens at. */
async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(server: net.Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
