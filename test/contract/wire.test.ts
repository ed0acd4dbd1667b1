import assert from 'node:assert/strict';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { Failed, type Failure } from '../../src/core/failure.ts';
import { readRetryAfter } from '../../src/provider/answers/refusal.ts';
import { download, isPublicAddress } from '../../src/provider/download.ts';
import { translateConnectionError } from '../../src/provider/wire/connection.ts';
import { exchange, type WireLine } from '../../src/provider/wire.ts';
import { callOf, outcomeOf, partsFor } from '../support/imagesCalls.ts';
import { certificate, key } from '../support/imagesCertificate.ts';
import { pngOf } from '../support/imagesSamples.ts';
import { readServer } from '../support/servers.ts';

describe('connections', () => {
  const servers: Server[] = [];
  const sockets: Socket[] = [];
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  });

  /** Listens on a free port of the loopback; gives the port. */
  async function listen(server: Server): Promise<number> {
    servers.push(server);
    server.on('connection', (socket) => sockets.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address: AddressInfo | string | null = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  }

  const cases: readonly (readonly [string, 'http' | 'https', () => Server, Failure['kind'], string?])[] = [
    [
      'resets as soon as the request comes',
      'http',
      () => net.createServer((s) => s.once('data', () => s.resetAndDestroy())),
      'incomplete',
    ],
    ['hangs up without an answer', 'http', () => net.createServer((s) => s.once('data', () => s.end())), 'incomplete'],
    ['speaks something else', 'http', () => net.createServer((s) => s.write('SSH-2.0-OpenSSH_9.2\r\n')), 'notAnApi'],
    [
      'speaks no TLS',
      'https',
      () => net.createServer((s) => s.write('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'unreachable',
      'certificate',
    ],
    ['has a certificate of its own', 'https', () => https.createServer({ key, cert: certificate }), 'unreachable', 'certificate'],
    ['hangs up in the handshake', 'https', () => net.createServer((s) => s.once('data', () => s.end())), 'unreachable', 'other'],
    ['never ends the handshake', 'https', () => net.createServer(), 'unreachable', 'other'],
  ];
  for (const [what, scheme, create, kind, reason] of cases) {
    it(`a server that ${what} is ${reason ?? kind}`, async () => {
      const port = await listen(create());
      const parts = partsFor(`${scheme}://127.0.0.1:${port}/v1`, { timeoutMs: 400 });
      const { failure, steps } = await outcomeOf(parts, callOf());
      assert.equal(failure?.kind, kind);
      if (failure?.kind === 'unreachable') {
        assert.deepEqual(failure, { kind, host: `127.0.0.1:${port}`, reason });
        assert.deepEqual(steps, [], 'nothing was sent');
      }
    });
  }

  const body = JSON.stringify({ data: [{ b64_json: pngOf('64x48').toString('base64') }] });
  const head = (...lines: readonly string[]) => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n');
  const length = `content-length: ${body.length}`;
  const type = 'content-type: application/json';
  /** What a server that means harm may write, and what comes of it. */
  const heads: readonly (readonly [what: string, answer: string, end: Failure['kind'] | 'saved'])[] = [
    ['a head of 100 kB', head(`x-long: ${'x'.repeat(100_000)}`, type, length) + body, 'notAnApi'],
    ['ten thousand headers', head(...Array.from({ length: 10_000 }, (_, n) => `x-${n}: 1`), type, length) + body, 'notAnApi'],
    ['a header of control characters', head('x-bad: a\u0000b\u001b[31m', type, length) + body, 'notAnApi'],
    ['an id with markup', head('x-request-id: <img src=x onerror=alert(1)>', type, length) + body, 'saved'],
    ['a type of markup', head('content-type: <b>text</b>', length) + body, 'notAnApi'],
    ['two lengths', head(type, length, 'content-length: 5') + body, 'notAnApi'],
    ['a length and chunks', head(type, length, 'transfer-encoding: chunked') + body, 'notAnApi'],
    ['chunks of no size', head(type, 'transfer-encoding: chunked') + body, 'notAnApi'],
    ['a status that is none', `HTTP/1.1 999 ${'x'.repeat(300)}\r\n${type}\r\n${length}\r\n\r\n${body}`, 'notAnApi'],
    [
      'a protocol that was not asked for',
      'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n',
      'incomplete',
    ],
    ['cookies', head('set-cookie: a=b; path=/', type, length) + body, 'saved'],
    ['hints without end', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000) + head(type, length) + body, 'saved'],
  ];
  for (const [what, answer, end] of heads) {
    it(`a server that answers with ${what}: ${end}, once and without an error of ours`, async () => {
      let requests = 0;
      const port = await listen(
        net.createServer((socket) => {
          socket.once('data', () => {
            requests += 1;
            socket.end(answer, 'latin1');
          });
        }),
      );
      const lines: WireLine[] = [];
      const parts = partsFor(`http://127.0.0.1:${port}/v1`, { timeoutMs: 5000, log: (line) => lines.push(line) });
      const { failure } = await outcomeOf(parts, callOf());
      assert.equal(failure?.kind ?? 'saved', end);
      assert.equal(requests, 1);
      assert.doesNotMatch(JSON.stringify([failure, lines]), /onerror|x{200}|\\u001b/);
    });
  }

  it('nobody at the port is refused', async () => {
    const server = net.createServer();
    const port = await listen(server);
    await new Promise((resolve) => server.close(resolve));
    servers.splice(0);
    const { failure } = await outcomeOf(partsFor(`http://127.0.0.1:${port}/v1`), callOf());
    assert.deepEqual(failure, { kind: 'unreachable', host: `127.0.0.1:${port}`, reason: 'refused' });
  });

  it('cancelling during the handshake ends at once, and nothing can be billed', async () => {
    const server = net.createServer();
    const port = await listen(server);
    const controller = new AbortController();
    let at = Number.POSITIVE_INFINITY;
    server.once('connection', () => {
      at = performance.now();
      controller.abort();
    });
    const { failure } = await outcomeOf(partsFor(`https://127.0.0.1:${port}/v1`), callOf(), controller.signal);
    assert.deepEqual(failure, { kind: 'cancelled', billable: false });
    assert.ok(performance.now() - at < 1000);
  });

  for (const [location, host] of [
    ['https://login.example/images?key=1', 'login.example'],
    ['http://user:password@login.example:8080/', 'login.example:8080'],
    ['//login.example/', 'login.example'],
    ['/v2/images', undefined],
    ['http://', undefined],
    ['mailto:someone@login.example', undefined],
    [undefined, undefined],
  ] as const) {
    it(`a redirect to ${location ?? 'nowhere'} names ${host ?? 'the server itself'}`, async () => {
      const head = `HTTP/1.1 307 Temporary Redirect\r\n${location === undefined ? '' : `location: ${location}\r\n`}\r\n`;
      const port = await listen(net.createServer((s) => s.once('data', () => s.end(head))));
      const { failure } = await outcomeOf(partsFor(`http://127.0.0.1:${port}/v1`), callOf());
      assert.deepEqual(failure, { kind: 'redirected', host: host ?? `127.0.0.1:${port}` });
    });
  }

  it('every exchange is one line, also when nobody reads its body', async () => {
    const port = await listen(
      net.createServer((s) => s.once('data', () => s.write('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nx'))),
    );
    const lines: WireLine[] = [];
    const request = { method: 'POST', headers: {}, body: Buffer.from('secret'), timeoutMs: 200, maxBytes: 100 } as const;
    const url = `http://127.0.0.1:${port}/v1/images?signature=secret`;
    const broken = new Promise<Failed>((resolve) => {
      void exchange({
        ...request,
        url,
        signal: new AbortController().signal,
        log: (line) => lines.push(line),
        onBroken: resolve,
      });
    });
    assert.equal((await broken).failure.kind, 'timedOut');
    assert.equal(lines.length, 1);
    const [{ ms, ...line } = assert.fail()] = lines;
    assert.ok(ms >= 190);
    assert.deepEqual(line, {
      method: 'POST',
      origin: `http://127.0.0.1:${port}`,
      status: 200,
      sentBytes: 6,
      receivedBytes: 1,
      outcome: 'timedOut',
    });
  });

  it('every error of Node has its place', () => {
    const table: readonly (readonly [string, string, boolean, string])[] = [
      ['ENOTFOUND', 'https://a.example', false, 'unknownHost'],
      ['EAI_AGAIN', 'https://a.example', false, 'unknownHost'],
      ['ECONNREFUSED', 'https://a.example', false, 'refused'],
      ['CERT_HAS_EXPIRED', 'https://a.example', false, 'certificate'],
      ['DEPTH_ZERO_SELF_SIGNED_CERT', 'https://a.example', false, 'certificate'],
      ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'https://a.example', false, 'certificate'],
      ['ERR_TLS_CERT_ALTNAME_INVALID', 'https://a.example', false, 'certificate'],
      ['ETIMEDOUT', 'https://a.example', false, 'other'],
      ['ECONNRESET', 'https://a.example', false, 'other'],
      ['ECONNRESET', 'https://a.example', true, 'incomplete'],
      ['ECONNRESET', 'http://a.example', false, 'incomplete'],
      ['EPIPE', 'http://a.example', true, 'incomplete'],
    ];
    for (const [code, url, connected, wanted] of table) {
      const { failure } = translateConnectionError(Object.assign(new Error(code), { code }), new URL(url), connected);
      assert.equal(failure.kind === 'unreachable' ? failure.reason : failure.kind, wanted, code);
    }
    const proxy = translateConnectionError(
      new Error('Failed to establish a socket connection to proxies'),
      new URL('https://a.example'),
      false,
    );
    assert.deepEqual(proxy.failure, { kind: 'unreachable', host: 'a.example', reason: 'proxy' });
  });
});

