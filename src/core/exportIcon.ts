import { join, toLittle32 } from './formats/bytes.ts';
import type { Bytes } from './image.ts';

/** A square picture of an icon: a PNG with an alpha channel, which is what Windows wants. */
export interface IconPart {
  /** px, 1–256 */
  readonly side: number;
  readonly png: Bytes;
}

/** Bytes of the header, and of the entry of each picture. */
const HEADER = 6;
const ENTRY = 16;

/** Writes an `.ico` of PNGs. Source: "The evolution of the ICO file format, part 4: PNG images", Raymond Chen, Microsoft */
export function encodeIcon(parts: readonly IconPart[]): Bytes {
  const entries: Bytes[] = [];
  let offset = HEADER + ENTRY * parts.length;
  for (const { side, png } of parts) {
    // 0 says 256. No palette; one plane of 32 bits a pixel.
    const form = Uint8Array.of(side % 256, side % 256, 0, 0, 1, 0, 32, 0);
    entries.push(join([form, toLittle32(png.length), toLittle32(offset)]));
    offset += png.length;
  }
  return join([Uint8Array.of(0, 0, 1, 0, parts.length, 0), ...entries, ...parts.map(({ png }) => png)]);
}
