import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate as pause } from 'node:timers/promises';
import type { Entry } from '../../core/ledger.ts';
import { readEntry } from './entrySchema.ts';

/** Reads the files of a ledger, each again only when it has changed. */
export interface LedgerReader {
  /** Every readable entry, oldest first; those of one moment in the order of their lines. */
  read(): Promise<readonly Entry[]>;
  /**
   * Every entry from some moment on, some hundred kB of them, in the same order: enough for a first look, while `read` may
   * have years to go through.
   */
  readRecent(): Promise<readonly Entry[]>;
}

interface ReadFile {
  /** Of the file as it was read: another one has another. */
  readonly stamp: string;
  readonly entries: readonly Entry[];
}

/** Files that are read at the same time. */
const AT_ONCE = 16;

/** Bytes of the files that are read for a first look, at most one of them beyond that. */
const RECENT_BYTES = 400_000;

/** Lines that are parsed in one go: the window takes keys in between. */
const IN_ONE_GO = 4000;

/** A reader of `<folder>/<month>/<window>.jsonl`. Where nothing can be read there is nothing. */
export function createLedgerReader(folder: string): LedgerReader {
  let known = new Map<string, ReadFile>();
  let sorted: readonly Entry[] = [];

  async function readAgain(path: string): Promise<ReadFile> {
    const before = known.get(path);
    const stamp = await stampOf(path);
    if (before && stamp === before.stamp) return before;
    return { stamp, entries: await readEntries(path) };
  }

  async function read(): Promise<readonly Entry[]> {
    const paths = await ledgerPaths(folder);
    const files = new Map<string, ReadFile>();
    const rest = paths.entries();
    const work = async () => {
      for (const [, path] of rest) files.set(path, await readAgain(path));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    const isSame = files.size === known.size && [...files].every(([path, file]) => known.get(path) === file);
    known = files;
    if (!isSame) sorted = paths.flatMap((path) => files.get(path)?.entries ?? []).sort((a, b) => a.at - b.at);
    return sorted;
  }

  let turn: Promise<unknown> = Promise.resolve();
  return {
    read() {
      // Who asks while it is read waits, and finds nearly everything read.
      const mine = turn.then(read);
      turn = mine.catch(() => undefined);
      return mine;
    },
    async readRecent() {
      if (known.size > 0) return this.read();
      const { files, since } = await newestFiles(folder);
      const parts = await Promise.all(files.map(async ({ path, from }) => ({ from, entries: await readEntries(path, from) })));
      // Of a file that was not read to its beginning the same holds.
      const begin = Math.max(since, ...parts.map(({ from, entries }) => (from > 0 ? (entries[0]?.at ?? 0) : 0)));
      return parts
        .flatMap(({ entries }) => entries)
        .filter(({ at }) => at >= begin)
        .sort((a, b) => a.at - b.at);
    },
  };
}

/** The paths of a ledger's files, by month and window. */
export async function ledgerPaths(folder: string): Promise<readonly string[]> {
  const months = (await readdir(folder).catch(() => [])).sort();
  return (await Promise.all(months.map((month) => filesOf(join(folder, month))))).flat();
}

async function filesOf(month: string): Promise<readonly string[]> {
  const names = await readdir(month).catch(() => []);
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => join(month, name));
}

/** Tells a file that was written to, or put in its place, from what it was; "" where there is none. */
export async function stampOf(path: string): Promise<string> {
  const stats = await stat(path, { bigint: true }).catch(() => undefined);
  return stats ? `${stats.ino} ${stats.size} ${stats.mtimeNs}` : '';
}

/** A line as an entry, or undefined for what is torn, damaged, or of another version. */
export function readLine(line: string): Entry | undefined {
  if (line === '') return undefined;
  try {
    return readEntry(JSON.parse(line));
  } catch {
    return undefined;
  }
}

interface Recent {
  readonly files: readonly { readonly path: string; readonly from: number }[];
  /** ms since 1970: what is later lies in these files, and nowhere else. */
  readonly since: number;
}

/** The files that were written last, and from which byte on they are worth reading. */
async function newestFiles(folder: string): Promise<Recent> {
  const found: { readonly path: string; readonly from: number }[] = [];
  let left = RECENT_BYTES;
  let since = 0;
  for (const month of (await readdir(folder).catch(() => [])).sort().reverse()) {
    // What an older month has is from before this one.
    if (left <= 0) return { files: found, since };
    const files = await Promise.all((await filesOf(join(folder, month))).map(statFile));
    for (const { path, size, mtime } of files.sort((a, b) => b.mtime - a.mtime)) {
      // What a file says it says before its last change.
      if (left <= 0) return { files: found, since: mtime };
      found.push({ path, from: Math.max(0, size - left) });
      left -= size;
    }
    since = Date.parse(`${month}-01`);
  }
  return { files: found, since: 0 };
}

async function statFile(path: string) {
  const stats = await stat(path).catch(() => undefined);
  return { path, size: stats?.size ?? 0, mtime: stats?.mtimeMs ?? 0 };
}

async function readText(path: string, from: number): Promise<string> {
  if (from === 0) return readFile(path, 'utf8');
  const end = await text(createReadStream(path, { start: from }));
  // The first line has lost its beginning.
  return end.slice(end.indexOf('\n') + 1);
}

async function readEntries(path: string, from = 0): Promise<readonly Entry[]> {
  const lines = (await readText(path, from).catch(() => '')).split('\n');
  const entries: Entry[] = [];
  for (const [index, line] of lines.entries()) {
    const entry = readLine(line);
    if (entry) entries.push(entry);
    if (index % IN_ONE_GO === IN_ONE_GO - 1) await pause();
  }
  return entries;
}
