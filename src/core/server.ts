import { invalid } from './failure.ts';

/** OpenAI's own address. Source: the `openai` package 7.57.0. */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

const OPENAI_ORIGIN = new URL(OPENAI_BASE_URL).origin;

/** Whose prices hold: OpenAI's, nobody's, or one that nobody here knows. */
export const PRICINGS = ['openai', 'free', 'unknown'] as const;
export type Pricing = (typeof PRICINGS)[number];

/** Where requests go. */
export interface Address {
  /** Without a trailing slash: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** What stands behind the path of each endpoint: `?api-version=2025-04-01-preview`, or "". */
  readonly query: string;
  /** What a key belongs to: `https://api.openai.com`. */
  readonly origin: string;
  /** With a port where one is given: `127.0.0.1:8080`. */
  readonly host: string;
  readonly isLoopback: boolean;
  /** http to another machine: what is sent can be read on the way. */
  readonly isInsecure: boolean;
}

/** A name under which a server has a model. */
export interface ModelAlias {
  readonly name: string;
  /** The model that it stands for: a name of the table or of `easel.models`. */
  readonly is?: string;
}

/** A server that speaks the Images API. */
export interface Server extends Address {
  /** As the user calls it. */
  readonly name?: string;
  /** What software or service it is; how it differs on the wire goes by that. */
  readonly kind: string;
  /** Sent with every request; no secrets. */
  readonly headers: Readonly<Record<string, string>>;
  /** Its models, where they are known. */
  readonly models: readonly ModelAlias[];
  /** OpenAI itself, or whatever else keeps to its prices and dates. */
  readonly isOpenAI: boolean;
  /** It is never asked without a key; others say by a 401 that they want one. */
  readonly needsKey: boolean;
  /** Nobody is paid: nothing is said or asked about cost. */
  readonly isFree: boolean;
}

/**
 * Where the requests of a setting such as `easel.baseUrl` go; "" is OpenAI. An address without a path gets `barePath`, and an
 * endpoint's own path, as documentation shows it, is cut off. Throws `Failed` `invalid`: of a query only Azure's
 * `api-version` is taken, for others hold keys.
 */
export function readAddress(setting: string, barePath = '/v1'): Address {
  const value = setting.trim() || OPENAI_BASE_URL;
  if (!URL.canParse(value)) throw invalid({ field: 'baseUrl', value, problem: 'address' });
  const url = new URL(value);
  const isHttp = url.protocol === 'http:';
  if ((!isHttp && url.protocol !== 'https:') || url.hash) throw invalid({ field: 'baseUrl', value, problem: 'address' });
  // What is a secret is not repeated.
  if (url.username || url.password) throw invalid({ field: 'baseUrl', value: url.host, problem: 'credentials' });
  const version = url.searchParams.get('api-version');
  if (url.searchParams.size > (version === null ? 0 : 1) || (version !== null && !/^[\w.-]{1,40}$/.test(version))) {
    throw invalid({ field: 'baseUrl', value: url.host, problem: 'query' });
  }
  const isLoopback = isLoopbackHost(url.hostname);
  const path = url.pathname.replace(/\/+$/, '').replace(/\/images(\/(generations|edits|variations))?$/, '');
  return {
    // Not `href`: it keeps an empty `?`, and the endpoint's path would become a query.
    // `/openai` of Azure is a part of it.
    baseUrl: url.origin + (barePath.startsWith(`${path}/`) ? barePath : path),
    query: version === null ? '' : `?api-version=${version}`,
    origin: url.origin,
    host: url.host,
    isLoopback,
    isInsecure: isHttp && !isLoopback,
  };
}

/** Whose prices hold at a server. */
export function pricingOf({ isOpenAI, isFree }: Pick<Server, 'isOpenAI' | 'isFree'>): Pricing {
  return isFree ? 'free' : isOpenAI ? 'openai' : 'unknown';
}

/**
 * Whose prices held for a run. `provider` is an origin, or something else for what is no server, such as the placeholder;
 * records of earlier versions have no `pricing`.
 */
export function pricingOfRun({ provider, pricing }: { readonly provider: string; readonly pricing?: Pricing }): Pricing {
  if (pricing !== undefined) return pricing;
  if (!/^https?:/.test(provider) || !URL.canParse(provider)) return 'free';
  const { origin, isLoopback } = readAddress(provider);
  return pricingOf({ isOpenAI: origin === OPENAI_ORIGIN, isFree: isLoopback });
}

/** Whether the name of a host, without a port, is this machine's own. */
export function isLoopbackHost(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
