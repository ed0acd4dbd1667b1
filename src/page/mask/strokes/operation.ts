import * as v from 'valibot';

const px = v.pipe(v.number(), v.finite());
const side = v.pipe(v.number(), v.integer(), v.minValue(1));
/** x, y, x, y … in the picture's px: half the text of a list of pairs. */
const points = v.pipe(v.array(px), v.minLength(2));

const Stroke = v.object({
  kind: v.literal('stroke'),
  erase: v.boolean(),
  /** The brush's diameter, px. */
  size: v.pipe(px, v.gtValue(0)),
  /** The part of the radius over which it falls off: 0 hard … 1 soft to the middle. */
  soft: v.pipe(px, v.minValue(0), v.maxValue(1)),
  points,
});
const Lasso = v.object({ kind: v.literal('lasso'), erase: v.boolean(), points });
const Rectangle = v.object({
  kind: v.literal('rectangle'),
  erase: v.boolean(),
  box: v.object({ x: v.pipe(px, v.integer()), y: v.pipe(px, v.integer()), width: side, height: side }),
  /** It takes the place of the rectangle before it, which was moved or sized. */
  moved: v.boolean(),
});
const Fill = v.object({ kind: v.literal('fill') });
const Invert = v.object({ kind: v.literal('invert') });
const Plane = v.object({
  kind: v.literal('plane'),
  width: side,
  height: side,
  /** A `Coverage`'s bytes, as base64. */
  deflated: v.string(),
});

/** One step of painting, in the picture's px. */
export const Operation = v.variant('kind', [
  Stroke,
  Lasso,
  Rectangle,
  Fill,
  Invert,
  Plane,
  v.object({ kind: v.literal('clear') }),
  /** Takes the rectangle before it away. */
  v.object({ kind: v.literal('remove') }),
]);
export type Operation = v.InferOutput<typeof Operation>;

export type Stroke = v.InferOutput<typeof Stroke>;
export type Rectangle = v.InferOutput<typeof Rectangle>;
export type Plane = v.InferOutput<typeof Plane>;

/** What is drawn, one over the other. */
export type Layer = Exclude<Operation, { kind: 'clear' | 'remove' }>;
