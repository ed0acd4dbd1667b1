import { Failed } from '../core/failure.ts';
import type { Server } from '../core/server.ts';
import { wireKindOf } from './kinds.ts';

/** What only a key or the wire may say: a preset's header of such a name is not sent. */
const OWN = /^(authorization|api-key|host|connection|transfer-encoding|content-.*|accept(-encoding)?|expect|te|trailer|upgrade)$/;

/**
 * All headers of a request to a server: what its preset has sent with each, its key, and the request's `own`, which nothing
 * replaces. Throws `Failed` `badKey` for what cannot be a key.
 */
export function createHeaders(
  server: Server,
  key: string | undefined,
  own: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...presetHeaders(server), ...createKeyHeaders(server, key), ...own };
}

/** What a preset has sent with each request to its server, in lower case. */
export function presetHeaders({ headers }: Pick<Server, 'headers'>): Record<string, string> {
  const lower = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(lower.filter(([name, value]) => !OWN.test(name) && isHeader(name, value)));
}

/** Node throws for others. */
function isHeader(name: string, value: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && /^[\t\x20-\x7e]*$/.test(value);
}

/** How a server takes its key. Throws `Failed` `badKey` for what cannot be one. */
export function createKeyHeaders(server: Server, key: string | undefined): Record<string, string> {
  if (!key) return {};
  // A header could not hold other characters.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Failed({ kind: 'badKey', origin: server.origin });
  return wireKindOf(server).keyHeader === 'api-key' ? { 'api-key': key } : { authorization: `Bearer ${key}` };
}

/** `application/json` of `Application/JSON; charset=utf-8`; "" where there is none. */
export function mediaTypeOf(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
