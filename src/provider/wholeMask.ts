import { deflateSync } from 'node:zlib';
import { crc32 } from '../core/formats/png.ts';
import type { Bytes } from '../core/image.ts';
import type { Size } from '../core/size.ts';

/** RGBA, 8 bits a channel. Source: https://www.w3.org/TR/png-3/ §11.2.1 */
const COLOUR = [8, 6, 0, 0, 0];
/** White, and transparent: change this, whichever of the two is read. */
const CHANGE = [255, 255, 255, 0];

/** The mask that changes all of a picture: an RGBA PNG of its size, see `Inputs`. */
export function encodeWholeMask({ width, height }: Size): Bytes {
  const row = new Uint8Array(1 + width * 4);
  for (let at = 1; at < row.length; at += 4) row.set(CHANGE, at);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set(COLOUR, 8);
  const rows = Buffer.alloc(row.length * height, row);
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return new Uint8Array(
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]),
  );
}

function chunk(type: string, data: Uint8Array): Buffer {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(new Uint8Array(bytes), 4, 8 + data.length), 8 + data.length);
  return bytes;
}
