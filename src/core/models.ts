import { formatSize, isAllowed, parseSize, ratioOf } from './size.ts';
import type { Upload } from './task.ts';

/** The embedded model: free, offline, no key. */
export const PLACEHOLDER = 'placeholder';

/** Where its requests go, see `ImageProvider`: nowhere. */
export const PLACEHOLDER_ORIGIN = 'placeholder:';

/** Which sizes a model takes; sides in px. */
export type SizeRule =
  /** Only these, written `1536x1024`. */
  | { readonly kind: 'fixed'; readonly sizes: readonly string[] }
  /** Sides are multiples of `step`; `maxRatio` is the long side over the short one. */
  | {
      readonly kind: 'custom';
      readonly step: number;
      readonly shortest: number;
      readonly longest: number;
      readonly maxRatio: number;
      readonly minPixels: number;
      readonly maxPixels: number;
    }
  /** Nobody knows: the server decides. */
  | { readonly kind: 'any' };

export const ENDPOINTS = ['generate', 'edit', 'variation'] as const;
export type Endpoint = (typeof ENDPOINTS)[number];

/** An option for which a model has a list of values. */
export type SettledOption = 'quality' | 'style' | 'background' | 'moderation' | 'inputFidelity';

/**
 * What a model can do. An empty list means that it has no such option: nothing is sent for it.
 * Source: the Images API of 2026-11-22, from the `openai` package 7.57.0 and OpenAI's deprecation page.
 */
export interface Model {
  /** The API's name of it. */
  readonly name: string;
  /** False for a name that nobody described: whatever the user set is sent as it is, the lists only suggest. */
  readonly known: boolean;
  /** The options whose list is certain all the same. */
  readonly settled: readonly SettledOption[];
  /** Dated snapshots of the same model. */
  readonly aliases: readonly string[];
  /** A proper name for people; the same in every language. */
  readonly label: string;
  /** When it is shut down (ISO date): in the table at OpenAI, and other servers may go on. */
  readonly shutdown?: string;
  /** What takes its place then. */
  readonly replacement?: string;
  readonly endpoints: readonly Endpoint[];
  /** The most images in one call. */
  readonly perCall: number;
  /** The same for what is made from pictures, where that is fewer. */
  readonly perEdit?: number;
  readonly sizes: SizeRule;
  readonly qualities: readonly string[];
  readonly styles: readonly string[];
  readonly backgrounds: readonly string[];
  readonly outputFormats: readonly string[];
  readonly moderations: readonly string[];
  /** Whether it can send partial images in a stream. */
  readonly streaming: boolean;
  /** Whether it answers with a URL unless `response_format` asks for base64. GPT Image models reject that parameter. */
  readonly answersUrl: boolean;
  /** Whether a mask is heeded. Where it is not, all of the picture may change. */
  readonly masks: boolean;
  /** In characters (code points). */
  readonly promptLimit: number;
  /** Which pictures an edit takes. */
  readonly inputs: InputRule;
  /** The values of `input_fidelity`; any other model answers 400 to that parameter. */
  readonly inputFidelities: readonly string[];
}

/** A model, as far as sizes go. */
export type Sized = Pick<Model, 'sizes' | 'known'>;

/** Which pictures a model takes. */
export interface InputRule {
  /** In one call. */
  readonly limit: number;
  readonly types: readonly Upload['type'][];
  /** Of each, in bytes. */
  readonly maxBytes: number;
  /** Only pictures as wide as high. */
  readonly square: boolean;
}

/** What `/images/variations` takes, and dall-e-2. Source: OpenAI's API reference of the DALL·E days. */
export const SQUARE_PNG: InputRule = { limit: 1, types: ['png'], maxBytes: 4_000_000, square: true };

const REPLACEMENT = 'gpt-image-2.6-flare';

