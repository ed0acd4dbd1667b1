import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import zlib from 'node:zlib';
import { Failed } from '../../core/failure.ts';

/** The body as it was before compression, or undefined when the compression is none that we asked for. */
export function decodeBody(message: IncomingMessage): Readable | undefined {
  const encoding = (message.headers['content-encoding'] ?? '').trim().toLowerCase();
  if (encoding === '' || encoding === 'identity') return message;
  const decoder = createDecoder(encoding);
  // The callback is not needed, an error reaches the reader; without it the process would end.
  return decoder && pipeline(message, decoder, () => undefined);
}

function createDecoder(encoding: string): (zlib.Gunzip & Readable) | undefined {
  switch (encoding) {
    case 'gzip':
    case 'x-gzip':
      return zlib.createGunzip();
    case 'br':
      return zlib.createBrotliDecompress();
    case 'deflate':
      return zlib.createInflate();
    default:
      return undefined;
  }
}

/** A body of bytes that are asked for one after the other. Its error is what asking throws. */
export function streamOf(source: AsyncIterable<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const pieces = source[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await pieces.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await pieces.return?.();
    },
  });
}

/** Reads a body to its end. Throws what the body's stream throws, and `Failed` `tooLarge` beyond `limit` bytes. */
export async function readBytes(response: Response, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > limit) throw new Failed({ kind: 'tooLarge', limit });
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}

/**
 * Reads the text of an error's body: at most `limit` bytes of it, for an error is known by its status too.
 * Throws what the body's stream throws.
 */
export async function readStart(response: Response, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    length += chunk.length;
    if (length >= limit) break;
  }
  return text + decoder.decode();
}
