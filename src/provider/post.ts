import OpenAI from 'openai';
import { Failed } from '../core/failure.ts';
import type { Server } from '../core/server.ts';
import type { Call } from '../core/task.ts';
import { Refusal } from './answers/refusal.ts';
import { createForm, type Fields } from './form.ts';
import { createHeaders, mediaTypeOf } from './headers.ts';
import { wireKindOf } from './kinds.ts';
import type { OpenAIParts } from './openai.ts';
import { readStart } from './wire/body.ts';
import { exchange } from './wire.ts';

/** The most that one image takes in an answer: 50 MiB as base64. */
const BYTES_PER_IMAGE = 67 * 1024 * 1024;
/** How much of an error's body is read, in bytes. */
const ERROR_BYTES = 256 * 1024;

/** One POST under way. */
export interface Post {
  /** Resolves once the request is sent (true) or has ended without (false). Never rejects. */
  readonly sent: Promise<boolean>;
  answer(): Promise<{ response: Response; client: OpenAI }>;
  /** What an error means: the SDK wraps what its fetch throws, and only the wire knows what broke. */
  explain(error: unknown): unknown;
}

/** Sends one POST, once, through the SDK and the guarded wire. */
export function post(parts: OpenAIParts, call: Call, fields: Fields, signal: AbortSignal): Post {
  const { server, key } = parts;
  const images = call.n + (call.parameters.partial_images ?? 0);
  let failed: Failed | undefined;
  let tellSent = (_sent: boolean) => {};
  const sent = new Promise<boolean>((resolve) => {
    tellSent = resolve;
  });
  const guarded = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    try {
      const packed = new Response(init?.body ?? null);
      // A form's has its boundary; for the JSON it would be text.
      const type = mediaTypeOf(packed) === 'multipart/form-data' ? packed.headers.get('content-type') : undefined;
      const response = await exchange({
        method: 'POST',
        url: String(url),
        // None of the SDK's own headers: it takes some from the environment (OPENAI_CUSTOM_HEADERS).
        headers: createHeaders(server, key, {
          accept: 'application/json, text/event-stream',
          'content-type': type ?? 'application/json',
        }),
        body: new Uint8Array(await packed.arrayBuffer()),
        signal,
        timeoutMs: parts.timeoutMs,
        maxBytes: images * BYTES_PER_IMAGE,
        onSent: () => tellSent(true),
        onBroken: (broken) => {
          failed = broken;
        },
        log: parts.log,
      });
      if (!response.ok) throw await readRefusal(response, parts, call, fields);
      checkType(response, server);
      return response;
    } catch (error) {
      if (error instanceof Failed) failed ??= error;
      throw error;
    }
  };
  const client = createClient(server, guarded);
  const kind = wireKindOf(server);
  const body = call.endpoint === 'generate' ? fields : createForm(fields, call.inputs, kind, call.endpoint === 'edit');
  const path = kind.paths[call.endpoint] ?? kind.paths.edit;
  // Not `images.generate` and its like: their types take OpenAI's own values only, and other servers have theirs.
  const answer = client.post<unknown>(path + server.query, { body, signal }).asResponse();
  answer.then(
    () => tellSent(true),
    () => tellSent(false),
  );
  const explain = (error: unknown) => {
    if (error instanceof Failed) return error;
    return failed ?? (signal.aborted ? new Failed({ kind: 'cancelled', billable: false }) : error);
  };
  return { sent, answer: async () => ({ response: await answer, client }), explain };
}

function createClient(server: Server, guarded: typeof fetch): OpenAI {
  return new OpenAI({
    baseURL: server.baseUrl,
    // The SDK refuses an empty one; the real one goes out by our own header.
    apiKey: 'unused',
    // Everything that it would take from the environment otherwise.
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    logLevel: 'off',
    logger: { error() {}, warn() {}, info() {}, debug() {} },
    // Image calls are not idempotent: a repeat is billed.
    maxRetries: 0,
    // The wire has its own, which counts the body too.
    timeout: 2 ** 31 - 1,
    fetch: guarded,
  });
}

async function readRefusal(response: Response, { server, key }: OpenAIParts, call: Call, fields: Fields): Promise<Refusal> {
  const complaint = { status: response.status, headers: response.headers, body: parse(await readStart(response, ERROR_BYTES)) };
  return new Refusal(complaint, { server, key, model: call.model }, Object.keys(fields));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** JSON, events, or no type at all, which some small servers send. */
function checkType(response: Response, server: Server): void {
  const type = mediaTypeOf(response);
  const isOurs = type === '' || type === 'text/event-stream' || /^(application|text)\/([\w.-]+\+)?json$/.test(type);
  if (!isOurs || response.body === null) {
    void response.body?.cancel();
    throw new Failed({ kind: 'notAnApi', host: server.host, status: response.status });
  }
}
