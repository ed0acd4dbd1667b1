import { randomBytes } from 'node:crypto';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Entry, Ledger } from '../../core/ledger.ts';
import { withoutRemoved } from '../../core/removal.ts';
import { codeOf, noPlace } from '../diskErrors.ts';
import { compactLedger } from './compaction.ts';
import { createLedgerReader } from './ledgerReader.ts';

/** The windows that were opened in this very process: another one of the same process id is from before a restart. */
const ownWindows = new Set<string>();

/**
 * Opens the ledger: JSON lines in `<folder>/<yyyy-mm>/<window id>.jsonl`, which only this window writes. Nothing is read or
 * made before the first `append` or `read`.
 *
 * A window's id is `<process id>-<random>`. When a process id was given to another program meanwhile, `alive` takes a window
 * that is gone for one that runs; never the other way round.
 */
export function openLedger(folder: string): Ledger {
  const window = `${process.pid}-${randomBytes(6).toString('hex')}`;
  ownWindows.add(window);
  const reader = createLedgerReader(folder);
  const listeners = new Set<() => void>();
  let last: Promise<void> = Promise.resolve();
  /** What waits for the write before it: all of it goes to the disk at once, or each request would wait for the lines of others. */
  let next: { readonly month: string; readonly lines: string[]; readonly written: Promise<void> } | undefined;
  let isTorn = false;
  let clean: { readonly of: readonly Entry[]; readonly entries: readonly Entry[] } | undefined;

  async function write(month: string, lines: readonly string[]): Promise<void> {
    try {
      const file = await openIn(month, `${window}.jsonl`);
      try {
        // After a line that was cut off by a full disk the next one must not become part of it.
        const text = `${isTorn ? '\n' : ''}${lines.join('\n')}\n`;
        isTorn = true;
        await file.writeFile(text);
        isTorn = false;
        await file.sync();
      } finally {
        await file.close();
      }
    } catch (error) {
      throw noPlace(folder, error);
    }
    for (const listener of listeners) listener();
  }

  return {
    window,

    append(entry) {
      const month = join(folder, new Date(entry.at).toISOString().slice(0, 7));
      if (next?.month !== month) {
        const lines: string[] = [];
        const written = last.then(() => {
          if (next?.lines === lines) next = undefined;
          return write(month, lines);
        });
        last = written.catch(() => undefined);
        next = { month, lines, written };
      }
      next.lines.push(JSON.stringify(entry));
      return next.written;
    },

    async read() {
      await last;
      const all = await reader.read();
      if (all !== clean?.of) clean = { of: all, entries: withoutRemoved(all) };
      return clean.entries;
    },

    async readRecent() {
      await last;
      return withoutRemoved(await reader.readRecent());
    },

    onAppend(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    compact: (discard) => compactLedger(folder, { alive: isAlive, now: Date.now, discard }),

    alive: isAlive,
  };
}

/** Whether the window of an id still runs, see `openLedger`. */
function isAlive(id: string): boolean {
  if (ownWindows.has(id)) return true;
  const other = Number(/^(\d+)-/.exec(id)?.[1]);
  return Number.isSafeInteger(other) && other > 0 && other !== process.pid && isRunning(other);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return codeOf(error) !== 'ESRCH';
  }
}

/** Opens a file for more lines; its folder is made where it is missing. */
async function openIn(folder: string, name: string): Promise<FileHandle> {
  const path = join(folder, name);
  try {
    return await open(path, 'a');
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    await mkdir(folder, { recursive: true });
    return open(path, 'a');
  }
}
