import { type Endpoint, knows, type Model, modelOf, PLACEHOLDER } from './models.ts';
import type { Server } from './server.ts';
import { parseSize, pixelsOf } from './size.ts';
import type { Order, Parameters, PlannedCall, Usage } from './task.ts';

/** What an order costs, in US$. `about`: partial images, or a size or quality that the model chooses. */
export type Cost =
  | { readonly kind: 'free' }
  | { readonly kind: 'exact' | 'about'; readonly dollars: number }
  | { readonly kind: 'unknown' };

/** US$ with as many digits as a small amount needs: `0.006`, `0.21`, `2.11`. */
export function formatDollars(dollars: number): string {
  return dollars.toFixed(dollars < 0.1 ? 3 : 2);
}

/** US$ per image that was really paid, by {@link priceKey}. */
export type LearnedPrices = ReadonlyMap<string, number>;

interface TokenPrice {
  readonly textIn: number;
  readonly imageIn: number;
  readonly imageOut: number;
}

const GPT_IMAGE_2: TokenPrice = { textIn: 5, imageIn: 8, imageOut: 30 };

/** US$ per million tokens. Source: OpenAI's price list of 2026-11-22; a model that is not here has no known price. */
const TOKEN_PRICES: ReadonlyMap<string, TokenPrice> = new Map([
  ['gpt-image-2.6-flare', GPT_IMAGE_2],
  ['gpt-image-2.6-sunburst', GPT_IMAGE_2],
  ['gpt-image-2.5-flare', GPT_IMAGE_2],
  ['gpt-image-2.5-sunburst', GPT_IMAGE_2],
  ['gpt-image-2', GPT_IMAGE_2],
  ['gpt-image-1.5', { textIn: 5, imageIn: 8, imageOut: 32 }],
]);

/** Output tokens that each partial image adds. */
const PARTIAL_TOKENS = 100;

/** US$ per image: the output only, by `quality size`; dall-e-2 has no quality. Same source. */
const IMAGE_PRICES: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map([
  ['gpt-image-2', gptPrices([0.006, 0.053, 0.211], [0.005, 0.041, 0.165])],
  ['gpt-image-1.5', gptPrices([0.009, 0.034, 0.133], [0.013, 0.05, 0.2])],
  ['gpt-image-1-mini', gptPrices([0.005, 0.011, 0.036], [0.006, 0.015, 0.052])],
  [
    'dall-e-3',
    new Map([
      ['standard 1024x1024', 0.04],
      ['standard 1792x1024', 0.08],
      ['standard 1024x1792', 0.08],
      ['hd 1024x1024', 0.08],
      ['hd 1792x1024', 0.12],
      ['hd 1024x1792', 0.12],
    ]),
  ],
  [
    'dall-e-2',
    new Map([
      [' 256x256', 0.016],
      [' 512x512', 0.018],
      [' 1024x1024', 0.02],
    ]),
  ],
]);

/**
 * What an order will cost. OpenAI's prices say nothing about another server: there it is `unknown` (and where it is free
 * nothing should be said at all). Learned prices step in where there is no published one.
 */
export function estimate(order: Pick<Order, 'calls'>, learned: LearnedPrices, server?: Pick<Server, 'isOpenAI'>): Cost {
  if (order.calls.every((call) => call.model === PLACEHOLDER)) return { kind: 'free' };
  let dollars = 0;
  let exact = true;
  for (const call of order.calls) {
    const price = server?.isOpenAI ? priceOf(call, learned) : undefined;
    if (!price) return { kind: 'unknown' };
    dollars += price.dollars * call.n;
    exact &&= price.exact;
  }
  return { kind: exact ? 'exact' : 'about', dollars };
}

/**
 * The same where a budget must hold and nobody can be asked: a price that is not known is that of the dearest image of the
 * model that was ever paid.
 */
export function estimateCautiously(order: Pick<Order, 'calls'>, learned: LearnedPrices, server: Pick<Server, 'isOpenAI'>): Cost {
  const cost = estimate(order, learned, server);
  if (cost.kind !== 'unknown' || !server.isOpenAI) return cost;
  let dollars = 0;
  for (const call of order.calls) {
    const { name } = modelOf(call.model);
    const paid = [...learned].flatMap(([key, price]) => (key.startsWith(`${name} `) ? [price] : []));
    const price = priceOf(call, learned)?.dollars ?? (paid.length > 0 ? Math.max(...paid) : undefined);
    if (price === undefined) return cost;
    dollars += price * call.n;
  }
  return { kind: 'about', dollars };
}

