import type { Cost } from './cost.ts';
import type { Server } from './server.ts';
import type { Spent } from './spending.ts';

/** Sums of cents are not exact in binary: what is nearer than this, in US$, is the same. */
const SAME = 1e-9;

/**
 * Whether a request would bring what was spent today above the budget (US$; 0: there is none), so that the user is asked. A
 * request whose price nobody knows is asked about only once the budget is reached. Never for the placeholder or a server
 * that costs nothing.
 */
export function isOverBudget(spent: Spent, cost: Cost, budget: number, server: Pick<Server, 'isFree'>): boolean {
  if (budget <= 0 || server.isFree || cost.kind === 'free') return false;
  if (cost.kind === 'unknown') return spent.dollars >= budget - SAME;
  return spent.dollars + cost.dollars > budget + SAME;
}

/** What clicks of this window were let through for and stands in no ledger yet: the next click counts with it. */
export interface Reservations {
  /** US$ */
  readonly dollars: number;
  /** Something is held whose price nobody knows. */
  readonly more: boolean;
  /** Holds what something is to cost until the answer is called; a second call does nothing. */
  hold(cost: Cost): () => void;
}

export function createReservations(): Reservations {
  const held = new Set<{ readonly dollars: number; readonly more: boolean }>();
  return {
    get dollars() {
      return [...held].reduce((sum, { dollars }) => sum + dollars, 0);
    },
    get more() {
      return [...held].some(({ more }) => more);
    },
    hold(cost) {
      const one = { dollars: 'dollars' in cost ? cost.dollars : 0, more: cost.kind === 'unknown' };
      held.add(one);
      return () => void held.delete(one);
    },
  };
}

/** What was spent, with what is held. */
export function withReserved(spent: Spent, { dollars, more }: Pick<Reservations, 'dollars' | 'more'>): Spent {
  if (dollars === 0) return more ? { ...spent, more } : spent;
  return { dollars: spent.dollars + dollars, about: true, more: spent.more || more };
}

/**
 * Whether a request goes over the budget where nobody can be asked. One whose price nobody knows passes only while everything
 * else that was spent today is known: else there would be no end to them.
 */
export function isOverBudgetUnasked(spent: Spent, cost: Cost, budget: number, server: Pick<Server, 'isFree'>): boolean {
  if (isOverBudget(spent, cost, budget, server)) return true;
  return budget > 0 && !server.isFree && cost.kind === 'unknown' && spent.more;
}
