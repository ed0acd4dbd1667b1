import * as v from 'valibot';
import { type Bytes, MAX_IMAGE_BYTES } from './image.ts';

const form = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const id = form;
const prompt = v.pipe(v.string(), v.maxLength(200_000));
const bytes = v.custom<Bytes>(
  (value) => value instanceof Uint8Array && value.buffer instanceof ArrayBuffer && value.byteLength <= MAX_IMAGE_BYTES,
);

/** What the page asks of the form, besides sending it. */
export const FormIntent = v.variant('kind', [
  /** What is typed so far: the next state says what becomes of it. */
  v.object({ kind: v.literal('draft'), form, prompt }),
  /** Answered with `recent`. */
  v.object({ kind: v.literal('recentPrompts') }),
  v.object({ kind: v.literal('chooseStyle') }),
  /** From now on prompts get no style. */
  v.object({ kind: v.literal('dropStyle') }),
  /** A picture that was pasted or dropped; its name where it has one. */
  v.object({ kind: v.literal('addReference'), form, bytes, name: v.pipe(v.string(), v.maxLength(300)) }),
  /** Asks for a file. */
  v.object({ kind: v.literal('pickReference'), form }),
  v.object({ kind: v.literal('dropReference'), form, reference: id }),
]);
export type FormIntent = v.InferOutput<typeof FormIntent>;
