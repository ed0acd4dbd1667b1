import { randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Spooled } from '../core/spool.ts';

/** In bytes. */
const SYNC_EVERY = 1024 * 1024;

/** Opens a temporary file in `folder`, which is made where it is missing; what goes wrong, `finish` tells. */
export function openSpooled(folder: string): Spooled {
  const path = join(folder, `.easel-${randomUUID()}.tmp`);
  const opened = create(folder, path);
  // It may break before anybody asks.
  opened.catch(() => undefined);
  let written = opened;
  let used = false;
  let unsynced = 0;
  let syncing: Promise<unknown> | undefined;

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

  async function finish(target: string): Promise<string | undefined> {
    // A second name for the same file would change with the first.
    if (used) return undefined;
    used = true;
    const file = await written;
    // A link cannot lead to another disk.
    if ((await file.stat()).dev !== (await stat(target)).dev) return undefined;
    await syncing;
    await file.sync();
    return path;
  }

  return {
    write(piece) {
      written = written.then(async (file) => {
        await file.writeFile(piece);
        unsynced += piece.length;
        syncMeanwhile(file);
        return file;
      });
      written.catch(() => undefined);
    },
    finish,
    async drop() {
      used = true;
      await written.catch(() => undefined);
      await syncing;
      await opened.then((file) => file.close()).catch(() => undefined);
      await unlink(path).catch(() => undefined);
    },
  };
}

async function create(folder: string, path: string): Promise<FileHandle> {
  await mkdir(folder, { recursive: true });
  return open(path, 'wx');
}
