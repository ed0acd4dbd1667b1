import { Failed } from '../../core/failure.ts';
import type { Bytes } from '../../core/image.ts';
import { type Base64Decoder, createBase64Decoder } from './base64.ts';
import { createScanner } from './scanner.ts';

/** Characters that neither base64 nor a data URL has, before the number of an image. */
const MARK = '!easel:';

/** Images that were taken out of an answer. */
export interface LiftedImages {
  /**
   * The image whose mark stands in a `b64_json`; those before it are let go, for nobody has asked for them. Undefined for what
   * is no mark. Throws `Failed` `badImage`.
   */
  take(value: string): Bytes | undefined;
}

/** An answer without its images. */
export interface Lifted {
  /** The other bytes of the JSON, or of the events with JSON in them. Throws what the body's stream throws. */
  readonly rest: AsyncIterable<Uint8Array<ArrayBuffer>>;
  readonly images: LiftedImages;
}

/**
 * Takes the images out of an answer while it arrives, so that neither their text nor a tree that holds it is ever in memory:
 * the value of each `b64_json` is decoded piece by piece, and a short mark stands in its place. Whether all of it is JSON, its
 * reader finds out from the rest.
 */
export function liftImages(body: AsyncIterable<Uint8Array>): Lifted {
  const done = new Map<number, Bytes | Failed>();
  let count = 0;
  const scanner = createScanner('b64_json', createBase64Decoder, (decoder) => {
    done.set(++count, endOf(decoder));
    return MARK + count;
  });

  async function* rest(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    for await (const chunk of body) {
      const left = scanner(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
      if (left.length > 0) yield left;
    }
  }

  function take(value: string): Bytes | undefined {
    const number = Number(value.startsWith(MARK) ? value.slice(MARK.length) : Number.NaN);
    const image = done.get(number);
    if (!image) return undefined;
    for (const older of done.keys()) if (older <= number) done.delete(older);
    if (image instanceof Failed) throw image;
    return image;
  }

  return { rest: rest(), images: { take } };
}

/** What is wrong with an image is said when it is asked for: it must not take the others with it. */
function endOf(decoder: Base64Decoder): Bytes | Failed {
  try {
    return decoder.end();
  } catch (error) {
    if (error instanceof Failed) return error;
    throw error;
  }
}
