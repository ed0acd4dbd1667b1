import type { Entry } from './ledger.ts';

/** URIs of the files in Easel's own storage that the history still speaks of: untouched answers, and copies that are shown. */
export function ownedFiles(entries: readonly Entry[]): ReadonlySet<string> {
  const owned = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'saved' && entry.raw) owned.add(entry.raw.uri);
    if (entry.kind === 'started' && entry.edit?.shown !== undefined) owned.add(entry.edit.shown);
  }
  return owned;
}
