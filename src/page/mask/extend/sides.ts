import type { Box } from '../../../core/box.ts';
import { MAX_IMAGE_PIXELS } from '../../../core/image.ts';
import type { Size } from '../../../core/size.ts';

/** How far a picture is extended on each side, px. */
export interface Sides {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export type SideName = keyof Sides;
export const SIDES = ['top', 'right', 'bottom', 'left'] as const;

export const NO_SIDES: Sides = { top: 0, right: 0, bottom: 0, left: 0 };

/** Width and height of the ratios that are offered. */
export const RATIOS = [
  [1, 1],
  [4, 3],
  [3, 2],
  [16, 9],
  [3, 4],
  [2, 3],
  [9, 16],
] as const;

/** px; what the protocol takes. */
export const LONGEST_SIDE = 16_384;
/** What no model goes beyond. */
const MOST_RATIO = 3;

/** The result, in the picture's px. */
export function canvasOf(picture: Size, { top, right, bottom, left }: Sides): Box {
  return { x: 0 - left, y: 0 - top, width: left + picture.width + right, height: top + picture.height + bottom };
}

/** The smallest canvas of a ratio that holds the picture, with the picture in its middle. */
export function sidesFor(picture: Size, width: number, height: number): Sides {
  const wide = Math.max(picture.width, Math.round((picture.height * width) / height));
  const high = Math.max(picture.height, Math.round((picture.width * height) / width));
  // One of the two is already enough: the other side of the picture decides.
  const across = wide - picture.width;
  const down = across > 0 ? 0 : high - picture.height;
  const [left, top] = [Math.floor(across / 2), Math.floor(down / 2)];
  return { top, right: across - left, bottom: down - top, left };
}

/** A quarter more on every side. */
export function quarterMore(picture: Size, sides: Sides): Sides {
  const [across, down] = [Math.round(picture.width / 4), Math.round(picture.height / 4)];
  return { top: sides.top + down, right: sides.right + across, bottom: sides.bottom + down, left: sides.left + across };
}

/** Why a canvas cannot be asked for. */
export type CanvasFault = 'nothingNew' | 'tooLong' | 'tooManyPixels' | 'tooFlat';

export function faultOf(picture: Size, sides: Sides): CanvasFault | undefined {
  const { width, height } = canvasOf(picture, sides);
  if (SIDES.every((side) => sides[side] === 0)) return 'nothingNew';
  if (Math.max(width, height) > LONGEST_SIDE) return 'tooLong';
  if (width * height > MAX_IMAGE_PIXELS) return 'tooManyPixels';
  if (Math.max(width, height) / Math.min(width, height) > MOST_RATIO) return 'tooFlat';
  return undefined;
}
