import type { ServerResponse } from 'node:http';
import { completedOf, type Events, eventsOf, partialOf, pour, shapeOf, whole } from './imagesAnswers.ts';
import type { RequestBody } from './imagesRequest.ts';
import { html } from './imagesSamples.ts';
import type { Answer, RecordedRequest } from './imagesServer.ts';

function stream(send: (body: RequestBody, write: Events, response: ServerResponse, request: RecordedRequest) => unknown): Answer {
  return (request, response) => void send(shapeOf(request), eventsOf(request, response), response, request);
}

const HALF_EVENT = 'event: image_generation.completed\ndata: {"b64_json":"iVBO';

/** What goes wrong in an event stream, by name. */
export const streams = {
  streamNoEnd: stream((body, write, response) => {
    write('partial_image', partialOf(body, 0));
    response.end();
  }),
  streamError: stream((body, write, response) => {
    write('partial_image', partialOf(body, 0));
    write('error', {
      error: { type: 'image_generation_user_error', code: 'moderation_blocked', message: 'Rejected. safety_violations=[sexual]' },
    });
    response.end();
  }),
  streamServerError: stream((_body, write, response) => {
    write('error', { type: 'error', code: 'server_error', message: 'The server had an error' });
    response.end();
  }),
  streamCut: stream((body, write, response, { socket }) => {
    write('partial_image', partialOf(body, 0));
    response.write(HALF_EVENT, () => setTimeout(() => socket.resetAndDestroy(), 50));
  }),
  streamHalfEvent: stream((_body, _write, response) => response.end(HALF_EVENT)),
  streamJson: whole,
  streamDisorder: stream((body, write, response) => {
    for (const index of [1, 0, 2]) write('partial_image', partialOf(body, index));
    write('completed', completedOf(body));
    response.end();
  }),
  streamBadPartial: stream((body, write, response) => {
    write('partial_image', { ...partialOf(body, 0), b64_json: Buffer.from(html).toString('base64') });
    write('completed', completedOf(body));
    response.end();
  }),
  streamStall: stream((body, write) => write('partial_image', partialOf(body, 0))),
  /** Signs of life, and nothing else. */
  streamDrip: stream((_body, _write, response) => {
    const timer = setInterval(() => response.write(': still here\n\n'), 50);
    response.once('close', () => clearInterval(timer));
  }),
  streamTwice: stream((body, write, response) => {
    for (let index = 0; index < 2; index++) write('completed', completedOf(body));
    response.end();
  }),
  streamOfPartials: stream((body, write, response) => {
    for (let index = 0; index < 1000; index++) write('partial_image', partialOf(body, index % 3, index));
    write('completed', completedOf(body));
    response.end();
  }),
  /** One event that has no end. */
  streamEndless: stream(async (_body, _write, response) => {
    response.write(HALF_EVENT);
    await pour(response, Buffer.alloc(1024 * 1024, 'A'));
  }),
  /** Stays open after the last event. */
  streamOpen: stream((body, write) => write('completed', completedOf(body))),
} as const satisfies Record<string, Answer>;
