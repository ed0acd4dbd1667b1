import { isOverBudget, isOverBudgetUnasked, withReserved } from '../../core/budget.ts';
import { type Cost, estimate, estimateCautiously, needsConsent } from '../../core/cost.ts';
import { Failed } from '../../core/failure.ts';
import type { Learned } from '../../core/learned.ts';
import type { Server } from '../../core/server.ts';
import { type Spent, spentSince, startOfDay } from '../../core/spending.ts';
import type { Order } from '../../core/task.ts';
import type { PrepareParts } from '../generation/prepare.ts';
import type { Wish } from '../generation/wish.ts';
import { askAboutDead, findDead } from '../servers/dead.ts';
import type { Settings } from '../settings.ts';
import { askAboutCost, askAboutInsecure, type CostAnswer, isKeyConsented, isUnencryptedAllowed } from './consent.ts';
import { askForKey, type KeyChoice } from './key.ts';

/** Who decides what must be decided before something is sent. Undefined is a person who went away from the question. */
export interface Asking {
  /** There is a person who can be asked. */
  readonly isPerson: boolean;
  /** What becomes of wishes whose model was shut down. */
  dead(wishes: readonly Wish[]): Promise<readonly Wish[] | undefined>;
  /** What may go to a server without encryption. */
  unencrypted(server: Server, stored: string | undefined): Promise<'prompts' | 'key' | undefined>;
  /** How to go on without a key. */
  key(server: Server): Promise<KeyChoice | undefined>;
  /** What is asked about will be sent: what it costs is held for it. */
  readonly holds: boolean;
  /** What something is to cost. */
  estimate(order: Order, learned: Learned, server: Server): Cost;
  /** Whether something may cost what it does. */
  cost(
    all: Order,
    settings: Pick<Settings, 'confirmAbove' | 'dailyBudget'>,
    server: Server,
    learned: Learned,
  ): Promise<CostAnswer>;
}

/** A person is asked, by dialogs. */
export function askPerson(parts: PrepareParts): Asking {
  return {
    isPerson: true,
    holds: true,
    estimate: (order, { prices }, server) => estimate(order, prices, server),
    dead: (wishes) => askAboutDead(wishes, parts),
    unencrypted: (server, stored) => askAboutInsecure(parts.answers, server, stored === undefined ? 'none' : 'send'),
    key: (server) => askForKey(parts, server),
    async cost(all, settings, server, learned) {
      const cost = estimate(all, learned.prices, server);
      const spent = spentToday(learned, parts);
      const budget = settings.dailyBudget;
      if (isOverBudget(spent, cost, budget, server)) return askAboutCost(all, cost, { spent, budget });
      return needsConsent(all, cost, settings, server) ? askAboutCost(all, cost) : 'all';
    },
  };
}

/**
 * Nobody is there to be asked: what was allowed before holds, and what would be a question is a failure. It throws `Failed`:
 * `noModel`, `unencrypted`, `noKey`, `overBudget`. `holds`: it is to be sent, not only looked at.
 */
export function askNobody(parts: PrepareParts, holds: boolean): Asking {
  return {
    isPerson: false,
    holds,
    estimate: (order, { prices }, server) => estimateCautiously(order, prices, server),
    async dead(wishes) {
      for (const wish of wishes) {
        const { name: model, replacement } = findDead(wish, parts) ?? {};
        if (model !== undefined) throw new Failed({ kind: 'noModel', model, ...(replacement !== undefined && { replacement }) });
      }
      return wishes;
    },
    async unencrypted(server) {
      if (!isUnencryptedAllowed(parts.answers, server)) throw new Failed({ kind: 'unencrypted', origin: server.origin });
      return isKeyConsented(parts.answers, server) ? 'key' : 'prompts';
    },
    async key({ origin }) {
      throw new Failed({ kind: 'noKey', origin });
    },
    async cost(all, { dailyBudget: budget }, server, learned) {
      const cost = estimateCautiously(all, learned.prices, server);
      const spent = spentToday(learned, parts);
      if (!isOverBudgetUnasked(spent, cost, budget, server)) return 'all';
      const dollars = 'dollars' in cost ? { cost: cost.dollars } : {};
      throw new Failed({ kind: 'overBudget', budget, spent: spent.dollars, ...dollars });
    },
  };
}

/** With what other clicks are about to spend. */
function spentToday({ payments }: Learned, { reserved }: Pick<PrepareParts, 'reserved'>): Spent {
  return withReserved(spentSince(payments, startOfDay(Date.now())), reserved);
}