describe('the url of an answer', () => {
  it('is fetched from public addresses only', () => {
    const table: Readonly<Record<string, boolean>> = {
      '8.8.8.8': true,
      '2606:4700:4700::1111': true,
      '127.0.0.1': false,
      '10.1.2.3': false,
      '172.16.0.1': false,
      '192.168.1.1': false,
      '169.254.169.254': false,
      '100.64.0.1': false,
      '0.0.0.0': false,
      '224.0.0.1': false,
      '::1': false,
      '::': false,
      'fe80::1': false,
      'fc00::1': false,
      '::ffff:127.0.0.1': false,
      '::ffff:10.0.0.1': false,
      '64:ff9b::7f00:1': false,
      nonsense: false,
    };
    for (const [address, wanted] of Object.entries(table)) assert.equal(isPublicAddress(address), wanted, address);
  });

  for (const url of [
    'http://example.com/a.png',
    'https://localhost/a.png',
    'https://127.1/a.png',
    'https://2130706433/a.png',
    'https://[::1]/a.png',
    'https://user:password@images.example/a.png',
    'http://user:password@127.0.0.1/a.png',
    'ftp://127.0.0.1/a.png',
    'not a url',
  ]) {
    it(`${url} is refused`, async () => {
      const parts = { server: readServer('http://images.example/v1'), timeoutMs: 1000, log: () => assert.fail('a connection') };
      await assert.rejects(download(url, parts, new AbortController().signal), (error) => {
        assert.ok(error instanceof Failed);
        assert.deepEqual(error.failure, { kind: 'urlRefused' });
        return true;
      });
    });
  }
});

describe('retry-after', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');
  for (const [headers, wait] of [
    [{ 'retry-after': '12' }, 12_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '1.5' }, 1500],
    [{ 'retry-after-ms': '250', 'retry-after': '9' }, 250],
    [{ 'retry-after-ms': 'x', 'retry-after': '9' }, 9000],
    [{ 'retry-after': 'Sun, 22 Nov 2026 10:01:00 GMT' }, 60_000],
    [{ 'retry-after': 'Sun, 22 Nov 2020 10:01:00 GMT' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '1e300' }, undefined],
    [{ 'retry-after': '99999999999999' }, undefined],
    [{}, undefined],
  ] as const) {
    it(`${JSON.stringify(headers)} is ${wait === undefined ? 'unknown' : `${wait} ms`}`, () => {
      const until = readRetryAfter(new Headers(headers), now);
      assert.equal(until === undefined ? undefined : until - now, wait);
    });
  }
});
