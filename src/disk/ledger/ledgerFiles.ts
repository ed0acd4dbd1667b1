import { randomBytes } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
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
  let isTorn = false;
  let clean: { readonly of: readonly Entry[]; readonly entries: readonly Entry[] } | undefined;

  async function write(entry: Entry): Promise<void> {
    const month = join(folder, new Date(entry.at).toISOString().slice(0, 7));
    try {
      await mkdir(month, { recursive: true });
      const file = await open(join(month, `${window}.jsonl`), 'a');
      try {
        // After a line that was cut off by a full disk the next one must not become part of it.
        const line = `${isTorn ? '\n' : ''}${JSON.stringify(entry)}\n`;
        isTorn = true;
        await file.writeFile(line);
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
      const written = last.then(() => write(entry));
      last = written.catch(() => undefined);
      return written;
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
