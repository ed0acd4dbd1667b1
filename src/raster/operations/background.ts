import type { Background } from '../../core/background.ts';
import type { Bytes } from '../../core/image.ts';
import { hasCheckerboard } from '../pixels/checkerboard.ts';
import { decode, isOpaque, open, scale } from '../pixels/pixels.ts';

/** px of the shorter side to which a larger picture is scaled: it may have larger squares than are looked for. */
const SMALL = 1024;

/** See `Raster`. Throws `Failed` `badImage`. */
export async function background(picture: Bytes): Promise<Background> {
  const opened = await open(picture);
  const pixels = await decode(opened);
  if (opened.metadata.hasAlpha && !isOpaque(pixels)) return 'transparent';
  if (hasCheckerboard(pixels)) return 'checkerboard';
  const factor = SMALL / Math.min(pixels.width, pixels.height);
  if (factor >= 1) return 'opaque';
  const size = { width: Math.round(pixels.width * factor), height: Math.round(pixels.height * factor) };
  return hasCheckerboard(await scale(pixels, size)) ? 'checkerboard' : 'opaque';
}
