import type { Bytes } from '../image.ts';
import { isAt, join, splice, toLatin1 } from './bytes.ts';
import type { Carrier, Packet } from './carrier.ts';
import { type Segment, START_OF_SCAN, segments } from './jpeg.ts';

const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const HEADER = 'http://ns.adobe.com/xap/1.0/\0';
/** What did not fit into one segment. */
const EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';

/** XMP in bytes, at most: a segment counts its length in 16 bits. */
const MAX_BYTES = 65_502;

/** Source: XMP specification part 3, §1.1.3 */
export const xmpJpeg: Carrier = {
  packets(bytes) {
    return header(bytes).flatMap((segment) => readSegment(bytes, segment) ?? []);
  },
  put(bytes, xmp, replaced) {
    const before = header(bytes);
    // Several pictures in one file, found by the first one's length, which would be another.
    const isOfMany = before.some(({ marker, at }) => marker === APP2 && isAt(bytes, at + 4, 'MPF\0'));
    if (xmp.length > MAX_BYTES || isOfMany) return undefined;
    const length = 2 + HEADER.length + xmp.length;
    const segment = join([Uint8Array.of(0xff, APP1, length >>> 8, length), toLatin1(HEADER), xmp]);
    return splice(bytes, replaced, before.findLast((other) => isFirst(bytes, other))?.end ?? 2, segment);
  },
};

/** The segments before the pixels that are whole. */
function header(bytes: Bytes): readonly Segment[] {
  const before: Segment[] = [];
  for (const segment of segments(bytes)) {
    if (segment.marker === START_OF_SCAN || segment.end > bytes.length) break;
    before.push(segment);
  }
  return before;
}

function readSegment(bytes: Bytes, { marker, at, end }: Segment): Packet | undefined {
  if (marker !== APP1) return undefined;
  if (isAt(bytes, at + 4, EXTENSION)) return { at, end };
  const from = at + 4 + HEADER.length;
  return isAt(bytes, at + 4, HEADER) && from <= end ? { at, end, xmp: bytes.subarray(from, end) } : undefined;
}

/** JFIF and Exif both want to be the first. */
function isFirst(bytes: Bytes, { marker, at }: Segment): boolean {
  return marker === APP0 || (marker === APP1 && isAt(bytes, at + 4, 'Exif\0'));
}
