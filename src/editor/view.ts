import { l10n } from 'vscode';
import { isolate } from '../core/bidi.ts';
import type { Failure } from '../core/failure.ts';
import type { Learned } from '../core/learned.ts';
import type { RawRecord } from '../core/ledger.ts';
import type {
  CardView,
  EditorView,
  FailedRequestView,
  FailureView,
  FormView,
  PageState,
  PendingView,
  PictureView,
  StepButton,
} from '../core/protocol.ts';
import { nameOf, typeOf } from '../core/restore.ts';
import { otherResults } from '../core/results.ts';
import { type CallView, isRunning, type Picture, picturesOf, type Run, type State, type Target } from '../core/session.ts';
import { parseSize } from '../core/size.ts';
import { styledPrompt } from '../core/style.ts';
import { STRENGTHS } from '../core/variation.ts';
import { explain } from './words/failures.ts';
import {
  askerLabel,
  backgroundSentence,
  factsLabel,
  insertLabel,
  missingSentence,
  outsideSentence,
  pendingLabel,
  pictureFactsLabel,
  titleOf,
  waitingSentence,
  webpLabel,
} from './words/labels.ts';
import { noteSentence } from './words/notes.ts';
import { viewCost, viewUsual } from './words/spending.ts';
import { stepButton } from './words/steps.ts';

/** What the view needs from the panel: where the page finds an image. */
export interface ViewParts {
  /** A file's URI string as a webview resource. */
  toSource(uri: string): string;
  /** A picture's bytes as WebP, where they are known. */
  webpSize(picture: Picture): number | undefined;
  /** Whether it waits in Easel's storage. */
  waits(picture: Picture): boolean;
  readonly trusted: boolean;
  readonly learned: Learned;
}

/** The one way from the session's state to the page's: every failure and note becomes its sentence here. */
export function viewState(state: State, form: FormView, editor: EditorView | undefined, parts: ViewParts): PageState {
  const cards = state.order.flatMap((id) => {
    const run = state.runs.get(id);
    return run ? [viewRun(run, state, parts)] : [];
  });
  const selected = state.selected !== undefined && { selected: state.selected };
  return { trusted: parts.trusted, form, ...(editor && { editor }), cards, ...selected };
}

function viewRun(run: Run, state: State, parts: ViewParts): CardView {
  return {
    id: run.id,
    prompt: titleOf(run),
    ...(titleOf(run) !== run.prompt && { typed: run.prompt }),
    facts: factsLabel(run.options),
    ...(run.by && { asker: askerLabel(run.by) }),
    running: isRunning(run),
    startedAt: run.startedAt,
    ...(run.endedAt !== undefined && { endedAt: run.endedAt }),
    ...viewUsual(run, parts.learned.times),
    ...viewCost(run, parts.learned.prices),
    pending: run.calls.flatMap((call) => viewPending(call, run)),
    pictures: picturesOf(state, run.id).map((picture) => viewPicture(picture, state, parts)),
    failures: viewFailures(run),
    notes: [...new Set(run.notes.map(noteSentence))],
    buttons: [...(run.standIn ? [stepButton('setKey')] : []), ...viewVariationSteps(run)],
    ...viewDescription(run, state, parts),
    ...viewOriginal(run, state, parts),
    ...viewSent(run, parts),
  };
}

/** What went along with the prompt: the card shows all that was sent. */
function viewSent({ prompt, style, references = [] }: Run, parts: ViewParts): Pick<CardView, 'style' | 'references'> {
  return {
    ...(style && { style: { name: style.name, sent: styledPrompt(prompt, style) } }),
    ...(references.length > 0 && { references: references.map((uri) => ({ src: parts.toSource(uri), name: nameOf(uri) })) }),
  };
}

/** Name and folder until all is saved, the alt text until all is inserted. */
function viewDescription(run: Run, state: State, { trusted }: ViewParts): Pick<CardView, 'description'> {
  const { usual, described } = run;
  const isExpected = isRunning(run) && run.calls.some((call) => viewPending(call, run).length > 0);
  const isKept = picturesOf(state, run.id).some((picture) => picture.state === 'kept');
  if (!trusted || !usual || !(isExpected || isKept)) return {};
  const { alt, name, folder } = { ...usual, ...described };
  const place = isExpected &&
    name !== undefined && { place: { name, ...(usual.folder !== undefined && { folder: folder ?? '' }) } };
  return {
    description: { alt: alt ?? '', ...place, ...(described?.refused && { problem: explain(described.refused).sentence }) },
  };
}

function viewOriginal({ id, edit }: Run, state: State, parts: ViewParts): Pick<CardView, 'original'> {
  // An edit may lie in its place by now.
  if (!edit || picturesOf(state, id).some(({ uri }) => uri === edit.picture)) return {};
  const { picture, shown = picture, width, height } = edit;
  return { original: { src: parts.toSource(shown), name: nameOf(picture), width, height } };
}

