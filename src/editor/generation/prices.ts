import type { LearnedPrices } from '../../core/cost.ts';
import { Failed } from '../../core/failure.ts';
import { learnedPrices } from '../../core/history.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';

/** What past images cost. Without a readable ledger nothing is known, which is no reason to stop. */
export async function readLearnedPrices({
  outside,
  log,
}: {
  readonly outside: Outside;
  readonly log: Log;
}): Promise<LearnedPrices> {
  try {
    return learnedPrices(await (await outside.ledger()).read());
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    log.error(error);
    return learnedPrices([]);
  }
}
