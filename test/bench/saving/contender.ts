/** The other end of `startContender`: a process of its own that takes one answer and saves its images. */
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Asks the server for images and saves them; calls `complete` when the last file is complete. */
export type Save = (baseUrl: string, folder: string, images: number, complete: () => void) => Promise<void>;

/** Saves once to have everything loaded, then once more when told to, and tells what that took. */
export async function runContender(save: Save): Promise<void> {
  const [baseUrl = '', folder = '', images = ''] = process.argv.slice(2);
  const warm = join(folder, 'warm');
  await mkdir(warm, { recursive: true });
  await save(baseUrl, warm, 1, () => undefined);
  process.send?.({ kind: 'ready' });
  await once(process, 'message');
  globalThis.gc?.();
  const idle = await residentBytes('VmRSS');
  // Forgets the peak of what was before.
  await writeFile('/proc/self/clear_refs', '5');
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await save(baseUrl, folder, Number(images), () => process.send?.({ kind: 'complete' }));
  delay.disable();
  process.send?.({ kind: 'took', peakBytes: (await residentBytes('VmHWM')) - idle, blockMs: delay.max / 1e6 });
  process.disconnect?.();
}

async function residentBytes(name: 'VmRSS' | 'VmHWM'): Promise<number> {
  const kilobytes = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(await readFile('/proc/self/status', 'utf8'))?.[1];
  if (kilobytes === undefined) throw new Error(`/proc/self/status has no ${name}`);
  return Number(kilobytes) * 1024;
}
