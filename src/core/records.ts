import { nextFate, type PictureFate, UNTOUCHED } from './fate.ts';
import { belongsTo, type SavedEntry, type Started } from './history.ts';
import type { AskedBy, Entry } from './ledger.ts';
import { createPlaces, type Places } from './places.ts';
import { nameOf } from './restore.ts';
import type { Picture } from './session.ts';
import type { EditKind, ImageId, RunId } from './task.ts';

/** One image of the history, with what a list shows and a search looks at. */
export interface HistoryRecord extends AskedBy {
  readonly image: ImageId;
  readonly run: RunId;
  /** The file as a URI string; of a discarded one where it was. */
  readonly uri: string;
  readonly name: string;
  readonly prompt: string;
  readonly revisedPrompt?: string;
  readonly model: string;
  /** ms since 1970, when it was saved. */
  readonly at: number;
  /** px */
  readonly width: number;
  /** px */
  readonly height: number;
  readonly bytes: number;
  readonly state: Picture['state'];
  readonly starred: boolean;
  /** The folder it was made in, as a URI string. */
  readonly workspace?: string;
  readonly origin?: HistoryOrigin;
}

/** The picture that an image was made from. */
export interface HistoryOrigin {
  readonly kind: EditKind;
  readonly name: string;
  /** Where that picture is one of the history too. */
  readonly image?: ImageId;
}

/** What of the history is wanted: all of it that is given must be so. */
export interface HistoryFilter {
  readonly starred?: boolean;
  readonly model?: string;
  /** Words that prompt and name have in them. */
  readonly text?: string;
}

/**
 * The images of a window with these workspace folders (URI strings), newest first. `entries` are in the order of time. Which
 * picture an edit was made from is told by what lay at its place at that time.
 */
export function recordsOf(entries: readonly Entry[], workspaces: readonly string[]): readonly HistoryRecord[] {
  const runs = new Map<RunId, { readonly started: Started; readonly source?: ImageId }>();
  const found = new Map<ImageId, { readonly saved: SavedEntry; fate: PictureFate }>();
  const places = createPlaces();
  for (const entry of entries) {
    if (entry.kind === 'started') {
      const source = entry.edit && places.at(entry.edit.picture);
      runs.set(entry.run, { started: entry, ...(source !== undefined && { source }) });
    } else if (entry.kind === 'saved') {
      found.set(entry.image, { saved: entry, fate: UNTOUCHED });
    } else if ('image' in entry) {
      const known = found.get(entry.image);
      if (known) known.fate = nextFate(known.fate, entry);
    }
    places.take(entry);
  }
  const records: HistoryRecord[] = [];
  for (const { saved, fate } of found.values()) {
    const run = runs.get(saved.run);
    if (!run || !belongsTo(run.started, workspaces)) continue;
    records.push(recordOf(saved, fate, run.started, originOf(run.started, run.source, places)));
  }
  return records.reverse().sort((a, b) => b.at - a.at);
}

/** By the name that the picture has now. */
function originOf({ edit }: Started, image: ImageId | undefined, places: Places): HistoryOrigin | undefined {
  if (!edit) return undefined;
  if (image === undefined) return { kind: edit.kind, name: nameOf(edit.picture) };
  return { kind: edit.kind, name: nameOf(places.of(image) ?? edit.picture), image };
}

function recordOf(saved: SavedEntry, fate: PictureFate, started: Started, origin: HistoryOrigin | undefined): HistoryRecord {
  const uri = fate.uri ?? saved.uri;
  return {
    image: saved.image,
    run: saved.run,
    uri,
    name: nameOf(uri),
    prompt: started.prompt,
    ...(saved.revisedPrompt !== undefined && { revisedPrompt: saved.revisedPrompt }),
    model: started.options.model,
    at: saved.at,
    width: saved.width,
    height: saved.height,
    bytes: fate.file?.size ?? saved.bytes,
    state: fate.state,
    starred: fate.starred,
    ...(started.workspace !== undefined && { workspace: started.workspace }),
    ...(origin && { origin }),
    ...(started.by && { by: started.by }),
  };
}

/** The records that a filter lets through, in their order. */
export function filterRecords(records: readonly HistoryRecord[], filter: HistoryFilter): readonly HistoryRecord[] {
  const words = fold(filter.text ?? '')
    .split(/\s+/)
    .filter(Boolean);
  return records.filter((record) => {
    if (filter.starred && !record.starred) return false;
    if (filter.model !== undefined && record.model !== filter.model) return false;
    if (words.length === 0) return true;
    const text = fold(`${record.prompt}\n${record.name}\n${record.revisedPrompt ?? ''}`);
    return words.every((word) => text.includes(word));
  });
}

/** Without case and accents: `Café` is found by `cafe`. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
}

/** The images of one day. */
export interface HistoryDay {
  /** ms since 1970, the beginning of the day on this machine's clock. */
  readonly day: number;
  readonly records: readonly HistoryRecord[];
}

/** Records by the day of this machine's clock, in their order. */
export function byDay(records: readonly HistoryRecord[]): readonly HistoryDay[] {
  const days = new Map<number, HistoryRecord[]>();
  for (const record of records) {
    const day = new Date(record.at).setHours(0, 0, 0, 0);
    const list = days.get(day);
    if (list) list.push(record);
    else days.set(day, [record]);
  }
  return [...days].map(([day, list]) => ({ day, records: list }));
}

/** An image, what it was made from, and everything that was made from these; newest first. */
export function familyOf(records: readonly HistoryRecord[], image: ImageId): readonly HistoryRecord[] {
  const byImage = new Map(records.map((record) => [record.image, record]));
  const children = childrenOf(records);
  const family = new Set<ImageId>();
  let root = image;
  // Two files that took each other's place could have each other for parents.
  for (const seen = new Set<ImageId>(); !seen.has(root); root = byImage.get(root)?.origin?.image ?? root) seen.add(root);
  const waiting = [root];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (family.has(next)) continue;
    family.add(next);
    waiting.push(...(children.get(next) ?? []).map((child) => child.image));
  }
  return records.filter((record) => family.has(record.image));
}

/** The images that were made from each one. */
export function childrenOf(records: readonly HistoryRecord[]): ReadonlyMap<ImageId, readonly HistoryRecord[]> {
  const children = new Map<ImageId, HistoryRecord[]>();
  for (const record of records) {
    const parent = record.origin?.image;
    if (parent === undefined) continue;
    const list = children.get(parent);
    if (list) list.push(record);
    else children.set(parent, [record]);
  }
  return children;
}
