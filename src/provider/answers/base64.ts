import { Failed } from '../../core/failure.ts';
import type { Bytes } from '../../core/image.ts';
import { MAX_IMAGE_BYTES } from '../../core/image.ts';

/**
 * The bytes of base64, also as a data URL or with line breaks. Throws `Failed` `badImage`: `damaged` where it is no
 * base64, `tooManyBytes`.
 */
export function decodeBase64(value: string): Bytes {
  const head = /^data:[^,]{0,200},/.exec(value)?.[0] ?? '';
  if (head && !head.endsWith(';base64,')) throw new Failed({ kind: 'badImage', reason: 'notAnImage' });
  const text = trimBase64(value.slice(head.length));
  const length = Math.floor((text.length * 3) / 4);
  if (length > MAX_IMAGE_BYTES) throw new Failed({ kind: 'badImage', reason: 'tooManyBytes' });
  // Of its own buffer, not of Buffer's pool.
  const buffer = Buffer.allocUnsafeSlow(length);
  // Node passes over what is not base64, and writes less.
  if (buffer.write(text, 'base64') !== length) throw new Failed({ kind: 'badImage', reason: 'damaged' });
  return new Uint8Array(buffer.buffer, buffer.byteOffset, length);
}

function trimBase64(text: string): string {
  return (/\s/.test(text) ? text.replace(/\s+/g, '') : text).replace(/={1,2}$/, '');
}
