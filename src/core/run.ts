import type { Description } from './description.ts';
import { Failed, type Failure, failureOf } from './failure.ts';
import { type About, type KeepParts, keepStep, type RunEvent, type RunRequest, write } from './keep.ts';
import { merge } from './merge.ts';
import { PLACEHOLDER_ORIGIN } from './models.ts';
import { once } from './once.ts';
import type { Place, Queue } from './queue.ts';
import type { Run } from './session.ts';
import type { Call, CallId, ImageProvider, Inputs, PlannedCall } from './task.ts';

/** How often a call is sent again after a 429, an answer that proves that nothing was made. */
const RATE_LIMIT_REPEATS = 3;
/** A server that asks for a longer pause than this (ms) is left alone: the user is told when to try again. */
const LONGEST_WAIT = 60_000;

/** What a run works with. */
export interface RunParts extends KeepParts {
  readonly provider: ImageProvider;
  readonly queue: Queue;
}

interface RunningCall {
  readonly id: CallId;
  readonly call: PlannedCall;
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
    ...(request.pricing && { pricing: request.pricing }),
    prompt: request.prompt,
    options: request.options,
    standIn: request.standIn,
    calls: calls.map(({ id }) => id),
    parents: request.parents,
    ...(request.edit && { edit: request.edit, alt: request.alt }),
    ...(request.workspace !== undefined && { workspace: request.workspace }),
    ...(request.document !== undefined && { document: request.document }),
    ...(request.target !== undefined && { target: request.target }),
    ...(request.estimate && 'dollars' in request.estimate && { estimate: request.estimate.dollars }),
    ...(request.style && { style: request.style }),
    ...(request.references && { references: request.references }),
    ...(request.by && { by: request.by }),
    tellsSent: true,
  });
  for (const note of request.order.notes) await write(parts, { kind: 'noted', at: startedAt, run: request.id, note });
  yield { kind: 'started', run: startedRun(request, calls, startedAt) };
  // All calls send the same pictures.
  const inputs = once(async () => parts.retoucher?.prepare(signal));
  yield* merge(calls.map((running) => runCall(running, request, parts, inputs, signal)));
  const at = parts.now();
  await write(parts, { kind: 'ended', at, run: request.id });
  yield { kind: 'ended', run: request.id, at };
}

async function* runCall(
  running: RunningCall,
  request: RunRequest,
  parts: RunParts,
  inputs: () => Promise<Inputs | undefined>,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const about = { run: request.id, call: running.id };
  const { origin } = parts.provider;
  // What something is made of is kept elsewhere first.
  const spool = parts.retoucher || parts.attaching ? undefined : parts.shelf.spool;
  let unplaced: Failure | undefined;
  for (let repeats = 0; ; repeats++) {
    let sentAt: number | undefined;
    let place: Place | undefined;
    let images = 0;
    try {
      place = yield* takePlace(about, parts, signal);
      const call = callOf(running.call, await inputs());
      await tellSent(about, parts);
      for await (const step of parts.provider.run(call, signal, spool)) {
        if (step.kind === 'sent') sentAt = parts.now();
        if (step.kind === 'image' && ++images >= call.n) place.answered();
        for await (const event of keepStep(step, about, request, parts, sentAt)) {
          if (event.kind === 'held') unplaced = event.failure;
          yield event;
        }
      }
      if (unplaced) throw new Failed(unplaced);
      yield { kind: 'call', ...about, state: { kind: 'done' } };
      return;
    } catch (error) {
      // An image that lies in memory only is what the user must hear of, whatever else went wrong.
      const failure = unplaced ?? afterwards(failureOf(error), request, sentAt !== undefined && origin !== PLACEHOLDER_ORIGIN);
      if (failure.kind === 'rateLimited' && waitOf(failure, parts.now()) <= LONGEST_WAIT) {
        // The last time, too: the others are to know of it.
        parts.queue.coolDown(origin, failure.until, repeats + 1);
        if (repeats < RATE_LIMIT_REPEATS) {
          await write(parts, { kind: 'sent', at: parts.now(), ...about, on: false });
          continue;
        }
      }
      if (failure.kind === 'unexpected') parts.report(error);
      await write(parts, { kind: 'failed', at: parts.now(), ...about, failure });
      yield { kind: 'call', ...about, state: { kind: 'failed', failure } };
      return;
    } finally {
      place?.release();
    }
  }
}

/** What the journal does not say was not sent, so without it nothing is. */
async function tellSent(about: About, parts: RunParts): Promise<void> {
  try {
    await parts.ledger.append({ kind: 'sent', at: parts.now(), ...about, on: true });
  } catch (cause) {
    throw new Error('The journal cannot be written', { cause });
  }
}

/** Waits for a place in the queue, and tells of every cool-down on the way to it. */
async function* takePlace(about: About, parts: RunParts, signal: AbortSignal): AsyncGenerator<RunEvent, Place> {
  let until = 0;
  let tell = () => {};
  const nextWait = () =>
    new Promise<void>((resolve) => {
      tell = resolve;
    });
  let told = nextWait();
  const place = parts.queue.take(parts.provider.origin, signal, (wait) => {
    until = wait;
    tell();
  });
  let taken: Place | undefined;
  try {
    for (;;) {
      const next = await Promise.race([place, told]);
      if (next) {
        taken = next;
        return next;
      }
      told = nextWait();
      yield { kind: 'call', ...about, state: { kind: 'waiting', until } };
    }
  } finally {
    // Nobody listens any more: a place that comes later goes back.
    if (!taken)
      void place.then(
        ({ release }) => release(),
        () => undefined,
      );
  }
}

function startedRun(request: RunRequest, calls: readonly RunningCall[], startedAt: number): Run {
  return {
    id: request.id,
    prompt: request.prompt,
    options: request.options,
    provider: request.provider,
    ...(request.pricing && { pricing: request.pricing }),
    startedAt,
    calls: calls.map(({ id, call }) => ({ id, n: call.n, state: { kind: 'queued' }, got: 0 })),
    notes: request.order.notes,
    standIn: request.standIn,
    ...(request.workspace !== undefined && { workspace: request.workspace }),
    ...(request.document !== undefined && { document: request.document }),
    ...(request.target !== undefined && { target: request.target }),
    ...(request.style && { style: request.style }),
    ...(request.references && { references: request.references }),
    ...(request.by && { by: request.by }),
    ...(request.edit && { edit: request.edit }),
    parents: request.parents,
    ...(request.target === undefined && { usual: usualOf(request) }),
    ...(request.estimate && { estimate: request.estimate }),
  };
}

function usualOf({ name, alt, folder }: RunRequest): Description {
  return { name, alt, ...(folder !== undefined && { folder }) };
}

function callOf(planned: PlannedCall, inputs: Inputs | undefined): Call {
  const { endpoint } = planned;
  if (endpoint === 'generate') return { ...planned, endpoint };
  return { ...planned, endpoint, inputs: inputs ?? { images: [] } };
}

/** A cancelled call may be billed once its request has left; what takes a model's place may be described by the user. */
function afterwards(failure: Failure, { order }: RunRequest, sent: boolean): Failure {
  if (failure.kind === 'cancelled') return { kind: 'cancelled', billable: sent };
  const { replacement } = order.model;
  return failure.kind === 'noModel' && replacement !== undefined ? { ...failure, replacement } : failure;
}

function waitOf(failure: Extract<Failure, { kind: 'rateLimited' }>, now: number): number {
  return failure.until === undefined ? 0 : failure.until - now;
}
