import * as v from 'valibot';

const number = v.pipe(v.number(), v.finite());

/** What is looked at closely, so that it survives hiding and reloading. */
export const Looked = v.object({
  /** An image's id. */
  image: v.string(),
  /** How it lies in the stage; absent: all of it. */
  view: v.exactOptional(v.object({ scale: v.pipe(number, v.minValue(0.001)), x: number, y: number })),
  compare: v.exactOptional(
    v.object({
      /** `original`, `raw` or an image's id. */
      other: v.string(),
      mode: v.picklist(['slider', 'side']),
      /** Where the slider stands, 0–1 of the pictures' width. */
      share: v.pipe(number, v.minValue(0), v.maxValue(1)),
    }),
  ),
});
export type Looked = v.InferOutput<typeof Looked>;
export type Comparison = NonNullable<Looked['compare']>;

/** A comparison as it begins: half of each. */
export function compareWith(other: string): Comparison {
  return { other, mode: 'slider', share: 0.5 };
}
