import { utimes } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import type { Bytes } from '../core/image.ts';
import type { Spooled } from '../core/spool.ts';
import { openBin } from './bin.ts';
import { hashFile } from './fileFacts.ts';
import { checkFolder, prepareFolder, probeFolder } from './folder.ts';
import { saveExact, saveNew, saveSpooled } from './linkSave.ts';
import { openSpooled } from './spool.ts';
import { sweepHashed, sweepLeftovers, sweepTemporaries } from './sweep.ts';

/** Everything on this machine's disk, for the editor's part; `storage` is Easel's own folder, where its bin lies. */
export function openDisk(storage: string) {
  const bin = openBin(join(storage, 'bin'));
  const swept = new Set<string>();
  let binSwept = false;

  /** What is too old goes when something new comes in, once a session. */
  function sweepBin(): void {
    if (binSwept) return;
    binSwept = true;
    void bin.sweep(Date.now());
  }

  function sweepFolder(folder: string): void {
    if (swept.has(folder)) return;
    swept.add(folder);
    void sweepTemporaries(folder, Date.now());
  }

  return {
    checkFolder,
    prepareFolder,
    probeFolder,
    hashFile,
    /** A file for an image that is to be saved in `relative`, a folder of `root`, to put its bytes into while they arrive. */
    spool(root: string, relative: string): Spooled {
      return openSpooled(async () => {
        const folder = await prepareFolder(root, relative);
        sweepFolder(folder);
        return folder;
      });
    },
    async saveNew(folder: string, base: string, extension: string, bytes: Bytes, spooled?: Spooled) {
      sweepFolder(folder);
      return (spooled && (await saveSpooled(folder, base, extension, spooled))) ?? saveNew(folder, base, extension, bytes);
    },
    async saveExact(folder: string, base: string, extension: string, bytes: Bytes) {
      sweepFolder(folder);
      return saveExact(folder, base, extension, bytes);
    },
    /** Moves a file into the bin and answers its path there. Throws `Failed` `noFile`, `noPlace`. */
    async discard(path: string) {
      sweepBin();
      return bin.put(path);
    },
    /** The same for bytes of a file that lies on no disk of this machine. */
    async discardBytes(bytes: Bytes, name: string) {
      sweepBin();
      const extension = extname(name);
      const saved = await saveNew(await prepareFolder(storage, 'incoming'), basename(name, extension), extension.slice(1), bytes);
      return bin.put(saved.path);
    },
    takeBack: bin.takeBack,
    async sweepLeftovers(folder: string, owned: readonly string[]) {
      const names = owned.filter((path) => dirname(path) === folder).map((path) => basename(path));
      await sweepLeftovers(folder, new Set(names), Date.now());
    },
    /** See `sweepHashed`. */
    async sweepHashed(folder: string, owned: readonly string[]) {
      await sweepHashed(folder, new Set(owned), Date.now());
    },
    /** Says of a file that it is used, and answers whether it is there. */
    async touch(path: string) {
      const now = new Date();
      return utimes(path, now, now).then(
        () => true,
        () => false,
      );
    },
  };
}
