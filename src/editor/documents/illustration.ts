import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import { nameAsWords } from '../../core/gap.ts';
import { type Bytes, inspectImage, MAX_IMAGE_BYTES } from '../../core/image.ts';
import type { Size } from '../../core/size.ts';
import { nameOf, readFile, splitName } from '../pictures/files.ts';
import type { Store } from '../store.ts';
import type { Illustration } from './insert.ts';

/** The image files that documents refer to. */
export const IMAGE_EXTENSIONS = ['png', 'jpg', 'jpeg', 'webp', 'gif', 'svg', 'avif', 'ico'] as const;

/** Whether a file is an image, by its name. */
export function isImageFile({ path }: vscode.Uri): boolean {
  const extension = /\.([^./]+)$/.exec(path)?.[1]?.toLowerCase();
  return IMAGE_EXTENSIONS.some((known) => known === extension);
}

/**
 * An image file as a reference needs it: one of ours with its own alt text, another one with its name as words. Throws
 * `Failed` `noFile`.
 */
export async function illustrationOf(uri: vscode.Uri, { state }: Store): Promise<Illustration> {
  const place = uri.toString();
  const ours = [...state.pictures.values()].findLast((picture) => picture.uri === place && picture.state !== 'discarded');
  const info = await sizeOf(uri);
  return { uri: place, alt: ours?.alt ?? nameAsWords(splitName(uri).base), ...(info && { info }) };
}

/** px; undefined where it is not certain: the reference does without. Throws `Failed` `noFile`. */
async function sizeOf(uri: vscode.Uri): Promise<Size | undefined> {
  const stat = await vscode.workspace.fs.stat(uri).then(undefined, (error) => {
    throw new Failed({ kind: 'noFile', name: nameOf(uri) }, error);
  });
  if (stat.size > MAX_IMAGE_BYTES || !/\.(png|jpe?g|webp|gif)$/i.test(uri.path)) return undefined;
  const bytes = await readFile(uri);
  try {
    const { type, width, height } = inspectImage(bytes);
    return type === 'jpeg' && hasExif(bytes) ? undefined : { width, height };
  } catch {
    return undefined;
  }
}

/** It may say that the picture is to be turned, which browsers do. */
function hasExif(bytes: Bytes): boolean {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 100_000)).includes('Exif\0\0');
}
