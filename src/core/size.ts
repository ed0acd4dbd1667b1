import type { SizeRule } from './models.ts';

/** px */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** No server makes anything larger; what lies above is a slip of the keyboard. px a side. */
const ABSURD = 16_384;

/**
 * Reads `W×H` as people write it (`1536x1024`, `1536 X 1024`, `1536×1024`, `1536*1024`).
 * Undefined for anything else, and for a side of 0 or of more than 16 384 px.
 */
export function parseSize(text: string): Size | undefined {
  const match = /^\s*(\d+)\s*[xX×*]\s*(\d+)\s*$/.exec(text);
  if (!match) return undefined;
  const [width, height] = [Number(match[1]), Number(match[2])];
  return isSide(width) && isSide(height) ? { width, height } : undefined;
}

/** As the API writes it: `1536x1024`. */
export function formatSize({ width, height }: Size): string {
  return `${width}x${height}`;
}

/** width × height, in px. */
export function pixelsOf({ width, height }: Size): number {
  return width * height;
}

/** The ratio in its lowest terms: `3:2`. */
export function ratioOf({ width, height }: Size): string {
  const divisor = greatestCommonDivisor(width, height);
  return `${width / divisor}:${height / divisor}`;
}

/** The size that the rule allows and that is nearest to the wish: itself, where it is allowed. */
export function nearestSize(rule: SizeRule, wish: Size): Size {
  switch (rule.kind) {
    case 'any':
      return wish;
    case 'fixed': {
      const sizes = rule.sizes.flatMap((text) => parseSize(text) ?? []);
      return best(sizes, (size) => [Math.abs(logRatio(size) - logRatio(wish)), areaError(size, wish)]) ?? wish;
    }
    case 'custom':
      return isAllowed(rule, wish) ? wish : nearestOf(rule, ideal(rule, wish), wish);
  }
}

/** Where the limits are narrow, nothing near is allowed, and all sizes are gone through. */
function nearestOf(rule: CustomRule, near: Size, wish: Size): Size {
  const error = errorTo(near);
  return best(around(rule, near), error) ?? best(everywhere(rule, near), error) ?? wish;
}

/** Whether the rule allows any size at all. */
export function hasSizes(rule: CustomRule): boolean {
  return everywhere(rule, { width: 1, height: 1 }).length > 0;
}

/** For each width the height that comes nearest to the ratio. */
function everywhere(rule: CustomRule, { width, height }: Size): readonly Size[] {
  const { step, shortest, longest, maxRatio, minPixels, maxPixels } = rule;
  const first = Math.ceil(shortest / step);
  const widths = Array.from({ length: Math.floor(longest / step) - first + 1 }, (_, index) => (first + index) * step);
  return widths
    .map((w) => {
      const low = Math.ceil(Math.max(shortest, w / maxRatio, minPixels / w) / step);
      const high = Math.floor(Math.min(longest, w * maxRatio, maxPixels / w) / step);
      return { width: w, height: clamp(Math.round((w * height) / width / step), low, high) * step };
    })
    .filter((size) => isAllowed(rule, size));
}

/** Sizes on a grid, within limits. */
export type CustomRule = Extract<SizeRule, { kind: 'custom' }>;

/** Whether the rule has this size. */
export function isAllowed(rule: CustomRule, { width, height }: Size): boolean {
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  const pixels = width * height;
  return (
    width % rule.step === 0 &&
    height % rule.step === 0 &&
    short >= rule.shortest &&
    long <= rule.longest &&
    long / short <= rule.maxRatio &&
    pixels >= rule.minPixels &&
    pixels <= rule.maxPixels
  );
}

/** The wish brought inside the limits, before it is put on the grid: its ratio first, its area next, its edges last. */
function ideal(rule: CustomRule, wish: Size): Size {
  const ratio = clamp(wish.width / wish.height, 1 / rule.maxRatio, rule.maxRatio);
  const area = clamp(pixelsOf(wish), rule.minPixels, rule.maxPixels);
  const width = Math.sqrt(area * ratio);
  const height = Math.sqrt(area / ratio);
  const scale = Math.min(Math.max(1, rule.shortest / Math.min(width, height)), rule.longest / Math.max(width, height));
  return { width: width * scale, height: height * scale };
}

/** Every allowed size within a few steps. */
function around(rule: CustomRule, { width, height }: Size): readonly Size[] {
  const near = (side: number) => STEPS.map((step) => (Math.round(side / rule.step) + step) * rule.step);
  return near(width)
    .flatMap((w) => near(height).map((h) => ({ width: w, height: h })))
    .filter((size) => size.width > 0 && size.height > 0 && isAllowed(rule, size));
}

const STEPS = [-3, -2, -1, 0, 1, 2, 3];

/** A wrong ratio is seen, a slightly different area is not: so it weighs three times as much. */
function errorTo(wish: Size): (size: Size) => readonly number[] {
  return (size) => [3 * (logRatio(size) - logRatio(wish)) ** 2 + areaError(size, wish) ** 2];
}

function logRatio({ width, height }: Size): number {
  return Math.log(width / height);
}

function areaError(size: Size, wish: Size): number {
  return Math.abs(Math.log(pixelsOf(size) / pixelsOf(wish)));
}

/** The candidate with the smallest error; the second number decides between equals. */
function best(sizes: readonly Size[], errorsOf: (size: Size) => readonly number[]): Size | undefined {
  const rated = sizes.map((size) => ({ size, errors: errorsOf(size) }));
  rated.sort((a, b) => {
    const difference = a.errors.map((error, index) => error - (b.errors[index] ?? 0));
    return difference.find((value) => Math.abs(value) > 1e-9) ?? 0;
  });
  return rated[0]?.size;
}

function isSide(px: number): boolean {
  return px >= 1 && px <= ABSURD;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
