import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { extensionOf } from '../../core/fileType.ts';
import { type Bytes, inspectImage } from '../../core/image.ts';
import type { Entry } from '../../core/ledger.ts';
import type { Picture } from '../../core/session.ts';
import type { ImageId, Upload } from '../../core/task.ts';
import type { Log } from '../log.ts';
import type { Reporter } from '../notices/reporter.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import { binFile, exists, nameOf, readFile, saveNewFile, takeBackFile } from './files.ts';
import { pictureOf } from './pictures.ts';

const { l10n } = vscode;

/** What replacing works with. */
export interface ReplacingParts {
  readonly outside: Outside;
  readonly store: Store;
  readonly log: Log;
  readonly reporter: Reporter;
}

/** Where the files were before: both lie in the bin, each at its path there. */
interface Replaced {
  readonly original: vscode.Uri;
  /** Absent: there was none any more. */
  readonly oldBin?: string;
  readonly edit: vscode.Uri;
  readonly editBin: string;
  readonly before: Picture;
  /** The original, where it is a picture of ours too. */
  readonly parent?: Picture;
}

/**
 * Gives an edit the name of the file that it was made from, in that one's format. The old bytes go to Easel's bin first, and
 * Undo brings both back. Throws `Failed`: `untrusted`, `noFile`, `noPlace`, `raster`.
 */
export async function useInsteadOfOriginal(image: ImageId, parts: ReplacingParts): Promise<void> {
  requireTrust();
  // A double click must not move twice: the second would find the edit in the original's place, and take it away.
  if (moving.has(image)) return;
  moving.add(image);
  try {
    await replace(image, parts);
  } finally {
    moving.delete(image);
  }
}

const moving = new Set<ImageId>();

async function replace(image: ImageId, parts: ReplacingParts): Promise<void> {
  const { outside, store, reporter } = parts;
  const before = pictureOf(store, image);
  const source = store.state.runs.get(before.run)?.edit;
  if (!source || source.picture === before.uri) return;
  const original = vscode.Uri.parse(source.picture);
  const edit = vscode.Uri.parse(before.uri);
  const bytes = await inFormatOf(original, await readFile(edit), outside);
  const oldBin = (await exists(original)) ? await binFile(outside, original) : undefined;
  const saved = await saveOrTakeBack(outside, original, bytes, oldBin);
  const editBin = await binFile(outside, edit);
  const parent = [...store.state.pictures.values()].find(({ uri, state }) => uri === source.picture && state !== 'discarded');
  if (parent && oldBin !== undefined) {
    store.dispatch({ kind: 'picture', image: parent.id, state: 'discarded' });
    await journal({ kind: 'discarded', at: Date.now(), image: parent.id, bin: oldBin }, parts);
  }
  const info = { ...before.info, type: inspectImage(bytes).type };
  await move(image, saved, { sha256: await outside.sha256(bytes), size: bytes.byteLength, info }, parts);
  const about = { ...(oldBin !== undefined && { oldBin }), ...(parent && { parent }) };
  const replaced: Replaced = { original: saved, edit, editBin, before, ...about };
  void reporter.guard(() => offerUndo(replaced, parts));
}

async function offerUndo(replaced: Replaced, parts: ReplacingParts): Promise<void> {
  const undo = l10n.t('Undo');
  const picked = await vscode.window.showInformationMessage(
    replaced.oldBin === undefined
      ? l10n.t('{0} is the edit now.', isolate(nameOf(replaced.original)))
      : l10n.t('{0} is the edit now. The original is in Easel’s bin.', isolate(nameOf(replaced.original))),
    undo,
  );
  if (picked !== undo) return;
  const { outside } = parts;
  const { original, oldBin, edit, editBin, before, parent } = replaced;
  if (await exists(original)) await binFile(outside, original);
  if (oldBin !== undefined) await takeBackFile(outside, oldBin, original);
  const back = await takeBackFile(outside, editBin, edit);
  await move(before.id, back, { sha256: before.sha256, size: before.size, info: before.info }, parts);
  if (!parent) return;
  parts.store.dispatch({ kind: 'picture', image: parent.id, state: parent.state });
  await journal({ kind: 'restored', at: Date.now(), image: parent.id, uri: parent.uri }, parts);
}

async function journal(entry: Entry, { outside, log }: ReplacingParts): Promise<void> {
  const ledger = await outside.ledger();
  await ledger.append(entry).catch((error) => log.error(error));
}

async function move(
  image: ImageId,
  uri: vscode.Uri,
  file: Pick<Picture, 'sha256' | 'size' | 'info'>,
  parts: ReplacingParts,
): Promise<void> {
  const { store } = parts;
  const { state } = pictureOf(store, image);
  store.dispatch({ kind: 'picture', image, state, uri: uri.toString(), name: nameOf(uri), file });
  await journal({ kind: 'moved', at: Date.now(), image, uri: uri.toString(), sha256: file.sha256, bytes: file.size }, parts);
}

/** A file's name must tell the truth about what is in it. */
async function inFormatOf(original: vscode.Uri, bytes: Bytes, outside: Outside): Promise<Bytes> {
  const type = typeOf(original);
  if (!type || type === inspectImage(bytes).type) return bytes;
  return (await outside.raster()).convert(bytes, type, new AbortController().signal);
}

function typeOf(uri: vscode.Uri): Upload['type'] | undefined {
  const extension = /\.([^.]+)$/.exec(nameOf(uri))?.[1]?.toLowerCase();
  const types: readonly Upload['type'][] = ['png', 'jpeg', 'webp'];
  return types.find((type) => extension === type || extension === extensionOf(type));
}

async function saveOrTakeBack(
  outside: Outside,
  original: vscode.Uri,
  bytes: Bytes,
  oldBin: string | undefined,
): Promise<vscode.Uri> {
  try {
    return await saveNewFile(outside, original, bytes);
  } catch (error) {
    if (oldBin !== undefined) await takeBackFile(outside, oldBin, original);
    throw error;
  }
}
