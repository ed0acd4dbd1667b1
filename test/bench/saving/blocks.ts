import { readFileSync } from 'node:fs';

/** The longest time without a turn of the event loop, so far. */
export interface Blocks {
  /** ms */
  longest(): number;
  stop(): void;
}

/** ms between looks. */
const TICK = 1;

/** Looks at the clock at every turn. What this thread only waited for a processor, on a machine with other work, does not count. */
export function watchBlocks(): Blocks {
  let longest = 0;
  let last = look();
  const timer = setInterval(() => {
    const next = look();
    longest = Math.max(longest, next.at - last.at - (next.waited - last.waited) - TICK);
    last = next;
  }, TICK);
  return { longest: () => longest, stop: () => clearInterval(timer) };
}

/** When it is, and how long this thread, the process's first, has stood in line for a processor, both in ms. */
function look() {
  const [, waited] = readFileSync('/proc/self/schedstat', 'utf8').split(' ');
  return { at: performance.now(), waited: Number(waited) / 1e6 };
}
