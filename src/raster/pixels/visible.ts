import { type Box, overlap } from '../../core/box.ts';
import type { Size } from '../../core/size.ts';
import type { Frame } from '../../core/task.ts';

/**
 * Where the canvas is in a picture of the frame's box that has this size: all of it but the padding. At least one px;
 * rounded to whole ones, so that what is cut out and what is put back meet.
 */
export function visiblePart({ box, canvas }: Frame, { width, height }: Size): Box {
  const shown = overlap(box, canvas) ?? box;
  const across = span(shown.x - box.x, shown.width, width / box.width, width);
  const down = span(shown.y - box.y, shown.height, height / box.height, height);
  return { x: across.start, y: down.start, width: across.length, height: down.length };
}

function span(from: number, length: number, scale: number, end: number): { readonly start: number; readonly length: number } {
  const start = Math.min(Math.round(from * scale), end - 1);
  return { start, length: Math.max(Math.round((from + length) * scale), start + 1) - start };
}
