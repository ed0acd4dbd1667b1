import type { ServerResponse } from 'node:http';
import type { Server } from '../../../src/core/server.ts';
import { json } from '../imagesAnswers.ts';
import { type Reader, receive } from '../imagesLoopback.ts';
import { readContents } from '../imagesRequest.ts';
import type { RecordedRequest } from '../imagesServer.ts';
import { readServer } from '../servers.ts';

/** A server's software: where it is, what it reads and refuses, and what it answers. */
export interface Shape {
  /** As `easel.servers` has it. */
  readonly kind: string;
  /** What stands before `/images/…`. */
  readonly base: string;
  /** What has to stand behind each path. */
  readonly query?: string;
  /** The header of its key; one that is there for another is a foreign one. Absent: it looks at none. */
  readonly keyHeader?: 'authorization' | 'api-key';
  /** Absent: what is sent is read, and not judged. */
  readonly read?: Reader;
  /** By the path behind the base. */
  readonly routes: Readonly<Record<string, Route>>;
  /** What it lists, and where that is other than `/models` behind the base. */
  readonly models: readonly string[];
  readonly list?: string;
  /** The body of an error, as it writes it. */
  error(status: number, message: string, facts: Facts): unknown;
  /** What it answers where it has nothing; "" is an empty body. */
  readonly notFound: unknown;
}

/** What errors have besides their message. */
export interface Facts {
  readonly code?: string;
  readonly param?: string;
}

/** Answers one POST, or throws a {@link Rejection}. */
export type Route = (request: RecordedRequest, response: ServerResponse, stage: Stage) => void | Promise<void>;

/** What an answer can refer to. */
export interface Stage {
  readonly origin: string;
  /** Keeps an image under a path of this server. Returns its address. */
  keep(path: string, image: Buffer): string;
}

/** Why a server does not take a request. */
export class Rejection extends Error {
  readonly status: number;
  readonly facts: Facts;

  constructor(status: number, message: string, facts: Facts = {}) {
    super(message);
    this.status = status;
    this.facts = facts;
  }
}

/** A server of some kind on the loopback. */
export interface Emulator {
  /** As Easel would have it from its settings. */
  readonly server: Server;
  /** The POSTs to it, oldest first. */
  readonly posts: readonly RecordedRequest[];
  /** What it did not take, and key headers that are none of its own; none is good. */
  readonly rejections: readonly string[];
  /** The next POST ends like this, after it was taken. */
  fail(status: number, message: string, facts?: Facts): void;
  /** The next POST is taken, and never answered. Resolves when it is there. */
  hang(): Promise<RecordedRequest>;
  /** Forgets everything. */
  reset(): void;
  close(): Promise<void>;
}

export const EMULATOR_KEY = 'sk-test-0123456789abcdefghij';

export async function startEmulator(shape: Shape): Promise<Emulator> {
  const requests: RecordedRequest[] = [];
  const rejections: string[] = [];
  const files = new Map<string, Buffer>();
  let next: Route | undefined;

  const loopback = await receive(shape.read ?? readContents, async (request, response, violations) => {
    requests.push(request);
    const file = files.get(request.path);
    if (request.method === 'GET' && file) return void response.writeHead(200, { 'content-type': 'image/png' }).end(file);
    const { query = '', base, list = `${shape.base}/models` } = shape;
    const path = request.path.slice(0, request.path.length - query.length);
    const isList = request.method === 'GET' && request.path === list + query;
    const isOurs = request.method === 'POST' && path.startsWith(base) && request.path.endsWith(query);
    const route = isOurs ? shape.routes[path.slice(base.length)] : undefined;
    try {
      if (!route && !isList) return answerNotFound(response, request);
      judgeKey(request);
      if (!route) return json(response, { object: 'list', data: shape.models.map((id) => ({ id, object: 'model' })) });
      const [violation] = violations;
      if (violation !== undefined) throw new Rejection(400, violation, { code: 'invalid_value' });
      const stage: Stage = { origin: loopback.origin, keep };
      const special = next;
      next = undefined;
      await (special ?? route)(request, response, stage);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      rejections.push(`${request.path}: ${error.status} ${error.message}`);
      refuse(response, error);
    }
  });

  function judgeKey({ headers }: RecordedRequest): void {
    const { keyHeader } = shape;
    const sent = { authorization: headers.authorization?.replace(/^Bearer /, ''), 'api-key': headers['api-key'] };
    for (const [name, value] of Object.entries(sent)) {
      if (value !== undefined && name !== (keyHeader ?? 'authorization')) rejections.push(`a key in ${name}`);
    }
    if (keyHeader && sent[keyHeader] !== EMULATOR_KEY) throw new Rejection(401, 'Wrong key', { code: 'invalid_api_key' });
  }

  function refuse(response: ServerResponse, { status, message, facts }: Rejection): void {
    json(response, shape.error(status, message, facts), status);
  }

  function answerNotFound(response: ServerResponse, { method, path }: RecordedRequest): void {
    rejections.push(`${method} ${path}: not found`);
    if (shape.notFound === '') response.writeHead(404).end();
    else json(response, shape.notFound, 404);
  }

  function keep(path: string, image: Buffer): string {
    files.set(path, image);
    return `${loopback.origin}${path}`;
  }

  const { base, query = '', kind } = shape;
  return {
    server: { ...readServer(`${loopback.origin}${base}`), kind, query },
    get posts() {
      return requests.filter(({ method }) => method === 'POST');
    },
    rejections,
    fail(status, message, facts = {}) {
      next = (_request, response) => refuse(response, new Rejection(status, message, facts));
    },
    hang() {
      return new Promise((resolve) => {
        next = resolve;
      });
    },
    reset() {
      for (const list of [requests, rejections]) list.length = 0;
      files.clear();
      next = undefined;
    },
    close: loopback.close,
  };
}
