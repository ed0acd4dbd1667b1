import { inflateSync } from 'node:zlib';
import type { Pixels } from './imagesPixels.ts';

// A decoder of our own for tests, by the letter of https://www.w3.org/TR/png-3/: what the engine reads is held against it.

/** Samples of a pixel by color type. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Adam7: first column and row of each pass, and the steps between them. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** Decodes a sound PNG to RGBA of 8 bits a channel; of 16 bits the upper half counts. */
export function decodePng(bytes: Uint8Array): Pixels {
  const chunks = chunksOf(bytes);
  const header = Buffer.concat(chunks.get('IHDR') ?? []);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [depth = 8, color = 6, , , interlaced = 0] = header.subarray(8);
  const channels = CHANNELS[color] ?? 0;
  const data = inflateSync(Buffer.concat(chunks.get('IDAT') ?? []));
  const paint = painter(color, depth, Buffer.concat(chunks.get('PLTE') ?? []), Buffer.concat(chunks.get('tRNS') ?? []));
  const pixels = new Uint8Array(width * height * 4);
  let at = 0;
  for (const [left, top, right, down] of interlaced ? PASSES : [[0, 0, 1, 1] as const]) {
    const columns = Math.ceil((width - left) / right);
    const rows = Math.ceil((height - top) / down);
    if (columns <= 0 || rows <= 0) continue;
    const length = Math.ceil((columns * channels * depth) / 8);
    let above = new Uint8Array(length);
    for (let row = 0; row < rows; row += 1) {
      const line = unfilter(data.subarray(at, at + 1 + length), above, Math.max(1, (channels * depth) >> 3));
      for (let column = 0; column < columns; column += 1) {
        const samples = Array.from({ length: channels }, (_, index) => sampleAt(line, column * channels + index, depth));
        pixels.set(paint(samples), ((top + row * down) * width + left + column * right) * 4);
      }
      above = line;
      at += 1 + length;
    }
  }
  return { width, height, data: pixels };
}

/** Whether a PNG has transparency, by its color type and its `tRNS`. */
export function hasAlpha(bytes: Uint8Array): boolean {
  const chunks = chunksOf(bytes);
  return chunks.has('tRNS') || ((chunks.get('IHDR')?.[0]?.[9] ?? 0) & 4) !== 0;
}

function chunksOf(bytes: Uint8Array): ReadonlyMap<string, readonly Buffer[]> {
  const buffer = Buffer.from(bytes);
  const chunks = new Map<string, Buffer[]>();
  for (let at = 8; at < buffer.length; at += 12 + buffer.readUInt32BE(at)) {
    const type = buffer.toString('latin1', at + 4, at + 8);
    const data = buffer.subarray(at + 8, at + 8 + buffer.readUInt32BE(at));
    chunks.set(type, [...(chunks.get(type) ?? []), data]);
  }
  return chunks;
}

function unfilter([filter = 0, ...raw]: Uint8Array, above: Uint8Array, step: number): Uint8Array<ArrayBuffer> {
  const line = Uint8Array.from(raw);
  for (let at = 0; at < line.length; at += 1) {
    const left = line[at - step] ?? 0;
    const up = above[at] ?? 0;
    const corner = at < step ? 0 : (above[at - step] ?? 0);
    const guesses = [0, left, up, (left + up) >> 1, paeth(left, up, corner)];
    line[at] = (line[at] ?? 0) + (guesses[filter] ?? 0);
  }
  return line;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}

function sampleAt(line: Uint8Array, index: number, depth: number): number {
  if (depth === 16) return (line[index * 2] ?? 0) * 256 + (line[index * 2 + 1] ?? 0);
  const bit = index * depth;
  return ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
}

/** RGBA of a pixel's samples. */
function painter(color: number, depth: number, palette: Buffer, transparency: Buffer): (samples: readonly number[]) => number[] {
  const to8 = (sample: number): number => (depth === 16 ? sample >> 8 : Math.round((sample * 255) / (2 ** depth - 1)));
  // The one color that is transparent, where there is no alpha channel.
  const clear = Array.from({ length: transparency.length >> 1 }, (_, index) => transparency.readUInt16BE(index * 2));
  return (samples) => {
    if (color === 3) {
      const [index = 0] = samples;
      return [...palette.subarray(index * 3, index * 3 + 3), transparency[index] ?? 255];
    }
    const isClear = clear.length > 0 && samples.every((sample, index) => sample === clear[index]);
    const eight = samples.map(to8);
    const [red = 0, green = 0, blue = 0, alpha = 0] = eight;
    if (color === 0) return [red, red, red, isClear ? 0 : 255];
    if (color === 2) return [red, green, blue, isClear ? 0 : 255];
    return color === 4 ? [red, red, red, green] : [red, green, blue, alpha];
  };
}
