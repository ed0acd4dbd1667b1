import type { Entry } from './ledger.ts';

/**
 * URIs of the files that the history still speaks of and that may lie in Easel's own storage: untouched answers, copies that are
 * shown, and references.
 */
export function ownedFiles(entries: readonly Entry[]): ReadonlySet<string> {
  const owned = new Set<string>();
  for (const entry of entries) {
    if (entry.kind === 'saved' && entry.raw) owned.add(entry.raw.uri);
    if (entry.kind !== 'started') continue;
    if (entry.edit?.shown !== undefined) owned.add(entry.edit.shown);
    for (const uri of [...(entry.references ?? []), ...(entry.edit?.references ?? [])]) if (uri !== '') owned.add(uri);
  }
  return owned;
}
