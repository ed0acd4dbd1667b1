import { type Box, boxOf } from './box.ts';
import { Failed } from './failure.ts';
import type { Bytes } from './image.ts';
import type { Size } from './size.ts';
import type { Coverage } from './task.ts';

/**
 * The smallest box around everything that is to be edited, in px; undefined where nothing is. Throws `Failed` `badImage`
 * for what is no plane of that size. Read piece by piece: a plane may have 33 MB.
 */
export async function boundsOf({ width, height, deflated }: Coverage): Promise<Box | undefined> {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  let at = 0;
  for await (const piece of inflate(deflated)) {
    if (at + piece.length > width * height) throw damaged();
    for (let index = firstSet(piece, 0); index < piece.length; index = firstSet(piece, index + 1)) {
      const x = (at + index) % width;
      const y = Math.floor((at + index) / width);
      if (x < left) left = x;
      if (x > right) right = x;
      if (top < 0) top = y;
      bottom = y;
      // What lies between the edges that are known changes nothing.
      if (x >= left && x < right) index += Math.min(right - x, piece.length - index) - 1;
    }
    at += piece.length;
  }
  if (at !== width * height) throw damaged();
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The mask of an extension: all that the canvas has and the picture has not. Both in the picture's px. */
export async function coverageOfExtension(picture: Size, canvas: Box): Promise<Coverage> {
  const { width, height } = canvas;
  const plane = new Uint8Array(width * height).fill(255);
  const { x, y } = boxOf(picture);
  for (let row = 0; row < picture.height; row++) {
    const start = (y - canvas.y + row) * width + x - canvas.x;
    plane.fill(0, start, start + picture.width);
  }
  return { width, height, deflated: await deflate(plane) };
}

/** The mask of a part of a picture, which lies within it; px. */
export async function coverageOfBox({ width, height }: Size, box: Box): Promise<Coverage> {
  const plane = new Uint8Array(width * height);
  for (let row = box.y; row < box.y + box.height; row++) plane.fill(255, row * width + box.x, row * width + box.x + box.width);
  return { width, height, deflated: await deflate(plane) };
}

async function deflate(plane: Bytes): Promise<Bytes> {
  const stream = new Blob([plane]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

async function* inflate(deflated: Bytes): AsyncGenerator<Uint8Array> {
  const reader = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw error instanceof Failed ? error : damaged(error);
  } finally {
    // Ends a stream that is left early: a small one can inflate to gigabytes.
    await reader.cancel().catch(() => undefined);
  }
}

function firstSet(piece: Uint8Array, from: number): number {
  let index = from;
  while (index < piece.length && piece[index] === 0) index++;
  return index;
}

function damaged(cause?: unknown): Failed {
  return new Failed({ kind: 'badImage', reason: 'damaged' }, cause);
}
