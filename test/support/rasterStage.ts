import assert from 'node:assert/strict';
import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { type Box, boxOf } from '../../src/core/box.ts';
import { Failed, type Failure } from '../../src/core/failure.ts';
import type { Bytes } from '../../src/core/image.ts';
import type { Raster } from '../../src/core/raster.ts';
import type { Size } from '../../src/core/size.ts';
import type { Coverage, Frame } from '../../src/core/task.ts';
import { createRaster } from '../../src/raster/raster.ts';

export const WORKER = new URL('../../dist/rasterWorker.js', import.meta.url);
export const never = new AbortController().signal;

/** RGBA, 8 bits, row by row. */
export interface Pixels extends Size {
  readonly data: Uint8Array;
}
export type Rgba = readonly [number, number, number, number];

/** One engine for a suite: starting it takes longer than most of what it does. */
export function useRaster(): Raster {
  const raster = createRaster({ workerFile: WORKER, log: { warn: () => undefined } });
  after(() => raster.dispose());
  return raster;
}

export function paint(width: number, height: number, colourAt: (x: number, y: number) => Rgba): Pixels {
  const data = new Uint8Array(width * height * 4);
  for (let at = 0; at < width * height; at++) data.set(colourAt(at % width, Math.floor(at / width)), at * 4);
  return { width, height, data };
}

/** No two neighbours alike; with `alpha` transparent and half transparent parts, and colours under them. */
export function noise(width: number, height: number, { alpha = false, seed = 1 } = {}): Pixels {
  let state = seed;
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  };
  return paint(width, height, (x) => [next(), next(), next(), alpha ? ([0, 255, next()][x % 3] ?? 0) : 255]);
}

export function engine({ width, height, data }: Pixels): Sharp {
  return sharp(data, { raw: { width, height, channels: 4 } });
}

export async function png(pixels: Pixels): Promise<Bytes> {
  return file(engine(pixels).png());
}

export async function file(picture: Sharp): Promise<Bytes> {
  return new Uint8Array(await picture.toBuffer());
}

/** What a browser would show, but for the colour profile. */
export async function read(bytes: Uint8Array): Promise<Pixels> {
  const upright = sharp(bytes, { ignoreIcc: true, autoOrient: true }).toColourspace('srgb').ensureAlpha();
  const { data, info } = await upright.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

export function pixelAt({ data, width }: Pixels, x: number, y: number): number[] {
  return [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 4)];
}

export function coverageOf(width: number, height: number, valueAt: (x: number, y: number) => number): Coverage {
  const plane = Uint8Array.from({ length: width * height }, (_, at) => valueAt(at % width, Math.floor(at / width)));
  return { width, height, deflated: new Uint8Array(deflateSync(plane)) };
}

export function wholeOf(size: Size): Frame {
  return { box: boxOf(size), sent: size, canvas: boxOf(size), isRegion: false };
}

export function regionOf(size: Size, box: Box): Frame {
  return { box, sent: { width: box.width, height: box.height }, canvas: boxOf(size), isRegion: true };
}

export async function failsWith(promise: Promise<unknown>, failure: Failure): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof Failed, String(error));
    assert.deepEqual(error.failure, failure);
    return true;
  });
}

/** Asserts that two pictures are the same, number by number, where `where` says so; names the first px that is not. */
export function assertSame(actual: Pixels, expected: Pixels, where: (x: number, y: number) => boolean = () => true): void {
  assert.deepEqual([actual.width, actual.height], [expected.width, expected.height]);
  for (let y = 0; y < expected.height; y++) {
    for (let x = 0; x < expected.width; x++) {
      const at = (y * expected.width + x) * 4;
      const differs = [0, 1, 2, 3].some((channel) => actual.data[at + channel] !== expected.data[at + channel]);
      if (differs && where(x, y)) assert.deepEqual(pixelAt(actual, x, y), pixelAt(expected, x, y), `at ${x}, ${y}`);
    }
  }
}
