import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Failed } from '../core/failure.ts';
import type { Bytes } from '../core/image.ts';

/** Hex SHA-256 of bytes, made beside the host's thread. */
export async function sha256(bytes: Bytes): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}

/** Hex SHA-256 of a file: another one than when it was saved says that it was changed. Throws `Failed` `noFile`. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new Failed({ kind: 'noFile', name: basename(path) }, error);
  }
  return hash.digest('hex');
}
