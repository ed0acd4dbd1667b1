import type { PageState, ToPage } from '../core/protocol.ts';

type Partial = Extract<ToPage, { kind: 'partial' }>;

/** An early picture of a call. */
export interface Early {
  /** A blob URL, good until the next one of its call or the end of the call. */
  readonly url: string;
  /** How many came before it: the more, the sharper it is shown. */
  readonly step: number;
}

const early = new Map<string, Early>();

/** Takes a partial image in, in the place of the call's last one. */
export function addPartial({ run, call, type, bytes }: Partial): void {
  const last = early.get(key(run, call));
  if (last) URL.revokeObjectURL(last.url);
  const url = URL.createObjectURL(new Blob([bytes], { type: `image/${type}` }));
  early.set(key(run, call), { url, step: last ? last.step + 1 : 0 });
}

/** Lets go of the images of calls that nothing is expected of any more. */
export function dropPartials(state: PageState): void {
  const waiting = new Set(state.cards.flatMap((card) => card.pending.map((pending) => key(card.id, pending.call))));
  for (const [id, { url }] of early) {
    if (waiting.has(id)) continue;
    URL.revokeObjectURL(url);
    early.delete(id);
  }
}

/** The latest early picture of a call. */
export function partialOf(run: string, call: string): Early | undefined {
  return early.get(key(run, call));
}

function key(run: string, call: string): string {
  return `${run} ${call}`;
}
