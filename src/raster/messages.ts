import * as v from 'valibot';
import type { Bytes } from '../core/image.ts';

const bytes = v.custom<Bytes>((value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer);
const side = v.pipe(v.number(), v.integer(), v.minValue(1));
const size = v.object({ width: side, height: side });
const box = v.object({ x: v.pipe(v.number(), v.integer()), y: v.pipe(v.number(), v.integer()), ...size.entries });
const frame = v.object({ box, sent: size, canvas: box, isRegion: v.boolean() });
const coverage = v.object({ ...size.entries, deflated: bytes });
const type = v.picklist(['png', 'jpeg', 'webp']);

/** One kind for each operation of the port. */
const operation = v.variant('kind', [
  v.object({ kind: v.literal('draw'), svg: v.string(), format: type }),
  v.object({ kind: v.literal('probe'), picture: bytes }),
  v.object({ kind: v.literal('background'), picture: bytes }),
  v.object({
    kind: v.literal('cutOut'),
    picture: bytes,
    frame,
    coverage: v.exactOptional(coverage),
    types: v.pipe(v.array(type), v.readonly()),
    maxBytes: v.number(),
  }),
  v.object({ kind: v.literal('composite'), picture: bytes, answer: bytes, frame, coverage: v.exactOptional(coverage) }),
  v.object({ kind: v.literal('cropBack'), answer: bytes, frame }),
  v.object({ kind: v.literal('encodeMask'), coverage, hard: v.boolean() }),
  v.object({ kind: v.literal('decodeMask'), file: bytes, from: v.picklist(['file', 'transparency']) }),
  v.object({ kind: v.literal('convert'), picture: bytes, type: v.picklist(['png', 'jpeg', 'webp', 'gif', 'avif']) }),
  v.object({
    kind: v.literal('render'),
    picture: bytes,
    crop: box,
    size,
    format: v.picklist(['png', 'jpeg', 'webp', 'avif']),
    quality: v.pipe(v.number(), v.minValue(1), v.maxValue(100)),
    alpha: v.exactOptional(v.picklist(['always', 'never'])),
  }),
]);
export type Operation = v.InferOutput<typeof operation>;

/** What the worker is asked. */
export const requestSchema = v.object({ id: v.number(), operation });
export type Request = v.InferOutput<typeof requestSchema>;

/** What it answers. `detail` is the pixel engine's own text, for the log only. */
export const answerSchema = v.variant('kind', [
  v.object({ kind: v.literal('done'), id: v.number(), result: v.unknown() }),
  v.object({
    kind: v.literal('badImage'),
    id: v.number(),
    reason: v.picklist(['notAnImage', 'truncated', 'damaged', 'tooManyPixels', 'tooManyBytes']),
    detail: v.string(),
  }),
  v.object({ kind: v.literal('failed'), id: v.number(), detail: v.string() }),
]);
export type Answer = v.InferOutput<typeof answerSchema>;

/** The results of the operations. */
export const resultSchemas = {
  bytes,
  facts: v.object({
    ...size.entries,
    type: v.picklist(['png', 'jpeg', 'webp', 'gif']),
    alpha: v.boolean(),
    bytes: v.number(),
    plain: v.boolean(),
    turned: v.boolean(),
    deep: v.boolean(),
  }),
  background: v.picklist(['transparent', 'opaque', 'checkerboard']),
  inputs: v.object({ images: v.array(v.object({ bytes, type, name: v.string() })), mask: v.exactOptional(bytes) }),
  finished: v.object({ bytes, ...size.entries, changedOutside: v.exactOptional(v.number()) }),
  coverage,
};
