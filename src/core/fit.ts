import { invalid } from './failure.ts';
import type { Model } from './models.ts';
import { daysUntil, modelOf, PLACEHOLDER } from './models.ts';
import type { Size } from './size.ts';
import { formatSize, nearestSize, parseSize, pixelsOf } from './size.ts';
import type { Call, Note, Options, Order, Parameters, Task } from './task.ts';

/** OpenAI's own advice against the rewriting of prompts by dall-e-3, from its guide of the DALL·E days. */
const AS_IS = 'I NEED to test how the tool works with extremely simple prompts. DO NOT add any detail, just use it AS-IS:';

/** px; above it one image a call, so that a single answer stays small enough to be decoded as it arrives. */
const LARGE = 2_000_000;

/** Days before its end in which a model says so. */
const WARNING_DAYS = 30;

/** The settings' defaults. They are not sent to a model that we do not know. */
const DEFAULT = { quality: 'medium', outputFormat: 'png' } as const;

/**
 * Turns a wish into requests, before anything is sent. What another model would accept is fitted, with a Note.
 * Throws `Failed` `invalid` (prompt, count, size, model) for what no model accepts.
 */
export function fit(task: Task, server: { readonly isOpenAI: boolean }, today: Date): Order {
  const { options } = task;
  const model = modelOf(options.model);
  if (options.model.trim() === '') throw invalid({ field: 'setting', name: 'easel.model', value: options.model });
  const prompt = fitPrompt(task, model);
  const { count } = options;
  if (!Number.isInteger(count) || count < 1 || count > 10) throw invalid({ field: 'count', value: String(count) });
  const { parameters, notes } = fitOptions(options);

  const size = parameters.size === undefined ? undefined : parseSize(parameters.size);
  // The events of a stream do not say which image they belong to.
  const isLarge = size !== undefined && pixelsOf(size) > LARGE;
  // The placeholder has no answer to decode, and makes different pictures within one call only.
  const alone = parameters.stream === true || (isLarge && model.name !== PLACEHOLDER);
  const perCall = alone ? 1 : model.perCall;
  const calls: Call[] = [];
  for (let rest = count; rest > 0; rest -= perCall) {
    calls.push({ prompt, model: options.model, n: Math.min(rest, perCall), parameters });
  }
  return {
    calls,
    notes: [
      ...(server.isOpenAI ? shutdownOf(model, options.model, today) : []),
      ...(count > model.perCall
        ? [{ kind: 'split', model: options.model, calls: calls.length, perCall: model.perCall } as const]
        : []),
      ...notes,
    ],
  };
}

/**
 * The optional fields of a request body for these options, and what had to be changed for that.
 * `auto` and "" mean: left out. Throws `Failed` `invalid` (size).
 */
export function fitOptions(options: Options): { readonly parameters: Parameters; readonly notes: readonly Note[] } {
  const model = modelOf(options.model);
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

/** Throws `Failed` `invalid`. A prompt is never shortened: half a wish is another wish. */
function fitPrompt({ prompt, options }: Task, model: Model): string {
  if (!/[^\s\p{Cc}\p{Cf}]/u.test(prompt)) throw invalid({ field: 'prompt', problem: 'empty' });
  const sent = options.promptAsIs && model.name === 'dall-e-3' ? `${AS_IS} ${prompt}` : prompt;
  const length = [...sent].length;
  if (length > model.promptLimit) {
    throw invalid({ field: 'prompt', problem: 'long', length, limit: model.promptLimit, model: options.model });
  }
  return sent;
}

/** Throws `Failed` `invalid`. */
function fitSize({ size: value }: Options, model: Model, notes: Note[]): Size | undefined {
  if (isLeftToServer(value.trim().toLowerCase())) return undefined;
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
  if (isLeftToServer(value) || (isDefault && !model.known)) return undefined;
  if (!model.known || model.qualities.includes(value)) return value;
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
  notes.push({ kind: 'changed', option: 'outputFormat', from, to: DEFAULT.outputFormat });
  return DEFAULT.outputFormat;
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
  if (!model.known || known.includes(value)) return value;
  notes.push({ kind: 'leftOut', model: options.model, option, value });
  return undefined;
}

function shutdownOf({ shutdown }: Model, model: string, today: Date): readonly Note[] {
  if (!shutdown) return [];
  const days = daysUntil(shutdown.date, today);
  return days > WARNING_DAYS ? [] : [{ kind: 'shutdown', model, ...shutdown, past: days <= 0 }];
}

function isLeftToServer(value: string): boolean {
  return value === '' || value === 'auto';
}
