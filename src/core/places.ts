import type { EditRecord, Entry } from './ledger.ts';
import type { ImageId } from './task.ts';

/** Follows where the files of pictures lie, from entry to entry of a ledger. */
export interface Places {
  /** What lies at a place, a URI string, after the entries so far. */
  at(uri: string): ImageId | undefined;
  /** Where a picture lies after the entries so far; one in the bin: where it was. */
  of(image: ImageId): string | undefined;
  take(entry: Entry): void;
}

export function createPlaces(): Places {
  const places = new Map<ImageId, string>();
  const lying = new Map<string, ImageId>();

  function leave(image: ImageId): void {
    const before = places.get(image);
    if (before !== undefined && lying.get(before) === image) lying.delete(before);
  }

  return {
    at: (uri) => lying.get(uri),
    of: (image) => places.get(image),
    take(entry) {
      if (entry.kind === 'discarded') leave(entry.image);
      if (entry.kind !== 'saved' && entry.kind !== 'moved' && entry.kind !== 'restored') return;
      leave(entry.image);
      places.set(entry.image, entry.uri);
      lying.set(entry.uri, entry.image);
    },
  };
}

/** The files that a run has gone by, as URI strings. */
export interface Sources {
  readonly edit?: EditRecord;
  readonly references?: readonly string[];
}

/** The files of a run, each once. */
export function placesIn({ edit, references = [] }: Sources): readonly string[] {
  return [...new Set([...(edit ? [edit.picture, ...(edit.references ?? [])] : []), ...references])];
}

/** The same files where they lie now. A copy that is shown instead of one stays where it is. */
export function relocate({ edit, references }: Sources, now: (uri: string) => string): Sources {
  return {
    ...(edit && {
      edit: { ...edit, picture: now(edit.picture), ...(edit.references && { references: edit.references.map(now) }) },
    }),
    ...(references && { references: references.map(now) }),
  };
}
