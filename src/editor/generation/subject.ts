import * as vscode from 'vscode';
import { type Box, boxOf, isWithin } from '../../core/box.ts';
import { boundsOf } from '../../core/coverage.ts';
import { Failed, invalid } from '../../core/failure.ts';
import { type Bytes, type ImageFault, inspectImage, MAX_IMAGE_BYTES, MAX_IMAGE_PIXELS } from '../../core/image.ts';
import { formatSize, pixelsOf } from '../../core/size.ts';
import type { EditTask, PictureFacts } from '../../core/task.ts';
import type { Outside } from '../outside.ts';
import { nameOf, readFile } from '../pictures/files.ts';
import type { EditWish } from './wish.ts';

/** A picture that something is made from, as it is on disk now. */
export interface Subject {
  readonly bytes: Bytes;
  readonly facts: PictureFacts;
}

/**
 * Reads a picture, judged by its size and its header before it is decoded. Throws `Failed`: `noFile`; `badImage` with its
 * name; `raster`, `cancelled`.
 */
export async function readSubject(outside: Outside, uri: vscode.Uri, signal: AbortSignal): Promise<Subject> {
  return naming(nameOf(uri), async () => {
    const stat = await vscode.workspace.fs.stat(uri).then(undefined, () => undefined);
    if (stat && stat.size > MAX_IMAGE_BYTES) throw badImage('tooManyBytes');
    const bytes = await readFile(uri);
    inspectImage(bytes);
    return { bytes, facts: await (await outside.raster()).probe(bytes, signal) };
  });
}

/** Gives a fault of an image the name of its file: the sentence is another than for what a server sent. */
export async function naming<T>(name: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'badImage') throw new Failed({ ...error.failure, name }, error);
    throw error;
  }
}

/**
 * What is asked about a picture, with the mask's bounds. Throws `Failed` `invalid`: `mask` where it is for a picture of
 * another size, `canvas` where that is no extension or too large.
 */
export async function taskOf(wish: EditWish, facts: PictureFacts): Promise<EditTask> {
  const { coverage } = wish;
  const canvas = canvasOf(wish, facts);
  if (coverage && (coverage.width !== facts.width || coverage.height !== facts.height)) {
    throw invalid({ field: 'mask', size: formatSize(coverage), picture: formatSize(facts) });
  }
  const bounds = coverage && (await boundsOf(coverage));
  return {
    kind: wish.kind,
    picture: facts,
    canvas,
    ...(bounds && { bounds }),
    region: wish.region,
    references: wish.references.length,
  };
}

function canvasOf({ kind, canvas }: EditWish, facts: PictureFacts): Box {
  const picture = boxOf(facts);
  if (kind !== 'extend') return picture;
  const isMore = canvas !== undefined && isWithin(picture, canvas) && pixelsOf(canvas) > pixelsOf(picture);
  if (!isMore || pixelsOf(canvas) > MAX_IMAGE_PIXELS) {
    throw invalid({ field: 'canvas', size: formatSize(canvas ?? picture) });
  }
  return canvas;
}

function badImage(reason: ImageFault): Failed {
  return new Failed({ kind: 'badImage', reason });
}
