import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import net, { type LookupFunction, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import tls from 'node:tls';
import { Failed, type FailureKind } from '../core/failure.ts';
import { decodeBody } from './wire/body.ts';
import { translateConnectionError } from './wire/connection.ts';

/** One exchange, as the log may know it: no prompt, key, body or query. */
export interface WireLine {
  readonly method: string;
  readonly origin: string;
  readonly status?: number;
  /** The server's `x-request-id`. */
  readonly requestId?: string;
  readonly ms: number;
  readonly sentBytes: number;
  /** After decompression. */
  readonly receivedBytes: number;
  readonly outcome: 'ok' | FailureKind;
}

/** One request and what it is allowed to do. */
export interface WireRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
  readonly signal: AbortSignal;
  /** ms, from sending to the answer's last byte. */
  readonly timeoutMs: number;
  /** The most that is taken of the answer's body, in bytes after decompression. */
  readonly maxBytes: number;
  /** Pins the addresses of the host. */
  readonly lookup?: LookupFunction;
  /** Called once when the whole request is on an open connection: from here on it may be billed. */
  readonly onSent?: () => void;
  /** Told what broke the exchange, its body too: what comes between can swallow it. */
  readonly onBroken?: (failed: Failed) => void;
  readonly log: (line: WireLine) => void;
}

/**
 * Sends one request, once, and resolves with the answer's head; its body streams. Both throw `Failed` only: `cancelled`,
 * `timedOut`, `unreachable`, `incomplete`, `redirected`, `tooLarge`, `notAnApi`. The connection is destroyed at the first
 * of them, also while nobody reads the body.
 */
export function exchange(request: WireRequest): Promise<Response> {
  const { signal } = request;
  const url = new URL(request.url);
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    let outgoing: ClientRequest | undefined;
    let incoming: IncomingMessage | undefined;
    let body: Readable | undefined;
    let reader: ReadableStreamDefaultController<Uint8Array> | undefined;
    let connected = false;
    let sent = false;
    let over = false;
    let received = 0;

    const settle = (outcome: WireLine['outcome']) => {
      if (over) return false;
      over = true;
      clearTimeout(deadline);
      signal.removeEventListener('abort', cancel);
      const id = incoming && requestIdOf(readHeaders(incoming));
      // A server can send anything as its id, our key too.
      const isSecret = Object.values(request.headers).some((value) => id && value.includes(id));
      request.log({
        method: request.method,
        origin: url.origin,
        ...(incoming?.statusCode !== undefined && { status: incoming.statusCode }),
        ...(id !== undefined && !isSecret && { requestId: id }),
        ms: Math.round(performance.now() - startedAt),
        sentBytes: sent ? (request.body?.length ?? 0) : 0,
        receivedBytes: received,
        outcome,
      });
      return true;
    };
    const fail = (failed: Failed) => {
      if (!settle(failed.failure.kind)) return;
      request.onBroken?.(failed);
      reject(failed);
      reader?.error(failed);
      outgoing?.destroy();
      body?.destroy();
    };
    const cancel = () => fail(new Failed({ kind: 'cancelled', billable: sent }));
    const expire = () =>
      fail(
        connected
          ? new Failed({ kind: 'timedOut', seconds: Math.round(request.timeoutMs / 1000) })
          : new Failed({ kind: 'unreachable', host: url.host, reason: 'other' }),
      );
    const breakOff = (error: unknown) => fail(translateConnectionError(error, url, connected));
    const markSent = () => {
      if (sent || over) return;
      connected = true;
      sent = true;
      request.onSent?.();
    };

    const deadline = setTimeout(expire, request.timeoutMs);
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });

    const receive = (message: IncomingMessage) => {
      incoming = message;
      markSent();
      const status = message.statusCode ?? 0;
      if (status === 407) return fail(new Failed({ kind: 'unreachable', host: url.host, reason: 'proxy' }));
      if (status >= 300 && status < 400) return fail(new Failed({ kind: 'redirected', host: redirectHostOf(message, url) }));
      body = decodeBody(message);
      if (status < 200 || status > 599 || !body) return fail(new Failed({ kind: 'notAnApi', host: url.host, status }));
      const chunks = body[Symbol.asyncIterator]();
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          reader = controller;
        },
        async pull(controller) {
          try {
            const { done, value } = await chunks.next();
            if (over) return;
            if (done) {
              settle('ok');
              controller.close();
              // It answered before it had everything, and may never take the rest.
              if (!outgoing?.writableFinished) outgoing?.destroy();
              return;
            }
            received += value.length;
            if (received > request.maxBytes) fail(new Failed({ kind: 'tooLarge', limit: request.maxBytes }));
            else controller.enqueue(value);
          } catch (error) {
            breakOff(error);
          }
        },
        cancel() {
          settle('ok');
          outgoing?.destroy();
        },
      });
      const bodiless = status === 204 || status === 205;
      if (bodiless) void stream.cancel();
      resolve(new Response(bodiless ? null : stream, { status, headers: readHeaders(message) }));
    };

    try {
      outgoing = send(url, request);
    } catch (error) {
      return breakOff(error);
    }
    outgoing.on('socket', (socket) => onConnected(socket, url.protocol === 'https:', () => (connected = true)));
    outgoing.on('finish', markSent);
    outgoing.on('error', breakOff);
    outgoing.on('response', receive);
    outgoing.on('close', () => {
      if (!incoming) breakOff(new Error('closed without an answer'));
    });
    outgoing.end(request.body);
  });
}

