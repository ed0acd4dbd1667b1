import * as v from 'valibot';
import { ENDPOINTS, type Model, modelOf, type SettledOption, type SizeRule } from './models.ts';
import { type EntryProblem, NoList, readNamedList } from './namedList.ts';
import { type CustomRule, formatSize, hasSizes, parseSize } from './size.ts';

const name = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200));
const count = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const values = v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)));

/** The longest side that a rule may allow, in px: the sizes of a rule are gone through one by one. */
const LONGEST = 8192;

const SizesSetting = v.union([
  v.pipe(
    v.array(
      v.pipe(
        v.string(),
        v.check((text) => parseSize(text) !== undefined),
      ),
    ),
    v.minLength(1),
  ),
  v.pipe(
    v.strictObject({
      multipleOf: v.optional(count(1024), 1),
      shortest: v.optional(count(LONGEST), 16),
      longest: count(LONGEST),
      maxRatio: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(LONGEST)), LONGEST),
      minPixels: v.optional(count(LONGEST ** 2), 1),
      maxPixels: v.optional(count(LONGEST ** 2), LONGEST ** 2),
    }),
    v.transform(({ multipleOf: step, ...rule }): CustomRule => ({ kind: 'custom', step, ...rule })),
    v.check(hasSizes),
  ),
]);

/** An entry of `easel.models`: what a model can do, as data. What is absent is as in `is`, or as nobody knows it. */
const ModelSetting = v.strictObject({
  name,
  label: v.exactOptional(name),
  /** The model of the table that it is like. */
  is: v.exactOptional(name),
  endpoints: v.exactOptional(v.pipe(v.array(v.picklist(ENDPOINTS)), v.minLength(1))),
  imagesPerCall: v.exactOptional(count(10)),
  sizes: v.exactOptional(SizesSetting),
  qualities: v.exactOptional(values),
  styles: v.exactOptional(values),
  backgrounds: v.exactOptional(values),
  moderations: v.exactOptional(values),
  inputFidelities: v.exactOptional(values),
  outputFormats: v.exactOptional(v.pipe(v.array(v.picklist(['png', 'jpeg', 'webp'])), v.minLength(1))),
  streaming: v.exactOptional(v.boolean()),
  /** It answers URLs unless `response_format` asks for base64. */
  responseFormat: v.exactOptional(v.boolean()),
  masks: v.exactOptional(v.boolean()),
  /** In characters. */
  promptLimit: v.exactOptional(count(1_000_000)),
  inputs: v.exactOptional(
    v.pipe(
      NoList,
      v.strictObject({
        limit: v.exactOptional(count(16)),
        types: v.exactOptional(v.pipe(v.array(v.picklist(['png', 'jpeg', 'webp'])), v.minLength(1))),
        /** Of each picture. */
        maxBytes: v.exactOptional(count(500_000_000)),
        square: v.exactOptional(v.boolean()),
      }),
    ),
  ),
  shutdown: v.exactOptional(v.pipe(v.string(), v.isoDate())),
  replacement: v.exactOptional(name),
});
export type ModelDescription = v.InferOutput<typeof ModelSetting>;

/** Reads `easel.models`: the descriptions that can be used, and what is wrong with the others. */
export function readDescriptions(setting: readonly unknown[]): {
  readonly described: readonly ModelDescription[];
  readonly problems: readonly EntryProblem[];
} {
  const { entries, problems } = readNamedList(setting, ModelSetting);
  return { described: entries, problems };
}

/** What a described model can do. An empty list means that it has no such option. */
export function describe(description: ModelDescription): Model {
  const { name, label = name, is, imagesPerCall, sizes, responseFormat, inputs, ...rest } = description;
  const base = modelOf(is ?? name);
  return {
    ...base,
    ...rest,
    label,
    settled: [...base.settled, ...settledBy(description)],
    ...(imagesPerCall !== undefined && { perCall: imagesPerCall }),
    ...(sizes && { sizes: ruleOf(sizes) }),
    ...(responseFormat !== undefined && { answersUrl: responseFormat }),
    inputs: { ...base.inputs, ...inputs },
  };
}

function settledBy({ qualities, styles, backgrounds, moderations, inputFidelities }: ModelDescription): SettledOption[] {
  const lists = { quality: qualities, style: styles, background: backgrounds, moderation: moderations };
  const all = { ...lists, inputFidelity: inputFidelities };
  const options: SettledOption[] = ['quality', 'style', 'background', 'moderation', 'inputFidelity'];
  return options.filter((option) => all[option] !== undefined);
}

function ruleOf(sizes: NonNullable<ModelDescription['sizes']>): SizeRule {
  if (!Array.isArray(sizes)) return sizes;
  return { kind: 'fixed', sizes: sizes.flatMap((text) => parseSize(text) ?? []).map(formatSize) };
}
