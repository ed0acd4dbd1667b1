import { isClear, isWhite, paint } from '../imagesPainters.ts';
import { mapPixels, pixelAt, readPixels, writePixels } from '../imagesPixels.ts';
import { firstImageOf } from '../imagesRequest.ts';
import { pngOf } from '../imagesSamples.ts';
import type { RecordedRequest } from '../imagesServer.ts';
import type { Rejection } from './emulator.ts';

const READS = { white: isWhite, alpha: isClear, nothing: () => true };

/** The text of a parameter; undefined where it is absent or empty. */
export function textOf({ body }: RecordedRequest, name: string): string | undefined {
  const value = body[name];
  return value === undefined || value === '' ? undefined : String(value);
}

/** How many images are wanted. */
export function countOf(request: RecordedRequest): number {
  return Number(textOf(request, 'n') ?? 1);
}

/** A size as `512x512` or `512*512`; what is no size is the usual one, as the small servers have it. */
export function sizeOf(request: RecordedRequest, usual: string): string {
  const [, width, height] = /^(\d+)[x*](\d+)$/.exec(textOf(request, 'size') ?? '') ?? [];
  return width && height ? `${width}x${height}` : usual;
}

/** The size of the first picture that came. */
export function pictureSizeOf(request: RecordedRequest): string {
  const image = firstImageOf(request);
  return image ? `${image.width}x${image.height}` : '';
}

/** The pictures of a form under these names; none is a {@link Rejection}. */
export function imagesOf({ files }: RecordedRequest, names: readonly string[], otherwise: Rejection): readonly Buffer[] {
  const images = files.filter(({ field }) => names.includes(field)).map(({ bytes }) => Buffer.from(bytes));
  if (images.length === 0) throw otherwise;
  return images;
}

/** Images out of nothing. */
export function drawn(count: number, size: string): readonly Buffer[] {
  return Array.from({ length: count }, (_, index) => pngOf(size, index));
}

/**
 * Pictures made from one: what the mask says, read in the server's way, is painted; without a mask all of it. The answer has
 * the size that was asked for.
 */
export async function edited(
  picture: Uint8Array,
  mask: Uint8Array | undefined,
  reads: keyof typeof READS,
  size: string,
  count: number,
): Promise<readonly Buffer[]> {
  const isAll = mask === undefined || reads === 'nothing';
  const painted = await paint(picture, isAll ? picture : mask, isAll ? () => true : READS[reads]);
  const answer = await scaled(painted, size);
  return Array.from({ length: count }, () => answer);
}

async function scaled(picture: Buffer, size: string): Promise<Buffer> {
  const pixels = await readPixels(picture);
  const [width = pixels.width, height = pixels.height] = size.split('x').map(Number);
  if (width === pixels.width && height === pixels.height) return picture;
  const empty = { width, height, data: new Uint8Array(width * height * 4) };
  const columns = pixels.width / width;
  const rows = pixels.height / height;
  return writePixels(
    mapPixels(empty, (_, at) => {
      const [x, y] = [Math.floor((at % width) * columns), Math.floor(Math.floor(at / width) * rows)];
      return pixelAt(pixels, y * pixels.width + x);
    }),
  );
}

/** Items with base64, and whatever else this server writes into each. */
export function inBase64(images: readonly Buffer[], more: object = {}): readonly object[] {
  return images.map((image) => ({ ...more, b64_json: image.toString('base64') }));
}

/** Throws a {@link Rejection} for a parameter that is absent or empty. */
export function need(request: RecordedRequest, name: string, otherwise: Rejection): string {
  const value = textOf(request, name);
  if (value === undefined) throw otherwise;
  return value;
}
