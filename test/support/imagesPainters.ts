import { bytes, good, shapeOf } from './imagesAnswers.ts';
import { mapPixels, pixelAt, readPixels, writePixels } from './imagesPixels.ts';
import type { Rgba } from './imagesPng.ts';
import { firstImageOf } from './imagesRequest.ts';
import { pngOf } from './imagesSamples.ts';
import type { Answer, RecordedRequest } from './imagesServer.ts';

/** What the servers with a mask paint with. */
export const PAINT: Rgba = [200, 30, 90, 255];

/**
 * Paints the px of a picture that its mask names, and changes the others a little, as real models do. No mask: none is named.
 */
export async function paint(
  picture: Uint8Array,
  mask: Uint8Array | undefined,
  isEdited: (mask: Rgba) => boolean,
): Promise<Buffer> {
  const pixels = await readPixels(picture);
  const marks = mask && (await readPixels(mask));
  return writePixels(mapPixels(pixels, (pixel, at) => (marks && isEdited(pixelAt(marks, at)) ? PAINT : disturb(pixel))));
}

function painter(isEdited: (mask: Rgba) => boolean): Answer {
  const painted = bytes(({ files }) => {
    const image = files.find(({ field }) => field.startsWith('image'));
    const mask = files.find(({ field }) => field === 'mask');
    return paint(image?.bytes ?? new Uint8Array(), mask?.bytes, isEdited);
  });
  return (request, response, around) => (firstImageOf(request) ? painted : good)(request, response, around);
}

function disturb([red, green, blue, alpha]: Rgba): Rgba {
  const nudge = (value: number) => (value < 128 ? value + 2 : value - 2);
  return [nudge(red), nudge(green), nudge(blue), alpha];
}

/** What most small servers read: alpha does not count. */
export function isWhite([red, green, blue]: Rgba): boolean {
  return red + green + blue > 3 * 127;
}

/** What OpenAI reads: colours do not count. */
export function isClear([, , , alpha]: Rgba): boolean {
  return alpha === 0;
}

/** Half of the width and height that was asked for, or else of the picture that was sent. */
function halfOf(request: RecordedRequest): string {
  const [, width = '1024', height = '1024'] = /^(\d+)x(\d+)$/.exec(shapeOf(request).size ?? '') ?? [];
  return [width, height].map((side) => Math.max(1, Math.floor(Number(side) / 2))).join('x');
}

/** Servers that do something with the pictures they are sent, by name. */
export const painters = {
  /** stable-diffusion.cpp, Lemonade: white is edited, alpha does not count. */
  whiteMask: painter(isWhite),
  /** OpenAI, Azure: what is transparent is edited, colours do not count. */
  alphaMask: painter(isClear),
  smaller: bytes((request) => pngOf(halfOf(request))),
} as const satisfies Record<string, Answer>;
