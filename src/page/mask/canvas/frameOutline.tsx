import type { Box } from '../../../core/box.ts';
import type { Size } from '../../../core/size.ts';

/** What is sent of a picture: dashes around it, and the rest a little darker. CSS px of the stage. */
export function FrameOutline({ frame, stage }: { readonly frame: Box; readonly stage: Size }) {
  const outline = outlineOf(frame);
  return (
    <g class="sent-frame">
      <path class="outside" fill-rule="evenodd" d={`${outlineOf({ x: 0, y: 0, ...stage })}${outline}`} />
      <path class="line-under" d={outline} />
      <path class="line" d={outline} />
    </g>
  );
}

/** A box as an SVG path. */
export function outlineOf({ x, y, width, height }: Box): string {
  return `M${x} ${y}h${width}v${height}h${-width}Z`;
}
