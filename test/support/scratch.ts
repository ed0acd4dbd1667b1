import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A temporary folder. It goes with `remove`, and with the process at the latest. */
export interface Scratch {
  readonly path: string;
  remove(): Promise<void>;
}

const open = new Set<string>();
process.once('exit', () => {
  for (const path of open) rmSync(path, { recursive: true, force: true, maxRetries: 3 });
});

/** Makes an empty folder of its own, under its real path: VS Code shows files by that one. */
export function makeScratch(name: string): Scratch {
  const path = realpathSync(mkdtempSync(join(tmpdir(), `easel-${name}-`)));
  open.add(path);
  return {
    path,
    async remove() {
      // A program that has just ended may still be writing its last log line.
      await rm(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
      open.delete(path);
    },
  };
}
