import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type FaultName, faults } from './imagesFaults.ts';
import { listen, receive } from './imagesLoopback.ts';
import { type Contents, createReader } from './imagesRequest.ts';

/** One request as it came. */
export interface RecordedRequest extends Omit<Contents, 'violations'> {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The raw body. */
  readonly text: string;
  /** Resolves when the client is gone. */
  readonly closed: Promise<void>;
  readonly socket: Socket;
}

/** What an answer can refer to. */
export interface Surroundings {
  /** `http://127.0.0.1:<port>` of this server. */
  readonly origin: string;
  /** The same machine at another port, where nothing may arrive: its requests are counted. */
  readonly elsewhere: string;
  /** Which POST this is, from 0. */
  readonly turn: number;
}

export type Answer = (request: RecordedRequest, response: ServerResponse, around: Surroundings) => void | Promise<void>;

/** A programmable Images API on the loopback. */
export interface ImagesServer {
  readonly origin: string;
  readonly baseUrl: string;
  /** Every request to it, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** The POSTs among them. */
  readonly posts: readonly RecordedRequest[];
  /** What of the bodies OpenAI's schema and rules do not allow: such a request is answered 400. */
  readonly violations: readonly string[];
  /** Requests that a redirect or url led to the other place. */
  readonly strays: readonly string[];
  /** What POSTs are answered from now on: one after the other, the last for ever. */
  answer(...answers: (Answer | FaultName)[]): void;
  /** What `GET /v1/models` is answered from now on. */
  answerModels(answer: Answer | FaultName): void;
  /** From now on only this key is taken; undefined: any and none. */
  wantKey(key: string | undefined): void;
  /** Forgets requests, answers and keys. */
  reset(): void;
  close(): Promise<void>;
}

/**
 * Starts it on a free port. The default answer is `good`: PNGs of the size and count asked for, or of
 * the size of the picture sent, streamed if asked.
 */
export async function startImagesServer(): Promise<ImagesServer> {
  const requests: RecordedRequest[] = [];
  const violations: string[] = [];
  const strays: string[] = [];
  let answers: Answer[] = [];
  let models: Answer = faults.models;
  let turn = 0;
  let key: string | undefined;

  const other = await listen((request, response) => {
    strays.push(`${request.method} ${request.url}`);
    response.end('stray');
  });
  const server = await receive(createReader(), (request, response, wrong) => {
    requests.push(request);
    response.setHeader('x-request-id', `req_${requests.length}`);
    const around = { origin: server.origin, elsewhere: other.origin, turn };
    const { authorization, 'api-key': apiKey } = request.headers;
    const sentKey = authorization?.replace('Bearer ', '') ?? apiKey;
    if (key !== undefined && sentKey !== key) return faults.badKey(request, response, around);
    if (request.method === 'GET') return (request.path === '/v1/models' ? models : serveFile)(request, response, around);
    if (wrong.length > 0) {
      violations.push(...wrong);
      return faults.rejected(request, response, around);
    }
    const answer: Answer = answers[Math.min(turn, answers.length - 1)] ?? faults.good;
    turn++;
    return answer(request, response, around);
  });

  return {
    origin: server.origin,
    baseUrl: `${server.origin}/v1`,
    requests,
    violations,
    strays,
    get posts() {
      return requests.filter(({ method }) => method === 'POST');
    },
    answer(...next) {
      turn = 0;
      answers = next.map((one) => (typeof one === 'string' ? faults[one] : one));
    },
    answerModels(next) {
      models = typeof next === 'string' ? faults[next] : next;
    },
    wantKey(wanted) {
      key = wanted;
    },
    reset() {
      for (const list of [requests, violations, strays]) list.length = 0;
      answers = [];
      models = faults.models;
      turn = 0;
      key = undefined;
    },
    async close() {
      await Promise.all([server, other].map((one) => one.close()));
    },
  };
}

/** The files that url answers name: `/files/<fault>`. */
function serveFile(request: RecordedRequest, response: ServerResponse, around: Surroundings): void | Promise<void> {
  const { pathname } = new URL(request.path, around.origin);
  const name = pathname.replace('/files/', 'file-');
  const file: Answer = isFault(name) ? faults[name] : faults.notFound;
  return file(request, response, around);
}

function isFault(name: string): name is FaultName {
  return Object.hasOwn(faults, name);
}
