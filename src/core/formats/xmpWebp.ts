import type { Bytes } from '../image.ts';
import { byte, isAt, join, little32, type Span, toLatin1, toLittle32 } from './bytes.ts';
import type { Carrier } from './carrier.ts';
import { MOST_BLOCKS } from './format.ts';
import { ALPHA, FIRST, webp } from './webp.ts';

/** The flag of the extended header for XMP. */
const XMP = 0x04;

/** Source: RFC 9649 §2.7 */
export const xmpWebp: Carrier = {
  packets(bytes) {
    const found = [...chunks(bytes)].filter(({ at }) => isAt(bytes, at, 'XMP '));
    return found.map(({ at, end }) => ({ at, end, xmp: bytes.subarray(at + 8, end) }));
  },
  put(bytes, xmp, replaced) {
    const header = extendedHeader(bytes);
    const places = new Set(replaced.map(({ at }) => at));
    const others = [...chunks(bytes)].filter(({ at }) => !isAt(bytes, at, 'VP8X') && !places.has(at));
    if (!header) return undefined;
    const copies = others.map(({ at, end }) => padded(bytes.subarray(at, end)));
    const content = join([toLatin1('WEBP'), header, ...copies, writeChunk('XMP ', xmp)]);
    return join([toLatin1('RIFF'), toLittle32(content.length), content, bytes.subarray(8 + little32(bytes, 4))]);
  },
};

/** The chunks that are whole, without their padding, at most `MOST_BLOCKS`. */
function* chunks(bytes: Bytes): Generator<Span> {
  const limit = Math.min(8 + little32(bytes, 4), bytes.length);
  for (let at = FIRST, blocks = 0; at + 8 <= limit && blocks < MOST_BLOCKS; blocks += 1) {
    const length = little32(bytes, at + 4);
    const end = at + 8 + length;
    if (end > limit) return;
    yield { at, end };
    at = end + (length % 2);
  }
}

/** The extended header with the flag for XMP: the file's own, or one that says what the simple file says. */
function extendedHeader(bytes: Bytes): Bytes | undefined {
  if (isAt(bytes, FIRST, 'VP8X')) {
    const own = padded(bytes.slice(FIRST, FIRST + 8 + little32(bytes, FIRST + 4)));
    own[8] = byte(own, 8) | XMP;
    return own;
  }
  const size = webp.size(bytes);
  const isLossless = isAt(bytes, FIRST, 'VP8L');
  if (!size || !(isLossless || isAt(bytes, FIRST, 'VP8 '))) return undefined;
  const alpha = isLossless ? byte(bytes, FIRST + 12) & ALPHA : 0;
  const sides = [size.width - 1, size.height - 1].map((side) => toLittle32(side).subarray(0, 3));
  return writeChunk('VP8X', join([toLittle32(XMP | alpha), ...sides]));
}

function writeChunk(type: string, data: Bytes): Bytes {
  return padded(join([toLatin1(type), toLittle32(data.length), data]));
}

function padded(chunk: Bytes): Bytes {
  return chunk.length % 2 === 0 ? chunk : join([chunk, Uint8Array.of(0)]);
}
