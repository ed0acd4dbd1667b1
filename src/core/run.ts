import { Failed, type Failure, failureOf } from './failure.ts';
import type { Bytes, ImageInfo } from './image.ts';
import type { Entry, Ledger } from './ledger.ts';
import { merge } from './merge.ts';
import { modelOf } from './models.ts';
import type { Queue } from './queue.ts';
import type { Event, Picture, Run } from './session.ts';
import type { Call, CallId, ImageId, ImageProvider, Options, Order, Progress, RunId, Shelf } from './task.ts';

/** How often a call is sent again after a 429, an answer that proves that nothing was made. */
const RATE_LIMIT_REPEATS = 3;
/** A server that asks for a longer pause than this (ms) is left alone: the user is told when to try again. */
const LONGEST_WAIT = 60_000;

/** What a run works with. */
export interface RunParts {
  readonly provider: ImageProvider;
  readonly shelf: Shelf;
  readonly ledger: Ledger;
  readonly queue: Queue;
  /** ms since 1970 */
  now(): number;
  newId(): string;
  /** For what must not end a run: a bug, or a ledger line that could not be written. */
  report(error: unknown): void;
}

/** One click's worth of work, with its id made before anything is sent. */
export interface RunRequest {
  readonly id: RunId;
  readonly order: Order;
  readonly prompt: string;
  readonly options: Options;
  readonly provider: string;
  readonly standIn: boolean;
  /** The file's name without extension. */
  readonly name: string;
  readonly alt: string;
  readonly parents: readonly ImageId[];
  readonly workspace?: string;
  readonly document?: string;
}

/** What a run tells: events of the session, and bytes that are on no disk. */
export type RunEvent =
  | Event
  | { readonly kind: 'partial'; readonly run: RunId; readonly call: CallId; readonly bytes: Bytes; readonly info: ImageInfo }
  /** A finished image that no folder took: it lives in memory until it is saved by hand. */
  | { readonly kind: 'held'; readonly run: RunId; readonly bytes: Bytes; readonly info: ImageInfo; readonly failure: Failure };

interface RunningCall {
  readonly id: CallId;
  readonly call: Call;
}

/**
 * The one workflow: order → progress → kept images. Every finished image is on disk before its `saved` event.
 * A call that fails leaves the others alone (promise P6). Ends with `ended`, and throws only `Failed` `noPlace`, before
 * anything was sent, when the journal cannot be written.
 */
export async function* run(request: RunRequest, parts: RunParts, signal: AbortSignal): AsyncGenerator<RunEvent> {
  const calls = request.order.calls.map((call): RunningCall => ({ id: parts.newId(), call }));
  const startedAt = parts.now();
  await parts.ledger.append({
    kind: 'started',
    at: startedAt,
    run: request.id,
    window: parts.ledger.window,
    provider: request.provider,
    prompt: request.prompt,
    options: request.options,
    calls: calls.map(({ id }) => id),
    parents: request.parents,
    ...(request.workspace !== undefined && { workspace: request.workspace }),
    ...(request.document !== undefined && { document: request.document }),
  });
  yield { kind: 'started', run: startedRun(request, calls, startedAt) };
  yield* merge(calls.map((running) => runCall(running, request, parts, signal)));
  const at = parts.now();
  await write(parts, { kind: 'ended', at, run: request.id });
  yield { kind: 'ended', run: request.id, at };
}

async function* runCall(
  running: RunningCall,
  request: RunRequest,
  parts: RunParts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const about = { run: request.id, call: running.id };
  const { origin } = parts.provider;
  let unplaced: Failure | undefined;
  for (let repeats = 0; ; repeats++) {
    let sent = false;
    let release: (() => void) | undefined;
    try {
      release = yield* takePlace(about, parts, signal);
      for await (const step of parts.provider.run(running.call, signal)) {
        sent ||= step.kind === 'sent';
        for await (const event of keepStep(step, about, request, parts)) {
          if (event.kind === 'held') unplaced = event.failure;
          yield event;
        }
      }
      yield { kind: 'call', ...about, state: unplaced ? { kind: 'failed', failure: unplaced } : { kind: 'done' } };
      return;
    } catch (error) {
      const failure = withReplacement(afterSending(failureOf(error), sent));
      if (failure.kind === 'rateLimited' && repeats < RATE_LIMIT_REPEATS && waitOf(failure, parts.now()) <= LONGEST_WAIT) {
        parts.queue.coolDown(origin, failure.until, repeats + 1);
        continue;
      }
      if (failure.kind === 'unexpected') parts.report(error);
      await write(parts, { kind: 'failed', at: parts.now(), ...about, failure });
      yield { kind: 'call', ...about, state: { kind: 'failed', failure } };
      return;
    } finally {
      release?.();
    }
  }
}