/** US$ that an answer's tokens cost; undefined where the model's token prices are not known. */
export function costOf(usage: Usage, model: string): number | undefined {
  const price = TOKEN_PRICES.get(modelOf(model).name);
  if (!price) return undefined;
  const { inputTextTokens, inputImageTokens, outputTokens } = usage;
  return (inputTextTokens * price.textIn + inputImageTokens * price.imageIn + outputTokens * price.imageOut) / 1e6;
}

/** The published US$ of one image where it is billed by the image (the DALL·E models), which send no usage. */
function flatPriceOf(model: string, parameters: Parameters): number | undefined {
  const { name, answersUrl } = modelOf(model);
  if (!answersUrl) return undefined;
  // What is left out: the server's defaults are standard and 1024x1024.
  const quality = parameters.quality ?? (name === 'dall-e-3' ? 'standard' : '');
  return IMAGE_PRICES.get(name)?.get(`${quality} ${parameters.size ?? '1024x1024'}`);
}

/** What makes two images cost about the same: model, size and quality as they are sent, and whether pictures go with them. */
export function priceKey(model: string, parameters: Parameters, endpoint: Endpoint = 'generate'): string {
  const key = `${modelOf(model).name} ${parameters.size ?? 'auto'} ${parameters.quality ?? 'auto'}`;
  return endpoint === 'generate' ? key : `${key} edit`;
}

/**
 * Whether the user is asked before it is sent: more than 4 images, more than 1 at a quality above medium or over
 * 2.1 megapixels, or an estimate above `confirmAbove` US$. Never for the placeholder or a server that costs nothing;
 * `confirmAbove` 0 turns every question off.
 */
export function needsConsent(
  order: Pick<Order, 'calls' | 'model'>,
  cost: Cost,
  { confirmAbove }: { readonly confirmAbove: number },
  server: Pick<Server, 'isFree'>,
): boolean {
  if (cost.kind === 'free' || server.isFree || confirmAbove <= 0) return false;
  const images = order.calls.reduce((total, call) => total + call.n, 0);
  if (images > 4 || (images > 1 && order.calls.some((call) => isDear(call, order.model)))) return true;
  return cost.kind !== 'unknown' && cost.dollars > confirmAbove;
}

const DEAR_QUALITIES = ['high', 'xhigh', 'max', 'hd'];

function isDear({ parameters }: PlannedCall, model: Model): boolean {
  const size = parameters.size === undefined ? undefined : parseSize(parameters.size);
  if (size && pixelsOf(size) > 2_100_000) return true;
  if (parameters.quality !== undefined) return DEAR_QUALITIES.includes(parameters.quality);
  // Left out, such a model chooses for itself, up to four times the price of medium.
  return knows(model, 'quality') && model.qualities.includes('auto');
}

/** US$ of one image of such a call, published or learned; undefined where nobody knows. */
export function priceOf(
  { endpoint, model, parameters }: Pick<PlannedCall, 'endpoint' | 'model' | 'parameters'>,
  learned: LearnedPrices,
): { dollars: number; exact: boolean } | undefined {
  const flat = flatPriceOf(model, parameters);
  if (flat !== undefined) return { dollars: flat, exact: true };
  const { name } = modelOf(model);
  const { size, quality = 'auto', partial_images: partials = 0 } = parameters;
  const prices = IMAGE_PRICES.get(name);
  const published = prices?.get(`${quality} ${size}`);
  const extra = (partials * PARTIAL_TOKENS * (TOKEN_PRICES.get(name)?.imageOut ?? 0)) / 1e6;
  const paid = learned.get(priceKey(model, parameters, endpoint));
  // The published prices are for the output: the pictures that go in come on top, and only `usage` says how much.
  if (endpoint !== 'generate' && paid !== undefined) return { dollars: paid, exact: false };
  if (published !== undefined) return { dollars: published + extra, exact: partials === 0 && endpoint === 'generate' };
  // Usage counts partial images too.
  if (paid !== undefined) return { dollars: paid, exact: false };
  if (!prices || size !== undefined || quality === 'auto') return undefined;
  // The model chooses the size: the dearest of the published ones.
  const dearest = Math.max(...[...prices].filter(([key]) => key.startsWith(`${quality} `)).map(([, dollars]) => dollars));
  return { dollars: dearest + extra, exact: false };
}

type Three = readonly [low: number, medium: number, high: number];

function gptPrices(square: Three, oblong: Three): ReadonlyMap<string, number> {
  return new Map(
    (['low', 'medium', 'high'] as const).flatMap((quality, index) => [
      [`${quality} 1024x1024`, square[index] ?? 0] as const,
      [`${quality} 1536x1024`, oblong[index] ?? 0] as const,
      [`${quality} 1024x1536`, oblong[index] ?? 0] as const,
    ]),
  );
}
