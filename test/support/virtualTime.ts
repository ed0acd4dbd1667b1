import { Queue } from '../../src/core/queue.ts';

/** A clock that only moves when told, and a queue that lives by it. */
export function timed(options: { random?: () => number; limit?: number; deaf?: boolean } = {}) {
  let time = 1_000_000;
  const sleepers = new Set<{ at: number; wake: () => void }>();
  const sleep = (ms: number, signal?: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      const sleeper = { at: time + ms, wake: resolve };
      sleepers.add(sleeper);
      if (options.deaf) return;
      signal?.addEventListener('abort', () => {
        sleepers.delete(sleeper);
        reject(new Error('AbortError'));
      });
    });
  const queue = new Queue({ limit: options.limit ?? 4, now: () => time, sleep, random: options.random ?? (() => 0) });
  const advance = async (ms: number) => {
    const end = time + ms;
    for (;;) {
      await settled();
      const next = [...sleepers].sort((a, b) => a.at - b.at)[0];
      if (!next || next.at > end) break;
      time = Math.max(time, next.at);
      sleepers.delete(next);
      next.wake();
    }
    time = end;
  };
  return { queue, advance, now: () => time, sleep };
}

/** Everything that needs no clock has happened. */
export async function settled(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}