/** Waits for a place in the queue, and tells of every cool-down on the way to it. */
async function* takePlace(
  about: { readonly run: RunId; readonly call: CallId },
  parts: RunParts,
  signal: AbortSignal,
): AsyncGenerator<RunEvent, () => void> {
  let tell: (until: number) => void = () => undefined;
  let told = new Promise<number>((resolve) => {
    tell = resolve;
  });
  const place = parts.queue.take(parts.provider.origin, signal, (until) => tell(until));
  let taken: (() => void) | undefined;
  try {
    for (;;) {
      const next = await Promise.race([place, told]);
      if (typeof next === 'function') {
        taken = next;
        return next;
      }
      told = new Promise((resolve) => {
        tell = resolve;
      });
      yield { kind: 'call', ...about, state: { kind: 'waiting', until: next } };
    }
  } finally {
    // Nobody listens any more: a place that comes later goes back.
    if (!taken)
      void place.then(
        (release) => release(),
        () => undefined,
      );
  }
}

async function* keepStep(
  step: Progress,
  about: { readonly run: RunId; readonly call: CallId },
  request: RunRequest,
  parts: RunParts,
): AsyncGenerator<RunEvent> {
  switch (step.kind) {
    case 'sent':
      yield { kind: 'call', ...about, state: { kind: 'sent' } };
      return;
    case 'partial':
      yield { kind: 'partial', ...about, bytes: step.bytes, info: step.info };
      return;
    case 'note':
      yield { kind: 'note', run: about.run, note: step.note };
      return;
    case 'usage':
      await write(parts, { kind: 'used', at: parts.now(), ...about, usage: step.usage });
      return;
    case 'image':
      // No signal from here on: bytes that are complete are never thrown away (promise P5).
      yield* keepImage(step, about, request, parts);
  }
}

async function* keepImage(
  step: Extract<Progress, { kind: 'image' }>,
  about: { readonly run: RunId; readonly call: CallId },
  request: RunRequest,
  parts: RunParts,
): AsyncGenerator<RunEvent> {
  const { bytes, info } = step;
  try {
    const saved = await parts.shelf.keep(bytes, info, request.name);
    const picture: Picture = {
      ...about,
      id: parts.newId(),
      uri: saved.uri,
      name: saved.name,
      info: { type: info.type, width: info.width, height: info.height },
      size: bytes.byteLength,
      sha256: saved.sha256,
      alt: request.alt,
      parents: request.parents,
      state: 'kept',
      ...(step.revisedPrompt !== undefined && { revisedPrompt: step.revisedPrompt }),
    };
    await write(parts, {
      kind: 'saved',
      at: parts.now(),
      ...about,
      image: picture.id,
      uri: saved.uri,
      sha256: saved.sha256,
      bytes: bytes.byteLength,
      width: info.width,
      height: info.height,
      ...(step.revisedPrompt !== undefined && { revisedPrompt: step.revisedPrompt }),
    });
    if (saved.note) yield { kind: 'note', run: about.run, note: saved.note };
    yield { kind: 'saved', picture };
  } catch (error) {
    // Later images of the same answer are paid for too, so this one's failure must not end the loop that brings them.
    const failure = failureOf(error);
    if (failure.kind !== 'noPlace') throw error;
    yield { kind: 'held', run: about.run, bytes, info, failure };
  }
}

function startedRun(request: RunRequest, calls: readonly RunningCall[], startedAt: number): Run {
  return {
    id: request.id,
    prompt: request.prompt,
    options: request.options,
    provider: request.provider,
    startedAt,
    calls: calls.map(({ id, call }) => ({ id, n: call.n, state: { kind: 'queued' }, got: 0 })),
    notes: request.order.notes,
    standIn: request.standIn,
  };
}

/** A cancelled call may be billed once its request has left. */
function afterSending(failure: Failure, sent: boolean): Failure {
  return failure.kind === 'cancelled' ? { kind: 'cancelled', billable: sent } : failure;
}

/** A server that has retired a model does not say what took its place; our table does. */
function withReplacement(failure: Failure): Failure {
  const replacement = failure.kind === 'noModel' ? modelOf(failure.model).shutdown?.replacement : undefined;
  return failure.kind === 'noModel' && replacement !== undefined ? { ...failure, replacement } : failure;
}

function waitOf(failure: Extract<Failure, { kind: 'rateLimited' }>, now: number): number {
  return failure.until === undefined ? 0 : failure.until - now;
}

/** A line that cannot be written must not cost the user a picture. */
async function write(parts: RunParts, entry: Entry): Promise<void> {
  try {
    await parts.ledger.append(entry);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    parts.report(error);
  }
}
