import * as v from 'valibot';
import { invalid } from './failure.ts';
import { STRENGTHS, type Strength } from './variation.ts';

/** The paths are as an agent writes them: nothing is known of where they lead. */
const path = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(1000));
const prompt = v.pipe(v.string(), v.trim(), v.minLength(1));
/** Some models write numbers as texts. */
const count = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\s*\d{1,3}\s*$/), v.transform(Number))]),
  v.integer(),
  v.minValue(1),
);
const px = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Language models fill in what they do not mean: null, or an empty text. */
function optional<S extends v.GenericSchema>(schema: S) {
  return v.optional(
    v.union([
      v.pipe(
        v.union([v.null(), v.pipe(v.string(), v.trim(), v.literal(''))]),
        v.transform(() => undefined),
      ),
      schema,
    ]),
  );
}

const GenerateInput = v.strictObject({
  prompt,
  path: optional(path),
  size: optional(v.pipe(v.string(), v.trim())),
  count: optional(count),
  transparent: optional(v.boolean()),
  style: optional(v.pipe(v.string(), v.trim())),
});

/** In px of the picture, as it is seen: after its EXIF orientation. */
const Region = v.strictObject({
  x: px,
  y: px,
  width: v.pipe(px, v.minValue(1)),
  height: v.pipe(px, v.minValue(1)),
});

/** What models fill in that mean none. */
const NO_REGION = v.pipe(
  v.strictObject({ x: v.literal(0), y: v.literal(0), width: v.literal(0), height: v.literal(0) }),
  v.transform(() => undefined),
);

const EditInput = v.strictObject({
  path,
  prompt,
  region: optional(v.union([NO_REGION, Region])),
  references: optional(v.pipe(v.array(path), v.maxLength(16))),
});

const VaryInput = v.strictObject({
  path,
  count: optional(count),
  strength: optional(v.picklist(STRENGTHS)),
});

/** What new images are asked for with. */
export interface GenerateInput {
  readonly prompt: string;
  /** The file to save as; absent: by the user's settings. */
  readonly path?: string | undefined;
  /** `1536x1024`, `16:9` or `auto`. */
  readonly size?: string | undefined;
  readonly count?: number | undefined;
  readonly transparent?: boolean | undefined;
  /** One of `easel.styles`, or `none`; absent: the one that the user has chosen. */
  readonly style?: string | undefined;
}

/** What an edit is asked for with; paths as the agent wrote them. */
export interface EditInput {
  readonly path: string;
  readonly prompt: string;
  /** The part that may change; absent: everything. */
  readonly region?: v.InferOutput<typeof Region> | undefined;
  readonly references?: readonly string[] | undefined;
}

/** What variations are asked for with. */
export interface VaryInput {
  readonly path: string;
  readonly count?: number | undefined;
  readonly strength?: Strength | undefined;
}

/** Reads the input of `easel_generate_image`. Throws `Failed` `invalid` (input). */
export function readGenerateInput(input: unknown): GenerateInput {
  return read(GenerateInput, input);
}

/** Reads the input of `easel_edit_image`. Throws `Failed` `invalid` (input). */
export function readEditInput(input: unknown): EditInput {
  return read(EditInput, input);
}

/** Reads the input of `easel_image_variations`. Throws `Failed` `invalid` (input). */
export function readVaryInput(input: unknown): VaryInput {
  return read(VaryInput, input);
}

function read<S extends v.GenericSchema>(schema: S, input: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, input);
  if (!result.success) throw invalid({ field: 'input', problem: 'wrong', name: v.getDotPath(result.issues[0]) ?? 'input' });
  return result.output;
}
