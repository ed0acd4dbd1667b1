import type { LearnedPrices } from './cost.ts';
import { learnedPrices, runsOf } from './history.ts';
import type { Entry } from './ledger.ts';
import { type Payment, paymentsOf } from './spending.ts';
import { type UsualTimes, usualTimes } from './usualTime.ts';

/** What the ledger teaches: what images cost, how long they take, and what was paid. */
export interface Learned {
  readonly prices: LearnedPrices;
  readonly times: UsualTimes;
  readonly payments: readonly Payment[];
}

/** Folds all of the ledger once. */
export function learn(entries: readonly Entry[]): Learned {
  const records = runsOf(entries);
  const prices = learnedPrices(records);
  return { prices, times: usualTimes(records), payments: paymentsOf(records, prices) };
}
