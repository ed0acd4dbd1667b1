import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { firstImageOf, type RequestBody } from './imagesRequest.ts';
import { jpeg, pngOf, webp } from './imagesSamples.ts';
import type { Answer, RecordedRequest } from './imagesServer.ts';

/** Writes one event. */
export type Events = (type: string, data: object) => void;

const usage = {
  total_tokens: 1060,
  input_tokens: 10,
  output_tokens: 1050,
  input_tokens_details: { text_tokens: 10, image_tokens: 0 },
};

/** Sends JSON. */
export function json(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Answers an error as OpenAI writes it. */
export function refuse(status: number, error: Record<string, unknown> | string, headers: Record<string, string> = {}): Answer {
  return (_request, response) => json(response, { error }, status, headers);
}

/** Answers items, whatever was asked for. */
export function items(make: (request: RecordedRequest, origin: string, elsewhere: string) => unknown): Answer {
  return (request, response, { origin, elsewhere }) =>
    json(response, { created: 1_790_000_000, data: make(request, origin, elsewhere), usage });
}

/** Waits, then answers as another does. */
export function after(ms: number, answer: Answer): Answer {
  return async (request, response, around) => {
    await sleep(ms, undefined, { ref: false });
    await answer(request, response, around);
  };
}

/** Opens an event stream; each event is written at once. */
export function openEvents(response: ServerResponse): Events {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  return (type, data) => response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
}

/** Opens an event stream whose events have the names of the endpoint: `completed` is `image_edit.completed` at edits. */
export function eventsOf({ path }: RecordedRequest, response: ServerResponse): Events {
  const write = openEvents(response);
  const family = path.endsWith('/generations') ? 'image_generation' : 'image_edit';
  return (type, data) => write(type === 'error' ? type : `${family}.${type}`, data);
}

/** The early picture `index`, said to be at `place` among them. */
export function partialOf(body: RequestBody, index: number, place = index): object {
  return {
    ...about(body),
    b64_json: pngOf(body.size, 100 + index).toString('base64'),
    partial_image_index: place,
  };
}

export function completedOf(body: RequestBody): object {
  return { ...about(body), b64_json: imageOf(body, 0).toString('base64'), usage };
}

function about(body: RequestBody) {
  return {
    background: 'opaque',
    created_at: 1_790_000_000,
    output_format: 'png',
    quality: 'medium',
    size: body.size ?? '1024x1024',
  };
}

function imageOf(body: RequestBody, index: number): Buffer {
  if (body.output_format === 'jpeg') return jpeg;
  return body.output_format === 'webp' ? webp : pngOf(body.size, index);
}

/** The body with the size of the answer: what was asked for, or else the size of the picture that was sent. */
export function shapeOf(request: RecordedRequest): RequestBody {
  const { body } = request;
  const image = firstImageOf(request);
  if (/^\d+x\d+$/.test(body.size ?? '') || !image) return body;
  return { ...body, size: `${image.width}x${image.height}` };
}

export function base64Of(request: RecordedRequest, index = 0): string {
  return imageOf(shapeOf(request), index).toString('base64');
}

export function times<T>({ body }: RecordedRequest, make: (index: number) => T): T[] {
  return Array.from({ length: body.n ?? 1 }, (_, index) => make(index));
}

/** As many images of these bytes as asked for, as base64. */
export function bytes(make: (request: RecordedRequest) => Buffer | Promise<Buffer>): Answer {
  return async (request, response, around) => {
    const b64_json = (await make(request)).toString('base64');
    await items(() => times(request, () => ({ b64_json })))(request, response, around);
  };
}

/** One image by url. */
export function url(make: (origin: string, elsewhere: string) => string): Answer {
  return items((_request, origin, elsewhere) => [{ url: make(origin, elsewhere) }]);
}

/** The right answer in one piece. */
export const whole = items((request) => times(request, (index) => ({ b64_json: base64Of(request, index) })));

/** The right answer, streamed if asked. */
export const good: Answer = (request, response, around) => {
  if (!request.body.stream) return whole(request, response, around);
  const write = eventsOf(request, response);
  const body = shapeOf(request);
  for (let index = 0; index < (body.partial_images ?? 0); index++) write('partial_image', partialOf(body, index));
  write('completed', completedOf(body));
  response.end();
};

/** How an answer in one piece begins. */
export const wholeStart = '{"created":1790000000,"data":[{"b64_json":"';

/** Writes without an end, as fast as it is read, until the client is gone. */
export async function pour(response: ServerResponse, chunk: Uint8Array, total = Number.POSITIVE_INFINITY): Promise<void> {
  let gone = false;
  let wake = () => {};
  response.on('drain', () => wake());
  response.once('close', () => {
    gone = true;
    wake();
  });
  for (let sent = 0; sent < total && !gone; sent += chunk.length) {
    if (response.write(chunk)) continue;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (gone) resolve();
    });
  }
  response.end();
}
