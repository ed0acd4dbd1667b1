import type { Entry } from './ledger.ts';
import type { Note } from './note.ts';
import type { CallId, ImageId, RunId } from './task.ts';

/** What has to go when images were removed from the history. */
export interface Removal {
  readonly images: ReadonlySet<ImageId>;
  /** Runs of which no image is left: only what they cost stays. */
  readonly runs: ReadonlySet<RunId>;
  /** Of each call that brought a removed image: all images that it brought. */
  readonly paid: ReadonlyMap<CallId, number>;
}

/**
 * What has to go. `entries` are all there are, in the order of time; removals after `until` (ms since 1970) do not count yet.
 * Undefined where nothing was removed. A run that is not over keeps its entries: more images may come.
 */
export function removalOf(entries: readonly Entry[], until = Number.POSITIVE_INFINITY): Removal | undefined {
  const removed = new Map<ImageId, Extract<Entry, { kind: 'removed' }>>();
  for (const entry of entries) {
    if (entry.kind !== 'removed') continue;
    if (entry.on && entry.at <= until) removed.set(entry.image, entry);
    // What was put back a moment ago must not be gone in spite of that.
    else if (!entry.on) removed.delete(entry.image);
  }
  if (removed.size === 0) return undefined;
  const left = new Set<RunId>();
  const over = new Set<RunId>();
  const brought = new Map<CallId, Set<ImageId>>();
  // What it was of is known by the removal itself: the rest may have left the disk before.
  for (const { image, call } of removed.values()) brought.set(call, (brought.get(call) ?? new Set()).add(image));
  for (const entry of entries) {
    if (entry.kind === 'ended') over.add(entry.run);
    if (entry.kind !== 'saved') continue;
    brought.get(entry.call)?.add(entry.image);
    if (!removed.has(entry.image)) left.add(entry.run);
  }
  const runs = [...removed.values()].map(({ run }) => run).filter((run) => !left.has(run) && over.has(run));
  const paid = new Map([...brought].map(([call, images]) => [call, images.size]));
  return { images: new Set(removed.keys()), runs: new Set(runs), paid };
}

/**
 * What stays of an entry: itself, without what it says of the removed images, or nothing. A run's cost stays, because a
 * budget must not grow by tidying up.
 */
export function keepOf(entry: Entry, removal: Removal): Entry | undefined {
  if ('image' in entry) return removal.images.has(entry.image) ? undefined : entry;
  switch (entry.kind) {
    case 'started': {
      if (!removal.runs.has(entry.run) || entry.forgotten) return entry;
      const { alt, document, target, style, references, ...rest } = entry;
      const edit = entry.edit && { kind: entry.edit.kind, picture: '', width: entry.edit.width, height: entry.edit.height };
      // That there were some decides what such an image costs.
      const nameless = references && { references: references.map(() => '') };
      return { ...rest, ...nameless, prompt: '', parents: [], ...(edit && { edit }), forgotten: true };
    }
    case 'used': {
      // What was counted before is more than what is left by now.
      const images = entry.images === undefined ? removal.paid.get(entry.call) : undefined;
      return images === undefined ? entry : { ...entry, images };
    }
    case 'noted': {
      const isOfRemoved = entry.call !== undefined && removal.paid.has(entry.call) && namesFile(entry.note);
      return removal.runs.has(entry.run) || isOfRemoved ? undefined : entry;
    }
    case 'sent':
    case 'failed':
    case 'described':
      return removal.runs.has(entry.run) ? undefined : entry;
    case 'ended':
    case 'replaced':
      return entry;
  }
}

/** Whether a note has the name of an image in it. */
function namesFile({ kind }: Note): boolean {
  return kind === 'otherName' || kind === 'sidecar';
}

/** The entries as if what was removed had never been there, but for its cost. `entries` are in the order of time. */
export function withoutRemoved(entries: readonly Entry[]): readonly Entry[] {
  const removal = removalOf(entries);
  return entries.flatMap((entry) => {
    if (entry.kind === 'removed') return [];
    return (removal ? keepOf(entry, removal) : entry) ?? [];
  });
}
