import { setTimeout as sleep } from 'node:timers/promises';
import zlib from 'node:zlib';
import * as v from 'valibot';
import { Failed } from '../../core/failure.ts';
import type { Crc32 } from '../../core/formats/format.ts';
import { type ImageInfo, inspectImage, sniffHeader } from '../../core/image.ts';
import type { Note } from '../../core/note.ts';
import type { Spool } from '../../core/spool.ts';
import type { Call, Progress } from '../../core/task.ts';
import { type DownloadParts, download } from '../download.ts';
import { streamOf } from '../wire/body.ts';
import { createAnswerReader } from './answerReader.ts';
import { decodeBase64 } from './base64.ts';
import { type LiftedImages, liftImages, type ReceivedImage } from './lift.ts';
import { hideKey, Refusal } from './refusal.ts';
import { Answer, Complaint, type Item, readUsage, StreamEvent } from './schema.ts';

/** An answer that is about to be read. */
export interface Receiving {
  readonly call: Call;
  readonly parts: DownloadParts & { readonly key: string | undefined };
  readonly response: Response;
  readonly signal: AbortSignal;
  readonly spool: Spool | undefined;
}

/** One answer may bring more images than were asked for, and they are kept; but not any number, each a file. */
const MOST_IMAGES = 10;
/** Early pictures of one answer that are shown. OpenAI sends three at most. */
const MOST_PARTIALS = 10;
/** Characters of a prompt that a model rewrote: as many as the longest that is sent. */
const LONGEST_PROMPT = 32_000;

/** Reads an answer in one piece, and hands each image on as soon as it is here. Throws `Failed`, after the images that came. */
export async function* receiveAnswer(receiving: Receiving): AsyncGenerator<Progress> {
  const { body, status } = receiving.response;
  const { rest, images } = liftImages(body ?? noBody(), receiving.spool);
  const tally = createTally(receiving, images);
  try {
    const reader = createAnswerReader(receiving.parts.server.host, status);
    for await (const piece of untilQuiet(rest, tally.isFull)) {
      yield* tally.receive(reader.read(piece));
      if (tally.isFlooded()) break;
    }
    const answer = reader.end();
    throwComplaint(answer, receiving);
    yield* receiveUsage(v.parse(Answer, answer).usage);
  } catch (error) {
    // What was asked for is here, whatever became of the end.
    if (!(error instanceof Failed && tally.isFull())) throw error;
  }
  yield* tally.finish(new Failed({ kind: 'noImage' }));
}

/** ms in which the end of an answer must follow its last image. */
const TAIL_MS = 2000;

/** What comes, until all is there that was asked for and then nothing for a while: a server may never hang up. */
async function* untilQuiet<T>(source: AsyncIterable<T>, isFull: () => boolean): AsyncGenerator<T> {
  const pieces = source[Symbol.asyncIterator]();
  let ended = false;
  try {
    while (!ended) {
      const next = pieces.next();
      const step = isFull() ? await Promise.race([next, quiet()]) : await next;
      ended = step === undefined || step.done === true;
      if (step && !step.done) yield step.value;
      // Ending the request breaks it off.
      if (step === undefined) next.catch(() => undefined);
    }
  } finally {
    if (!ended) await pieces.return?.();
  }
}

const quiet = () => sleep(TAIL_MS, undefined, { ref: false });

/** In script it would hold the host up: 20 ms for 4 MB. */
const crc32: Crc32 = (bytes, from, to) => zlib.crc32(bytes.subarray(from, to));

async function* noBody(): AsyncGenerator<Uint8Array> {}

/** What reads the events of an answer: `{ event, data }`, with JSON parsed. Its own errors are of broken JSON or the body's. */
export type EventSource = (response: Response) => AsyncIterable<unknown>;

