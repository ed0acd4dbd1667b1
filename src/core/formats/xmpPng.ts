import type { Bytes } from '../image.ts';
import { big32, byte, isAt, join, type Span, splice, toBig32, toLatin1 } from './bytes.ts';
import type { Carrier, Packet } from './carrier.ts';
import { MOST_BLOCKS } from './format.ts';
import { crc32 } from './png.ts';

const KEYWORD = 'XML:com.adobe.xmp\0';

/** Source: XMP specification part 3, §1.1.5; https://www.w3.org/TR/png-3/ §11.3.3.4 */
export const xmpPng: Carrier = {
  packets(bytes) {
    return [...chunks(bytes)].flatMap((chunk) => readChunk(bytes, chunk) ?? []);
  },
  put(bytes, xmp, replaced) {
    const data = [...chunks(bytes)].find(({ at }) => isAt(bytes, at + 4, 'IDAT'));
    // Not compressed, and neither a language nor a translated keyword.
    const chunk = writeChunk('iTXt', join([toLatin1(`${KEYWORD}\0\0\0\0`), xmp]));
    return data && splice(bytes, replaced, data.at, chunk);
  },
};

function readChunk(bytes: Bytes, { at, end }: Span): Packet | undefined {
  // libvips writes a zTXt instead, compressed.
  const isText = ['iTXt', 'zTXt', 'tEXt'].some((type) => isAt(bytes, at + 4, type));
  if (!isText || !isAt(bytes, at + 8, KEYWORD)) return undefined;
  if (!isAt(bytes, at + 4, 'iTXt')) return { at, end };
  const flag = at + 8 + KEYWORD.length;
  const language = bytes.indexOf(0, flag + 2);
  const translated = language < 0 ? -1 : bytes.indexOf(0, language + 1);
  if (byte(bytes, flag) !== 0 || translated < 0 || translated >= end - 4) return { at, end };
  return { at, end, xmp: bytes.subarray(translated + 1, end - 4) };
}

/** The chunks that are whole, at most `MOST_BLOCKS`. */
function* chunks(bytes: Bytes): Generator<Span> {
  for (let at = 8, blocks = 0; at + 12 <= bytes.length && blocks < MOST_BLOCKS; blocks += 1) {
    const end = at + 12 + big32(bytes, at);
    if (end > bytes.length) return;
    yield { at, end };
    if (isAt(bytes, at + 4, 'IEND')) return;
    at = end;
  }
}

function writeChunk(type: string, data: Bytes): Bytes {
  const body = join([toLatin1(type), data]);
  return join([toBig32(data.length), body, toBig32(crc32(body, 0, body.length))]);
}
