import { Failed, type Failure, failureOf } from './failure.ts';
import type { Bytes, ImageInfo } from './image.ts';
import type { Entry, Ledger } from './ledger.ts';
import type { Event, Picture } from './session.ts';
import type { CallId, ImageId, Options, Order, Progress, RunId, Shelf } from './task.ts';

/** What keeping works with. */
export interface KeepParts {
  readonly shelf: Shelf;
  readonly ledger: Ledger;
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
  | {
      readonly kind: 'held';
      readonly run: RunId;
      readonly call: CallId;
      readonly bytes: Bytes;
      readonly info: ImageInfo;
      readonly failure: Failure;
    };

/** The call that a step belongs to. */
export interface About {
  readonly run: RunId;
  readonly call: CallId;
}

/** Turns what a provider reports into events; a finished image is on disk before its `saved` event. */
export async function* keepStep(step: Progress, about: About, request: RunRequest, parts: KeepParts): AsyncGenerator<RunEvent> {
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

/** Puts one image on disk and into the ledger, and tells of it: `saved`, or `held` where no folder takes it. */
export async function* keepImage(
  step: Pick<Extract<Progress, { kind: 'image' }>, 'bytes' | 'info' | 'revisedPrompt'>,
  about: About,
  request: Pick<RunRequest, 'name' | 'alt' | 'parents'>,
  parts: KeepParts,
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
    if (failure.kind === 'unexpected') parts.report(error);
    const held = failure.kind === 'noPlace' ? failure : ({ kind: 'noPlace', reason: 'other', folder: request.name } as const);
    yield { kind: 'held', ...about, bytes, info, failure: held };
  }
}

/** A line that cannot be written must not cost the user a picture. */
export async function write(parts: KeepParts, entry: Entry): Promise<void> {
  try {
    await parts.ledger.append(entry);
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    parts.report(error);
  }
}
