import { type Box, overlap } from '../../../core/box.ts';
import type { Size } from '../../../core/size.ts';
import type { Point } from '../../stage/view.ts';
import type { Operation, Rectangle, Stroke } from '../strokes/operation.ts';
import type { Overlay } from './overlay.ts';

/** What a press of the pointer does until it is let go. All points are the picture's px. */
export interface Gesture {
  move(points: readonly Point[]): void;
  /** The step it becomes; undefined where it was too small to mean anything. */
  end(): Operation | undefined;
  cancel(): void;
}

/** What a brush draws with. */
export interface Brush {
  /** The diameter, px. */
  readonly size: number;
  /** 0–1 */
  readonly soft: number;
  readonly erase: boolean;
}

/** A stroke, drawn as it grows. `after`: it begins there, as a straight line to the first point. */
export function startStroke(brush: Brush, overlay: Overlay, first: Point, after: Point | undefined): Gesture {
  const points = [after, first].flatMap((point) => (point ? [round(point.x), round(point.y)] : []));
  const stroke: Stroke = { kind: 'stroke', ...brush, points };
  // Points closer than this change nothing that could be seen, and only make the stroke longer to keep.
  const apart = Math.max(0.2, brush.size / 12);
  let last = first;
  let latest = first;
  overlay.grow(stroke, 0);
  const add = (point: Point) => {
    points.push(round(point.x), round(point.y));
    last = point;
  };
  return {
    move: (moved) => {
      const from = points.length / 2 - 1;
      for (const point of moved) {
        latest = point;
        if (Math.hypot(point.x - last.x, point.y - last.y) >= apart) add(point);
      }
      if (points.length / 2 - 1 > from) overlay.grow(stroke, from);
    },
    end: () => {
      if (latest === last) return stroke;
      add(latest);
      overlay.grow(stroke, points.length / 2 - 2);
      return stroke;
    },
    cancel: () => overlay.redraw(),
  };
}

/** A shape with a free outline. `show` draws the outline so far. */
export function startLasso(erase: boolean, apart: number, first: Point, show: (points: readonly Point[]) => void): Gesture {
  const points = [first];
  return {
    move: (moved) => {
      for (const point of moved) {
        const last = points.at(-1) ?? first;
        if (Math.hypot(point.x - last.x, point.y - last.y) >= apart) points.push(point);
      }
      show(points);
    },
    end: () => {
      show([]);
      if (points.length < 3) return undefined;
      return { kind: 'lasso', erase, points: points.flatMap(({ x, y }) => [round(x), round(y)]) };
    },
    cancel: () => show([]),
  };
}

/** A rectangle between two corners, in whole px. */
export function startRectangle(erase: boolean, picture: Size, first: Point, show: (box: Box | undefined) => void): Gesture {
  let box: Box | undefined;
  return {
    move: (moved) => {
      const last = moved.at(-1);
      if (last) box = boxBetween(first, last, picture);
      show(box);
    },
    end: () => {
      show(undefined);
      return box && { kind: 'rectangle', erase, box, moved: false };
    },
    cancel: () => show(undefined),
  };
}

/** The selected rectangle, moved. */
export function startMove(rectangle: Rectangle, picture: Size, first: Point, show: (box: Box | undefined) => void): Gesture {
  let box: Box = rectangle.box;
  return {
    move: (moved) => {
      const last = moved.at(-1) ?? first;
      box = shift(rectangle.box, Math.round(last.x - first.x), Math.round(last.y - first.y), picture);
      show(box);
    },
    end: () => {
      show(undefined);
      if (box.x === rectangle.box.x && box.y === rectangle.box.y) return undefined;
      return { ...rectangle, box, moved: true };
    },
    cancel: () => show(undefined),
  };
}

/** A box moved, within the picture. */
export function shift(box: Box, x: number, y: number, picture: Size): Box {
  return {
    ...box,
    x: clamp(box.x + x, 0, Math.max(0, picture.width - box.width)),
    y: clamp(box.y + y, 0, Math.max(0, picture.height - box.height)),
  };
}

/** A box made wider and higher, within the picture. */
export function grow(box: Box, width: number, height: number, picture: Size): Box {
  return {
    ...box,
    width: clamp(box.width + width, 1, picture.width - box.x),
    height: clamp(box.height + height, 1, picture.height - box.y),
  };
}

function boxBetween(one: Point, other: Point, picture: Size): Box | undefined {
  const x = Math.round(Math.min(one.x, other.x));
  const y = Math.round(Math.min(one.y, other.y));
  const width = Math.round(Math.max(one.x, other.x)) - x;
  const height = Math.round(Math.max(one.y, other.y)) - y;
  return overlap({ x, y, width, height }, { x: 0, y: 0, ...picture });
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

/** Tenths of a px: enough for the finest brush, and short as text. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
