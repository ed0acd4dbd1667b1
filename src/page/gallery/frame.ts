/**
 * Width ÷ height of a tile's frame for an image of this ratio: its own, but never so tall or so flat that one image takes
 * the whole page.
 */
export function frameRatio(ratio: number): number {
  return Math.min(Math.max(ratio, 2 / 3), 3);
}
