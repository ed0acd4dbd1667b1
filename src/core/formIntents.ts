import * as v from 'valibot';

const form = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const prompt = v.pipe(v.string(), v.maxLength(200_000));

/** What the page asks of the form, besides sending it. */
export const FormIntent = v.variant('kind', [
  /** What is typed so far: the next state says what becomes of it. */
  v.object({ kind: v.literal('draft'), form, prompt }),
]);
export type FormIntent = v.InferOutput<typeof FormIntent>;
