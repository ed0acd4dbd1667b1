/**
 * `node --expose-gc test/support/memoryChild.ts <base URL>`: some clicks that succeed, then one that meets a fault. Writes, as
 * JSON, how it ended and the memory in bytes before and after it, both when everything that nobody holds is gone.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { callOf, partsFor } from './imagesCalls.ts';
import { clickOutcomeOf } from './outcomes.ts';

/** Clicks until nothing more is loaded or compiled. */
const WARM_UP = 4;

const [baseUrl = ''] = process.argv.slice(2);
const click = () => clickOutcomeOf({ wire: partsFor(baseUrl), calls: [callOf()], name: 'a-white-cat' });

for (let turn = 0; turn < WARM_UP; turn++) await click();
const before = await settledMemory();
const [failure] = (await click()).failures;
const after = await settledMemory();
process.stdout.write(JSON.stringify({ kind: failure?.kind, before, after }));

/** Buffers are given back some turns after their owner is collected. */
async function settledMemory() {
  for (let turn = 0; turn < 5; turn++) {
    globalThis.gc?.();
    await sleep(20);
  }
  const { heapUsed, external, rss } = process.memoryUsage();
  return { held: heapUsed + external, rss };
}
