import { bytes, good, shapeOf } from './imagesAnswers.ts';
import { mapPixels, pixelAt, readPixels, writePixels } from './imagesPixels.ts';
import type { Rgba } from './imagesPng.ts';
import { firstImageOf } from './imagesRequest.ts';
import { pngOf } from './imagesSamples.ts';
import type { Answer, RecordedRequest } from './imagesServer.ts';

/** What the servers with a mask paint with. */
export const PAINT: Rgba = [200, 30, 90, 255];

/** Paints the part of the first image that the mask names, and changes the rest of it a little, as real models do. */
function painter(isEdited: (mask: Rgba) => boolean): Answer {
  const paint = bytes(async ({ files }) => {
    const image = files.find(({ field }) => field.startsWith('image'));
    const mask = files.find(({ field }) => field === 'mask');
    const picture = await readPixels(image?.bytes ?? new Uint8Array());
    const marks = mask && (await readPixels(mask.bytes));
    return writePixels(mapPixels(picture, (pixel, at) => (marks && isEdited(pixelAt(marks, at)) ? PAINT : disturb(pixel))));
  });
  return (request, response, around) => (firstImageOf(request) ? paint : good)(request, response, around);
}

function disturb([red, green, blue, alpha]: Rgba): Rgba {
  const nudge = (value: number) => (value < 128 ? value + 2 : value - 2);
  return [nudge(red), nudge(green), nudge(blue), alpha];
}

function isWhite([red, green, blue]: Rgba): boolean {
  return red + green + blue > 3 * 127;
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
  alphaMask: painter(([, , , alpha]) => alpha === 0),
  smaller: bytes((request) => pngOf(halfOf(request))),
} as const satisfies Record<string, Answer>;
