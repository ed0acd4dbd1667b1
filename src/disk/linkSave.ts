import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { link, mkdir, open, readdir, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Bytes } from '../core/image.ts';
import { collisionKey, numbered } from '../core/naming.ts';
import type { Spooled } from '../core/spool.ts';
import { codeOf, noPlace } from './diskErrors.ts';

/** A file that was saved. */
export interface SavedFile {
  /** Absolute, where the folder was. */
  readonly path: string;
  /** `cat-2.png` */
  readonly name: string;
}

/** Gives a file a second name, as `fs.link` does: the tests put a file system in its place that cannot. */
export type Link = (from: string, to: string) => Promise<void>;

/**
 * Saves bytes as `<base>.<extension>`, or `<base>-2.<extension>` … where that name, or one that some file system takes for
 * it, is taken. The folder is made where it is missing. The file has its final name only when it is whole and on disk, and
 * nothing is overwritten; a file system without links shows an empty file for an instant. Throws `Failed` `noPlace`, and
 * leaves nothing behind then.
 */
export function saveNew(
  folder: string,
  base: string,
  extension: string,
  bytes: Bytes,
  linkFile: Link = link,
): Promise<SavedFile> {
  return save(folder, base, extension, linkFile, (temporary) => writeFile(temporary, bytes, { flag: 'wx', flush: true }));
}

/**
 * The same for bytes that are in a temporary file of the folder already, which stays where it is. Undefined, with nothing left
 * behind, where that did not work: the bytes can still be written.
 */
export async function saveSpooled(
  folder: string,
  base: string,
  extension: string,
  spooled: Spooled,
): Promise<SavedFile | undefined> {
  try {
    const path = await spooled.finish(folder);
    if (path === undefined) return undefined;
    const end = extension && `.${extension}`;
    return await inTurn(collisionKey(folder), () => place(path, folder, { base, end, exact: false }, link));
  } catch {
    // On a full disk it takes the room that the bytes need.
    await spooled.drop();
    return undefined;
  }
}

/**
 * The same for a name that something refers to: it is tried as it is, also where another file's name differs from it by case
 * only.
 */
export function saveExact(folder: string, base: string, extension: string, bytes: Bytes): Promise<SavedFile> {
  return save(folder, base, extension, link, (temporary) => writeFile(temporary, bytes, { flag: 'wx', flush: true }), true);
}

/** Saves a copy of a file in the same way, without holding it in memory. */
export function saveCopy(folder: string, base: string, extension: string, source: string): Promise<SavedFile> {
  return save(folder, base, extension, link, (temporary) =>
    pipeline(createReadStream(source), createWriteStream(temporary, { flags: 'wx', flush: true })),
  );
}

async function save(
  folder: string,
  base: string,
  extension: string,
  linkFile: Link,
  write: (temporary: string) => Promise<void>,
  exact = false,
): Promise<SavedFile> {
  const temporary = join(folder, `.easel-${randomUUID()}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    await write(temporary);
    const end = extension && `.${extension}`;
    return await inTurn(collisionKey(folder), () => place(temporary, folder, { base, end, exact }, linkFile));
  } catch (error) {
    throw noPlace(folder, error);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

interface WantedName {
  readonly base: string;
  /** `.png`, or nothing. */
  readonly end: string;
  readonly exact: boolean;
}

async function place(temporary: string, folder: string, { base, end, exact }: WantedName, linkFile: Link): Promise<SavedFile> {
  const taken = new Set((await readdir(folder)).map(collisionKey));
  for (let n = 1; ; n += 1) {
    const name = numbered(base, n) + end;
    const path = join(folder, name);
    const mayCollide = exact && n === 1;
    if ((!mayCollide && taken.has(collisionKey(name))) || !(await claim(temporary, path, linkFile))) continue;
    await syncFolder(folder);
    return { path, name };
  }
}

/** Gives the file its final name; `false` where somebody else took that name since the folder was read. */
async function claim(temporary: string, path: string, linkFile: Link): Promise<boolean> {
  try {
    await linkFile(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
  }
  // Each file system without links has its own code for that (exFAT EPERM or EISDIR, SMB ENOTSUP, shares EXDEV …), so every
  // code leads here. The empty file holds the name; the rename then puts the whole one in its place.
  try {
    await (await open(path, 'wx')).close();
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    await rename(temporary, path);
    return true;
  } catch (error) {
    await unlink(path).catch(() => undefined);
    throw error;
  }
}

/** The new name itself survives a power cut only when its folder is synced. Windows cannot open folders. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

const turns = new Map<string, Promise<unknown>>();

/**
 * One after the other in each folder. `straße` and `strasse` are two free names to a file system that tells them apart, and
 * only who gives out both can see that they collide. (Two windows may therefore still do so, and lose nothing.)
 */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(key);
  const mine = (before ?? Promise.resolve()).then(work);
  const done = mine.catch(() => undefined);
  turns.set(key, done);
  try {
    return await mine;
  } finally {
    if (turns.get(key) === done) turns.delete(key);
  }
}
