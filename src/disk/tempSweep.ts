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
