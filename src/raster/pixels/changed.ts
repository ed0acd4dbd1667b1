import type { Box } from '../../core/box.ts';
import type { Pixels } from './pixels.ts';

/** Less than this is what encoding and scaling do. Of 255 */
const SLACK = 12;

/** Of the side of a square, in px: scaling moves light within it and takes none away. */
const SQUARE = 8;

/**
 * The share of what is to be kept (plane 0) which the patch shows otherwise, 0–1; undefined where none is. Px by px; where
 * the patch was scaled, by the averages of squares of 8 × 8 px that are kept as a whole. Colours are compared as they are
 * seen: of what is transparent there is none. `plane` is of the canvas.
 */
export function changedShare(
  canvas: Pixels,
  patch: Pixels,
  place: Box,
  plane: Uint8Array,
  wasScaled: boolean,
): number | undefined {
  const side = wasScaled ? SQUARE : 1;
  let kept = 0;
  let changed = 0;
  for (let y = 0; y + side <= place.height; y += side) {
    for (let x = 0; x + side <= place.width; x += side) {
      const square = { x, y, side };
      if (!isKept(plane, canvas.width, place, square)) continue;
      kept += 1;
      if (differs(canvas, patch, place, square)) changed += 1;
    }
  }
  return kept === 0 ? undefined : changed / kept;
}

interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

function isKept(plane: Uint8Array, width: number, place: Box, { x, y, side }: Square): boolean {
  for (let row = 0; row < side; row += 1) {
    const start = (place.y + y + row) * width + place.x + x;
    for (let at = start; at < start + side; at += 1) if (plane[at] !== 0) return false;
  }
  return true;
}

/** The sums of both squares, channel by channel, colours by their alpha. */
function differs(canvas: Pixels, patch: Pixels, place: Box, { x, y, side }: Square): boolean {
  let [red, green, blue, alpha] = [0, 0, 0, 0];
  for (let row = 0; row < side; row += 1) {
    let one = ((place.y + y + row) * canvas.width + place.x + x) * 4;
    let other = ((y + row) * place.width + x) * 4;
    for (let column = 0; column < side; column += 1, one += 4, other += 4) {
      const mine = canvas.data[one + 3] ?? 0;
      const theirs = patch.data[other + 3] ?? 0;
      red += (canvas.data[one] ?? 0) * mine - (patch.data[other] ?? 0) * theirs;
      green += (canvas.data[one + 1] ?? 0) * mine - (patch.data[other + 1] ?? 0) * theirs;
      blue += (canvas.data[one + 2] ?? 0) * mine - (patch.data[other + 2] ?? 0) * theirs;
      alpha += (mine - theirs) * 255;
    }
  }
  const slack = SLACK * 255 * side * side;
  return Math.abs(red) > slack || Math.abs(green) > slack || Math.abs(blue) > slack || Math.abs(alpha) > slack;
}
