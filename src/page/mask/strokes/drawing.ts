import { type Box, overlap } from '../../../core/box.ts';
import type { Size } from '../../../core/size.ts';
import type { Layer, Plane, Rectangle, Stroke } from './operation.ts';
import { planeOf } from './planes.ts';
import { capsuleSpan, crossingsOf, distanceTo, insideSpans, type Segment } from './spans.ts';

/**
 * A window on a picture's coverage: width × height cells, row by row, 0 keep … 255 edit. A cell has the value of the point
 * at its middle, so at scale 1 a cell is a pixel, exactly.
 */
export interface Grid extends Size {
  /** px */
  readonly picture: Size;
  /** The picture's px at the window's corner. */
  readonly x: number;
  readonly y: number;
  /** Cells per px. */
  readonly scale: number;
}

/** A window of the picture's own px. */
export function gridOf(picture: Size, box: Box): Grid {
  return { picture, ...box, scale: 1 };
}

/** Draws layers, one over the other. `cells` are the grid's. */
export function drawLayers(layers: readonly Layer[], grid: Grid, cells: Uint8Array): void {
  for (const layer of layers) drawLayer(layer, grid, cells);
}

/** Draws one layer over what is there. Returns the cells that may have changed; undefined where there are none. */
export function drawLayer(layer: Layer, grid: Grid, cells: Uint8Array): Box | undefined {
  const inside = cellsOf(grid, { x: 0, y: 0, ...sizeOf(grid.picture) });
  if (!inside) return undefined;
  switch (layer.kind) {
    case 'stroke':
      return drawStroke(layer, 0, grid, cells);
    case 'lasso':
      return drawLasso(layer.points, layer.erase ? 0 : 255, grid, inside, cells);
    case 'rectangle':
      return drawRectangle(layer, grid, inside, cells);
    case 'fill':
      eachRow(inside, grid, (start, end) => cells.fill(255, start, end));
      return inside;
    case 'invert':
      eachRow(inside, grid, (start, end) => {
        for (let index = start; index < end; index++) cells[index] = 255 - (cells[index] ?? 0);
      });
      return inside;
    case 'plane':
      drawPlane(layer, grid, inside, cells);
      return inside;
  }
}

/**
 * Draws a stroke from its point number `from` on. To draw a piece twice changes nothing, so a stroke may be drawn while it
 * grows.
 */
export function drawStroke(stroke: Stroke, from: number, grid: Grid, cells: Uint8Array): Box | undefined {
  const { points } = stroke;
  const count = points.length / 2;
  let changed: Box | undefined;
  for (let index = Math.min(from, count - 1); index < Math.max(count - 1, from + 1) && index < count; index++) {
    const next = Math.min(index + 1, count - 1);
    const segment = {
      fromX: points[index * 2] ?? 0,
      fromY: points[index * 2 + 1] ?? 0,
      toX: points[next * 2] ?? 0,
      toY: points[next * 2 + 1] ?? 0,
    };
    const box = drawSegment(segment, stroke, grid, cells);
    changed = changed && box ? surround(changed, box) : (box ?? changed);
  }
  return changed;
}

function drawSegment(segment: Segment, { size, soft, erase }: Stroke, grid: Grid, cells: Uint8Array): Box | undefined {
  const radius = size / 2;
  const x = Math.min(segment.fromX, segment.toX) - radius;
  const y = Math.min(segment.fromY, segment.toY) - radius;
  const reach = {
    x,
    y,
    width: Math.max(segment.fromX, segment.toX) + radius - x,
    height: Math.max(segment.fromY, segment.toY) + radius - y,
  };
  const inside = cellsOf(grid, clip(reach, grid.picture));
  if (!inside) return undefined;
  const core = radius * (1 - soft);
  const full = erase ? 0 : 255;
  const right = inside.x + inside.width;
  for (let row = inside.y; row < inside.y + inside.height; row++) {
    const middle = (row + 0.5) / grid.scale + grid.y;
    const span = capsuleSpan(segment, radius, middle);
    if (!span) continue;
    const start = Math.max(inside.x, cellAt(span.low, grid.x, grid.scale));
    const end = Math.min(right, cellBehind(span.high, grid.x, grid.scale));
    const hard = soft > 0 ? capsuleSpan(segment, core, middle) : span;
    const hardStart = hard ? Math.max(start, cellAt(hard.low, grid.x, grid.scale)) : end;
    const hardEnd = hard ? Math.min(end, cellBehind(hard.high, grid.x, grid.scale)) : end;
    const first = row * grid.width;
    if (hardEnd > hardStart) cells.fill(full, first + hardStart, first + hardEnd);
    for (let column = start; column < end; column++) {
      if (column === hardStart && hardEnd > hardStart) column = hardEnd;
      if (column >= end) break;
      const distance = distanceTo(segment, (column + 0.5) / grid.scale + grid.x, middle);
      const value = fallOff(distance, core, radius);
      const old = cells[first + column] ?? 0;
      cells[first + column] = erase ? Math.min(old, 255 - value) : Math.max(old, value);
    }
  }
  return inside;
}

