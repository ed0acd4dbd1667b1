import * as v from 'valibot';
import { MAX_IMAGE_PIXELS } from './image.ts';

const position = v.pipe(v.number(), v.integer(), v.minValue(-MAX_IMAGE_PIXELS), v.maxValue(MAX_IMAGE_PIXELS));
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MAX_IMAGE_PIXELS));
const Box = v.object({ x: position, y: position, width: side, height: side });

/** What the editor would send if it were sent now, in the picture's px: its price follows. Nothing is sent for it. */
export const AimEdit = v.object({
  kind: v.literal('aimEdit'),
  editor: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
  region: v.picklist(['auto', 'whole']),
  /** Around everything that is painted; absent: the whole picture may change. */
  bounds: v.exactOptional(Box),
  /** Of an extension. */
  canvas: v.exactOptional(Box),
});
export type AimEdit = v.InferOutput<typeof AimEdit>;
export type Aim = Omit<AimEdit, 'kind' | 'editor'>;
