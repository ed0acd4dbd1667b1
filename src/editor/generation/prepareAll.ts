import { Failed } from '../../core/failure.ts';
import { askNobody, askPerson } from '../dialogs/asking.ts';
import { requireTrust } from '../trust.ts';
import { type Prepared, type PrepareParts, prepare } from './prepare.ts';
import { giveUp } from './prices.ts';
import { Refused, type Wish } from './wish.ts';

/** Who is asked what must be decided. */
export type Asked = 'person' | 'nobody';

/** What becomes of what was prepared. */
interface Sending {
  /** False: nothing of it is sent. */
  readonly holds?: boolean;
  /** Throws what must not be sent after all. */
  accept?(ready: Prepared): void;
}

/** What the wishes of one click became; none when the user went away from a question. */
export type PreparedWish = { readonly wish: Wish; readonly ready: Prepared };

/** Prepares all that one click asks for, or nothing of it. Throws `Refused` where one cannot be made. */
export async function prepareAll(
  wanted: readonly Wish[],
  asked: Asked,
  parts: PrepareParts,
  { holds = true, accept }: Sending = {},
): Promise<readonly PreparedWish[]> {
  const asking = asked === 'person' ? askPerson(parts) : askNobody(parts, holds);
  const wishes = (await asking.dead(wanted)) ?? [];
  const all: PreparedWish[] = [];
  for (const wish of wishes) {
    try {
      // The first question about cost is for all of them; the placeholder's wishes ask none.
      const isAsked = all.some(({ ready: { server } }) => server !== undefined);
      const ready = await prepare(wish, parts, asking, isAsked ? 'asked' : wishes);
      if (!ready) return giveUp(all);
      all.push({ wish, ready });
      accept?.(ready);
      if (ready.only) return all;
    } catch (error) {
      giveUp(all);
      throw error instanceof Failed ? new Refused(error.failure, wish, error) : error;
    }
  }
  return all;
}

/** What a wish would become where nobody is asked. Throws `Failed` `untrusted`, and as `prepareAll` does. */
export async function plan(wish: Wish, parts: PrepareParts): Promise<Prepared> {
  requireTrust();
  const [planned] = await prepareAll([wish], 'nobody', parts, { holds: false });
  if (!planned) throw new Error('A question was asked where there is nobody');
  return planned.ready;
}

/** The same for a request that goes out again once more is known; what was said about cost may hold for it (`asked`). */
export function prepareAgain(wish: Wish, parts: PrepareParts, cost: 'asked' | 'open'): Promise<Prepared | undefined> {
  return prepare(wish, parts, askPerson(parts), cost === 'asked' ? cost : [wish]);
}

/** Asks for the key that a server wants, as a 401 has said. Whether the request is to be sent again. */
export async function answerWantedKey({ server, stored }: Prepared, parts: PrepareParts): Promise<boolean> {
  if (!server) return false;
  // Another click has asked meanwhile.
  if (parts.standIn.on || (await parts.keys.get(server.origin)) !== stored) return true;
  const choice = await askPerson(parts).key(server);
  if (choice === 'placeholder') parts.standIn.on = true;
  return choice !== undefined;
}