/** 255 up to `core`, 0 at `radius`, and smooth at both ends between them. */
function fallOff(distance: number, core: number, radius: number): number {
  if (distance <= core) return 255;
  if (distance >= radius) return 0;
  const part = (radius - distance) / (radius - core);
  return Math.round(255 * part * part * (3 - 2 * part));
}

function drawRectangle({ box, erase }: Rectangle, grid: Grid, inside: Box, cells: Uint8Array): Box | undefined {
  const mine = cellsOf(grid, box);
  const shared = mine && overlap(mine, inside);
  if (!shared) return undefined;
  eachRow(shared, grid, (start, end) => cells.fill(erase ? 0 : 255, start, end));
  return shared;
}

function drawLasso(points: readonly number[], value: number, grid: Grid, inside: Box, cells: Uint8Array): Box | undefined {
  const rows = { first: inside.y, end: inside.y + inside.height };
  const crossings = crossingsOf(
    points,
    rows,
    (y) => cellAt(y, grid.y, grid.scale),
    (row) => (row + 0.5) / grid.scale + grid.y,
  );
  for (const row of crossings.keys()) {
    for (const { low, high } of insideSpans(crossings, row)) {
      const start = Math.max(inside.x, cellAt(low, grid.x, grid.scale));
      const end = Math.min(inside.x + inside.width, cellAt(high, grid.x, grid.scale));
      if (end > start) cells.fill(value, row * grid.width + start, row * grid.width + end);
    }
  }
  return inside;
}

/** A mask of another size than the picture's is stretched over it. */
function drawPlane(plane: Plane, grid: Grid, inside: Box, cells: Uint8Array): void {
  const values = planeOf(plane);
  if (!values) return;
  const across = plane.width / grid.picture.width;
  const down = plane.height / grid.picture.height;
  for (let row = inside.y; row < inside.y + inside.height; row++) {
    const from = Math.min(plane.height - 1, Math.floor(((row + 0.5) / grid.scale + grid.y) * down)) * plane.width;
    for (let column = inside.x; column < inside.x + inside.width; column++) {
      const at = Math.min(plane.width - 1, Math.floor(((column + 0.5) / grid.scale + grid.x) * across));
      cells[row * grid.width + column] = values[from + at] ?? 0;
    }
  }
}

/** The cells whose middle lies in a box of the picture; undefined where there are none. */
function cellsOf(grid: Grid, box: Box): Box | undefined {
  const x = Math.max(0, cellAt(box.x, grid.x, grid.scale));
  const y = Math.max(0, cellAt(box.y, grid.y, grid.scale));
  const width = Math.min(grid.width, cellAt(box.x + box.width, grid.x, grid.scale)) - x;
  const height = Math.min(grid.height, cellAt(box.y + box.height, grid.y, grid.scale)) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** The first cell whose middle is at `px` or behind it. */
function cellAt(px: number, corner: number, scale: number): number {
  return Math.ceil((px - corner) * scale - 0.5);
}

/** The first cell whose middle is behind `px`. */
function cellBehind(px: number, corner: number, scale: number): number {
  return Math.floor((px - corner) * scale - 0.5) + 1;
}

function eachRow({ x, y, width, height }: Box, grid: Grid, change: (start: number, end: number) => void): void {
  for (let row = y; row < y + height; row++) change(row * grid.width + x, row * grid.width + x + width);
}

function clip(box: Box, picture: Size): Box {
  return overlap(box, { x: 0, y: 0, ...sizeOf(picture) }) ?? { x: 0, y: 0, width: 0, height: 0 };
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

/** The smallest box around two. */
export function surround(one: Box, other: Box): Box {
  const x = Math.min(one.x, other.x);
  const y = Math.min(one.y, other.y);
  const width = Math.max(one.x + one.width, other.x + other.width) - x;
  const height = Math.max(one.y + one.height, other.y + other.height) - y;
  return { x, y, width, height };
}
