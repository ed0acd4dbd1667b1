import type { Cost } from './cost.ts';
import type { Server } from './server.ts';
import type { Spent } from './spending.ts';

/** Sums of cents are not exact in binary: what is nearer than this, in US$, is the same. */
const SAME = 1e-9;

/**
 * Whether a request would bring what was spent today above the budget (US$; 0: there is none), so that the user is asked. A
 * request whose price nobody knows is asked about only once the budget is reached. Never for the placeholder or a server on
 * this machine.
 */
export function isOverBudget(spent: Spent, cost: Cost, budget: number, server: Pick<Server, 'isLoopback'>): boolean {
  if (budget <= 0 || server.isLoopback || cost.kind === 'free') return false;
  if (cost.kind === 'unknown') return spent.dollars >= budget - SAME;
  return spent.dollars + cost.dollars > budget + SAME;
}
