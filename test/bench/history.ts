import { join } from 'node:path';
import { byDay, filterRecords, recordsOf } from '../../src/core/records.ts';
import { openLedger } from '../../src/disk/ledger/ledgerFiles.ts';
import { makeScratch } from '../support/scratch.ts';
import type { Figure } from './figure.ts';
import { writeLedgerSample } from './ledgerSample.ts';

const RECORDS = 10_000;
const HERE = 'file:///project';
const TIMES = 5;

/** How 10 000 records lie on disk: over two years of windows, or all in the file of one. */
const LAYOUTS = [
  { name: 'of 300 windows', perWindow: 33 },
  { name: 'of one window', perWindow: RECORDS },
];

/** From a window that knows nothing yet to the rows of the newest days, and to those of all of them. */
export async function benchHistory(): Promise<readonly Figure[]> {
  const scratch = makeScratch('bench-history');
  try {
    const figures: Figure[] = [];
    for (const { name, perWindow } of LAYOUTS) {
      const folder = join(scratch.path, name);
      writeLedgerSample(folder, { records: RECORDS, perWindow, workspace: HERE, until: Date.now() });
      const first: number[] = [];
      const all: number[] = [];
      const search: number[] = [];
      for (let time = 0; time < TIMES; time++) {
        const ledger = openLedger(folder);
        first.push(await measure(async () => byDay(recordsOf(await ledger.readRecent(), [HERE])).length > 1));
        all.push(await measure(async () => recordsOf(await ledger.read(), [HERE]).length === RECORDS));
        const records = recordsOf(await ledger.read(), [HERE]);
        search.push(await measure(async () => filterRecords(records, { text: 'picture 777' }).length > 0));
      }
      figures.push(
        {
          name: `first rows of ${RECORDS} records ${name}, longest of ${TIMES}`,
          measured: Math.max(...first),
          aim: 300,
          unit: 'ms',
        },
        { name: `all rows, ${name}, longest of ${TIMES}`, measured: Math.max(...all), aim: 1000, unit: 'ms' },
        { name: `a search through them, ${name}, longest of ${TIMES}`, measured: Math.max(...search), aim: 100, unit: 'ms' },
      );
    }
    return figures;
  } finally {
    scratch.remove();
  }
}

async function measure(work: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  const isRight = await work();
  const took = performance.now() - start;
  if (!isRight) throw new Error('the rows are not there');
  return took;
}
