import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spooled } from '../core/spool.ts';

/** In bytes. */
const SYNC_EVERY = 1024 * 1024;

/**
 * Opens a temporary file in the folder that `prepare` answers, where the image is to be: so it has the rights that files have
 * there, and lies on that disk. What goes wrong, `finish` tells.
 */
export function openSpooled(prepare: () => Promise<string>): Spooled {
  const folder = prepare();
  const path = folder.then((name) => join(name, `.easel-${randomUUID()}.tmp`));
  const opened = path.then((name) => open(name, 'wx'));
  // It may break before anybody asks.
  opened.catch(() => undefined);
  let queue: Uint8Array[] = [];
  let writing: Promise<void> | undefined;
  let broken: { readonly error: unknown } | undefined;
  let isOver = false;
  let unsynced = 0;
  let syncing: Promise<unknown> | undefined;

  /** All that has come meanwhile at once: pieces can be of a few bytes. */
  async function writeQueued(): Promise<void> {
    try {
      const file = await opened;
      while (queue.length > 0) {
        const bytes = Buffer.concat(queue.splice(0));
        await file.writeFile(bytes);
        unsynced += bytes.length;
        syncMeanwhile(file);
      }
    } catch (error) {
      broken = { error };
    }
    writing = undefined;
  }

  /** What is on the disk already need not be waited for in the end. One at a time: on a fast line each would only queue. */
  function syncMeanwhile(file: FileHandle): void {
    if (syncing || unsynced < SYNC_EVERY) return;
    unsynced = 0;
    syncing = file
      .datasync()
      .catch(() => undefined)
      .finally(() => {
        syncing = undefined;
      });
  }

  return {
    write(piece) {
      if (isOver || broken) return;
      queue.push(piece);
      writing ??= writeQueued();
    },
    async finish(target) {
      // A second name for the same file would change with the first.
      if (isOver || target !== (await folder)) return undefined;
      isOver = true;
      await writing;
      if (broken) throw broken.error;
      await syncing;
      await (await opened).sync();
      return path;
    },
    async drop() {
      isOver = true;
      queue = [];
      await writing;
      await syncing;
      await opened.then((file) => file.close()).catch(() => undefined);
      await path.then(unlink).catch(() => undefined);
    },
  };
}
