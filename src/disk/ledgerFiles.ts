import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Entry, Ledger } from '../core/ledger.ts';
import { codeOf, noPlace } from './diskErrors.ts';
import { entrySchema } from './entrySchema.ts';

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
  let last: Promise<void> = Promise.resolve();
  let isTorn = false;

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
      const entries: Entry[] = [];
      for (const month of (await readdir(folder).catch(() => [])).sort()) {
        for (const name of (await readdir(join(folder, month)).catch(() => [])).sort()) {
          if (!name.endsWith('.jsonl')) continue;
          const text = await readFile(join(folder, month, name), 'utf8').catch(() => '');
          for (const entry of readLines(text)) entries.push(entry);
        }
      }
      return entries.sort((a, b) => a.at - b.at);
    },

    alive(id) {
      if (ownWindows.has(id)) return true;
      const other = Number(/^(\d+)-/.exec(id)?.[1]);
      return Number.isSafeInteger(other) && other > 0 && other !== process.pid && isRunning(other);
    },
  };
}

function* readLines(text: string): Generator<Entry> {
  for (const line of text.split('\n')) {
    const entry = v.safeParse(entrySchema, parse(line));
    if (entry.success) yield entry.output;
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
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
