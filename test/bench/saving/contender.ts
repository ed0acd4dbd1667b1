/** The other end of `startContender`: a process of its own that takes one answer and saves its images. */
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { watchBlocks } from './blocks.ts';

/** What is asked for, and where it goes. */
export interface Asked {
  readonly baseUrl: string;
  readonly folder: string;
  readonly calls: number;
  /** Of each call. */
  readonly images: number;
  /** Called when the last file is complete. */
  complete(): void;
}

/** Asks the server for images and saves them. */
export type Save = (asked: Asked) => Promise<void>;

/** Saves once to have everything loaded, then once more when told to, and tells what that took. */
export async function runContender(save: Save): Promise<void> {
  const [baseUrl = '', folder = '', images = '', calls = ''] = process.argv.slice(2);
  const warm = join(folder, 'warm');
  await mkdir(warm, { recursive: true });
  await save({ baseUrl, folder: warm, calls: 1, images: 1, complete: () => undefined });
  process.send?.({ kind: 'ready' });
  await once(process, 'message');
  globalThis.gc?.();
  const idle = await residentBytes('VmRSS');
  // Forgets the peak of what was before.
  await writeFile('/proc/self/clear_refs', '5');
  const blocks = watchBlocks();
  const complete = () => process.send?.({ kind: 'complete' });
  await save({ baseUrl, folder, calls: Number(calls), images: Number(images), complete });
  blocks.stop();
  process.send?.({ kind: 'took', peakBytes: (await residentBytes('VmHWM')) - idle, blockMs: blocks.longest() });
  process.disconnect?.();
}

async function residentBytes(name: 'VmRSS' | 'VmHWM'): Promise<number> {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(await readFile('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/self/status has no ${name}`);
  return Number(kilobytes) * 1024;
}
