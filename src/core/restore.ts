import type { Description } from './description.ts';
import { fatesOf, type PictureFate } from './fate.ts';
import type { FileType } from './fileType.ts';
import { belongsTo, type CallRecord, isOpen, type RunRecord, runsOf, type SavedEntry } from './history.ts';
import type { Entry } from './ledger.ts';
import { createPlaces, placesIn, relocate } from './places.ts';
import { altText } from './prompt.ts';
import { type CallState, type CallView, type Picture, type Run, reduce, type State } from './session.ts';
import type { ImageId, RunId } from './task.ts';

/** Whose runs come back. */
export interface RestoreScope {
  /** The workspace's folders, as URI strings; none: the runs without one. */
  readonly workspaces: readonly string[];
  /** Whether a window still runs, see `Ledger`. */
  readonly alive: (window: string) => boolean;
  /** Runs, at most. */
  readonly limit?: number;
  /** These runs only, however many. */
  readonly runs?: ReadonlySet<RunId>;
}

/** Runs that a window begins with. */
export const RESTORED = 20;

/**
 * What a window shows again after a reload: the newest runs of its workspace with their images. Calls that a dead window
 * left without an end are `unknown`, or `unsent` where they never left it; a run that another window is still busy with is left to that window.
 */
export function restoreState(
  entries: readonly Entry[],
  { workspaces, alive, runs, limit = runs?.size ?? RESTORED }: RestoreScope,
): State {
  const records = runsOf(entries)
    .filter(({ started }) => !started.forgotten && belongsTo(started, workspaces))
    .filter(({ started }) => !runs || runs.has(started.run))
    .filter(({ started, endedAt }) => endedAt !== undefined || !alive(started.window))
    .toSorted((a, b) => a.started.at - b.started.at)
    .slice(-limit);
  const fates = fatesOf(entries);
  const sources = sourcesOf(entries);
  const pictures = records.flatMap((record) =>
    record.calls
      .flatMap(({ saved }) => saved)
      .toSorted((a, b) => a.at - b.at)
      .map((saved) => pictureOf(saved, record, fates.get(saved.image))),
  );
  const selected = pictures.findLast((picture) => picture.state !== 'discarded');
  const state: State = {
    runs: new Map(records.map((record) => [record.started.run, runOf(record, sources.get(record.started.run) ?? [])])),
    pictures: new Map(pictures.map((picture) => [picture.id, picture])),
    order: records.map(({ started }) => started.run).toReversed(),
    targets: new Map(),
    ...(selected && { selected: selected.id }),
  };
  return entries
    .filter((entry) => entry.kind === 'replaced')
    .reduce((next, { run, calls }) => reduce(next, { kind: 'forgotten', run, ...(calls && { calls }) }), state);
}

function pictureOf(saved: SavedEntry, { started, described }: RunRecord, fate: PictureFate | undefined): Picture {
  const uri = fate?.uri ?? saved.uri;
  const name = nameOf(uri);
  return {
    id: saved.image,
    run: saved.run,
    call: saved.call,
    uri,
    name,
    info: { type: typeOf(name), width: saved.width, height: saved.height },
    size: saved.bytes,
    sha256: saved.sha256,
    ...fate?.file,
    alt: described?.alt ?? started.alt ?? altText(started.prompt),
    parents: started.parents,
    state: fate?.state ?? 'kept',
    ...(fate?.starred && { starred: true }),
    ...(fate?.background && { background: fate.background }),
    ...(saved.raw && { raw: saved.raw }),
    ...(saved.changedOutside !== undefined && { changedOutside: saved.changedOutside }),
    ...(saved.plain !== undefined && { plain: saved.plain }),
    ...(saved.revisedPrompt !== undefined && { revisedPrompt: saved.revisedPrompt }),
  };
}

/** One of our pictures that a run was made from. */
interface Source {
  readonly image: ImageId;
  /** Where it lay at that time. */
  readonly from: string;
  /** Where it lies now. */
  readonly to: string;
}

function sourcesOf(entries: readonly Entry[]): ReadonlyMap<RunId, readonly Source[]> {
  const places = createPlaces();
  const found = new Map<RunId, readonly Omit<Source, 'to'>[]>();
  for (const entry of entries) {
    if (entry.kind === 'started') {
      const known = placesIn(entry).map((from) => ({ from, image: places.at(from) }));
      found.set(
        entry.run,
        known.flatMap(({ from, image }) => (image === undefined ? [] : [{ from, image }])),
      );
    }
    places.take(entry);
  }
  const now = (known: Omit<Source, 'to'>): Source => ({ ...known, to: places.of(known.image) ?? known.from });
  return new Map([...found].map(([run, known]) => [run, known.map(now)]));
}

function runOf({ started, calls, described, notes, endedAt, lastAt }: RunRecord, sources: readonly Source[]): Run {
  return {
    id: started.run,
    prompt: started.prompt,
    options: started.options,
    provider: started.provider,
    ...(started.pricing && { pricing: started.pricing }),
    startedAt: started.at,
    // A run of a dead window is over, whatever became of it.
    endedAt: endedAt ?? lastAt,
    calls: calls.map((call): CallView => {
      const state = stateOf(call, endedAt !== undefined);
      return { id: call.id, n: call.n, got: call.saved.length, state, ...(call.usage && { usage: call.usage }) };
    }),
    notes,
    standIn: started.standIn ?? false,
    ...(started.target === undefined && { usual: { alt: started.alt ?? altText(started.prompt) } }),
    ...(described && { described: placeAndAltOf(described) }),
    ...(started.workspace !== undefined && { workspace: started.workspace }),
    ...(started.document !== undefined && { document: started.document }),
    ...(started.target !== undefined && { target: started.target }),
    ...(started.style && { style: started.style }),
    ...(started.by && { by: started.by }),
    ...relocate(started, (uri) => sources.find(({ from }) => from === uri)?.to ?? uri),
    parents: [...new Set([...started.parents, ...sources.map(({ image }) => image)])],
  };
}

/** Files have their names by now; where they go is still open for those that wait. */
function placeAndAltOf({ alt, folder }: Description): Description {
  return { ...(alt !== undefined && { alt }), ...(folder !== undefined && { folder }) };
}

function stateOf(call: CallRecord, ended: boolean): CallState {
  // One that had no place was saved by hand since.
  const isRescued = call.failed?.failure.kind === 'noPlace' && call.saved.length >= call.n;
  if (call.failed && !isRescued) return { kind: 'failed', failure: call.failed.failure };
  if (ended || !isOpen(call)) return { kind: 'done' };
  return { kind: call.unsent ? 'unsent' : 'unknown' };
}

/** The last part of a URI's path, readable. */
export function nameOf(uri: string): string {
  const name =
    uri
      .replace(/[?#].*$/, '')
      .split('/')
      .at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    // Not percent-encoded after all.
    return name;
  }
}

const TYPES = new Map<string, FileType>([
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['webp', 'webp'],
  ['gif', 'gif'],
  ['avif', 'avif'],
]);

/** What a file is by its name. */
export function typeOf(name: string): FileType {
  return TYPES.get(name.split('.').at(-1)?.toLowerCase() ?? '') ?? 'png';
}
