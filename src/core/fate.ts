import type { OpaqueBackground } from './background.ts';
import type { Entry } from './ledger.ts';
import type { Picture } from './session.ts';
import type { ImageId } from './task.ts';

/** What became of a picture after it was saved. */
export interface PictureFate {
  readonly state: Picture['state'];
  /** Where it was put back to; absent: where it was saved. In the bin it keeps this one, to go back there. */
  readonly uri?: string;
  readonly inserted: boolean;
  readonly starred: boolean;
  /** What was found where it was to be transparent. */
  readonly background?: OpaqueBackground;
  /** Other bytes than were saved. */
  readonly file?: Pick<Picture, 'sha256' | 'size'>;
}

/** Of a picture that nothing happened to. */
export const UNTOUCHED: PictureFate = { state: 'kept', inserted: false, starred: false };

/** A fate after one more entry; the same one where the entry says nothing of it. */
export function nextFate(before: PictureFate, entry: Entry): PictureFate {
  switch (entry.kind) {
    case 'inserted':
      return { ...before, state: 'inserted', inserted: true };
    case 'discarded':
      return { ...before, state: 'discarded' };
    case 'starred':
      return { ...before, starred: entry.on };
    case 'checked':
      return { ...before, background: entry.background };
    case 'moved':
      return { ...before, uri: entry.uri, file: { sha256: entry.sha256, size: entry.bytes } };
    case 'restored':
      return { ...before, state: before.inserted ? 'inserted' : 'kept', uri: entry.uri };
    default:
      return before;
  }
}

/** The fates of all pictures that something happened to. */
export function fatesOf(entries: readonly Entry[]): ReadonlyMap<ImageId, PictureFate> {
  const fates = new Map<ImageId, PictureFate>();
  for (const entry of entries) {
    if (!('image' in entry) || entry.kind === 'saved') continue;
    const before = fates.get(entry.image) ?? UNTOUCHED;
    fates.set(entry.image, nextFate(before, entry));
  }
  return fates;
}
