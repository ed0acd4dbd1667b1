import type { Cost } from './cost.ts';
import type { Description } from './description.ts';
import { Failed, type Failure, failureOf } from './failure.ts';
import type { FileInfo } from './fileType.ts';
import type { Bytes, ImageInfo } from './image.ts';
import { attach, noteProvenance } from './keepProvenance.ts';
import type { AskedBy, EditRecord, Entry, Ledger, RawRecord, SentAlong } from './ledger.ts';
import type { Note } from './note.ts';
import type { Attaching } from './provenanceFile.ts';
import type { Pricing } from './server.ts';
import type { Event, Picture } from './session.ts';
import type { CallId, ImageId, Options, Order, Progress, Retoucher, RunId, Shelf } from './task.ts';

/** What keeping works with. */
export interface KeepParts {
  readonly shelf: Shelf;
  readonly ledger: Ledger;
  /** For runs that start from a picture. */
  readonly retoucher?: Retoucher;
  /** Where each image says what made it. */
  readonly attaching?: Attaching;
  /** What a person has said of a run's images by now. */
  described?(run: RunId): Description;
  /** ms since 1970 */
  now(): number;
  newId(): string;
  /** For what must not end a run: a bug, or a ledger line that could not be written. */
  report(error: unknown): void;
}

/** One click's worth of work, with its id made before anything is sent. */
export interface RunRequest extends AskedBy, SentAlong {
  readonly id: RunId;
  readonly order: Order;
  readonly prompt: string;
  readonly options: Options;
  readonly provider: string;
  /** Whose prices hold; absent for what is no server. */
  readonly pricing?: Pricing;
  readonly standIn: boolean;
  /** The file's name without extension. */
  readonly name: string;
  readonly alt: string;
  readonly parents: readonly ImageId[];
  /** The picture that is worked on. */
  readonly edit?: EditRecord;
  readonly workspace?: string;
  readonly document?: string;
  readonly target?: string;
  /** Where its images go by themselves, relative to the workspace folder. */
  readonly folder?: string;
  /** Absent where nothing is paid. */
  readonly estimate?: Cost;
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
      readonly info: FileInfo;
      /** Where the untouched answer is, for one that was made from it. */
      readonly raw?: RawRecord;
      readonly failure: Failure;
    };

/** The call that a step belongs to. */
export interface About {
  readonly run: RunId;
  readonly call: CallId;
}

/**
 * Turns what a provider reports into events; a finished image is on disk before its `saved` event. `sentAt`: when its request
 * was sent, in ms since 1970.
 */
export async function* keepStep(
  step: Progress,
  about: About,
  request: RunRequest,
  parts: KeepParts,
  sentAt: number | undefined,
): AsyncGenerator<RunEvent> {
  switch (step.kind) {
    case 'sent':
      yield { kind: 'call', ...about, state: { kind: 'sent' } };
      return;
    case 'partial':
      yield { kind: 'partial', ...about, bytes: step.bytes, info: step.info };
      return;
    case 'note':
      yield await tell(step.note, about, parts);
      return;
    case 'usage':
      await write(parts, { kind: 'used', at: parts.now(), ...about, usage: step.usage });
      yield { kind: 'used', ...about, usage: step.usage };
      return;
    case 'image':
      // No signal from here on: bytes that are complete are never thrown away (promise P5).
      yield* keepImage({ ...step, ...(sentAt !== undefined && { took: parts.now() - sentAt }) }, about, request, parts);
  }
}

