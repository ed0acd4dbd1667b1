import type { OpaqueBackground } from './background.ts';
import type { Cost } from './cost.ts';
import { type Described, type Description, readDescribed } from './description.ts';
import { assertNever, type Failure } from './failure.ts';
import type { FileInfo } from './fileType.ts';
import type { AskedBy, EditRecord, RawRecord, SentAlong } from './ledger.ts';
import type { Note } from './note.ts';
import { type PictureEvent, reducePicture } from './pictureEvents.ts';
import type { Pricing } from './server.ts';
import type { CallId, ImageId, Options, RunId, Usage } from './task.ts';
import { isWorthKeeping } from './unfinished.ts';

/** How far one POST is. */
export type CallState =
  /** In the queue, or its pictures are being made ready: nothing was sent. */
  | { readonly kind: 'queued' }
  /** Cooling down after a 429 until `until`, ms since 1970. */
  | { readonly kind: 'waiting'; readonly until: number }
  | { readonly kind: 'sent' }
  | { readonly kind: 'done' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Left behind by a window that is gone: nobody knows whether an image was made. */
  | { readonly kind: 'unknown' }
  /** Left behind by such a window in its queue: nothing was made. */
  | { readonly kind: 'unsent' };

export interface CallView {
  readonly id: CallId;
  /** Images asked of it. */
  readonly n: number;
  readonly state: CallState;
  /** Images it has brought so far. */
  readonly got: number;
  /** What its answer says that it used. */
  readonly usage?: Usage;
}

/** One click's worth of work. */
export interface Run extends AskedBy, SentAlong {
  readonly id: RunId;
  readonly prompt: string;
  readonly options: Options;
  /** Where it was sent: an origin, or `placeholder:`. */
  readonly provider: string;
  /** Whose prices hold; absent for what is no server, and in records of before 0.5. */
  readonly pricing?: Pricing;
  /** ms since 1970 */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly calls: readonly CallView[];
  readonly notes: readonly Note[];
  /** A failure before any call, such as `noKey`. */
  readonly failure?: Failure;
  /** The placeholder stood in because there is no key: its card offers to set one. */
  readonly standIn: boolean;
  /** The folder that it was made in, as a URI string. */
  readonly workspace?: string;
  /** The document that asked for it, as a URI string. */
  readonly document?: string;
  /** The file that it is for, as a URI string. */
  readonly target?: string;
  /** The picture that it was made from; it and the references lead to their files wherever these go. */
  readonly edit?: EditRecord;
  /** Those of our pictures that it was made from. */
  readonly parents?: readonly ImageId[];
  /** How its images are called and where they go by themselves; absent for one that is for an exact file. */
  readonly usual?: Description;
  /** What a person said otherwise. */
  readonly described?: Described;
  /** What it was to cost; absent where nothing is paid, and for a run of an earlier window. */
  readonly estimate?: Cost;
}

/** Where an image would be inserted, for the button's label. */
export interface Target {
  readonly name: string;
  /** 1-based */
  readonly line: number;
  /** No reference can stand there: the button copies it instead. */
  readonly copyOnly: boolean;
  /** Browsers read it, and so a WebP file would do. */
  readonly web?: boolean;
}

export interface Picture {
  readonly id: ImageId;
  readonly run: RunId;
  readonly call: CallId;
  /** The file, as a URI string. */
  readonly uri: string;
  readonly name: string;
  readonly info: Pick<FileInfo, 'type' | 'width' | 'height'>;
  /** bytes */
  readonly size: number;
  readonly sha256: string;
  readonly alt: string;
  readonly revisedPrompt?: string;
  /** The images it was made from. */
  readonly parents: readonly ImageId[];
  /** The untouched answer, where the image was made from it. */
  readonly raw?: RawRecord;
  /** How much of what was to be kept the model had changed, 0–1. */
  readonly changedOutside?: number;
  /** The name that it was to have when that one was taken, and it got a number: `cat.png` of `cat-2.png`. */
  readonly plain?: string;
  readonly state: 'kept' | 'inserted' | 'discarded';
  /** One to keep: what tidies up leaves it alone. */
  readonly starred?: true;
  /** What was found where it was to be transparent. */
  readonly background?: OpaqueBackground;
  /** Its file is not in its place. */
  readonly missing?: true;
}

/** What the host knows of runs and images. Everything is named by id; `order` is newest first. */
export interface State {
  readonly runs: ReadonlyMap<RunId, Run>;
  readonly pictures: ReadonlyMap<ImageId, Picture>;
  readonly order: readonly RunId[];
  /** Where each run's images would go; absent when the place is gone. */
  readonly targets: ReadonlyMap<RunId, Target>;
  /** The image that commands without an argument mean. */
  readonly selected?: ImageId;
}

export type Event =
  | { readonly kind: 'started'; readonly run: Run }
  | { readonly kind: 'call'; readonly run: RunId; readonly call: CallId; readonly state: CallState }
  | { readonly kind: 'saved'; readonly picture: Picture }
  | { readonly kind: 'used'; readonly run: RunId; readonly call: CallId; readonly usage: Usage }
  | { readonly kind: 'described'; readonly run: RunId; readonly described: Described }
  | { readonly kind: 'note'; readonly run: RunId; readonly note: Note }
  /** Every call is over. `failure` when it failed before there were calls. */
  | { readonly kind: 'ended'; readonly run: RunId; readonly at: number; readonly failure?: Failure }
  /** What failed in these calls (absent: in all) is asked for again elsewhere: they go, and the run too when nothing is left of it. */
  | { readonly kind: 'forgotten'; readonly run: RunId; readonly calls?: readonly CallId[] }
  | { readonly kind: 'target'; readonly run: RunId; readonly target: Target | undefined }
  | PictureEvent;

export const empty: State = { runs: new Map(), pictures: new Map(), order: [], targets: new Map() };

/** The next state. Events about an unknown id change nothing: a late answer must not bring back what is gone. */
export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case 'started':
      return {
        ...state,
        runs: set(state.runs, event.run.id, event.run),
        order: [event.run.id, ...state.order.filter((id) => id !== event.run.id)],
      };
    case 'call':
      return updateRun(state, event.run, (run) => ({
        ...run,
        calls: run.calls.map((call) => (call.id === event.call ? { ...call, state: event.state } : call)),
      }));
    case 'saved': {
      const { picture } = event;
      if (!state.runs.has(picture.run)) return state;
      const next = updateRun(state, picture.run, (run) => ({
        ...run,
        calls: run.calls.map((call) => (call.id === picture.call ? { ...call, got: call.got + 1 } : call)),
      }));
      return { ...next, pictures: set(next.pictures, picture.id, picture), selected: picture.id };
    }
    case 'used':
      return updateRun(state, event.run, (run) => ({
        ...run,
        calls: run.calls.map((call) => (call.id === event.call ? { ...call, usage: event.usage } : call)),
      }));
    case 'described':
      return describe(state, event.run, event.described);
    case 'note':
      return updateRun(state, event.run, (run) => ({ ...run, notes: [...run.notes, event.note] }));
    case 'ended':
      return updateRun(state, event.run, (run) => ({
        ...run,
        endedAt: event.at,
        ...(event.failure && { failure: event.failure }),
      }));
    case 'forgotten':
      return forget(state, event.run, event.calls);
    case 'target':
      return setTarget(state, event.run, event.target);
    case 'picture':
    case 'starred':
    case 'checked':
    case 'missing':
    case 'gone':
    case 'selected':
      return reducePicture(state, event);
    default:
      return assertNever(event);
  }
}

