import { isOverBudget, type Reservations, withReserved } from '../../core/budget.ts';
import { estimate, needsConsent } from '../../core/cost.ts';
import { Failed } from '../../core/failure.ts';
import { type Learned, learn } from '../../core/learned.ts';
import type { Server } from '../../core/server.ts';
import { spentSince, startOfDay } from '../../core/spending.ts';
import type { Order } from '../../core/task.ts';
import { askAboutCost, type CostAnswer } from '../dialogs/consent.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { Settings } from '../settings.ts';
import type { Prepared } from './prepare.ts';

/** What past images cost and took. Without a readable ledger nothing is known, which is no reason to stop. */
export async function readLearned({ outside, log }: { readonly outside: Outside; readonly log: Log }): Promise<Learned> {
  try {
    return learn(await (await outside.ledger()).read());
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    log.error(error);
    return learn([]);
  }
}

/** Asks about the cost of a click, once, where that must be: it is dear, or goes over what the user wants to spend a day. */
export async function askForCost(
  all: Order,
  settings: Pick<Settings, 'confirmAbove' | 'dailyBudget'>,
  server: Server,
  { prices, payments }: Learned,
  reserved: Reservations,
): Promise<CostAnswer> {
  const cost = estimate(all, prices, server);
  const spent = withReserved(spentSince(payments, startOfDay(Date.now())), reserved);
  const budget = settings.dailyBudget;
  if (isOverBudget(spent, cost, budget, server)) return askAboutCost(all, cost, { spent, budget });
  return needsConsent(all, cost, settings, server) ? askAboutCost(all, cost) : 'all';
}

/** For a click of which nothing is sent after all: what it was to cost is let go. */
export function giveUp(all: readonly { readonly ready: Pick<Prepared, 'letGo'> }[]): [] {
  for (const { ready } of all) ready.letGo?.();
  return [];
}
