import { Stream } from 'openai/streaming';
import { Failed, type Failure } from '../core/failure.ts';
import type { Note } from '../core/note.ts';
import type { Server } from '../core/server.ts';
import type { ServerMemory } from '../core/serverMemory.ts';
import type { Spool } from '../core/spool.ts';
import type { Call, ImageProvider, Progress } from '../core/task.ts';
import { receiveAnswer, receiveEvents } from './answers/receive.ts';
import { Refusal } from './answers/refusal.ts';
import { examine } from './examine.ts';
import type { Fields } from './form.ts';
import { mediaTypeOf } from './headers.ts';
import { isRefused, type WireKind, wireKindOf } from './kinds.ts';
import { post } from './post.ts';
import type { WireLine } from './wire.ts';

/** What the provider works with. */
export interface OpenAIParts {
  readonly server: Server;
  /** Without one no Authorization header leaves. */
  readonly key: string | undefined;
  /** ms that one request may take in all, from sending: 10 000 – 3 600 000. */
  readonly timeoutMs: number;
  readonly memory: ServerMemory;
  readonly log: (line: WireLine) => void;
}

/** How many unknown parameters are left out one after the other. */
const MOST_REPEATS = 3;
/** How long the check of a key may take, in ms. */
const CHECK_MS = 15_000;

/**
 * Makes images with a server that speaks the Images API. See {@link ImageProvider} for what `run` throws. A variation goes
 * to the edits endpoint, with its prompt, where the server has none for variations.
 */
export function createOpenAI(parts: OpenAIParts): ImageProvider {
  return { origin: parts.server.origin, run: (call, signal, spool) => run(parts, call, signal, spool) };
}

async function* run(parts: OpenAIParts, call: Call, signal: AbortSignal, spool?: Spool): AsyncGenerator<Progress> {
  if (call.endpoint !== 'variation') {
    yield* send(parts, call, signal, spool);
    return;
  }
  const { memory } = parts;
  const { baseUrl } = parts.server;
  const isKnown = wireKindOf(parts.server).paths.variation === undefined || memory.of(baseUrl).withoutVariations;
  if (!isKnown) {
    try {
      yield* send(parts, call, signal, spool);
      return;
    } catch (error) {
      // Proves that nothing was made, so asking elsewhere is no second charge. OpenAI answers so for good.
      if (!(error instanceof Failed && isUnheardOf(error.failure))) throw error;
      memory.remember(baseUrl, { withoutVariations: true });
    }
  }
  yield note({ kind: 'noVariations' });
  for await (const step of send(parts, { ...call, endpoint: 'edit' }, signal, spool)) {
    if (isKnown || step.kind !== 'sent') yield step;
  }
}

/** A 404 without words, or with those of a router that has never heard of the path: nobody looked at the request. */
function isUnheardOf(failure: Failure): boolean {
  if (failure.kind !== 'noEndpoint') return false;
  return /^(|(404 )?((page|resource) )?not found|method not allowed|cannot post \S+|invalid url\b.*)[.!]?$/i.test(
    failure.message?.trim() ?? '',
  );
}

/** Sends a call to its own endpoint, again without what the server does not know. */
async function* send(parts: OpenAIParts, call: Call, signal: AbortSignal, spool?: Spool): AsyncGenerator<Progress> {
  const { server, memory } = parts;
  const kind = wireKindOf(server);
  const fields = fieldsOf(call, kind);
  if (call.endpoint !== 'generate' && kind.mostImages !== undefined && call.inputs.images.length > kind.mostImages) {
    yield note({ kind: 'fewerReferences', model: call.model, limit: kind.mostImages });
  }
  const asked = `${call.endpoint} ${call.model}`;
  const known = () => memory.of(server.baseUrl).unknownParameters;
  for (const name of known()[asked] ?? []) {
    if (leaveOut(fields, name)) yield note({ kind: 'dropped', parameter: name });
  }
  let announced = false;
  for (let repeats = 0; ; repeats++) {
    // Ends the request when the reader walks away, too.
    const own = new AbortController();
    const request = post(parts, call, fields, AbortSignal.any([signal, own.signal]));
    try {
      if ((await request.sent) && !announced) {
        announced = true;
        yield { kind: 'sent' };
      }
      const { response, client } = await request.answer();
      const receiving = { call, parts, response, signal, spool };
      if (mediaTypeOf(response) === 'text/event-stream') {
        const read = (rest: Response) => Stream.fromSSEResponse<unknown>(rest, new AbortController(), client, true, 'events');
        yield* receiveEvents(read, receiving);
      } else {
        yield* receiveAnswer(receiving);
      }
      return;
    } catch (error) {
      const failed = request.explain(error);
      const unknown = failed instanceof Refusal ? failed.unknownParameter : undefined;
      if (unknown === undefined || repeats >= MOST_REPEATS || !leaveOut(fields, unknown)) throw failed;
      const all = new Set([...(known()[asked] ?? []), unknown]);
      memory.remember(server.baseUrl, { unknownParameters: { ...known(), [asked]: [...all] } });
      yield note({ kind: 'dropped', parameter: unknown });
    } finally {
      own.abort();
    }
  }
}

function fieldsOf(call: Call, kind: WireKind): Fields {
  const fields = {
    model: call.model,
    ...(call.endpoint !== 'variation' && { prompt: call.prompt }),
    ...(call.n > 1 && { n: call.n }),
    ...call.parameters,
    ...(kind.asksBase64.includes(call.endpoint) && { response_format: 'b64_json' }),
  };
  return Object.fromEntries(Object.entries(fields).filter(([name, value]) => !isRefused(kind, call.endpoint, name, value)));
}

/** Whether the parameter was there. What makes no sense without it goes too. */
function leaveOut(fields: Fields, name: string): boolean {
  if (!Object.hasOwn(fields, name)) return false;
  delete fields[name];
  if (name === 'stream') delete fields.partial_images;
  return true;
}

function note(one: Note): Progress {
  return { kind: 'note', note: one };
}

/**
 * Asks `GET /models` whether the server takes the key; only a 401 rejects it, and nothing is billed. `unknown` for every
 * other answer and for none. Throws `Failed` `cancelled`.
 */
export async function checkKey(server: Server, key: string, signal: AbortSignal): Promise<'accepted' | 'rejected' | 'unknown'> {
  const { status, failure } = await examine(server, key, CHECK_MS, signal);
  // Without an answer: it cannot be a key, and was not sent.
  if (status === 401 || (status === undefined && failure?.kind === 'badKey')) return 'rejected';
  // A list that is too long to be read is one.
  return failure === undefined || failure.kind === 'tooLarge' ? 'accepted' : 'unknown';
}
