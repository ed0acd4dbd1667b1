import { lstat, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';

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
