import { Failed, invalid } from '../../core/failure.ts';
import { inspectImage, MAX_IMAGE_PIXELS } from '../../core/image.ts';
import { PLACEHOLDER_ORIGIN } from '../../core/models.ts';
import type { Raster } from '../../core/raster.ts';
import type { Call, ImageProvider, Parameters, Progress } from '../../core/task.ts';
import type { Wish } from './picture.ts';

/** The longest edge a webp can have, in px. Source: RFC 9649, section 2.7. */
const LONGEST_EDGE = 16_383;

/**
 * Makes pictures that stand in for the real ones: free, offline, without a key. The same call gives the same bytes.
 *
 * Size `auto` is 1024 × 1024 px; gif and svg become png. `run` throws `Failed`: `invalid` (size), `raster`, `cancelled`.
 * `loadFont` gives WOFF files end to end, as the build joins them in `placeholder.woff`; it is called once.
 */
export function createPlaceholder(parts: { readonly raster: Raster; loadFont(): Promise<ArrayBuffer> }): ImageProvider {
  let painter: Promise<(wish: Wish) => string> | undefined;

  /** The font's parser is loaded on first use: the extension's start does without it. */
  async function loadPainter(): Promise<(wish: Wish) => string> {
    try {
      const picture = await import('./picture.ts');
      const text = await import('./lettering.ts');
      const typeface = text.readTypeface(await parts.loadFont());
      return (wish) => picture.drawPlaceholder(wish, typeface);
    } catch (cause) {
      painter = undefined;
      throw new Failed({ kind: 'raster' }, cause);
    }
  }

  async function* run({ prompt, n, parameters }: Call, signal: AbortSignal): AsyncGenerator<Progress> {
    const size = readSize(parameters.size);
    const format = readFormat(parameters.output_format);
    const transparent = parameters.background === 'transparent' && format !== 'jpeg';
    refuseWhenAborted(signal);
    yield { kind: 'sent' };
    painter ??= loadPainter();
    const paint = await painter;
    for (let variant = 0; variant < n; variant++) {
      refuseWhenAborted(signal);
      const bytes = await parts.raster.draw(paint({ prompt, variant, ...size, transparent }), format, signal);
      yield { kind: 'image', bytes, info: inspectImage(bytes) };
    }
  }

  return { origin: PLACEHOLDER_ORIGIN, run };
}

function refuseWhenAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new Failed({ kind: 'cancelled', billable: false });
}

function readFormat(value: Parameters['output_format']): 'png' | 'jpeg' | 'webp' {
  return value === 'jpeg' || value === 'webp' ? value : 'png';
}

function readSize(value = 'auto'): { width: number; height: number } {
  if (value === 'auto' || value === '') return { width: 1024, height: 1024 };
  const [, wide, high] = /^(\d{1,5})x(\d{1,5})$/.exec(value) ?? [];
  const [width, height] = [Number(wide), Number(high)];
  const possible = Math.min(width, height) >= 1 && Math.max(width, height) <= LONGEST_EDGE && width * height <= MAX_IMAGE_PIXELS;
  if (!possible) throw invalid({ field: 'size', value });
  return { width, height };
}
