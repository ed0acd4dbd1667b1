import type { Box } from '../../core/box.ts';
import type { Pixels } from './pixels.ts';

/** Less than this is what encoding and scaling do. Of 255 */
const SLACK = 12;

/**
 * The share of the pixels that are to be kept (plane 0) which the patch shows otherwise, 0–1; undefined where none is.
 * Colours are compared as they are seen: of what is transparent there is none. `plane` is of the canvas.
 */
export function changedShare(canvas: Pixels, patch: Pixels, place: Box, plane: Uint8Array): number | undefined {
  let kept = 0;
  let changed = 0;
  for (let y = 0; y < place.height; y += 1) {
    const start = (place.y + y) * canvas.width + place.x;
    for (let x = 0; x < place.width; x += 1) {
      if (plane[start + x] !== 0) continue;
      kept += 1;
      if (differs(canvas.data, (start + x) * 4, patch.data, (y * place.width + x) * 4)) changed += 1;
    }
  }
  return kept === 0 ? undefined : changed / kept;
}

function differs(one: Uint8Array, at: number, other: Uint8Array, there: number): boolean {
  const [mine, theirs] = [one[at + 3] ?? 0, other[there + 3] ?? 0];
  if (Math.abs(mine - theirs) > SLACK) return true;
  for (let channel = 0; channel < 3; channel += 1) {
    const difference = (one[at + channel] ?? 0) * mine - (other[there + channel] ?? 0) * theirs;
    if (Math.abs(difference) > SLACK * 255) return true;
  }
  return false;
}