/** Reads server-sent events. Throws `Failed`, after the images that came. */
export async function* receiveEvents(read: EventSource, receiving: Receiving): AsyncGenerator<Progress> {
  const { body, headers, status } = receiving.response;
  const { rest, images } = liftImages(body ?? noBody());
  const events = read(new Response(streamOf(rest), { headers, status }));
  const tally = createTally(receiving, images);
  let shown = -1;
  let partials = 0;
  try {
    for await (const item of events) {
      const { event, data } = v.parse(Envelope, item);
      throwComplaint(event === 'error' ? { error: data } : data, receiving);
      const step = v.safeParse(StreamEvent, data);
      if (!step.success) continue;
      const { type = event ?? '', partial_image_index: index = shown + 1 } = step.output;
      if (type.endsWith('.partial_image')) {
        const partial = readPartial(step.output, images);
        if (!partial || index <= shown || partials >= MOST_PARTIALS) continue;
        shown = index;
        partials++;
        yield { kind: 'partial', index, ...partial };
      } else if (type.endsWith('.completed')) {
        yield* tally.receive([step.output]);
        yield* receiveUsage(step.output.usage);
      } else {
        // What nobody knows must not stand in the way of what comes.
        readPartial(step.output, images);
        // Some relays put the whole answer into one event.
        const answer = v.safeParse(Answer, data);
        if (answer.success && answer.output.data.length > 0) {
          yield* tally.receive(answer.output.data);
          yield* receiveUsage(answer.output.usage);
        }
      }
      // What follows can only break off.
      if (tally.isFull()) break;
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failed({ kind: 'incomplete' }, error);
    throw error;
  }
  // The SDK ends a cancelled stream without a word. One that has brought everything was cancelled too late.
  if (receiving.signal.aborted && !tally.isFull()) throw new Failed({ kind: 'cancelled', billable: true });
  yield* tally.finish(new Failed({ kind: 'incomplete' }));
}

const Envelope = v.object({ event: v.nullish(v.string()), data: v.unknown() });

function throwComplaint(body: unknown, { call, parts, response }: Receiving): void {
  if (!v.is(Complaint, body)) return;
  const asked = { server: parts.server, key: parts.key, model: call.model };
  throw new Refusal({ status: response.status, headers: response.headers, body }, asked, []);
}

function readPartial({ b64_json: text = '' }: Item, images: LiftedImages) {
  try {
    const bytes = images.take(text)?.bytes ?? decodeBase64(text);
    const info = sniffHeader(bytes, crc32);
    return info && { bytes, info };
  } catch {
    return undefined;
  }
}

async function* receiveUsage(usage: v.InferOutput<typeof Answer>['usage']): AsyncGenerator<Progress> {
  const counts = readUsage(usage);
  if (counts) yield { kind: 'usage', usage: counts };
}

/** Counts the images of one call. One that is broken does not take the others with it. */
function createTally({ call, parts, signal }: Receiving, images: LiftedImages) {
  const noted = new Set<string>();
  let got = 0;
  let broken = 0;
  let flooded = false;
  let failed: unknown;

  async function* receive(items: Item[]): AsyncGenerator<Progress> {
    // Taken out one by one: each leaves memory once it is decoded.
    for (let item = items.shift(); item; item = items.shift()) {
      if (got + broken >= Math.max(call.n, MOST_IMAGES)) {
        flooded = true;
        return;
      }
      const { revised_prompt: revisedPrompt } = item;
      try {
        const image = await imageOf(item);
        if (!image) {
          broken++;
          continue;
        }
        const info = await inspect(image);
        got++;
        const revised = revisedPrompt && hideKey(revisedPrompt, parts.key).slice(0, LONGEST_PROMPT);
        yield { kind: 'image', ...image, info, ...(revised && { revisedPrompt: revised }) };
        for (const note of [typeNote(call, info.type), sizeNote(call, `${info.width}x${info.height}`)]) {
          if (!note || noted.has(JSON.stringify(note))) continue;
          noted.add(JSON.stringify(note));
          yield { kind: 'note', note };
        }
      } catch (error) {
        // A cancelled download too: what follows may be here already.
        if (!(error instanceof Failed)) throw error;
        broken++;
        failed ??= error;
      }
    }
  }

  async function* finish(nothing: Failed): AsyncGenerator<Progress> {
    if (failed !== undefined) throw failed;
    if (got === 0) throw broken > 0 ? new Failed({ kind: 'noImage' }) : nothing;
    if (got < call.n) yield { kind: 'note', note: { kind: 'fewer', asked: call.n, got } };
  }

  async function imageOf({ b64_json: text, url }: Item): Promise<ReceivedImage | undefined> {
    if (text) return images.take(text) ?? { bytes: decodeBase64(text) };
    if (!url) return undefined;
    return { bytes: url.startsWith('data:') ? decodeBase64(url) : await download(url, parts, signal) };
  }

  return { receive, finish, isFlooded: () => flooded, isFull: () => got + broken >= call.n };
}

async function inspect({ bytes, spooled }: ReceivedImage): Promise<ImageInfo> {
  try {
    return inspectImage(bytes, crc32);
  } catch (error) {
    await spooled?.drop();
    throw error;
  }
}

function typeNote({ parameters }: Call, got: string): Note | undefined {
  const asked = parameters.output_format;
  return asked === undefined || asked === got ? undefined : { kind: 'otherType', asked, got };
}

function sizeNote({ parameters }: Call, got: string): Note | undefined {
  const asked = parameters.size;
  return asked === undefined || !/^\d+x\d+$/.test(asked) || asked === got ? undefined : { kind: 'otherSize', asked, got };
}
