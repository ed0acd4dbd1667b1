import { Failed } from '../../core/failure.ts';
import { type Learned, learn } from '../../core/learned.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
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

/** For a click of which nothing is sent after all: what it was to cost is let go. */
export function giveUp(all: readonly { readonly ready: Pick<Prepared, 'letGo'> }[]): [] {
  for (const { ready } of all) ready.letGo?.();
  return [];
}
