import * as v from 'valibot';
import { Operation } from './strokes/operation.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** What is kept of an editor, so that it survives hiding and reloading. */
export const KeptEditor = v.object({
  editor: v.string(),
  steps: v.optional(v.array(Operation), []),
  at: v.optional(count, 0),
  /** The unsent prompt. */
  text: v.exactOptional(v.string()),
  region: v.exactOptional(v.picklist(['auto', 'whole'])),
  /** How far a picture is extended on its sides, px. */
  sides: v.exactOptional(v.object({ top: count, right: count, bottom: count, left: count })),
});
export type KeptEditor = v.InferOutput<typeof KeptEditor>;

/** How the tools are set, for all editors. */
export const Tools = v.object({
  tool: v.picklist(['brush', 'eraser', 'rectangle', 'lasso', 'pan']),
  /** The brush's diameter as a part of the picture's longer side, so that it fits the next picture too. */
  size: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  soft: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  opacity: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
});
export type Tools = v.InferOutput<typeof Tools>;
export type Tool = Tools['tool'];

export const USUAL_TOOLS: Tools = { tool: 'brush', size: 0.06, soft: 0, opacity: 0.5 };

/** Editors that are kept: the latest ones. */
export const MOST_EDITORS = 3;
