import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

/** ms; a save takes seconds, so what is older was left behind by a window that is gone. */
const STALE = 60 * 60 * 1000;

const TEMPORARY = /^\.easel-[0-9a-f-]+\.tmp$/;

/** Removes the temporary files that a crash has left in a folder. `now` in ms since 1970. Never throws. */
export async function sweepTemporaries(folder: string, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((entry) => TEMPORARY.test(entry))) {
    const path = join(folder, name);
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isFile() && now - stats.mtimeMs > STALE) await unlink(path).catch(() => undefined);
  }
}

/** ms; what is younger may belong to a picture that is being saved, or to an editor that is open. */
const YOUNG = 24 * 60 * 60 * 1000;

/** Removes the files of a folder that nobody owns. `owned` are names in it, `now` is ms since 1970. Never throws. */
export async function sweepLeftovers(folder: string, owned: ReadonlySet<string>, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((entry) => !owned.has(entry))) {
    const path = join(folder, name);
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isFile() && now - Math.max(stats.mtimeMs, stats.ctimeMs) > YOUNG) await unlink(path).catch(() => undefined);
  }
}
