import { randomUUID } from 'node:crypto';
import { open, readFile, rename, stat, unlink, utimes, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Entry } from '../../core/ledger.ts';
import { keepOf, type Removal, removalOf } from '../../core/removal.ts';
import { sweepTemporaries } from '../sweep.ts';
import { ledgerPaths, readLine, stampOf } from './ledgerReader.ts';

/** ms; what was removed just now may come back with Undo, and what was written just now may be written on. */
const GRACE = 60 * 60 * 1000;

/** ms between two compactions. */
const APART = 24 * 60 * 60 * 1000;

/** What a compaction works with. */
export interface CompactionParts {
  /** Whether a window still runs: its file is its own. */
  alive(window: string): boolean;
  /** ms since 1970 */
  now(): number;
  /** Takes a file away that only removed images had: an untouched answer, as a URI string. */
  discard(uri: string): Promise<void>;
}

interface LedgerFile {
  readonly path: string;
  readonly stamp: string;
  readonly lines: readonly { readonly text: string; readonly entry: Entry | undefined }[];
}

/**
 * Takes what was removed from the history off the disk: rewrites the files of windows that are gone, each as a whole or not at
 * all, at most once a day. A crash in the middle leaves a part for the next time, and nothing lost: that something was removed
 * is forgotten only when nothing of it is left in any file.
 */
export async function compactLedger(folder: string, parts: CompactionParts): Promise<void> {
  const now = parts.now();
  const mark = join(folder, 'compacted');
  const last = await stat(mark).catch(() => undefined);
  if (last && now - last.mtimeMs < APART) return;
  const paths = await ledgerPaths(folder);
  if (paths.length === 0) return;
  await writeFile(mark, '');
  await utimes(mark, now / 1000, now / 1000);
  const files = await Promise.all(paths.map(readLedgerFile));
  const entries = files.flatMap(({ lines }) => lines.flatMap(({ entry }) => entry ?? [])).sort((a, b) => a.at - b.at);
  const removal = removalOf(entries, now - GRACE);
  if (!removal) return;
  const left = idsOfWhatIsLeft(entries, removal);
  for (const raw of rawsOf(entries, removal)) await parts.discard(raw);
  for (const file of files) {
    if (!parts.alive(basename(file.path, '.jsonl'))) await rewrite(file, removal, left, now);
  }
  for (const month of new Set(files.map(({ path }) => dirname(path)))) await sweepTemporaries(month, now);
}

async function readLedgerFile(path: string): Promise<LedgerFile> {
  const stamp = await stampOf(path);
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return { path, stamp, lines: lines.map((line) => ({ text: line, entry: readLine(line) })) };
}

/** Images, runs and calls of which some file still has more than it may keep. */
function idsOfWhatIsLeft(entries: readonly Entry[], removal: Removal): ReadonlySet<string> {
  return new Set(
    entries.flatMap((entry) => {
      if (entry.kind === 'removed' || keepOf(entry, removal) === entry) return [];
      if ('image' in entry) return [entry.image];
      return [('call' in entry ? entry.call : undefined) ?? entry.run];
    }),
  );
}

/** Untouched answers that only removed images were made from. */
function rawsOf(entries: readonly Entry[], { images }: Removal): readonly string[] {
  const saved = entries.filter((entry) => entry.kind === 'saved');
  const kept = new Set(saved.flatMap(({ image, raw }) => (raw && !images.has(image) ? [raw.uri] : [])));
  return saved.flatMap(({ image, raw }) => (raw && images.has(image) && !kept.has(raw.uri) ? [raw.uri] : []));
}

async function rewrite(
  { path, stamp, lines }: LedgerFile,
  removal: Removal,
  left: ReadonlySet<string>,
  now: number,
): Promise<void> {
  const kept = lines.flatMap(({ text, entry }) => keepLine(text, entry, removal, left));
  if (kept.length === lines.length && kept.every((text, index) => text === lines[index]?.text)) return;
  const stats = await stat(path).catch(() => undefined);
  // A window on another machine that shares this folder may run, though none of its process id does here.
  if (!stats || now - stats.mtimeMs < GRACE) return;
  const temporary = join(dirname(path), `.easel-${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(kept.map((text) => `${text}\n`).join(''));
      await file.utimes(stats.atime, stats.mtime);
      await file.sync();
    } finally {
      await file.close();
    }
    // Another window may have been here meanwhile.
    if ((await stampOf(path)) !== stamp) return;
    if (kept.length === 0) await unlink(path);
    else await rename(temporary, path);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}

function keepLine(text: string, entry: Entry | undefined, removal: Removal, left: ReadonlySet<string>): readonly string[] {
  if (!entry) {
    // Of another version, or torn: it stays, unless it names what has to go.
    const ids = [...removal.images, ...removal.runs];
    return ids.some((id) => text.includes(JSON.stringify(id))) ? [] : [text];
  }
  if (entry.kind === 'removed') {
    const isDone = removal.images.has(entry.image) && ![entry.image, entry.run, entry.call].some((id) => left.has(id));
    return isDone ? [] : [text];
  }
  const kept = keepOf(entry, removal);
  if (kept === entry) return [text];
  return kept ? [JSON.stringify(kept)] : [];
}
