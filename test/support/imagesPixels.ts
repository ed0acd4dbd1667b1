import { deflateSync } from 'node:zlib';
import { joinPng, type Rgba } from './imagesPng.ts';

/** A decoded picture: RGBA, 8 bits a channel, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Decodes a picture of any type. The colour under full transparency is kept. */
export async function readPixels(bytes: Uint8Array): Promise<Pixels> {
  const sharp = await loadSharp();
  const { data, info } = await sharp(bytes).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** The same picture as a JPEG of high quality. */
export async function toJpeg(bytes: Uint8Array): Promise<Buffer> {
  const sharp = await loadSharp();
  return sharp(bytes).jpeg({ quality: 95 }).toBuffer();
}

async function loadSharp(): Promise<typeof import('sharp')['default']> {
  // Not by its name: the tests in VS Code are bundled, and a bundle cannot hold sharp.
  const name: string = 'sharp';
  const { default: sharp }: typeof import('sharp') = await import(name);
  return sharp;
}

/** A PNG of the pixels. */
export function writePixels({ width, height, data }: Pixels): Buffer {
  const rows = Buffer.alloc((1 + width * 4) * height);
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * width * 4, (y + 1) * width * 4), y * (1 + width * 4) + 1);
  return joinPng(width, height, deflateSync(rows, { level: 1 }));
}

/** Makes another picture of the same size, px by px; `at` counts from 0, row by row. */
export function mapPixels(pixels: Pixels, change: (pixel: Rgba, at: number) => Rgba): Pixels {
  const data = new Uint8Array(pixels.data.length);
  for (let at = 0; at < data.length / 4; at++) data.set(change(pixelAt(pixels, at), at), at * 4);
  return { ...pixels, data };
}

export function pixelAt({ data }: Pixels, at: number): Rgba {
  const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at * 4, at * 4 + 4);
  return [red, green, blue, alpha];
}
