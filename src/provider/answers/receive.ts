import * as v from 'valibot';
import { Failed } from '../../core/failure.ts';
import { type Bytes, inspectImage, sniffHeader } from '../../core/image.ts';
import type { Note } from '../../core/note.ts';
import type { Call, Progress } from '../../core/task.ts';
import { type DownloadParts, download } from '../download.ts';
import { decodeBase64 } from './base64.ts';
import { Refusal } from './refusal.ts';
import { Answer, Complaint, type Item, readUsage, StreamEvent } from './schema.ts';

/** An answer that is about to be read. */
export interface Receiving {
  readonly call: Call;
  readonly parts: DownloadParts & { readonly key: string | undefined };
  readonly response: Response;
  readonly signal: AbortSignal;
}

/** Reads an answer in one piece. Throws `Failed`, after the images that came. */
export async function* receiveAnswer(receiving: Receiving): AsyncGenerator<Progress> {
  // Nothing else may hold the text or what was parsed from it: each image leaves memory once it is handed on.
  const answer = readAnswer(await receiving.response.text(), receiving);
  const tally = createTally(receiving);
  yield* receiveUsage(answer.usage);
  yield* tally.receive(answer.data);
  yield* tally.finish(new Failed({ kind: 'noImage' }));
}

/** Reads server-sent events. Throws `Failed`, after the images that came. */
export async function* receiveEvents(events: AsyncIterable<unknown>, receiving: Receiving): AsyncGenerator<Progress> {
  const tally = createTally(receiving);
  let shown = -1;
  try {
    for await (const item of events) {
      const { event, data } = v.parse(Envelope, item);
      throwComplaint(event === 'error' ? { error: data } : data, receiving);
      const step = v.safeParse(StreamEvent, data);
      if (!step.success) continue;
      const { type = event ?? '', partial_image_index: index = shown + 1 } = step.output;
      if (type.endsWith('.partial_image')) {
        const partial = index > shown && readPartial(step.output);
        if (!partial) continue;
        shown = index;
        yield { kind: 'partial', index, ...partial };
      } else if (type.endsWith('.completed')) {
        yield* receiveUsage(step.output.usage);
        yield* tally.receive([step.output]);
      } else {
        // Some relays put the whole answer into one event.
        const answer = v.safeParse(Answer, data);
        if (answer.success && answer.output.data.length > 0) {
          yield* receiveUsage(answer.output.usage);
          yield* tally.receive(answer.output.data);
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

function readAnswer(text: string, receiving: Receiving): v.InferOutput<typeof Answer> {
  const { host } = receiving.parts.server;
  const { status } = receiving.response;
  const body = parseAnswer(text, host, status);
  throwComplaint(body, receiving);
  const answer = v.safeParse(Answer, body);
  if (!answer.success) throw new Failed({ kind: 'notAnApi', host, status });
  return answer.output;
}

function parseAnswer(text: string, host: string, status: number): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // It began as an answer and ends in the middle.
    if (/^\s*\{/.test(text)) throw new Failed({ kind: 'incomplete' }, error);
    throw new Failed({ kind: 'notAnApi', host, status });
  }
}

function throwComplaint(body: unknown, { call, parts, response }: Receiving): void {
  if (!v.is(Complaint, body)) return;
  const asked = { server: parts.server, key: parts.key, model: call.model };
  throw new Refusal({ status: response.status, headers: response.headers, body }, asked, []);
}

function readPartial(item: Item) {
  try {
    const bytes = decodeBase64(item.b64_json ?? '');
    const info = sniffHeader(bytes);
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
function createTally({ call, parts, signal }: Receiving) {
  const noted = new Set<string>();
  let got = 0;
  let broken = 0;
  let failed: unknown;

  async function* receive(items: Item[]): AsyncGenerator<Progress> {
    // Taken out one by one: each leaves memory once it is decoded.
    for (let item = items.shift(); item; item = items.shift()) {
      const { revised_prompt: revisedPrompt } = item;
      try {
        const bytes = await bytesOf(item, parts, signal);
        if (!bytes) {
          broken++;
          continue;
        }
        const info = inspectImage(bytes);
        got++;
        yield { kind: 'image', bytes, info, ...(revisedPrompt && { revisedPrompt }) };
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

  return { receive, finish, isFull: () => got + broken >= call.n };
}

async function bytesOf(item: Item, parts: DownloadParts, signal: AbortSignal): Promise<Bytes | undefined> {
  if (item.b64_json) return decodeBase64(item.b64_json);
  if (!item.url) return undefined;
  return item.url.startsWith('data:') ? decodeBase64(item.url) : download(item.url, parts, signal);
}

function typeNote({ parameters }: Call, got: string): Note | undefined {
  const asked = parameters.output_format;
  return asked === undefined || asked === got ? undefined : { kind: 'otherType', asked, got };
}

function sizeNote({ parameters }: Call, got: string): Note | undefined {
  const asked = parameters.size;
  return asked === undefined || !/^\d+x\d+$/.test(asked) || asked === got ? undefined : { kind: 'otherSize', asked, got };
}
