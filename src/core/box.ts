import type { Size } from './size.ts';

/** A rectangle of whole px. Its corner may be negative: what lies outside a picture is padding or new area. */
export interface Box extends Size {
  readonly x: number;
  readonly y: number;
}

/** The whole of a picture. */
export function boxOf({ width, height }: Size): Box {
  return { x: 0, y: 0, width, height };
}

/** What two boxes share; undefined where that is nothing. */
export function overlap(one: Box, other: Box): Box | undefined {
  const x = Math.max(one.x, other.x);
  const y = Math.max(one.y, other.y);
  const width = Math.min(one.x + one.width, other.x + other.width) - x;
  const height = Math.min(one.y + one.height, other.y + other.height) - y;
  return width > 0 && height > 0 ? { x, y, width, height } : undefined;
}

/** Whether the first lies wholly within the second. */
export function isWithin(inner: Box, outer: Box): boolean {
  const shared = overlap(inner, outer);
  return shared !== undefined && shared.width === inner.width && shared.height === inner.height;
}
