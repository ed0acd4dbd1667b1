import { type Box, overlap } from './box.ts';
import { canHold, padTo, sizeAround, sizeFor } from './legalSize.ts';
import type { Model, Sized } from './models.ts';
import { pixelsOf, type Size } from './size.ts';
import type { Frame } from './task.ts';

/** What a frame is chosen for. */
export interface FrameWish {
  /** px, upright */
  readonly picture: Size;
  /** The result; the picture itself, or larger. */
  readonly canvas: Box;
  /** The mask's bounding box, in the canvas' own px: of everything that is more than 0. Absent: no mask. */
  readonly bounds?: Box;
  readonly region: 'auto' | 'whole';
  readonly model: Sized;
  /** The variations endpoint and dall-e-2 take squares only. */
  readonly square: boolean;
}

/** What a model takes, as far as a frame depends on it. */
export type FrameRules = Pick<FrameWish, 'model' | 'square'>;

/** What an edit by this model is framed by. */
export function frameRulesOf({ sizes, known, inputs }: Pick<Model, 'sizes' | 'known' | 'inputs'>): FrameRules {
  return { model: { sizes, known }, square: inputs.square };
}

/** A frame, and the `size` to ask for: its ratio is the box's, so that nothing is stretched. */
export interface FittedFrame {
  readonly frame: Frame;
  readonly size: Size;
}

/** Of the mask's size, on each side; but at least so many px. */
const GROWTH = 0.125;
const LEAST_GROWTH = 128;

/**
 * Chooses what is sent of a picture. Pure and quick (a few ms at most): the page asks while a mask is painted.
 *
 * A region, where `region` is `auto`, the canvas is the picture and there is a mask: its bounds, grown by an eighth of their
 * size on each side, at least 128 px, as far as the picture reaches; then to the smallest size that the model makes, 1 px for
 * 1 px. What is larger than anything that it makes gets one of its ratios and is sent smaller. The box lies within the
 * picture, around the bounds' centre where there is room. It is taken only where it covers less than half of the picture.
 *
 * Otherwise the whole: the size nearest to the canvas' ratio, then to its area. Where that ratio is not the canvas', by more
 * than half a px, the box is the canvas padded on one axis, evenly on both sides. Nothing is stretched.
 */
export function frameOf(wish: FrameWish): FittedFrame {
  return regionOf(wish) ?? wholeOf(wish);
}

function regionOf({ picture, canvas, bounds, region, model, square }: FrameWish): FittedFrame | undefined {
  if (region === 'whole' || !bounds || !isPicture(canvas, picture)) return undefined;
  const grown = overlap(grow(bounds), canvas);
  if (!grown) return undefined;
  // Where only the picture is too small for such a size, all of it is sent: the answer would not be sharper.
  const exact = sizeAround(model, square, grown, picture);
  if (!exact && canHold(model, square, grown)) return undefined;
  const size = exact ?? sizeFor(model, square, grown);
  const shape = exact ?? padTo(size, grown);
  if (shape.width > picture.width || shape.height > picture.height) return undefined;
  if (pixelsOf(shape) * 2 >= pixelsOf(picture)) return undefined;
  const box = {
    x: place(bounds.x + bounds.width / 2, shape.width, picture.width),
    y: place(bounds.y + bounds.height / 2, shape.height, picture.height),
    width: shape.width,
    height: shape.height,
  };
  return { frame: { box, sent: atMost(shape, size), canvas, isRegion: true }, size };
}

function wholeOf({ canvas, model, square }: FrameWish): FittedFrame {
  const size = sizeFor(model, square, canvas);
  const shape = padTo(size, canvas);
  const box = {
    x: canvas.x - Math.floor((shape.width - canvas.width) / 2),
    y: canvas.y - Math.floor((shape.height - canvas.height) / 2),
    width: shape.width,
    height: shape.height,
  };
  return { frame: { box, sent: atMost(shape, size), canvas, isRegion: false }, size };
}

function isPicture(canvas: Box, picture: Size): boolean {
  return canvas.x === 0 && canvas.y === 0 && canvas.width === picture.width && canvas.height === picture.height;
}

function grow({ x, y, width, height }: Box): Box {
  const across = Math.max(Math.ceil(width * GROWTH), LEAST_GROWTH);
  const down = Math.max(Math.ceil(height * GROWTH), LEAST_GROWTH);
  return { x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down };
}

/** Where a side begins that lies around `centre` and within 0 … `end`. */
function place(centre: number, length: number, end: number): number {
  return Math.min(Math.max(Math.round(centre - length / 2), 0), end - length);
}

/** A shape as it is sent: never in more px than are asked for. */
function atMost({ width, height }: Size, size: Size): Size {
  return width * height > pixelsOf(size) ? size : { width, height };
}
