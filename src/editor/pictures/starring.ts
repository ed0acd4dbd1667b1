import type { ImageId } from '../../core/task.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { pictureOf } from './pictures.ts';

/** What starring works with. */
export interface StarringParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly log: Log;
}

/** Marks a picture as one to keep, or not any more; in every window, over reloads. Throws `Failed` `noFile`. */
export async function starPicture(image: ImageId, on: boolean, { outside, store, log }: StarringParts): Promise<void> {
  if (on === (pictureOf(store, image).starred ?? false)) return;
  store.dispatch({ kind: 'starred', image, on });
  const ledger = await outside.ledger();
  await ledger.append({ kind: 'starred', at: Date.now(), image, on }).catch((error) => log.error(error));
}
