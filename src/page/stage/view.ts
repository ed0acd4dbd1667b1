import type { Box } from '../../core/box.ts';
import type { Size } from '../../core/size.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How a picture lies in the stage. */
export interface View {
  /** CSS px per px of the picture. */
  readonly scale: number;
  /** The picture's px at the stage's corner. */
  readonly x: number;
  readonly y: number;
}

/** CSS px around a picture that fits. */
const MARGIN = 12;
/** A picture of a few px is shown no larger by itself. */
const LARGEST_FIT = 8;
const LARGEST = 32;

/** All of `content` in the stage, in its middle. */
export function fit(content: Box, stage: Size): View {
  const room = { width: Math.max(1, stage.width - 2 * MARGIN), height: Math.max(1, stage.height - 2 * MARGIN) };
  const scale = Math.min(room.width / content.width, room.height / content.height, LARGEST_FIT);
  return settle({ scale, x: 0, y: 0 }, content, stage);
}

/** Larger or smaller, while the point under `at` (CSS px in the stage) stays where it is. */
export function zoom(view: View, factor: number, at: Point, content: Box, stage: Size): View {
  const smallest = Math.min(fit(content, stage).scale, 1);
  const scale = Math.min(Math.max(view.scale * factor, smallest), LARGEST);
  const { x, y } = toPicture(view, at);
  return settle({ scale, x: x - at.x / scale, y: y - at.y / scale }, content, stage);
}

/** Moved by CSS px. */
export function pan(view: View, by: Point, content: Box, stage: Size): View {
  return settle({ ...view, x: view.x + by.x / view.scale, y: view.y + by.y / view.scale }, content, stage);
}

/** In the middle where there is room, and never away from the stage. */
function settle(view: View, content: Box, stage: Size): View {
  const margin = MARGIN / view.scale;
  const along = (at: number, start: number, length: number, room: number) => {
    if (length <= room) return start + (length - room) / 2;
    return Math.min(Math.max(at, start - margin), start + length - room + margin);
  };
  return {
    scale: view.scale,
    x: along(view.x, content.x, content.width, stage.width / view.scale),
    y: along(view.y, content.y, content.height, stage.height / view.scale),
  };
}

/** The same view on whole px of the screen: between two of them a picture would be blurred. */
export function snap({ scale, x, y }: View): View {
  return { scale, x: Math.round(x * scale) / scale, y: Math.round(y * scale) / scale };
}

/** Where a point of the stage, in CSS px, lies in the picture. */
export function toPicture({ scale, x, y }: View, at: Point): Point {
  return { x: x + at.x / scale, y: y + at.y / scale };
}

/** A box of the picture in the stage, in CSS px. */
export function toStage({ scale, x, y }: View, box: Box): Box {
  return { x: (box.x - x) * scale, y: (box.y - y) * scale, width: box.width * scale, height: box.height * scale };
}

/** A box of the stage, in CSS px, as a style. */
export function placeOf({ x, y, width, height }: Box) {
  return { width: `${width}px`, height: `${height}px`, transform: `translate(${x}px, ${y}px)` };
}
