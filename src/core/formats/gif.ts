import type { Bytes } from '../image.ts';
import { byte, isAt, little16 } from './bytes.ts';
import type { Findings, Format } from './format.ts';

const TRAILER = 0x3b;
const EXTENSION = 0x21;
const GRAPHIC_CONTROL = 0xf9;
const IMAGE = 0x2c;

/** Source: https://www.w3.org/Graphics/GIF/spec-gif89a.txt */
export const gif: Format = {
  type: 'gif',
  matches: (bytes) => isAt(bytes, 0, 'GIF87a') || isAt(bytes, 0, 'GIF89a'),
  size: (bytes) => (bytes.length < 10 ? undefined : { width: little16(bytes, 6), height: little16(bytes, 8) }),
  walk(bytes, maxPixels) {
    const found: Findings = { alpha: false, credentials: false };
    let frames = 0;
    for (let at = 13 + colorTable(byte(bytes, 10)); at < bytes.length; ) {
      const block = byte(bytes, at);
      if (block === TRAILER) return frames > 0 ? found : { ...found, fault: 'damaged' };
      if (block === EXTENSION) {
        if (byte(bytes, at + 1) === GRAPHIC_CONTROL && (byte(bytes, at + 3) & 1) === 1) found.alpha = true;
        at = afterSubBlocks(bytes, at + 2);
      } else if (block === IMAGE) {
        frames += 1;
        if (little16(bytes, at + 5) * little16(bytes, at + 7) > maxPixels) return { ...found, fault: 'tooManyPixels' };
        at = afterSubBlocks(bytes, at + 11 + colorTable(byte(bytes, at + 9)));
      } else {
        return { ...found, fault: 'damaged' };
      }
    }
    return { ...found, fault: 'truncated' };
  },
};

/** Bytes of the color table that a packed field announces. */
function colorTable(packed: number): number {
  return (packed & 0x80) === 0 ? 0 : 3 * 2 ** ((packed & 7) + 1);
}

function afterSubBlocks(bytes: Bytes, from: number): number {
  let at = from;
  for (let length = byte(bytes, at); length > 0; length = byte(bytes, at)) at += 1 + length;
  return at + 1;
}
