import type { SavedEntry, Started } from './history.ts';
import type { Entry } from './ledger.ts';

/** What the ledger says of an image. */
export interface KnownImage {
  readonly started: Started;
  readonly saved: SavedEntry;
}

/**
 * Finds an image by the hash of its file, wherever that lies now: as it was saved, as it was put in another one's place, or
 * the untouched answer that it was made from. Of several that are the same, the newest.
 */
export function findImage(entries: readonly Entry[], sha256: string): KnownImage | undefined {
  const moved = new Set(entries.flatMap((entry) => (entry.kind === 'moved' && entry.sha256 === sha256 ? [entry.image] : [])));
  const saved = entries.findLast(
    (entry) => entry.kind === 'saved' && (entry.sha256 === sha256 || entry.raw?.sha256 === sha256 || moved.has(entry.image)),
  );
  if (saved?.kind !== 'saved') return undefined;
  const started = entries.findLast((entry) => entry.kind === 'started' && entry.run === saved.run);
  return started?.kind === 'started' ? { started, saved } : undefined;
}
