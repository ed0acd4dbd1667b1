import type { Bytes } from './image.ts';
import type { Ledger } from './ledger.ts';
import type { Raster } from './raster.ts';
import type { Event, Picture } from './session.ts';
import type { Order } from './task.ts';

/** What is behind the subject of a picture. `checkerboard`: painted, as programs show what is transparent. */
export type Background = 'transparent' | OpaqueBackground;
/** A background that is not transparent, although it was to be. */
export type OpaqueBackground = 'opaque' | 'checkerboard';

/** What checking works with. */
export interface CheckParts {
  raster(): Promise<Pick<Raster, 'background'>>;
  ledger(): Promise<Pick<Ledger, 'append'>>;
  /** A picture's file. Throws `Failed` `noFile`. */
  read(picture: Picture): Promise<Bytes>;
  dispatch(event: Event): void;
  /** ms since 1970 */
  now(): number;
  /** What went wrong: nothing is lost by it. */
  report(error: unknown): void;
}

/** Whether a transparent background is asked of the server. */
export function asksForTransparency({ calls }: Pick<Order, 'calls'>): boolean {
  return calls.some(({ parameters }) => parameters.background === 'transparent');
}

/** ms for one picture: what an engine that hangs cannot tell is not said. */
const CHECK_WITHIN = 60_000;

/**
 * Looks at the pixels of pictures that were to be transparent, and tells of each that is not. They are on disk by then: a check
 * delays no save, changes no file, and one that fails is reported and passed over. Never throws.
 */
export async function checkBackgrounds(pictures: readonly Picture[], parts: CheckParts): Promise<void> {
  for (const picture of pictures) {
    try {
      const raster = await parts.raster();
      const background = await raster.background(await parts.read(picture), AbortSignal.timeout(CHECK_WITHIN));
      if (background === 'transparent') continue;
      parts.dispatch({ kind: 'checked', image: picture.id, background });
      const ledger = await parts.ledger();
      await ledger.append({ kind: 'checked', at: parts.now(), image: picture.id, background });
    } catch (error) {
      parts.report(error);
    }
  }
}