const GPT_IMAGE: Omit<Model, 'name' | 'label'> = {
  known: true,
  settled: [],
  aliases: [],
  endpoints: ['generate', 'edit'],
  perCall: 10,
  sizes: {
    kind: 'custom',
    step: 16,
    shortest: 16,
    longest: 3840,
    maxRatio: 3,
    minPixels: 655_360,
    maxPixels: 8_294_400,
  },
  qualities: ['auto', 'low', 'medium', 'high', 'xhigh', 'max'],
  styles: [],
  backgrounds: ['auto', 'opaque', 'transparent'],
  // gif and svg need preview access, so they are not offered.
  outputFormats: ['png', 'jpeg', 'webp'],
  moderations: ['auto', 'low'],
  streaming: true,
  answersUrl: false,
  masks: true,
  promptLimit: 32_000,
  inputs: { limit: 16, types: ['png', 'webp', 'jpeg'], maxBytes: 50_000_000, square: false },
  inputFidelities: [],
};

const GPT_IMAGE_1: Omit<Model, 'name' | 'label'> = {
  ...GPT_IMAGE,
  sizes: { kind: 'fixed', sizes: ['1024x1024', '1536x1024', '1024x1536'] },
  qualities: ['auto', 'low', 'medium', 'high'],
};

const DALL_E: Omit<Model, 'name' | 'label' | 'sizes'> = {
  ...GPT_IMAGE,
  shutdown: '2026-05-12',
  replacement: REPLACEMENT,
  qualities: [],
  backgrounds: [],
  outputFormats: ['png'],
  moderations: [],
  streaming: false,
  answersUrl: true,
};

const END_OF_1_5 = { shutdown: '2026-12-01', replacement: REPLACEMENT };

const MODELS: readonly Model[] = [
  { ...GPT_IMAGE, name: 'gpt-image-2.6-flare', label: 'GPT Image 2.6 Flare' },
  { ...GPT_IMAGE, name: 'gpt-image-2.6-sunburst', label: 'GPT Image 2.6 Sunburst' },
  {
    ...GPT_IMAGE,
    name: 'gpt-image-2.5-flare',
    aliases: ['gpt-image-2.5-flare-2026-09-08'],
    label: 'GPT Image 2.5 Flare',
  },
  {
    ...GPT_IMAGE,
    name: 'gpt-image-2.5-sunburst',
    aliases: ['gpt-image-2.5-sunburst-2026-09-08'],
    label: 'GPT Image 2.5 Sunburst',
  },
  {
    ...GPT_IMAGE,
    name: 'gpt-image-2',
    aliases: ['gpt-image-2-2026-04-21'],
    label: 'GPT Image 2',
    qualities: GPT_IMAGE_1.qualities,
  },
  { ...GPT_IMAGE_1, name: 'gpt-image-1.5', label: 'GPT Image 1.5', ...END_OF_1_5, inputFidelities: ['low', 'high'] },
  { ...GPT_IMAGE_1, name: 'gpt-image-1-mini', label: 'GPT Image 1 Mini', ...END_OF_1_5, inputFidelities: ['low'] },
  { ...GPT_IMAGE_1, name: 'chatgpt-image-latest', label: 'ChatGPT Image', ...END_OF_1_5 },
  {
    ...GPT_IMAGE_1,
    name: 'gpt-image-1',
    label: 'GPT Image 1',
    inputFidelities: ['low', 'high'],
    shutdown: '2026-10-23',
    replacement: REPLACEMENT,
  },
  {
    ...DALL_E,
    name: 'dall-e-3',
    label: 'DALL·E 3',
    endpoints: ['generate'],
    perCall: 1,
    sizes: { kind: 'fixed', sizes: ['1024x1024', '1792x1024', '1024x1792'] },
    qualities: ['standard', 'hd'],
    styles: ['vivid', 'natural'],
    promptLimit: 4000,
  },
  {
    ...DALL_E,
    name: 'dall-e-2',
    label: 'DALL·E 2',
    endpoints: ['generate', 'edit', 'variation'],
    sizes: { kind: 'fixed', sizes: ['1024x1024', '512x512', '256x256'] },
    inputs: SQUARE_PNG,
    promptLimit: 1000,
  },
  {
    ...GPT_IMAGE,
    name: PLACEHOLDER,
    label: 'Placeholder',
    // What it makes of a picture is a placeholder too: everything can be tried without a server.
    endpoints: ['generate', 'edit'],
    sizes: {
      kind: 'custom',
      step: 1,
      shortest: 16,
      longest: 4096,
      maxRatio: 256,
      minPixels: 256,
      maxPixels: 16_777_216,
    },
    qualities: [],
    moderations: [],
    streaming: false,
  },
];

