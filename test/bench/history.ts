import { byDay, filterRecords, recordsOf } from '../../src/core/records.ts';
import { openLedger } from '../../src/disk/ledger/ledgerFiles.ts';
import { makeScratch } from '../support/scratch.ts';
import { writeLedgerSample } from './ledgerSample.ts';
import type { Results } from './rows.ts';

const RECORDS = 10_000;
const HERE = 'file:///project';
const TIMES = 5;

/** From a window that knows nothing yet to the rows of the newest days, and to those of all of them. The longest counts. */
export async function benchHistory(): Promise<Results> {
  // As they lie on disk after two years of windows, or all in the file of one.
  const many = await readOften(33);
  const one = await readOften(RECORDS);
  return {
    historyFirst: { measured: Math.max(...many.first) },
    historyFirstOfOne: { measured: Math.max(...one.first) },
    historyAll: { measured: Math.max(...many.all) },
    historyAllOfOne: { measured: Math.max(...one.all) },
    historySearch: { measured: Math.max(...many.search, ...one.search) },
  };
}

async function readOften(perWindow: number) {
  const scratch = makeScratch('bench-history');
  try {
    writeLedgerSample(scratch.path, { records: RECORDS, perWindow, workspace: HERE, until: Date.now() });
    const first: number[] = [];
    const all: number[] = [];
    const search: number[] = [];
    for (let time = 0; time < TIMES; time++) {
      const ledger = openLedger(scratch.path);
      first.push(await measure(async () => byDay(recordsOf(await ledger.readRecent(), [HERE])).length > 1));
      all.push(await measure(async () => recordsOf(await ledger.read(), [HERE]).length === RECORDS));
      const records = recordsOf(await ledger.read(), [HERE]);
      search.push(await measure(async () => filterRecords(records, { text: 'picture 777' }).length > 0));
    }
    return { first, all, search };
  } finally {
    await scratch.remove();
  }
}

async function measure(work: () => Promise<boolean>): Promise<number> {
  const start = performance.now();
  const isRight = await work();
  const took = performance.now() - start;
  if (!isRight) throw new Error('the rows are not there');
  return took;
}
