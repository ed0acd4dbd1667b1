import { inflateSync } from 'node:zlib';
import { boxOf, overlap } from '../../core/box.ts';
import { MAX_IMAGE_PIXELS } from '../../core/image.ts';
import { pixelsOf, type Size } from '../../core/size.ts';
import type { Coverage, Frame } from '../../core/task.ts';
import { badImage } from './pixels.ts';

/** A coverage's values, row by row. Throws `Failed` `badImage` for what has not exactly one for each px. */
export function readPlane(coverage: Coverage): Uint8Array {
  const length = pixelsOf(coverage);
  if (length > MAX_IMAGE_PIXELS) throw badImage('tooManyPixels');
  const plane = inflate(coverage.deflated, length);
  if (plane.length !== length) throw badImage('damaged', new Error(`a coverage of ${plane.length} values, not ${length}`));
  return plane;
}

/**
 * The coverage of a frame's canvas. What the canvas has and the picture has not is always to be edited, as there is nothing
 * to keep. Throws `Failed` `badImage`.
 */
export function readCanvasPlane(coverage: Coverage, picture: Size, { canvas }: Frame): Uint8Array {
  if (coverage.width !== canvas.width || coverage.height !== canvas.height) throw badImage('damaged');
  const plane = readPlane(coverage);
  const inside = overlap(boxOf(picture), canvas);
  if (!inside || pixelsOf(inside) === plane.length) return plane;
  const left = inside.x - canvas.x;
  const top = inside.y - canvas.y;
  plane.fill(255, 0, top * canvas.width);
  plane.fill(255, (top + inside.height) * canvas.width);
  for (let y = top; y < top + inside.height; y += 1) {
    plane.fill(255, y * canvas.width, y * canvas.width + left);
    plane.fill(255, y * canvas.width + left + inside.width, (y + 1) * canvas.width);
  }
  return plane;
}

/** It stops where more comes out: a few kB can inflate to gigabytes. */
function inflate(deflated: Uint8Array, length: number): Uint8Array {
  try {
    return inflateSync(deflated, { maxOutputLength: length });
  } catch (cause) {
    throw badImage('damaged', cause);
  }
}
