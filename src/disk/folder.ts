import { randomUUID } from 'node:crypto';
import { lstat, mkdir, realpath, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative as pathBetween, posix, sep, win32 } from 'node:path';
import { invalid } from '../core/failure.ts';
import { isMissing, noPlace } from './diskErrors.ts';

/**
 * Says whether a save folder is allowed in the workspace folder `root`, and creates nothing. What is merely in the way, such
 * as a file of that name, is not judged here. Throws `Failed` `invalid`; `noPlace` where the folders cannot be read.
 */
export async function checkFolder(root: string, relative: string): Promise<void> {
  await findFolder(root, relative);
}

/**
 * Makes the save folder in the workspace folder `root` where it is missing, and answers its path under `root`. Throws
 * `Failed` `invalid` for one that is outside, links followed, of which nothing is created; `noPlace` where it cannot be made.
 */
export async function prepareFolder(root: string, relative: string): Promise<string> {
  const folder = await findFolder(root, relative);
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw noPlace(folder, error);
  }
  await findFolder(root, relative);
  return folder;
}

/**
 * Tries whether images can be written into the save folder, by a small file that is taken away again; where the folder is
 * missing, in the nearest one above it, and nothing else is made. Throws `Failed` `invalid`, `noPlace`.
 */
export async function probeFolder(root: string, relative: string): Promise<void> {
  const folder = await findFolder(root, relative);
  const file = join(await findNearest(root, folder, relative), `.easel-${randomUUID()}.tmp`);
  try {
    await writeFile(file, 'Easel', { flag: 'wx' });
  } catch (error) {
    throw noPlace(relative, error);
  } finally {
    await unlink(file).catch(() => undefined);
  }
}

/** The folder itself, or the nearest one above it that is there. */
async function findNearest(root: string, folder: string, relative: string): Promise<string> {
  try {
    if ((await stat(folder)).isDirectory()) return folder;
  } catch (error) {
    if (!isMissing(error) || folder === root) throw noPlace(relative, error);
    return findNearest(root, dirname(folder), relative);
  }
  throw invalid({ field: 'saveFolder', value: relative, problem: 'notAFolder' });
}

async function findFolder(root: string, relative: string): Promise<string> {
  const steps = readSteps(relative);
  try {
    const realRoot = await realpath(root);
    let folder = root;
    for (const step of steps) {
      folder = join(folder, step);
      if (!(await isInside(realRoot, folder))) throw invalid({ field: 'saveFolder', value: relative, problem: 'outside' });
    }
  } catch (error) {
    if (!isMissing(error)) throw noPlace(join(root, ...steps), error);
  }
  return join(root, ...steps);
}

/**
 * The folder's names from the workspace folder down. A setting goes from system to system, so `\` parts them everywhere. Nothing is
 * trimmed: the path that is looked at must be the one that is read or written later.
 */
function readSteps(value: string): readonly string[] {
  if (win32.isAbsolute(value) || /^([a-z][a-z\d+.-]*:|~(?:[\\/]|$))/i.test(value)) {
    throw invalid({ field: 'saveFolder', value, problem: 'absolute' });
  }
  if (/\p{Cc}/u.test(value)) throw invalid({ field: 'saveFolder', value, problem: 'notAFolder' });
  const steps = posix.normalize(value.replaceAll('\\', '/')).split('/');
  if (steps[0] === '..') throw invalid({ field: 'saveFolder', value, problem: 'outside' });
  return steps.filter((step) => step !== '' && step !== '.');
}

/** Throws `ENOENT` where nothing is at `path`: what will be made there lies in the folder above, which was looked at. */
async function isInside(realRoot: string, path: string): Promise<boolean> {
  const isLink = (await lstat(path)).isSymbolicLink();
  try {
    const between = pathBetween(realRoot, await realpath(path));
    return between !== '..' && !between.startsWith(`..${sep}`) && !isAbsolute(between);
  } catch (error) {
    // A link to nothing: what is written through it would be made wherever it points.
    if (isLink && isMissing(error)) return false;
    throw error;
  }
}