/** Whether any of its calls still runs. */
export function isRunning(run: Run): boolean {
  return run.endedAt === undefined;
}

/** The images of a run, in the order in which they came. */
export function picturesOf(state: State, run: RunId): readonly Picture[] {
  return [...state.pictures.values()].filter((picture) => picture.run === run);
}

/** What an image shows can still be said until it is inserted; its file has its name by then. */
function describe(state: State, id: RunId, described: Described): State {
  const run = state.runs.get(id);
  if (!run) return state;
  const alt = readDescribed(described).alt ?? run.usual?.alt;
  const pictures = new Map(state.pictures);
  for (const picture of picturesOf(state, id)) {
    if (alt !== undefined && picture.state !== 'inserted') pictures.set(picture.id, { ...picture, alt });
  }
  return updateRun({ ...state, pictures }, id, (before) => ({ ...before, described }));
}

/** The same state where nothing is new: every key that is pressed in a document asks. */
function setTarget(state: State, run: RunId, target: Target | undefined): State {
  const old = state.targets.get(run);
  const isSame = old?.name === target?.name && old?.line === target?.line && old?.copyOnly === target?.copyOnly;
  if ((isSame && old?.web === target?.web) || !state.runs.has(run)) return state;
  const targets = new Map(state.targets);
  if (target) targets.set(run, target);
  else targets.delete(run);
  return { ...state, targets };
}

function forget(state: State, id: RunId, asked: readonly CallId[] | undefined): State {
  const run = state.runs.get(id);
  if (!run) return state;
  const calls = run.calls.filter((call) => isWorthKeeping(call) || (asked && !asked.includes(call.id)));
  if (calls.some(({ state }) => state.kind !== 'done') || picturesOf(state, id).length > 0) {
    return updateRun(state, id, ({ failure: _, ...rest }) => ({ ...rest, calls }));
  }
  const runs = new Map(state.runs);
  const targets = new Map(state.targets);
  runs.delete(id);
  targets.delete(id);
  return { ...state, runs, targets, order: state.order.filter((other) => other !== id) };
}

function updateRun(state: State, id: RunId, change: (run: Run) => Run): State {
  const run = state.runs.get(id);
  return run ? { ...state, runs: set(state.runs, id, change(run)) } : state;
}

function set<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}
