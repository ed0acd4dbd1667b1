import type { Bytes, ImageFault } from '../image.ts';
import { byte, isAt, little16, little24, little32 } from './bytes.ts';
import { type Findings, type Format, MOST_BLOCKS, type Size } from './format.ts';

/** Where the first chunk begins. */
export const FIRST = 12;
export const ALPHA = 0x10;

/** Source: RFC 9649 §2 */
export const webp: Format = {
  type: 'webp',
  matches: (bytes) => isAt(bytes, 0, 'RIFF') && isAt(bytes, 8, 'WEBP'),
  size(bytes) {
    if (!isAt(bytes, FIRST, 'VP8X')) return frameSize(bytes, FIRST);
    return bytes.length < 30 ? undefined : { width: little24(bytes, 24) + 1, height: little24(bytes, 27) + 1 };
  },
  walk(bytes, maxPixels) {
    const found: Findings = { alpha: false, credentials: false };
    const end = 8 + little32(bytes, 4);
    if (isAt(bytes, FIRST, 'VP8X')) found.alpha = (byte(bytes, 20) & ALPHA) !== 0;
    if (isAt(bytes, FIRST, 'VP8L')) found.alpha = (byte(bytes, 24) & ALPHA) !== 0;
    let frames = 0;
    let blocks = 0;
    let fault: ImageFault | undefined;
    for (let at = FIRST; at + 8 <= end && at + 8 <= bytes.length && !fault; ) {
      const length = little32(bytes, at + 4);
      const size = frameSize(bytes, at);
      blocks += 1;
      if (size) frames += 1;
      if (isAt(bytes, at, 'C2PA')) found.credentials = true;
      if (size && size.width * size.height > maxPixels) fault = 'tooManyPixels';
      else if (size && size.width * size.height === 0) fault = 'damaged';
      else if (blocks > MOST_BLOCKS || (at + 8 + length > end && end <= bytes.length)) fault = 'damaged';
      at += 8 + length + (length % 2);
    }
    if (end > bytes.length) fault ??= 'truncated';
    if (frames === 0) fault ??= 'damaged';
    return fault ? { ...found, fault } : found;
  },
};

/**
 * The size of the frame in the chunk at `at`, `undefined` where the chunk holds none or is cut; 0 × 0 where it is broken.
 * Source: RFC 6386 §9.1 (`VP8 `), RFC 9649 §3.4 (`VP8L`), §2.7.1.1 (`ANMF`)
 */
function frameSize(bytes: Bytes, at: number): Size | undefined {
  if (isAt(bytes, at, 'VP8 ') && at + 18 <= bytes.length) {
    if (!isAt(bytes, at + 11, '\x9d\x01\x2a')) return { width: 0, height: 0 };
    return { width: little16(bytes, at + 14) & 0x3fff, height: little16(bytes, at + 16) & 0x3fff };
  }
  if (isAt(bytes, at, 'VP8L') && at + 13 <= bytes.length) {
    if (byte(bytes, at + 8) !== 0x2f) return { width: 0, height: 0 };
    const bits = little32(bytes, at + 9);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (isAt(bytes, at, 'ANMF') && at + 20 <= bytes.length) {
    return { width: little24(bytes, at + 14) + 1, height: little24(bytes, at + 17) + 1 };
  }
  return undefined;
}
