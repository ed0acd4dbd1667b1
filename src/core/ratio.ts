import { type Sized, sizesOf } from './models.ts';
import { type CustomRule, isAllowed, nearestSize, parseSize, pixelsOf, ratioOf, type Size } from './size.ts';

/** width : height, both whole */
export interface Ratio {
  readonly width: number;
  readonly height: number;
}

/** px of a picture of which only the ratio was asked for: what 1536x1024 has, and a server's own model usually makes. */
const USUAL_PIXELS = 1536 * 1024;
const PIXELS_ELSEWHERE = 1024 * 1024;
/** Servers of other models work in blocks of so many px. */
const STEP_ELSEWHERE = 64;

/** Reads `W:H` as people write it: `16:9`. Undefined for anything else, and for more than three digits. */
export function parseRatio(text: string): Ratio | undefined {
  const match = /^\s*([1-9]\d{0,2})\s*:\s*([1-9]\d{0,2})\s*$/.exec(text);
  return match ? { width: Number(match[1]), height: Number(match[2]) } : undefined;
}

/**
 * The size of a model that has this ratio: one of those that are offered, else one of a usual area; where none has it
 * exactly, the nearest.
 */
export function sizeOfRatio(model: Sized, ratio: Ratio): Size {
  const pixels = model.known ? USUAL_PIXELS : PIXELS_ELSEWHERE;
  const offered = sizesOf(model).flatMap(({ value }) => parseSize(value) ?? []);
  const ideal = {
    width: Math.sqrt((pixels * ratio.width) / ratio.height),
    height: Math.sqrt((pixels * ratio.height) / ratio.width),
  };
  const rule = gridOf(model);
  return (
    nearestTo(
      pixels,
      offered.filter((size) => hasRatio(size, ratio)),
    ) ??
    (rule && nearestTo(pixels, exactSizes(rule, ratio))) ??
    nearestSize(rule ?? model.sizes, ideal)
  );
}

/** Whether a size has exactly this ratio. */
export function hasRatio(size: Size, { width, height }: Ratio): boolean {
  return ratioOf(size) === ratioOf({ width, height });
}

function gridOf({ sizes }: Sized): CustomRule | undefined {
  switch (sizes.kind) {
    case 'fixed':
      return undefined;
    case 'custom':
      return sizes;
    case 'any':
      return {
        kind: 'custom',
        step: STEP_ELSEWHERE,
        shortest: STEP_ELSEWHERE,
        longest: 4096,
        maxRatio: 64,
        minPixels: 256 * 256,
        maxPixels: 2 * PIXELS_ELSEWHERE,
      };
  }
}

/** Every size of the grid that has the ratio. */
function exactSizes(rule: CustomRule, ratio: Ratio): readonly Size[] {
  const [width = 1, height = 1] = ratioOf(ratio).split(':').map(Number);
  const most = Math.floor(rule.longest / Math.max(width, height));
  return Array.from({ length: most }, (_, index) => ({ width: width * (index + 1), height: height * (index + 1) })).filter(
    (size) => isAllowed(rule, size),
  );
}

function nearestTo(pixels: number, sizes: readonly Size[]): Size | undefined {
  const error = (size: Size) => Math.abs(Math.log(pixelsOf(size) / pixels));
  return sizes.toSorted((a, b) => error(a) - error(b))[0];
}