/** A model that is not in the table. Its prompt limit is the table's longest: nothing we know takes more. */
const PERMISSIVE: Omit<Model, 'name' | 'label'> = {
  ...GPT_IMAGE,
  known: false,
  endpoints: ['generate', 'edit', 'variation'],
  sizes: { kind: 'any' },
  qualities: ['auto', 'low', 'medium', 'high'],
  styles: ['vivid', 'natural'],
  outputFormats: ['png', 'jpeg', 'webp', 'gif'],
  streaming: false,
};

/** The table's row for a model or one of its dated aliases; the permissive row for every other name. */
export function modelOf(name: string): Model {
  return rowOf(name) ?? { ...PERMISSIVE, name, label: name };
}

/** The table's row for a model or one of its dated aliases. */
export function rowOf(name: string): Model | undefined {
  return MODELS.find((model) => model.name === name || model.aliases.includes(name));
}

/** The rows of the models that OpenAI still answers for. */
export function aliveRows(today: Date): readonly Model[] {
  return MODELS.filter(
    ({ name, shutdown }) => name !== PLACEHOLDER && (shutdown === undefined || daysUntil(shutdown, today) > 0),
  );
}

/** The names in the table, the placeholder's last. */
export function tableNames(): readonly string[] {
  return MODELS.map(({ name }) => name);
}

/** Whether the list for an option says all that the model takes. */
export function knows({ known, settled }: Pick<Model, 'known' | 'settled'>, option: SettledOption): boolean {
  return known || settled.includes(option);
}

/** Days before its end in which a model says so. */
export const WARNING_DAYS = 60;

/** Whole days from today until the beginning (UTC) of an ISO date: 0 or less when it has come. */
export function daysUntil(date: string, today: Date): number {
  return Math.ceil((Date.parse(date) - today.getTime()) / 86_400_000);
}

/** A size to offer, as facts: the label is made in `editor/words/`. */
export interface SizeChoice {
  /** `auto` or `1536x1024` */
  readonly value: string;
  readonly shape: 'square' | 'landscape' | 'portrait' | 'auto';
  /** `3:2`; "" for `auto`. */
  readonly ratio: string;
}

const USUAL = ['1024x1024', '1536x1024', '1024x1536', '1536x864', '864x1536', '2048x2048', '2560x1440', '1440x2560'];

/** The sizes to offer for a model. Others may be typed where its rule is not `fixed`. */
export function sizesOf(model: Sized): readonly SizeChoice[] {
  const { sizes: rule, known } = model;
  const usual = rule.kind === 'fixed' ? rule.sizes : known ? USUAL : ['512x512', ...USUAL.slice(0, 3)];
  const sizes = usual.filter((text) => {
    const size = parseSize(text);
    return size && (rule.kind !== 'custom' || isAllowed(rule, size));
  });
  // Where the model has no `auto` the size is left out and the server takes its default: the same wish.
  return [{ value: 'auto', shape: 'auto', ratio: '' }, ...sizes.flatMap(choiceOf)];
}

function choiceOf(text: string): readonly SizeChoice[] {
  const size = parseSize(text);
  if (!size) return [];
  const shape = size.width === size.height ? 'square' : size.width > size.height ? 'landscape' : 'portrait';
  return [{ value: formatSize(size), shape, ratio: ratioOf(size) }];
}