/** Puts one image on disk and into the ledger, and tells of it: `saved`, or `held` where no folder takes it. */
export async function* keepImage(
  step: Pick<Extract<Progress, { kind: 'image' }>, 'bytes' | 'revisedPrompt' | 'spooled'> & {
    readonly info: FileInfo;
    readonly raw?: RawRecord;
    /** ms from the sending of its request. */
    readonly took?: number;
  },
  about: About,
  request: Pick<RunRequest, 'name' | 'alt' | 'parents'>,
  parts: KeepParts,
): AsyncGenerator<RunEvent> {
  const { bytes, info, spooled } = step;
  let kept: Kept = { bytes, info, ...(step.raw && { raw: step.raw }), failed: false };
  try {
    kept = await retouch(kept, request.name, parts);
    const attached = await attach(kept, step.revisedPrompt, request.name, parts);
    // What is typed while an image is put together counts as well.
    const said = parts.described?.(about.run) ?? {};
    const saved = await parts.shelf.keep(
      attached.bytes,
      kept.info,
      request.name,
      said,
      attached.bytes === bytes ? spooled : undefined,
    );
    const facts = {
      ...(attached.raw && { raw: attached.raw }),
      ...(kept.changedOutside !== undefined && { changedOutside: kept.changedOutside }),
      ...(step.revisedPrompt !== undefined && { revisedPrompt: step.revisedPrompt }),
      ...(saved.plain !== undefined && { plain: saved.plain }),
    };
    const picture: Picture = {
      ...about,
      id: parts.newId(),
      uri: saved.uri,
      name: saved.name,
      info: { type: kept.info.type, width: kept.info.width, height: kept.info.height },
      size: attached.bytes.byteLength,
      sha256: saved.sha256,
      alt: said.alt ?? request.alt,
      parents: request.parents,
      state: 'kept',
      ...facts,
    };
    await write(parts, {
      kind: 'saved',
      at: parts.now(),
      ...about,
      image: picture.id,
      uri: saved.uri,
      sha256: saved.sha256,
      bytes: attached.bytes.byteLength,
      width: kept.info.width,
      height: kept.info.height,
      ...facts,
      ...(step.took !== undefined && { took: step.took }),
    });
    if (kept.failed && saved.note?.kind !== 'otherName') yield await tell({ kind: 'rawSaved' }, about, parts);
    if (saved.note) yield await tell(saved.note, about, parts);
    const note = await noteProvenance(attached, saved, parts);
    if (note) yield await tell(note, about, parts);
    yield { kind: 'saved', picture };
  } catch (error) {
    // Later images of the same answer are paid for too, so this one's failure must not end the loop that brings them.
    const failure = failureOf(error);
    if (failure.kind === 'unexpected') parts.report(error);
    const held = failure.kind === 'noPlace' ? failure : ({ kind: 'noPlace', reason: 'other', folder: request.name } as const);
    yield { kind: 'held', ...about, bytes: kept.bytes, info: kept.info, ...(kept.raw && { raw: kept.raw }), failure: held };
  } finally {
    await spooled?.drop();
  }
}

/** Writes a note down, for the card to have it after a reload too, and tells of it. */
async function tell(note: Note, about: About, parts: KeepParts): Promise<RunEvent> {
  await write(parts, { kind: 'noted', at: parts.now(), ...about, note });
  return { kind: 'note', run: about.run, note };
}

/** What is kept of an answer. */
interface Kept {
  readonly bytes: Bytes;
  readonly info: FileInfo;
  readonly raw?: RawRecord;
  readonly changedOutside?: number;
  /** It could not be retouched, so it is the answer as it came. */
  readonly failed: boolean;
}

/** The answer is on disk byte for byte before anything is made from it; when that fails, the answer is the image (P9). */
async function retouch(asItCame: Kept, name: string, parts: KeepParts): Promise<Kept> {
  const { bytes, info } = asItCame;
  if (info.type === 'avif' || !parts.retoucher?.changes({ ...info, type: info.type })) return asItCame;
  try {
    const { uri, sha256 } = await parts.shelf.keepRaw(bytes, info, name);
    const finished = await parts.retoucher.finish(bytes);
    const { width, height, changedOutside } = finished;
    return {
      bytes: finished.bytes,
      info: { type: finished.type ?? 'png', width, height, alpha: true, credentials: false },
      raw: { uri, sha256, bytes: bytes.byteLength, width: info.width, height: info.height },
      ...(changedOutside !== undefined && { changedOutside }),
      failed: false,
    };
  } catch (error) {
    parts.report(error);
    return { ...asItCame, failed: true };
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
