import type { Ledger } from '../../src/core/ledger.ts';

/** A ledger that keeps nothing, for tests that look at something else. */
export function createEmptyLedger(): Ledger {
  return {
    window: 'w',
    append: async () => undefined,
    read: async () => [],
    readRecent: async () => [],
    onAppend: () => () => undefined,
    compact: async () => undefined,
    alive: () => true,
  };
}
