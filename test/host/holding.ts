import { setTimeout as sleep } from 'node:timers/promises';
import { IN_FLIGHT, Queue } from '../../src/core/queue.ts';
import type { Raster } from '../../src/core/raster.ts';
import type { Disk, Outside } from '../../src/editor/outside.ts';
import { createOpenAI } from '../../src/provider/openai.ts';
import { makeOutside, refuse } from './outsideStage.ts';

/** Work that a test holds until it is over with it. */
export type Held = 'probe' | 'cutOut' | 'composite' | 'saveNew' | 'preview';

/** What lies outside, where one kind of work begins and then waits. */
export function holdBack(held: Held | undefined, engine: Raster, storage: string) {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  let isHeld = false;
  const wait = async (what: Held) => {
    if (what !== held) return;
    isHeld = true;
    await opened;
  };
  const base = makeOutside(storage);
  const disk = async (): Promise<Disk> => {
    const real = await base.disk();
    return { ...real, saveNew: (...asked) => wait('saveNew').then(() => real.saveNew(...asked)) };
  };
  const outside: Outside = {
    ...base,
    disk,
    connect: async ({ server, key, timeout, memory }) =>
      createOpenAI({ server, key, timeoutMs: timeout, memory, log: () => undefined }),
    raster: async () => ({
      ...engine,
      probe: (bytes, signal) => wait('probe').then(() => engine.probe(bytes, signal)),
      // As the engine does, it hears of a cancel.
      cutOut: (what, signal) => Promise.race([wait('cutOut'), aborted(signal)]).then(() => engine.cutOut(what, signal)),
      composite: (what, signal) => wait('composite').then(() => engine.composite(what, signal)),
      render: (bytes, what, signal) => wait('preview').then(() => engine.render(bytes, what, signal)),
    }),
  };
  return { outside, release: () => open(), isHeld: () => isHeld };
}

/** Where no key is kept. */
export const noKeys = { get: async () => undefined, set: refuse, remove: refuse, origins: () => [] };
/** The queue as it is in a window. */
export function realQueue(): Queue {
  return new Queue({
    limit: IN_FLIGHT,
    now: Date.now,
    sleep: (ms, signal) => sleep(ms, undefined, { signal }),
    random: Math.random,
  });
}

/** Resolves when a signal aborts. */
export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
}
