import type { Bytes } from '../image.ts';
import { big16, isAt } from './bytes.ts';
import { type Findings, type Format, MOST_BLOCKS } from './format.ts';

const END_OF_IMAGE = 0xd9;
export const START_OF_SCAN = 0xda;
const APP11 = 0xeb;

/** Source: https://www.w3.org/Graphics/JPEG/itu-t81.pdf Annex B */
export const jpeg: Format = {
  type: 'jpeg',
  matches: (bytes) => isAt(bytes, 0, '\xff\xd8\xff'),
  size(bytes) {
    for (const { marker, at } of segments(bytes)) {
      if (marker === START_OF_SCAN) return undefined;
      if (isFrame(marker) && at + 9 <= bytes.length) return { width: big16(bytes, at + 7), height: big16(bytes, at + 5) };
    }
    return undefined;
  },
  walk(bytes) {
    const found: Findings = { alpha: false, credentials: false };
    let frames = 0;
    let scans = 0;
    for (const { marker, at, end } of segments(bytes)) {
      if (marker === END_OF_IMAGE) return frames === 1 && scans > 0 ? found : { ...found, fault: 'damaged' };
      if (end < at + 4) return { ...found, fault: 'damaged' };
      if (end > bytes.length) return { ...found, fault: 'truncated' };
      if (isFrame(marker)) frames += 1;
      if (marker === START_OF_SCAN) scans += 1;
      // Credentials are JUMBF boxes in APP11. Source: C2PA specification 2.1, A.3.1
      if (marker === APP11 && isAt(bytes, at + 4, 'JP') && isAt(bytes, at + 16, 'jumb')) found.credentials = true;
    }
    return { ...found, fault: 'truncated' };
  },
};

export interface Segment {
  readonly marker: number;
  /** Where the marker begins. */
  readonly at: number;
  /** Where the next one is looked for: past the end of the bytes where they are cut. */
  readonly end: number;
}

/** The segments that have a length, then the end mark where there is one. It stops at a wrong length, and after `MOST_BLOCKS`. */
export function* segments(bytes: Bytes): Generator<Segment> {
  for (let next = 2, blocks = 0; blocks < MOST_BLOCKS; ) {
    // The pixels' data, and stray bytes between segments, are passed over, as libjpeg does.
    let at = bytes[next] === 0xff ? next : bytes.indexOf(0xff, next);
    while (at >= 0 && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (at < 0 || marker === undefined) return;
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) {
      next = at + 2;
    } else if (marker === END_OF_IMAGE) {
      yield { marker, at, end: at + 2 };
      return;
    } else {
      if (at + 4 > bytes.length) return;
      next = at + 2 + big16(bytes, at + 2);
      blocks += 1;
      yield { marker, at, end: next };
      if (next < at + 4 || next > bytes.length) return;
    }
  }
}

/** SOF0–SOF15; DHT, JPG and DAC lie in between. */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
