import assert from 'node:assert/strict';
import dns from 'node:dns/promises';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { Failed, type Failure } from '../../src/core/failure.ts';
import { download } from '../../src/provider/download.ts';
import type { WireLine } from '../../src/provider/wire.ts';
import { callOf, ofKind, outcomeOf, partsFor } from '../support/imagesCalls.ts';
import { certificate, key } from '../support/imagesCertificate.ts';
import { items } from '../support/imagesFaults.ts';
import { html, pngOf } from '../support/imagesSamples.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { readServer } from '../support/servers.ts';

const SIGNED = '/a.png?signature=SECRET';

describe('the link to an image', () => {
  let server: ImagesServer;
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  afterEach(async () => {
    server.reset();
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(servers.splice(0).map((one) => new Promise((resolve) => one.close(resolve))));
  });

  /** Listens on a free port of the loopback; gives `127.0.0.1:<port>`. */
  async function listen(one: Server): Promise<string> {
    servers.push(one);
    one.on('connection', (socket) => sockets.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => one.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = one.address();
    return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Makes one image whose link leads to `link`. */
  async function fetchImage(link: string, signal?: AbortSignal, timeoutMs = 1000) {
    server.answer(items(() => [{ url: link }]));
    const lines: WireLine[] = [];
    const parts = partsFor(server.baseUrl, { timeoutMs, log: (line) => lines.push(line) });
    const outcome = await outcomeOf(parts, callOf({ size: 'auto' }), signal);
    assert.equal(server.posts.length, 1, 'what may be billed is sent once');
    assert.ok(!JSON.stringify([lines, outcome]).includes('SECRET'));
    return { outcome, lines };
  }

  const whole: RequestListener = (_request, response) => void response.end(pngOf('64x48'));
  const status = (code: number, type = 'text/html', headers = {}): RequestListener => {
    return (_request, response) => void response.writeHead(code, { 'content-type': type, ...headers }).end(html);
  };
  const reset: RequestListener = (request) => void request.socket.resetAndDestroy();
  const resetInBody: RequestListener = (request, response) => {
    response.writeHead(200, { 'content-length': '1000' }).write('x', () => request.socket.resetAndDestroy());
  };
  const stall: RequestListener = (_request, response) => void response.writeHead(200, { 'content-length': '9' }).write('x');
  const silent: RequestListener = () => {};

  // Each row: what the GETs meet, one after the other, how many there are, and what comes of it.
  const rows: readonly (readonly [string, readonly RequestListener[], number, Failure['kind'] | 'saved'])[] = [
    ['resets twice', [reset, reset, whole], 2, 'notFetched'],
    ['resets once', [reset, whole], 2, 'saved'],
    ['resets in the middle once', [resetInBody, whole], 2, 'saved'],
    ['resets in the middle twice', [resetInBody, resetInBody, whole], 2, 'notFetched'],
    ['fails with 500 twice', [status(500), status(500), whole], 2, 'notFetched'],
    ['fails with 503 once', [status(503), whole], 2, 'saved'],
    ['fails and then is expired', [status(502), status(403), whole], 2, 'expired'],
    ['is expired', [status(404), whole], 1, 'expired'],
    ['redirects', [status(302, 'text/html', { location: 'http://127.0.0.2/' }), whole], 1, 'notFetched'],
    ['wants a login at a proxy', [status(407), whole], 1, 'notFetched'],
    ['answers with a page', [status(200, 'text/html; charset=utf-8'), whole], 1, 'notFetched'],
    ['answers with something else', [status(200, 'application/octet-stream'), whole], 1, 'badImage'],
    ['answers in an encoding nobody asked for', [status(200, 'image/png', { 'content-encoding': 'x' }), whole], 1, 'notFetched'],
    ['never answers', [silent, whole], 1, 'notFetched'],
    ['stalls', [stall, whole], 1, 'notFetched'],
    ['fails and then stalls', [status(500), stall, whole], 2, 'notFetched'],
  ];
  for (const [what, answers, gets, end] of rows) {
    it(`that ${what} is ${end} after ${gets} GETs`, async () => {
      let got = 0;
      const host = await listen(http.createServer((request, response) => answers[got++]?.(request, response)));
      const { outcome, lines } = await fetchImage(`http://${host}${SIGNED}`, undefined, 400);
      assert.equal(outcome.failure?.kind ?? 'saved', end);
      if (end === 'notFetched') assert.deepEqual(outcome.failure, { kind: 'notFetched', host });
      assert.equal(ofKind(outcome, 'image').length, end === 'saved' ? 1 : 0);
      assert.equal(got, gets);
      assert.equal(lines.filter(({ method }) => method === 'GET').length, gets, 'each GET is a line of the log');
    });
  }

  const connections: readonly (readonly [string, 'http' | 'https', () => Server])[] = [
    ['has a certificate of its own', 'https', () => https.createServer({ key, cert: certificate })],
    ['speaks no TLS', 'https', () => http.createServer(whole)],
    ['never ends the handshake', 'https', () => net.createServer()],
    ['speaks something else', 'http', () => net.createServer((socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n'))],
    ['hangs up', 'http', () => net.createServer((socket) => socket.once('data', () => socket.end()))],
  ];
  for (const [what, scheme, create] of connections) {
    it(`to a server that ${what} is notFetched`, async () => {
      const one = create();
      const host = await listen(one);
      const { outcome } = await fetchImage(`${scheme}://${host}${SIGNED}`, undefined, 400);
      assert.deepEqual(outcome.failure, { kind: 'notFetched', host });
      assert.ok(sockets.length <= 2);
    });
  }

  it('where nobody listens is notFetched', async () => {
    const host = await listen(net.createServer());
    await Promise.all(servers.splice(0).map((one) => new Promise((resolve) => one.close(resolve))));
    const { outcome, lines } = await fetchImage(`http://${host}${SIGNED}`);
    assert.deepEqual(outcome.failure, { kind: 'notFetched', host });
    assert.equal(lines.filter(({ method }) => method === 'GET').length, 2);
  });

  it('is given one deadline for both GETs', async () => {
    let got = 0;
    const host = await listen(
      http.createServer((_request, response) => {
        if (got++ === 0) setTimeout(() => response.writeHead(500).end(), 400);
      }),
    );
    const { outcome, lines } = await fetchImage(`http://${host}${SIGNED}`, undefined, 600);
    assert.deepEqual(outcome.failure, { kind: 'notFetched', host });
    const spent = lines.filter(({ method }) => method === 'GET').map(({ ms }) => ms);
    assert.equal(spent.length, 2);
    assert.ok((spent[0] ?? 0) + (spent[1] ?? 0) < 900, `${spent}`);
  });

  it('can be cancelled while it is fetched again, and the image may be billed', async () => {
    const controller = new AbortController();
    let got = 0;
    let at = Number.POSITIVE_INFINITY;
    const host = await listen(
      http.createServer((_request, response) => {
        if (got++ === 0) return void response.writeHead(500).end();
        at = performance.now();
        controller.abort();
      }),
    );
    const { outcome } = await fetchImage(`http://${host}${SIGNED}`, controller.signal);
    assert.deepEqual(outcome.failure, { kind: 'cancelled', billable: true });
    assert.ok(performance.now() - at < 1000);
    assert.equal(got, 2);
  });

  it('takes only its own image with it', async () => {
    const host = await listen(http.createServer(status(500)));
    server.answer(items(() => [{ url: `http://${host}/a.png` }, { b64_json: pngOf('64x48').toString('base64') }]));
    const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({}, 2));
    assert.equal(ofKind(outcome, 'image').length, 1);
    assert.deepEqual(outcome.failure, { kind: 'notFetched', host });
  });

  describe('with a name', () => {
    const { lookup } = dns;
    afterEach(() => useLookup(lookup));

    /** Resolves no name outside this process: tests ask nobody but the loopback. */
    function useLookup(answer: (name: string) => unknown): void {
      Object.assign(dns, { lookup: answer });
      syncBuiltinESMExports();
    }

    async function failureOf(signal: AbortSignal, timeoutMs: number): Promise<Failure> {
      const parts = { server: readServer('http://127.0.0.1:1/v1'), timeoutMs, log: () => assert.fail('a connection') };
      try {
        await download(`https://images.example${SIGNED}`, parts, signal);
        return assert.fail('fetched');
      } catch (error) {
        if (error instanceof Failed) return error.failure;
        throw error;
      }
    }

    const notFetched: Failure = { kind: 'notFetched', host: 'images.example' };

    it('that nobody knows is notFetched, asked for twice', async () => {
      const names: string[] = [];
      useLookup(async (name) => {
        names.push(name);
        throw Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      });
      assert.deepEqual(await failureOf(new AbortController().signal, 1000), notFetched);
      assert.deepEqual(names, ['images.example', 'images.example']);
    });

    it('that is not resolved within the deadline is notFetched', async () => {
      useLookup(() => new Promise(() => {}));
      assert.deepEqual(await failureOf(new AbortController().signal, 100), notFetched);
    });

    it('can be cancelled while it is resolved', async () => {
      const controller = new AbortController();
      useLookup(() => {
        setImmediate(() => controller.abort());
        return new Promise(() => {});
      });
      assert.deepEqual(await failureOf(controller.signal, 1000), { kind: 'cancelled', billable: true });
    });
  });
});
