import { Failed } from '../core/failure.ts';
import { ENDPOINTS, type Endpoint } from '../core/models.ts';
import type { Server } from '../core/server.ts';
import { createHeaders } from './headers.ts';
import { wireKindOf } from './kinds.ts';
import { exchange, type WireLine } from './wire.ts';

/** How much of an answer is let in, in bytes: only its status counts. */
const MOST_BYTES = 64 * 1024;

/**
 * Which endpoints a server has, by a GET to each, which makes nothing and costs nothing: a router answers 405 for a path that
 * takes POSTs only, and 404 for one that it has not. Undefined where it does not tell the two apart. Throws `Failed`
 * `cancelled`.
 */
export async function findEndpoints(
  server: Server,
  key: string | undefined,
  timeoutMs: number,
  signal: AbortSignal,
  log: (line: WireLine) => void = () => {},
): Promise<readonly Endpoint[] | undefined> {
  const { paths } = wireKindOf(server);
  const statusOf = async (endpoint: Endpoint): Promise<number | undefined> => {
    const path = paths[endpoint];
    if (path === undefined) return 404;
    try {
      const response = await exchange({
        method: 'GET',
        url: `${server.baseUrl}${path}${server.query}`,
        headers: createHeaders(server, key, { accept: 'application/json' }),
        signal,
        timeoutMs,
        maxBytes: MOST_BYTES,
        log,
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      if (!(error instanceof Failed) || error.failure.kind === 'cancelled') throw error;
      return undefined;
    }
  };
  const statuses = await Promise.all(ENDPOINTS.map(statusOf));
  if (statuses[ENDPOINTS.indexOf('generate')] !== 405) return undefined;
  return ENDPOINTS.filter((_, index) => statuses[index] !== 404);
}
