import { Failed, type Failure } from './failure.ts';
import type { Crc32, Format } from './formats/format.ts';
import { gif } from './formats/gif.ts';
import { jpeg } from './formats/jpeg.ts';
import { crc32, png } from './formats/png.ts';
import { webp } from './formats/webp.ts';

/** Raw bytes on their own buffer, as `structuredClone` and `crypto.subtle` take them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** What is decoded; anything else is refused. */
export type ImageType = 'png' | 'jpeg' | 'webp' | 'gif';

/** What an image's header says. */
export interface ImageInfo {
  readonly type: ImageType;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  /** Whether it can be transparent anywhere. */
  readonly alpha: boolean;
  /**
   * Whether it carries C2PA credentials (PNG chunk `caBX`, JPEG APP11 JUMBF, WebP chunk `C2PA`), which any change to the
   * file would break. Source: C2PA specification 2.1, "Embedding manifests into assets".
   */
  readonly credentials: boolean;
}

/** Why a file is not taken as an image. */
export type ImageFault = Extract<Failure, { kind: 'badImage' }>['reason'];

/** The largest image taken, in bytes (50 MiB). */
export const MAX_IMAGE_BYTES = 50 * 1024 * 1024;

/** The largest image taken, in pixels (33.5 megapixels). */
export const MAX_IMAGE_PIXELS = 33_500_000;

/**
 * Reads what an image is from its bytes, and checks that it is whole, without decoding a pixel. The size in px is judged
 * before anything else is looked at. `sumOf`: who has a faster one than script brings it. Throws `Failed` `badImage`.
 */
export function inspectImage(bytes: Bytes, sumOf: Crc32 = crc32): ImageInfo {
  if (bytes.length > MAX_IMAGE_BYTES) throw badImage('tooManyBytes');
  const format = sniff(bytes);
  if (!format) throw badImage('notAnImage');
  const size = format.size(bytes);
  if (size && size.width * size.height > MAX_IMAGE_PIXELS) throw badImage('tooManyPixels');
  const { fault, alpha, credentials } = format.walk(bytes, MAX_IMAGE_PIXELS, sumOf);
  if (fault) throw badImage(fault);
  if (!size || size.width === 0 || size.height === 0) throw badImage('damaged');
  return { type: format.type, ...size, alpha, credentials };
}

/**
 * Reads the header of an image that may be cut off, such as a partial one: `undefined` where the bytes do not begin like
 * an image that can be shown. `alpha` and `credentials` are as far as the bytes tell. Never throws.
 */
export function sniffHeader(bytes: Bytes, sumOf: Crc32 = crc32): ImageInfo | undefined {
  if (bytes.length > MAX_IMAGE_BYTES) return undefined;
  const format = sniff(bytes);
  const size = format?.size(bytes);
  if (!format || !size || size.width === 0 || size.height === 0) return undefined;
  if (size.width * size.height > MAX_IMAGE_PIXELS) return undefined;
  const { fault, alpha, credentials } = format.walk(bytes, MAX_IMAGE_PIXELS, sumOf);
  return fault === 'tooManyPixels' ? undefined : { type: format.type, ...size, alpha, credentials };
}

function sniff(bytes: Bytes): Format | undefined {
  return [png, jpeg, webp, gif].find((format) => format.matches(bytes));
}

function badImage(reason: ImageFault): Failed {
  return new Failed({ kind: 'badImage', reason });
}
