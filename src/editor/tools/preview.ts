import * as vscode from 'vscode';
import { boxOf } from '../../core/box.ts';
import type { Bytes } from '../../core/image.ts';
import type { Picture } from '../../core/session.ts';
import type { Log } from '../log.ts';
import type { Outside } from '../outside.ts';
import { readFile } from '../pictures/files.ts';

/** The longer side of what a language model is shown, in px. */
const LONGEST = 512;
/** 1–100: enough to see what is in it. */
const QUALITY = 75;

/** A small copy of an image for a vision model, as WebP; undefined where none can be made, which the image does without. */
export async function previewOf(
  picture: Pick<Picture, 'uri'>,
  signal: AbortSignal,
  { outside, log }: { readonly outside: Outside; readonly log: Log },
): Promise<Bytes | undefined> {
  try {
    const raster = await outside.raster();
    const bytes = await readFile(vscode.Uri.parse(picture.uri));
    const whole = boxOf(await raster.probe(bytes, signal));
    const scale = Math.min(1, LONGEST / Math.max(whole.width, whole.height));
    const size = {
      width: Math.max(1, Math.round(whole.width * scale)),
      height: Math.max(1, Math.round(whole.height * scale)),
    };
    return await raster.render(bytes, { crop: whole, size, format: 'webp', quality: QUALITY }, signal);
  } catch (error) {
    if (!signal.aborted) log.error(error);
    return undefined;
  }
}
