import { Failed } from '../core/failure.ts';
import type { Server } from '../core/server.ts';

/**
 * How a server takes its key: Azure's v1 API as `api-key`, every other as a bearer token. Throws `Failed` `badKey` for
 * what cannot be a key.
 */
export function createKeyHeaders(server: Server, key: string | undefined): Record<string, string> {
  if (!key) return {};
  // A header could not hold other characters.
  if (!/^[\x21-\x7e]+$/.test(key)) throw new Failed({ kind: 'badKey', origin: server.origin });
  const isAzure = new URL(server.baseUrl).hostname.endsWith('.openai.azure.com');
  return isAzure ? { 'api-key': key } : { authorization: `Bearer ${key}` };
}

/** `application/json` of `Application/JSON; charset=utf-8`; "" where there is none. */
export function mediaTypeOf(response: Response): string {
  return (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
}
