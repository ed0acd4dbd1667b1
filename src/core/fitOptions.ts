import { Failed, invalid } from './failure.ts';
import { type Endpoint, knows, type Model, modelOf } from './models.ts';
import type { Note } from './note.ts';
import { hasRatio, parseRatio, sizeOfRatio } from './ratio.ts';
import { formatSize, nearestSize, parseSize, type Size } from './size.ts';
import type { InputPlan, Options, Parameters } from './task.ts';

/** The settings' defaults. They are not sent to a model that we do not know. */
const DEFAULT = { quality: 'medium', outputFormat: 'png' } as const;

/** One request of an order, before it is split. */
export interface Fitted {
  readonly endpoint: Endpoint;
  readonly parameters: Parameters;
  readonly notes: readonly Note[];
  readonly inputs?: InputPlan;
}

/**
 * The optional fields of a request body for these options, and what had to be changed for that.
 * `auto` and "" mean: left out. Throws `Failed` `invalid` (size).
 */
export function fitOptions(options: Options, model: Model): { readonly parameters: Parameters; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const size = fitSize(options, model, notes);
  const quality = fitQuality(options, model, notes);
  const background = fitChoice('background', model.backgrounds, options, model, notes);
  const format = fitFormat(options, model, background, notes);
  const style = fitChoice('style', model.styles, options, model, notes);
  const moderation = fitChoice('moderation', model.moderations, options, model, notes);
  return {
    notes,
    parameters: {
      ...(size && { size: formatSize(size) }),
      ...(quality && { quality }),
      ...(background && { background }),
      // png is every model's default, and servers that know no such parameter make it too.
      ...(format !== DEFAULT.outputFormat && { output_format: format }),
      ...(style && { style }),
      ...(moderation && { moderation }),
      // A URL answer expires within an hour.
      ...(model.answersUrl && { response_format: 'b64_json' }),
      ...(model.streaming && { stream: true }),
      // Each partial image costs 100 output tokens: as much as a third of a whole image at low quality.
      ...(model.streaming && quality !== 'low' && { partial_images: 2 }),
    },
  };
}

/** Options of an earlier version as they were sent then; undefined where they do not fit any more. */
export function sentParameters(options: Options): Parameters | undefined {
  try {
    return fitOptions(options, modelOf(options.model)).parameters;
  } catch (error) {
    if (error instanceof Failed) return undefined;
    throw error;
  }
}

/** Throws `Failed` `invalid`. */
function fitSize({ size: value }: Options, model: Model, notes: Note[]): Size | undefined {
  if (isLeftToServer(value.trim().toLowerCase())) return undefined;
  const ratio = parseRatio(value);
  if (ratio) {
    const size = sizeOfRatio(model, ratio);
    const [from, to] = [`${ratio.width}:${ratio.height}`, formatSize(size)];
    if (!hasRatio(size, ratio)) notes.push({ kind: 'ratio', model: model.name, from, to });
    return size;
  }
  const wish = parseSize(value);
  if (!wish) throw invalid({ field: 'size', value });
  const size = nearestSize(model.sizes, wish);
  const [from, to] = [formatSize(wish), formatSize(size)];
  if (from !== to) notes.push({ kind: 'size', from, to });
  return size;
}

/** What comes nearest where a model does not know a quality: the first of these that it does know. */
const NEAREST_QUALITY = new Map<string, readonly string[]>([
  ['low', ['standard']],
  ['high', ['hd']],
  ['xhigh', ['high', 'hd']],
  ['max', ['xhigh', 'high', 'hd']],
  ['hd', ['high']],
]);

function fitQuality({ quality: value, model: name }: Options, model: Model, notes: Note[]): string | undefined {
  const isDefault = value === DEFAULT.quality;
  const isKnown = knows(model, 'quality');
  if (isLeftToServer(value) || (isDefault && !isKnown)) return undefined;
  if (!isKnown || model.qualities.includes(value)) return value;
  if (model.qualities.length === 0) {
    if (!isDefault) notes.push({ kind: 'leftOut', model: name, option: 'quality', value });
    return undefined;
  }
  const nearest = [...(NEAREST_QUALITY.get(value) ?? []), 'medium', 'standard'];
  const to = nearest.find((quality) => model.qualities.includes(quality));
  // Nobody chose the default, so nobody is surprised by its counterpart.
  if (to !== undefined && !isDefault) notes.push({ kind: 'changed', option: 'quality', from: value, to });
  return to;
}

function fitFormat(options: Options, model: Model, background: string | undefined, notes: Note[]): string {
  const from = options.outputFormat === 'jpg' ? 'jpeg' : options.outputFormat || DEFAULT.outputFormat;
  const fits = model.outputFormats.includes(from) && !(from === 'jpeg' && background === 'transparent');
  if (fits) return from;
  const [first = DEFAULT.outputFormat] = model.outputFormats;
  const to = model.outputFormats.includes(DEFAULT.outputFormat) ? DEFAULT.outputFormat : first;
  if (from !== to) notes.push({ kind: 'changed', option: 'outputFormat', from, to });
  return to;
}

function fitChoice(
  option: 'background' | 'style' | 'moderation',
  known: readonly string[],
  options: Options,
  model: Model,
  notes: Note[],
): string | undefined {
  const value = options[option];
  if (isLeftToServer(value)) return undefined;
  if (!knows(model, option) || known.includes(value)) return value;
  notes.push({ kind: 'leftOut', model: options.model, option, value });
  return undefined;
}

function isLeftToServer(value: string): boolean {
  return value === '' || value === 'auto';
}
