import type { CardView, FailureView, FormView, PageState, PendingView, PictureView } from '../core/protocol.ts';
import { type CallView, isRunning, type Picture, picturesOf, type Run, type State } from '../core/session.ts';
import { parseSize } from '../core/size.ts';
import { explain } from './words/failures.ts';
import { bytesLabel, factsLabel, insertLabel, pendingLabel } from './words/labels.ts';
import { noteSentence } from './words/notes.ts';
import { stepButton } from './words/steps.ts';

/** What the view needs from the panel: where the page finds an image. */
export interface ViewParts {
  /** A file's URI string as a webview resource. */
  toSource(uri: string): string;
  readonly trusted: boolean;
}

/** The one way from the session's state to the page's: every failure and note becomes its sentence here. */
export function viewState(state: State, form: FormView, parts: ViewParts): PageState {
  const cards = state.order.flatMap((id) => {
    const run = state.runs.get(id);
    return run ? [viewRun(run, state, parts)] : [];
  });
  return { trusted: parts.trusted, form, cards, ...(state.selected !== undefined && { selected: state.selected }) };
}

function viewRun(run: Run, state: State, parts: ViewParts): CardView {
  const label = insertLabel(state.targets.get(run.id));
  const copies = state.targets.get(run.id)?.copyOnly ?? true;
  return {
    id: run.id,
    prompt: run.prompt,
    facts: factsLabel(run.options),
    running: isRunning(run),
    startedAt: run.startedAt,
    ...(run.endedAt !== undefined && { endedAt: run.endedAt }),
    pending: run.calls.flatMap((call) => viewPending(call, run)),
    pictures: picturesOf(state, run.id).map((picture) => viewPicture(picture, label, copies, parts)),
    failures: viewFailures(run),
    notes: [...new Set(run.notes.map(noteSentence))],
    buttons: run.standIn ? [stepButton('setKey')] : [],
  };
}

function viewPending({ id, n, got, state }: CallView, run: Run): readonly PendingView[] {
  if (!isRunning(run) || state.kind === 'done' || state.kind === 'failed' || state.kind === 'unknown') return [];
  const size = parseSize(run.options.size);
  const pending = {
    call: id,
    status: pendingLabel(state),
    ...(state.kind === 'waiting' && { until: state.until }),
    ...(size && { width: size.width, height: size.height }),
  };
  return Array.from({ length: n - got }, (_, index) => ({ id: `${id}#${index}`, ...pending }));
}

function viewPicture(picture: Picture, label: string, copies: boolean, parts: ViewParts): PictureView {
  const { width, height } = picture.info;
  return {
    id: picture.id,
    src: parts.toSource(picture.uri),
    name: picture.name,
    facts: `${width} × ${height} · ${bytesLabel(picture.size)}`,
    width,
    height,
    alt: picture.alt,
    ...(picture.revisedPrompt !== undefined && { revisedPrompt: picture.revisedPrompt }),
    state: picture.state,
    insertLabel: label,
    insertCopies: copies,
  };
}

/** Calls that failed in the same way are said once. */
function viewFailures(run: Run): readonly FailureView[] {
  const views = run.calls.flatMap(({ state }) => {
    if (state.kind === 'failed') return [explain(state.failure)];
    return state.kind === 'unknown' ? [explain({ kind: 'unknownEnd' })] : [];
  });
  if (run.failure) views.push(explain(run.failure));
  return views.filter((view, index) => views.findIndex((other) => other.sentence === view.sentence) === index);
}
