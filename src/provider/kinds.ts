import type { Endpoint } from '../core/models.ts';
import type { Server } from '../core/server.ts';

/** How a kind of server differs on the wire. */
export interface WireKind {
  /** Where the key goes: as a bearer token, or as it is. */
  readonly keyHeader: 'authorization' | 'api-key';
  /** Behind the base URL. Where there is none for variations, they are asked of the edits. */
  readonly paths: Readonly<Record<'generate' | 'edit', string> & Partial<Record<'variation', string>>>;
  readonly mask: MaskRule;
  /** The most pictures that one form may have; absent: as many as the model takes. */
  readonly mostImages?: number;
  /** The endpoints that answer links, or the names of files on their own disk, unless they are asked for base64. */
  readonly asksBase64: readonly Endpoint[];
  /** What it answers with an error, or with something that is none of the API's answers. */
  readonly refuses: readonly Refused[];
}

/** How a kind of server takes a mask. */
export interface MaskRule {
  /** Its name in the form. */
  readonly field: string;
  /** What says that a px is to change. One file says it in every way (see `Inputs`); to `nothing` it is not sent. */
  readonly reads: 'alpha' | 'white' | 'nothing';
  /** An edit without one is an error there. */
  readonly isNeeded?: true;
}

/** A parameter that is never sent; absent `at` and `values`: to no endpoint, with no value. */
export interface Refused {
  readonly parameter: string;
  readonly at?: Endpoint;
  readonly values?: readonly string[];
}

const EDITS = { generate: '/images/generations', edit: '/images/edits' } as const;
const ALL = { ...EDITS, variation: '/images/variations' } as const;
const STREAM: readonly Refused[] = [{ parameter: 'stream' }, { parameter: 'partial_images' }];

/** Sources: the Images API facts of 2026-11-22, and the servers' own code for what these leave open. */
const COMPATIBLE: WireKind = {
  keyHeader: 'authorization',
  paths: ALL,
  mask: { field: 'mask', reads: 'alpha' },
  asksBase64: [],
  refuses: [],
};

const KINDS: Readonly<Record<string, WireKind>> = {
  // Retired: `/images/variations` answers 404 for good.
  openai: { ...COMPATIBLE, paths: EDITS },
  azure: {
    ...COMPATIBLE,
    keyHeader: 'api-key',
    paths: EDITS,
    refuses: [{ parameter: 'output_format', values: ['webp'] }],
  },
  localai: {
    ...COMPATIBLE,
    // Of a form it reads one picture and its mask, and answers a link whatever is asked for.
    paths: { ...EDITS, edit: '/images/inpainting' },
    mask: { field: 'mask', reads: 'white', isNeeded: true },
    mostImages: 1,
    asksBase64: ['generate', 'edit'],
  },
  'stable-diffusion.cpp': {
    ...COMPATIBLE,
    paths: EDITS,
    mask: { field: 'mask', reads: 'white' },
    refuses: [{ parameter: 'output_format', at: 'edit', values: ['webp'] }],
  },
  // Of a form it reads one picture.
  lemonade: { ...COMPATIBLE, mask: { field: 'mask', reads: 'white' }, mostImages: 1 },
  xinference: {
    ...COMPATIBLE,
    mask: { field: 'mask', reads: 'white' },
    asksBase64: ['generate', 'edit', 'variation'],
    // Its events are others than the API's.
    refuses: STREAM,
  },
  // Its edits answer base64 by themselves, its generations a path or, where nothing is kept on disk, 400.
  sglang: { ...COMPATIBLE, paths: EDITS, mask: { field: 'mask', reads: 'nothing' }, asksBase64: ['generate'] },
  // Models of one stage answer 400 to a stream.
  'vllm-omni': { ...COMPATIBLE, paths: EDITS, mask: { field: 'mask_image', reads: 'white' }, refuses: STREAM },
  litellm: COMPATIBLE,
  compatible: COMPATIBLE,
};

/** The ids of the kinds that are known. */
export const WIRE_KINDS: readonly string[] = Object.keys(KINDS);

/** How the servers of a kind differ; one that nobody knows is a compatible one. */
export function wireKindOf({ kind }: Pick<Server, 'kind'>): WireKind {
  return (Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined) ?? COMPATIBLE;
}

/** Whether a kind is never to be sent a parameter with this value. */
export function isRefused({ refuses }: WireKind, endpoint: Endpoint, parameter: string, value: unknown): boolean {
  return refuses.some(
    (one) =>
      one.parameter === parameter &&
      (one.at ?? endpoint) === endpoint &&
      (one.values === undefined || one.values.includes(String(value))),
  );
}

/** Where a server lists its models. One of Azure's deployments has no list of its own. */
export function modelsUrlOf({ baseUrl, query }: Pick<Server, 'baseUrl' | 'query'>): string {
  return `${baseUrl.replace(/\/openai\/deployments\/[^/]+$/, '/openai')}/models${query}`;
}
