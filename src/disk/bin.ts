import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { Failed } from '../core/failure.ts';
import { isMissing, noPlace } from './diskErrors.ts';
import { saveCopy } from './linkSave.ts';

/** How long and how much the bin keeps. */
export interface BinLimits {
  /** ms since the file was put in */
  readonly maxAgeMs: number;
  /** of all files together */
  readonly maxBytes: number;
}

/** What the bin keeps: 30 days, 1 GB. */
export const BIN_LIMITS: BinLimits = { maxAgeMs: 30 * 24 * 60 * 60 * 1000, maxBytes: 1_000_000_000 };

/** Easel's own bin, because remotes have none: `<yyyy-mm>/<ms since 1970>-<random>-<name>`. */
export interface Bin {
  /** Moves a file in and answers where it lies now. Throws `Failed` `noFile`, `noPlace`: then it is where it was. */
  put(path: string): Promise<string>;
  /**
   * Moves a file back to its old path, or to the next free name there, and answers the path. Throws `Failed` `noFile`,
   * `noPlace`: then it still lies in the bin.
   */
  takeBack(binPath: string, originalPath: string): Promise<string>;
  /** Removes what is too old, then the oldest of what is too much. `now` in ms since 1970. Never throws. */
  sweep(now: number, limits?: BinLimits): Promise<void>;
}

/** Opens the bin in `folder`, which is made with the first file. `clock` in ms since 1970. */
export function openBin(folder: string, clock: () => number = Date.now): Bin {
  return {
    async put(path) {
      await checkFile(path, basename(path));
      const at = clock();
      const month = join(folder, new Date(at).toISOString().slice(0, 7));
      // The end of a long name is what tells files apart; the whole has to stay within 255 bytes.
      const name = `${at}-${randomBytes(6).toString('hex')}-${[...basename(path)].slice(-50).join('')}`;
      try {
        await mkdir(month, { recursive: true });
        await rename(path, join(month, name));
        return join(month, name);
      } catch {
        // Another device, or one of both folders cannot be written: the copy finds out which.
        return move(path, month, name);
      }
    },

    async takeBack(binPath, originalPath) {
      await checkFile(binPath, basename(originalPath));
      const restored = await copy(binPath, dirname(originalPath), basename(originalPath));
      // What cannot be removed from the bin leaves with its next sweep.
      await unlink(binPath).catch(() => undefined);
      return restored;
    },

    async sweep(now, limits = BIN_LIMITS) {
      const files = await readBin(folder);
      let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
      for (const file of files) {
        if (now - file.at <= limits.maxAgeMs && bytes <= limits.maxBytes) continue;
        await unlink(file.path).then(
          () => (bytes -= file.bytes),
          () => undefined,
        );
      }
      for (const month of await readdir(folder).catch(() => [])) await rmdir(join(folder, month)).catch(() => undefined);
    },
  };
}

/** The copy is on disk before the original goes; where that one cannot go, the copy does. */
async function move(from: string, folder: string, name: string): Promise<string> {
  const path = await copy(from, folder, name);
  try {
    await unlink(from);
  } catch (error) {
    if (isMissing(error)) return path;
    await unlink(path).catch(() => undefined);
    throw noPlace(dirname(from), error);
  }
  return path;
}

async function copy(from: string, folder: string, name: string): Promise<string> {
  const extension = extname(name);
  return (await saveCopy(folder, basename(name, extension), extension.slice(1), from)).path;
}

async function checkFile(path: string, name: string): Promise<void> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats?.isFile()) throw new Failed({ kind: 'noFile', name });
}

interface Kept {
  readonly path: string;
  readonly at: number;
  readonly bytes: number;
}

/** Oldest first. The time of a file is in its name, because moving it keeps the file's own times. */
async function readBin(folder: string): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for (const month of await readdir(folder).catch(() => [])) {
    for (const name of await readdir(join(folder, month)).catch(() => [])) {
      const path = join(folder, month, name);
      const stats = await lstat(path).catch(() => undefined);
      if (stats?.isFile()) kept.push({ path, at: Number(/^\d{13}(?=-)/.exec(name)?.[0] ?? stats.mtimeMs), bytes: stats.size });
    }
  }
  return kept.sort((a, b) => a.at - b.at);
}
