import { randomFillSync } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import { listen } from '../../support/imagesLoopback.ts';
import { joinPng } from '../../support/imagesPng.ts';

/** An answer that is ready to be sent. */
export interface ReadyAnswer {
  readonly images: number;
  /** All of it, as the API writes it. */
  readonly body: Buffer;
}

/** How an answer comes: as fast as it is read and at once, where nothing else is said. */
export interface Pace {
  readonly bytesPerSecond?: number;
  /** ms from the request to the answer. */
  readonly after?: number;
}

/** A server that answers every POST alike, over a line of a known width. */
export interface AnswerServer {
  readonly baseUrl: string;
  /** What POSTs are answered from now on. */
  answer(ready: ReadyAnswer, pace?: Pace): void;
  /** When the last byte of the last answer had left, in ms of this process. */
  lastByteAt(): number;
  close(): Promise<void>;
}

/** Bytes that are written at once: about what a network brings at a time. */
const PIECE = 64 * 1024;

/** An answer of so many PNGs of so many bytes; no compression makes them smaller, as with a model's pictures. */
export function makeAnswer(images: number, bytes: number): ReadyAnswer {
  const width = 1000;
  const height = Math.round(bytes / width / 4);
  const data = Array.from({ length: images }, () => {
    const rows = Buffer.alloc((1 + width * 4) * height);
    for (let y = 0; y < height; y++) randomFillSync(rows, y * (1 + width * 4) + 1, width * 4);
    return { b64_json: joinPng(width, height, deflateSync(rows, { level: 0 })).toString('base64') };
  });
  return { images, body: Buffer.from(JSON.stringify({ created: 1_790_000_000, output_format: 'png', data })) };
}

/** Starts it on a free port. */
export async function startAnswerServer(): Promise<AnswerServer> {
  let ready: ReadyAnswer = { images: 0, body: Buffer.from('{}') };
  let pace: Pace = {};
  let lastByteAt = Number.NaN;
  const server = await listen(async (request, response) => {
    for await (const _ of request);
    const { body } = ready;
    const { bytesPerSecond, after } = pace;
    if (after !== undefined) await sleep(after);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length });
    await pour(response, body, bytesPerSecond);
    // The callback comes when the system has taken the last byte.
    response.end(() => {
      lastByteAt = performance.now();
    });
  });
  return {
    baseUrl: `${server.origin}/v1`,
    answer(next, wanted = {}) {
      ready = next;
      pace = wanted;
      lastByteAt = Number.NaN;
    },
    lastByteAt: () => lastByteAt,
    close: () => server.close(),
  };
}

async function pour(response: ServerResponse, body: Buffer, bytesPerSecond: number | undefined): Promise<void> {
  const startedAt = performance.now();
  for (let sent = 0; sent < body.length; sent += PIECE) {
    if (bytesPerSecond !== undefined) {
      const early = startedAt + (sent / bytesPerSecond) * 1000 - performance.now();
      if (early >= 1) await sleep(early);
    }
    const piece = body.subarray(sent, sent + PIECE);
    if (!response.write(piece)) await new Promise((resolve) => response.once('drain', resolve));
  }
}
