import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setImmediate as pause } from 'node:timers/promises';
import type { Entry } from '../core/ledger.ts';
import { readEntry } from './entrySchema.ts';

/** Reads the files of a ledger, each again only when it has changed. */
export interface LedgerReader {
  /** Every readable entry, oldest first; those of one moment in the order of their lines. */
  read(): Promise<readonly Entry[]>;
  /**
   * The newest entries, some hundred kB of them, in the same order: enough for a first look, while `read` may have years to
   * go through. What is older than all of them is not there, whatever they say of it.
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
      const parts = await Promise.all((await newestFiles(folder)).map(({ path, from }) => readEntries(path, from)));
      return parts.flat().sort((a, b) => a.at - b.at);
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

/** The files that were written last, and from which byte on they are worth reading. */
async function newestFiles(folder: string): Promise<readonly { readonly path: string; readonly from: number }[]> {
  const found: { readonly path: string; readonly from: number }[] = [];
  let left = RECENT_BYTES;
  for (const month of (await readdir(folder).catch(() => [])).sort().reverse()) {
    const paths = await filesOf(join(folder, month));
    const files = await Promise.all(paths.map(async (path) => ({ path, stats: await stat(path).catch(() => undefined) })));
    for (const { path, stats } of files.sort((a, b) => (b.stats?.mtimeMs ?? 0) - (a.stats?.mtimeMs ?? 0))) {
      if (left <= 0 || !stats) return found;
      found.push({ path, from: Math.max(0, stats.size - left) });
      left -= stats.size;
    }
  }
  return found;
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