function send(url: URL, request: WireRequest): ClientRequest {
  const isTls = url.protocol === 'https:';
  const hostname = url.hostname.replace(/^\[|\]$/g, '');
  const options: RequestOptions = {
    method: request.method,
    hostname,
    port: url.port || (isTls ? 443 : 80),
    path: url.pathname + url.search,
    headers: {
      ...request.headers,
      'accept-encoding': 'gzip, br',
      connection: 'close',
      ...(request.body && { 'content-length': request.body.length }),
    },
    ...(request.lookup && { lookup: request.lookup }),
    // Without an agent there is no pool: a pooled socket can be dead already, and a POST must not need a second try.
    // An agent of our own would do too, but where `http.proxySupport` is "on", VS Code then leaves its proxy out.
    createConnection: () => {
      const target = { host: hostname, port: Number(url.port || (isTls ? 443 : 80)), lookup: request.lookup };
      return isTls
        ? tls.connect({ ...target, ALPNProtocols: ['http/1.1'], ...(net.isIP(hostname) === 0 && { servername: hostname }) })
        : net.connect(target);
    },
  };
  // Through the module object: VS Code replaces its functions to add proxies and certificates.
  return isTls ? https.request(options) : http.request(options);
}

/** A proxy's agent hands over a socket that is connected already; whether TLS holds on it, `finish` tells. */
function onConnected(socket: Socket, isTls: boolean, tell: () => void): void {
  if (isTls) socket.once('secureConnect', tell);
  else if (socket.connecting) socket.once('connect', tell);
  else tell();
}

/** The host that a redirect leads to; the own one where it names none. */
function redirectHostOf(message: IncomingMessage, url: URL): string {
  const { location } = message.headers;
  return (location !== undefined && URL.canParse(location, url.href) && new URL(location, url).host) || url.host;
}

function readHeaders(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headersDistinct)) {
    // The body is handed on decoded.
    if (name === 'content-encoding' || name === 'content-length') continue;
    for (const one of value ?? []) headers.append(name, one);
  }
  return headers;
}

/** The id to quote to the server's support; what does not look like one is not passed on. `apim-…`: Azure. */
export function requestIdOf(headers: Headers): string | undefined {
  const id = headers.get('x-request-id') ?? headers.get('apim-request-id') ?? '';
  return /^[\w.:-]{1,128}$/.test(id) ? id : undefined;
}