const STRENGTH_STEPS = { subtle: 'varySubtly', medium: 'varyMore', strong: 'varyStrongly' } as const;

/** The other strengths; the same again has a button of its own. */
function viewVariationSteps(run: Run): readonly StepButton[] {
  if (run.edit?.kind !== 'vary' || isRunning(run)) return [];
  const others = STRENGTHS.filter((strength) => strength !== run.edit?.strength);
  return [...others.map((strength) => STRENGTH_STEPS[strength]), 'reword' as const].map(stepButton);
}

/** An edit may take the place of the file that it was made from; a variation is another picture. */
function viewReplacement({ uri, info }: Picture, edit: Run['edit']): Pick<PictureView, 'replaceLabel'> {
  if (!edit || edit.kind === 'vary' || edit.picture === uri) return {};
  // An answer that could not be put back shows a part of the picture only.
  if (info.width < edit.width || info.height < edit.height) return {};
  return { replaceLabel: l10n.t('Use Instead of {0}', isolate(nameOf(edit.picture))) };
}

/** Where browsers read it, and it is not as small already. */
function viewWebp(picture: Picture, target: Target | undefined, parts: Pick<ViewParts, 'webpSize'>): Pick<PictureView, 'webp'> {
  const { size, info } = picture;
  if (!target?.web || target.copyOnly || info.type === 'webp' || info.type === 'gif' || info.type === 'avif') return {};
  const smaller = parts.webpSize(picture);
  return { webp: { label: webpLabel(smaller, size), usable: smaller === undefined || smaller < size } };
}

function viewPending({ id, n, got, state }: CallView, run: Run): readonly PendingView[] {
  if (!isRunning(run) || !(state.kind === 'queued' || state.kind === 'waiting' || state.kind === 'sent')) return [];
  const size = parseSize(run.options.size);
  const pending = {
    call: id,
    status: pendingLabel(state),
    ...(state.kind === 'waiting' && { until: state.until }),
    ...(size && { width: size.width, height: size.height }),
  };
  return Array.from({ length: n - got }, (_, index) => ({ id: `${id}#${index}`, ...pending }));
}

/** What of it one image needs. */
type PictureParts = Pick<ViewParts, 'toSource' | 'webpSize' | 'waits'>;

/** One image, with what decides what can be done with it. */
export function viewPicture(picture: Picture, state: State, parts: PictureParts): PictureView {
  const { type, width, height } = picture.info;
  const target = state.targets.get(picture.run);
  return {
    id: picture.id,
    src: parts.toSource(picture.uri),
    name: picture.name,
    facts: pictureFactsLabel({ width, height }, type, picture.size),
    width,
    height,
    alt: picture.alt,
    ...(picture.revisedPrompt !== undefined && { revisedPrompt: picture.revisedPrompt }),
    state: picture.state,
    starred: picture.starred ?? false,
    others: otherResults(state, picture).length,
    editable: picture.info.type !== 'gif' && picture.info.type !== 'avif',
    ...(picture.changedOutside !== undefined && { outside: outsideSentence(picture.changedOutside) }),
    ...(picture.missing ? { missing: missingSentence() } : parts.waits(picture) && { waits: waitingSentence() }),
    ...(picture.background && { background: backgroundSentence(picture.background) }),
    ...(picture.raw && { raw: viewRaw(picture.raw, parts) }),
    ...viewReplacement(picture, state.runs.get(picture.run)?.edit),
    ...viewWebp(picture, target, parts),
    insertLabel: insertLabel(target),
    insertCopies: target?.copyOnly ?? true,
  };
}

function viewRaw({ uri, width, height, bytes }: RawRecord, parts: Pick<ViewParts, 'toSource'>): NonNullable<PictureView['raw']> {
  const facts = pictureFactsLabel({ width, height }, typeOf(nameOf(uri)), bytes);
  return { src: parts.toSource(uri), name: nameOf(uri), width, height, facts };
}

/** Calls that failed in the same way are said once, with each of them by itself where there are several. */
function viewFailures(run: Run): readonly FailureView[] {
  const views = new Map<string, FailureView & { readonly requests: readonly FailedRequestView[] }>();
  for (const call of run.calls) {
    const failure = failureOfCall(call);
    if (!failure) continue;
    const { requestId, ...view } = explain(failure);
    const key = JSON.stringify([view.sentence, view.detail]);
    const others = views.get(key)?.requests ?? [];
    const requests = [...others, { call: call.id, ...(requestId !== undefined && { requestId }) }];
    views.set(key, { ...view, requests, ...(others.length === 0 && requestId !== undefined && { requestId }) });
  }
  return [...views.values(), ...(run.failure ? [explain(run.failure)] : [])];
}

function failureOfCall({ state }: CallView): Failure | undefined {
  if (state.kind === 'failed') return state.failure;
  if (state.kind === 'unsent') return { kind: 'notSent' };
  return state.kind === 'unknown' ? { kind: 'unknownEnd' } : undefined;
}
