import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Failed, type Failure } from '../core/failure.ts';
import { type Bytes, MAX_IMAGE_BYTES } from '../core/image.ts';
import type { Server } from '../core/server.ts';
import { mediaTypeOf, presetHeaders } from './headers.ts';
import { readBytes } from './wire/body.ts';
import { exchange, type WireLine } from './wire.ts';

/** What a download works with. */
export interface DownloadParts {
  readonly server: Server;
  /** ms for one image in all: its name, its bytes, and the second try. */
  readonly timeoutMs: number;
  readonly log: (line: WireLine) => void;
}

/**
 * Fetches the image that an answer's `url` names, without our key: from a public address over https, or from the host of
 * the base URL, where a path will do. A GET is free, so one that breaks is sent once more. Throws `Failed`: `urlRefused`, `expired`, `tooLarge`,
 * `cancelled` (billable, for the image was made), and `notFetched` for everything else that can go wrong on the way.
 */
export async function download(url: string, parts: DownloadParts, signal: AbortSignal): Promise<Bytes> {
  const target = readTarget(url, parts.server);
  const own = target.hostname === new URL(parts.server.baseUrl).hostname;
  if (!own && target.protocol !== 'https:') throw refused();
  const endsAt = performance.now() + parts.timeoutMs;
  // Whole ms, so that a timer which fires a little early leaves none.
  const msLeft = () => Math.max(0, Math.floor(endsAt - performance.now()));
  for (let isFirst = true; ; isFirst = false) {
    try {
      const addresses = own ? undefined : await findPublicAddresses(target, msLeft(), signal);
      return await fetchOnce(target, addresses, { ...parts, timeoutMs: msLeft() }, signal);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      if (!isFirst || !mayPass(error.failure) || msLeft() === 0) throw translate(error, target.host);
    }
  }
}

/** Whether asking again can help: the connection broke, or the server failed. */
function mayPass(failure: Failure): boolean {
  switch (failure.kind) {
    case 'incomplete':
    case 'server':
      return true;
    case 'unreachable':
      return failure.reason !== 'certificate' && failure.reason !== 'proxy';
    default:
      return false;
  }
}

/** The wire speaks of one exchange, and "nothing was sent" is true of that; but the image of this link was made. */
function translate(failed: Failed, host: string): Failed {
  switch (failed.failure.kind) {
    case 'expired':
    case 'urlRefused':
    case 'tooLarge':
      return failed;
    case 'cancelled':
      return new Failed({ kind: 'cancelled', billable: true }, failed);
    default:
      return new Failed({ kind: 'notFetched', host }, failed);
  }
}

async function fetchOnce(
  target: URL,
  addresses: readonly string[] | undefined,
  parts: DownloadParts,
  signal: AbortSignal,
): Promise<Bytes> {
  const response = await exchange({
    method: 'GET',
    url: target.href,
    // Without the key; what a preset has sent with each request is no secret, and may be how its server is reached.
    headers: { ...(target.origin === parts.server.origin && presetHeaders(parts.server)), accept: 'image/*' },
    signal,
    timeoutMs: parts.timeoutMs,
    maxBytes: MAX_IMAGE_BYTES,
    // The addresses that were checked are the ones used: asked again, a name may lead elsewhere.
    ...(addresses && { lookup: pinTo(addresses) }),
    log: parts.log,
  });
  const { status } = response;
  // A page in the image's place is a portal's or a proxy's.
  const isPage = mediaTypeOf(response) === 'text/html';
  if (!response.ok || isPage) {
    await response.body?.cancel();
    if (response.ok) throw new Failed({ kind: 'notAnApi', host: target.host, status });
    throw new Failed(status >= 500 ? { kind: 'server', status } : { kind: 'expired', status });
  }
  return readBytes(response, MAX_IMAGE_BYTES);
}

function readTarget(url: string, { baseUrl }: Server): URL {
  // SGLang answers a path of its own.
  const base = url.startsWith('/') ? baseUrl : undefined;
  if (!URL.canParse(url, base)) throw refused();
  const target = new URL(url, base);
  if ((target.protocol !== 'https:' && target.protocol !== 'http:') || target.username || target.password) throw refused();
  return target;
}

async function findPublicAddresses({ hostname, host }: URL, timeoutMs: number, signal: AbortSignal): Promise<readonly string[]> {
  const name = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(name) ? [name] : await resolveName(name, host, timeoutMs, signal);
  const publicOnes = found.filter(isPublicAddress);
  if (publicOnes.length === 0) throw refused();
  return publicOnes;
}

async function resolveName(name: string, host: string, timeoutMs: number, signal: AbortSignal): Promise<readonly string[]> {
  let stop = () => {};
  let deadline: NodeJS.Timeout | undefined;
  // Resolving cannot be stopped, so its end is not waited for.
  const stopped = new Promise<never>((_, reject) => {
    deadline = setTimeout(() => reject(new Failed({ kind: 'unreachable', host, reason: 'other' })), timeoutMs);
    stop = () => reject(new Failed({ kind: 'cancelled', billable: true }));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    const found = await Promise.race([lookup(name, { all: true }), stopped]);
    return found.map(({ address }) => address);
  } catch (error) {
    throw error instanceof Failed ? error : new Failed({ kind: 'unreachable', host, reason: 'unknownHost' }, error);
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', stop);
  }
}

/** Whether an address lies in the open internet: not this machine, its network, a link, or a cloud's metadata service. */
export function isPublicAddress(address: string): boolean {
  // `process` sees through v4-mapped v6 addresses.
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

function pinTo(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, options, done) => {
    const [first] = all;
    if (options.all) done(null, all);
    else done(null, first?.address ?? '', first?.family);
  };
}

function refused(): Failed {
  return new Failed({ kind: 'urlRefused' });
}
