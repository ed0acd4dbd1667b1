import { invalid } from './failure.ts';

/** OpenAI's own address. Source: the `openai` package 7.57.0. */
export const OPENAI_BASE_URL = 'https://api.openai.com/v1';

/** A server that speaks the Images API. */
export interface Server {
  /** Without a trailing slash: `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  /** What a key belongs to: `https://api.openai.com`. */
  readonly origin: string;
  /** With a port where one is given: `127.0.0.1:8080`. */
  readonly host: string;
  readonly isOpenAI: boolean;
  /** This machine: no key is asked for and nothing is said about cost. */
  readonly isLoopback: boolean;
  /** http to another machine: what is sent can be read on the way. */
  readonly isInsecure: boolean;
}

/** Reads the `easel.baseUrl` setting; "" is OpenAI. Throws `Failed` `invalid`. */
export function readServer(setting: string): Server {
  const value = setting.trim() || OPENAI_BASE_URL;
  if (!URL.canParse(value)) throw invalid({ field: 'baseUrl', value });
  const url = new URL(value);
  const isHttp = url.protocol === 'http:';
  if ((!isHttp && url.protocol !== 'https:') || url.username || url.password || url.search || url.hash) {
    throw invalid({ field: 'baseUrl', value });
  }
  const isLoopback = isLoopbackHost(url.hostname);
  return {
    // Not `href`: it keeps an empty `?`, and the endpoint's path would become a query.
    baseUrl: (url.origin + url.pathname).replace(/\/+$/, ''),
    origin: url.origin,
    host: url.host,
    isOpenAI: url.origin === new URL(OPENAI_BASE_URL).origin,
    isLoopback,
    isInsecure: isHttp && !isLoopback,
  };
}

/** What a run's provider was, by its origin; undefined for one that is no server, such as the placeholder. */
export function readProvider(provider: string): Pick<Server, 'isOpenAI' | 'isLoopback'> | undefined {
  return /^https?:/.test(provider) && URL.canParse(provider) ? readServer(provider) : undefined;
}

function isLoopbackHost(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost') || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}
