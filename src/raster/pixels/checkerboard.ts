import type { Pixels } from './pixels.ts';

/**
 * Whether a checkerboard is painted behind a picture, as programs show what is transparent: two near-grey tones that take
 * turns in squares. It is looked for in the corners, which the picture's subject leaves free: it has to be in two of them,
 * the same in both. A chess board in the middle, tiles in colours, stripes, bricks and noise are none.
 */
export function hasCheckerboard(pixels: Pixels): boolean {
  const side = Math.min(LARGEST_CORNER, Math.floor((Math.min(pixels.width, pixels.height) * 3) / 8));
  if (side < SMALLEST_CORNER) return false;
  const grids = cornersOf(pixels, side).flatMap((corner) => gridOf(corner, side) ?? []);
  return grids.some((one, index) => grids.slice(index + 1).some((other) => isSame(one, other)));
}

/** px of a corner's side. */
const LARGEST_CORNER = 384;
const SMALLEST_CORNER = 24;
/** How far red, green and blue of a near-grey px lie apart: what JPEG makes of grey. */
const GREY = 24;
/** How far the two tones lie apart: a chess board's lie further. */
const GAPS = { least: 10, most: 110 };
/** px of a square's side: smaller ones are a texture. */
const SMALLEST_SQUARE = 4;
/** A part of the px, for speed. */
const EVERY = 3;

/** A checkerboard that was found: the squares' side in px, and its tones. */
interface Grid {
  readonly cell: number;
  readonly dark: number;
  readonly light: number;
}

function isSame(one: Grid, other: Grid): boolean {
  return (
    Math.abs(one.cell - other.cell) <= Math.max(2, 0.2 * one.cell) &&
    Math.abs(one.dark - other.dark) <= 16 &&
    Math.abs(one.light - other.light) <= 16
  );
}

/** The brightness of every px of the four corners, row by row; -1 where it is not near grey. */
function cornersOf({ data, width, height }: Pixels, side: number): readonly Int16Array[] {
  return [0, width - side].flatMap((left) =>
    [0, height - side].map((top) => {
      const corner = new Int16Array(side * side);
      for (let y = 0; y < side; y += 1) {
        for (let x = 0; x < side; x += 1) {
          const at = ((top + y) * width + left + x) * 4;
          const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
          const isGrey = Math.max(red, green, blue) - Math.min(red, green, blue) <= GREY;
          corner[y * side + x] = isGrey ? Math.round((red + green + blue) / 3) : -1;
        }
      }
      return corner;
    }),
  );
}

function gridOf(corner: Int16Array, side: number): Grid | undefined {
  const tones = tonesOf(corner);
  if (!tones) return undefined;
  const { dark, light } = tones;
  const reach = Math.min(Math.max(4, (light - dark) * 0.4), 24);
  // 1 light, -1 dark, 0 neither.
  const signs = Int8Array.from(corner, (value) =>
    Math.abs(value - light) <= reach ? 1 : Math.abs(value - dark) <= reach ? -1 : 0,
  );
  const across = cellOf((distance) => likeness(signs, side, distance, 0), side);
  const down = across === undefined ? undefined : cellOf((distance) => likeness(signs, side, 0, distance), side);
  if (across === undefined || down === undefined || Math.abs(across - down) > Math.max(2, 0.25 * across)) return undefined;
  const cell = (across + down) / 2;
  const half = Math.round(cell / 2);
  // Stripes aslant are the same along themselves, squares are not.
  const aslant = Math.max(Math.abs(likeness(signs, side, half, half)), Math.abs(likeness(signs, side, half, -half)));
  return aslant > 0.5 ? undefined : { cell, dark, light };
}

/** The two most frequent tones, where both are frequent. */
function tonesOf(corner: Int16Array): { readonly dark: number; readonly light: number } | undefined {
  const counts = new Float64Array(256);
  for (const value of corner) if (value >= 0) counts[value] = (counts[value] ?? 0) + 1;
  const around = counts.map((_, tone) => counts.subarray(Math.max(0, tone - 4), tone + 5).reduce((sum, count) => sum + count, 0));
  const peak = (from: (tone: number) => boolean) =>
    around.reduce((best, count, tone) => (from(tone) && count > (around[best] ?? -1) ? tone : best), -1);
  const first = peak(() => true);
  const second = peak((tone) => Math.abs(tone - first) >= GAPS.least && Math.abs(tone - first) <= GAPS.most);
  // As many squares of one as of the other; the check of a cloth has twice as many of its middle tone.
  const [more, less] = [around[first] ?? 0, around[second] ?? 0];
  if (second < 0 || less < corner.length * 0.15 || less < more * 0.6) return undefined;
  return { dark: Math.min(first, second), light: Math.max(first, second) };
}

/** The side of the squares along one axis, px: the smallest distance at which px are opposite, and at twice that the same. */
function cellOf(likenessAt: (distance: number) => number, side: number): number | undefined {
  // Neighbours are the same in squares, and not in a texture.
  if (likenessAt(1) < 0.3) return undefined;
  const all = Array.from({ length: Math.floor(side / 3) + 1 }, (_, at) => (at < SMALLEST_SQUARE ? 1 : likenessAt(at)));
  const least = Math.min(...all);
  if (least > -0.6) return undefined;
  const first = all.findIndex((value) => value <= least * 0.9);
  // The best around there: in a grid of 20.5 px the first good one is 19.
  const near = all.slice(0, Math.ceil(first * 1.3) + 1);
  const cell = near.indexOf(Math.min(...near));
  return likenessAt(2 * cell) >= 0.5 ? cell : undefined;
}

/** How alike px are that lie so far apart: 1 the same tone everywhere, -1 the other one. Too few known ones are not alike. */
function likeness(signs: Int8Array, side: number, right: number, down: number): number {
  let sum = 0;
  let known = 0;
  let pairs = 0;
  // Every third one in the direction in which they do not differ.
  const [stepX, stepY] = right === 0 ? [EVERY, 1] : [1, EVERY];
  for (let y = Math.max(0, -down); y + Math.max(0, down) < side; y += stepY) {
    for (let x = 0; x + right < side; x += stepX) {
      const product = (signs[y * side + x] ?? 0) * (signs[(y + down) * side + x + right] ?? 0);
      sum += product;
      known += Math.abs(product);
      pairs += 1;
    }
  }
  return known < pairs * 0.35 ? 0 : sum / known;
}
