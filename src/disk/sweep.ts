import { lstat, readdir, rmdir, unlink } from 'node:fs/promises';
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
export async function sweepLeftovers(folder: string, owned: ReadonlySet<string>, now: number, age = YOUNG): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((entry) => !owned.has(entry))) {
    const path = join(folder, name);
    const stats = await lstat(path).catch(() => undefined);
    if (stats?.isFile() && now - Math.max(stats.mtimeMs, stats.ctimeMs) > age) await unlink(path).catch(() => undefined);
  }
}

/** ms; a form that still has a picture may be that of another window, which counts as using it when it is opened. */
const UNUSED = 30 * YOUNG;

/** Named by what is in it, such as that of a picture that was pasted. */
const HASHED = /^[0-9a-f]{32}$/;

/**
 * Removes what nobody owns, and nobody has used for a month, out of the hashed folders of a folder, and those that are empty then.
 * `owned` are whole paths, `now` is ms since 1970. Never throws.
 */
export async function sweepHashed(folder: string, owned: ReadonlySet<string>, now: number): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((entry) => HASHED.test(entry))) {
    const path = join(folder, name);
    const stats = await lstat(path).catch(() => undefined);
    // Never through a link.
    if (!stats?.isDirectory()) continue;
    const own = (await readdir(path).catch(() => [])).filter((file) => owned.has(join(path, file)));
    await sweepLeftovers(path, new Set(own), now, UNUSED);
    // One that is not empty stays, and so does one that has just been made.
    if (now - stats.mtimeMs > YOUNG) await rmdir(path).catch(() => undefined);
  }
}
