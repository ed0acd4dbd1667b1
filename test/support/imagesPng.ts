import { crc32, deflateSync } from 'node:zlib';

/** Red, green, blue, alpha: 0–255 each. */
export type Rgba = readonly [number, number, number, number];

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A real PNG (RGBA, 8 bit) of `width × height` px: one colour, or a gradient from the first to the second, top to bottom. */
export function encodePng(width: number, height: number, from: Rgba, to: Rgba = from): Buffer {
  const rowLength = 1 + width * 4;
  const rows = Buffer.alloc(rowLength * height);
  for (let y = 0; y < height; y++) {
    const part = height === 1 ? 0 : y / (height - 1);
    const pixel = Buffer.from(from.map((start, i) => Math.round(start + ((to[i] ?? start) - start) * part)));
    rows.fill(pixel, y * rowLength + 1, (y + 1) * rowLength);
  }
  return joinPng(width, height, deflateSync(rows, { level: 1 }));
}

/** PNG's numbers for the kinds of pixels. */
const RGBA = 6;
export const GREY = 0;

/** A PNG whose header says `width × height` px, whatever its data holds. */
export function joinPng(width: number, height: number, data: Uint8Array, pixels = RGBA): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, pixels, 0, 0, 0], 8);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, crc]);
}
