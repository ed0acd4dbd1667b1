import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Failed } from '../core/failure.ts';
import { type Bytes, MAX_IMAGE_BYTES } from '../core/image.ts';
import type { Server } from '../core/server.ts';
import { readBytes } from './wire/body.ts';
import { exchange, type WireLine } from './wire.ts';

/** What a download works with. */
export interface DownloadParts {
  readonly server: Server;
  readonly timeoutMs: number;
  readonly log: (line: WireLine) => void;
}

/**
 * Fetches the image that an answer's `url` names, without our key: from a public address over https, or from the host of
 * the base URL. Throws `Failed`: `urlRefused`, `expired`, `tooLarge`, `server`, and what {@link exchange} throws.
 */
export async function download(url: string, parts: DownloadParts, signal: AbortSignal): Promise<Bytes> {
  const target = readTarget(url);
  const own = target.hostname === new URL(parts.server.baseUrl).hostname;
  if (!own && target.protocol !== 'https:') throw refused();
  const addresses = own ? undefined : await findPublicAddresses(target, signal);
  const response = await exchange({
    method: 'GET',
    url: target.href,
    headers: { accept: 'image/*' },
    signal,
    timeoutMs: parts.timeoutMs,
    maxBytes: MAX_IMAGE_BYTES,
    // The addresses that were checked are the ones used: asked again, a name may lead elsewhere.
    ...(addresses && { lookup: pinTo(addresses) }),
    log: parts.log,
  });
  if (!response.ok) {
    await response.body?.cancel();
    const { status } = response;
    throw new Failed(status >= 500 ? { kind: 'server', status } : { kind: 'expired', status });
  }
  return readBytes(response, MAX_IMAGE_BYTES);
}

function readTarget(url: string): URL {
  if (!URL.canParse(url)) throw refused();
  const target = new URL(url);
  if ((target.protocol !== 'https:' && target.protocol !== 'http:') || target.username || target.password) throw refused();
  return target;
}

async function findPublicAddresses({ hostname, host }: URL, signal: AbortSignal): Promise<readonly string[]> {
  const name = hostname.replace(/^\[|\]$/g, '');
  const found = isIP(name) ? [name] : await resolveName(name, host, signal);
  const publicOnes = found.filter(isPublicAddress);
  if (publicOnes.length === 0) throw refused();
  return publicOnes;
}

async function resolveName(name: string, host: string, signal: AbortSignal): Promise<readonly string[]> {
  let stop = () => {};
  // Resolving cannot be stopped, so its end is not waited for.
  const cancelled = new Promise<never>((_, reject) => {
    stop = () => reject(new Failed({ kind: 'cancelled', billable: true }));
    signal.addEventListener('abort', stop, { once: true });
    if (signal.aborted) stop();
  });
  try {
    const found = await Promise.race([lookup(name, { all: true }), cancelled]);
    return found.map(({ address }) => address);
  } catch (error) {
    throw error instanceof Failed ? error : new Failed({ kind: 'unreachable', host, reason: 'unknownHost' }, error);
  } finally {
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
