import type { Sized } from './models.ts';
import { type CustomRule, isAllowed, parseSize, pixelsOf, type Size } from './size.ts';

/** What an unknown server is asked for: nearly all of them make multiples of 64. */
const USUAL: CustomRule = {
  kind: 'custom',
  step: 64,
  shortest: 512,
  longest: 4096,
  maxRatio: 8,
  minPixels: 0,
  maxPixels: Number.POSITIVE_INFINITY,
};

/** What the variations endpoint has made since dall-e-2. px a side */
const USUAL_SQUARES = [256, 512, 1024];

/** A wrong ratio costs padding, and fewer px than the picture has cost sharpness; more px than it has cost money only. */
const RATIO_WEIGHT = 40;
const SMALLER_WEIGHT = 8;
/** Up to so much more is asked for (as a logarithm of the area) before the picture is padded by a few px. */
const PADDING = 0.5;

/**
 * The size to ask for when all of `shape` is sent: nearest to its ratio, then to its area, rather above than below.
 * `square`: of the square ones only. `shape` and the result in px.
 */
export function sizeFor(model: Sized, square: boolean, shape: Size): Size {
  const sizes = square ? squares(model) : likeShape(model, shape);
  return cheapest(sizes, (size) => shapeCost(size, shape)) ?? shape;
}

/** The smallest size that holds `inner` and fits in `outer`, at one px for each; undefined where there is none. In px. */
export function sizeAround(model: Sized, square: boolean, inner: Size, outer: Size): Size | undefined {
  const sizes = square ? squares(model) : aboveShape(model, inner);
  const held = sizes.filter((size) => holds(size, inner) && holds(outer, size));
  // Among sizes of nearly the same area the one that grows alike on all sides.
  return cheapest(held, (size) => Math.log(pixelsOf(size)) + Math.abs(logRatio(size, inner)) / 4);
}

/** Whether any size is large enough to hold `inner`, whatever it has to fit in. */
export function canHold(model: Sized, square: boolean, inner: Size): boolean {
  return (square ? squares(model) : aboveShape(model, inner)).some((size) => holds(size, inner));
}

/** The smallest rectangle of the ratio of `size` that holds `inner`: one side is the same, the other one rounded. In px. */
export function padTo(size: Size, inner: Size): Size {
  return inner.width * size.height >= inner.height * size.width
    ? { width: inner.width, height: halfDown((inner.width * size.height) / size.width) }
    : { width: halfDown((inner.height * size.width) / size.height), height: inner.height };
}

/** Half a px is not worth a column of padding. */
function halfDown(px: number): number {
  return Math.ceil(px - 0.5);
}

function shapeCost(size: Size, shape: Size): number {
  const padded = padTo(size, shape);
  const larger = Math.log(pixelsOf(size) / pixelsOf(padded));
  const isPadded = padded.width !== shape.width || padded.height !== shape.height;
  return (
    Math.abs(logRatio(size, shape)) * RATIO_WEIGHT + (larger < 0 ? -larger * SMALLER_WEIGHT : larger) + (isPadded ? PADDING : 0)
  );
}

function squares({ sizes }: Sized): readonly Size[] {
  switch (sizes.kind) {
    case 'any':
      return USUAL_SQUARES.map((side) => ({ width: side, height: side }));
    case 'fixed':
      return fixed(sizes.sizes).filter(({ width, height }) => width === height);
    case 'custom':
      return sides(sizes)
        .map((side) => ({ width: side, height: side }))
        .filter((size) => isAllowed(sizes, size));
  }
}

/** For each width the heights nearest to the shape's ratio. */
function likeShape({ sizes }: Sized, shape: Size): readonly Size[] {
  if (sizes.kind === 'fixed') return fixed(sizes.sizes);
  const rule = sizes.kind === 'any' ? USUAL : sizes;
  const ratio = Math.min(Math.max(shape.width / shape.height, 1 / rule.maxRatio), rule.maxRatio);
  return sides(rule).flatMap((width) => {
    const below = Math.floor(width / ratio / rule.step) * rule.step;
    return [below, below + rule.step].map((height) => ({ width, height })).filter((size) => isAllowed(rule, size));
  });
}

/** For each width the lowest height that holds the shape. */
function aboveShape({ sizes }: Sized, shape: Size): readonly Size[] {
  if (sizes.kind === 'fixed') return fixed(sizes.sizes);
  const rule = sizes.kind === 'any' ? USUAL : sizes;
  return sides(rule).flatMap((width) => {
    const lowest = Math.max(shape.height, rule.shortest, width / rule.maxRatio, rule.minPixels / width);
    const size = { width, height: Math.ceil(lowest / rule.step) * rule.step };
    return isAllowed(rule, size) ? [size] : [];
  });
}

function sides({ step, shortest, longest }: CustomRule): readonly number[] {
  const first = Math.ceil(shortest / step);
  return Array.from({ length: Math.floor(longest / step) - first + 1 }, (_, index) => (first + index) * step);
}

function fixed(sizes: readonly string[]): readonly Size[] {
  return sizes.flatMap((text) => parseSize(text) ?? []);
}

function cheapest(sizes: readonly Size[], costOf: (size: Size) => number): Size | undefined {
  let best: { readonly size: Size; readonly cost: number } | undefined;
  for (const size of sizes) {
    const cost = costOf(size);
    if (!best || cost < best.cost) best = { size, cost };
  }
  return best?.size;
}

function holds(outer: Size, inner: Size): boolean {
  return outer.width >= inner.width && outer.height >= inner.height;
}

function logRatio(one: Size, other: Size): number {
  return Math.log((one.width * other.height) / (one.height * other.width));
}
