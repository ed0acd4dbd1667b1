import { brotliCompressSync, constants, deflateSync } from 'node:zlib';
import { encodePng, GREY, joinPng } from './imagesPng.ts';

const made = new Map<string, Buffer>();

/** A PNG of a size as the API writes it (`1536x1024`; `auto` and nothing are 1024×1024), different for each `index`. */
export function pngOf(size: string | undefined, index = 0): Buffer {
  const [, width = '1024', height = '1024'] = /^(\d+)x(\d+)$/.exec(size ?? '') ?? [];
  const key = `${width}x${height} ${index}`;
  const bytes = made.get(key) ?? encodePng(Number(width), Number(height), [40 + index * 20, 90, 160, 255], [240, 180, 90, 255]);
  made.set(key, bytes);
  return bytes;
}

/** 32 × 24 px */
export const jpeg = Buffer.from(
  '/9j/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4pLSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAYACADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAAX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwC0BFVwAAAAAH//2Q==',
  'base64',
);

/** 32 × 24 px */
export const webp = Buffer.from(
  'UklGRkYAAABXRUJQVlA4IDoAAAAwAwCdASogABgAPrVWpE2nJKOiKAgA4BaJZQC35oAAQFBQAP7WMf8bzea1rf4oBSOG9HnwTRRjAAAA',
  'base64',
);

export const html = '<!doctype html><html><head><title>Portal</title></head><body><h1>Please sign in</h1></body></html>';

export const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><script>alert(1)</script></svg>';

export function truncatedPng(size: string | undefined): Buffer {
  const whole = pngOf(size);
  return whole.subarray(0, Math.floor(whole.length / 2));
}

/** A PNG with one byte of its pixel data turned. */
export function damagedPng(size: string | undefined): Buffer {
  const bytes = Buffer.from(pngOf(size));
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  return bytes;
}

/** 12 000 × 12 000 px by its header, in few bytes, with a right CRC. */
export function hugePng(): Buffer {
  return joinPng(12_000, 12_000, deflateSync(Buffer.alloc(1024)));
}

let bomb: Buffer | undefined;

/** 256 megapixels of grey in some 250 kB: whoever decodes it has them all in memory. */
export function pixelBomb(): Buffer {
  const side = 16_000;
  bomb ??= joinPng(side, side, deflateSync(Buffer.alloc((1 + side) * side), { level: 9 }), GREY);
  return bomb;
}

let spaces: Buffer | undefined;

/** 256 MB of spaces in some 200 bytes. */
export function brotliBomb(): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 1 };
  spaces ??= brotliCompressSync(Buffer.alloc(256 * 1024 * 1024, ' '), { params });
  return spaces;
}
