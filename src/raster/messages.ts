import * as v from 'valibot';
import type { Bytes } from '../core/image.ts';

/** What the worker is asked. */
export const requestSchema = v.object({
  id: v.number(),
  svg: v.string(),
  format: v.picklist(['png', 'jpeg', 'webp']),
});
export type Request = v.InferOutput<typeof requestSchema>;

/** What it answers. `reason` is the pixel engine's own text, for the log only. */
export const answerSchema = v.variant('kind', [
  v.object({ kind: v.literal('drawn'), id: v.number(), bytes: v.custom<Bytes>(isBytes) }),
  v.object({ kind: v.literal('failed'), id: v.number(), reason: v.string() }),
]);
export type Answer = v.InferOutput<typeof answerSchema>;

function isBytes(value: unknown): value is Bytes {
  return value instanceof Uint8Array && value.buffer instanceof ArrayBuffer;
}
