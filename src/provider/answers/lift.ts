import { Failed } from '../../core/failure.ts';
import type { Bytes } from '../../core/image.ts';
import type { Spool, Spooled } from '../../core/spool.ts';
import { type Base64Decoder, createBase64Decoder } from './base64.ts';
import { createScanner } from './scanner.ts';

/** Characters that neither base64 nor a data URL has, before the number of an image. */
const MARK = '!easel:';

/** Each is an open file: as many as one call can ask for, beyond which an answer is a flood. */
const MOST_SPOOLED = 10;
/** Images that wait to be taken: more than one piece of a body can have, of the tiniest. */
const MOST_HELD = 5000;

/** An image of an answer. */
export interface ReceivedImage {
  readonly bytes: Bytes;
  /** The same bytes on disk: whoever has the image drops it in the end. */
  readonly spooled?: Spooled | undefined;
}

/** Images that were taken out of an answer. */
export interface LiftedImages {
  /**
   * The image whose mark stands in a `b64_json`; those before it are let go, for nobody has asked for them. Undefined for what
   * is no mark. Throws `Failed` `badImage`.
   */
  take(value: string): ReceivedImage | undefined;
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
 * reader finds out from the rest. With `spool` each goes to disk at the same time; those that nobody took are dropped when the
 * rest has ended.
 */
export function liftImages(body: AsyncIterable<Uint8Array>, spool?: Spool): Lifted {
  const done = new Map<number, Arriving & { readonly image: Bytes | Failed }>();
  let arriving: Arriving | undefined;
  let count = 0;

  function begin(): Arriving {
    const spooled = count < MOST_SPOOLED ? spool?.() : undefined;
    arriving = { spooled, decoder: createBase64Decoder((bytes) => spooled?.write(bytes)) };
    return arriving;
  }

  function end(one: Arriving): string {
    arriving = undefined;
    count += 1;
    // Its reader is never so far behind: what is still there stands where nobody looks for images, or is a flood.
    if (done.size < MOST_HELD) done.set(count, { ...one, image: endOf(one.decoder) });
    else void one.spooled?.drop();
    return MARK + count;
  }

  const scanner = createScanner('b64_json', begin, end);

  async function* rest(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    try {
      for await (const chunk of body) {
        const left = scanner(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
        if (left.length > 0) yield left;
      }
    } finally {
      await Promise.all([...done.values(), arriving].map((one) => one?.spooled?.drop()));
    }
  }

  function take(value: string): ReceivedImage | undefined {
    const number = Number(value.startsWith(MARK) ? value.slice(MARK.length) : Number.NaN);
    const found = done.get(number);
    if (!found) return undefined;
    done.delete(number);
    for (const [older, { spooled }] of done) {
      if (older > number) break;
      done.delete(older);
      void spooled?.drop();
    }
    if (!(found.image instanceof Failed)) return { bytes: found.image, spooled: found.spooled };
    void found.spooled?.drop();
    throw found.image;
  }

  return { rest: rest(), images: { take } };
}

/** An image on its way: what of it has come is decoded, and on disk. */
interface Arriving {
  readonly decoder: Base64Decoder;
  readonly spooled: Spooled | undefined;
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
