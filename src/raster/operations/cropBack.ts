import type { Bytes } from '../../core/image.ts';
import type { Finished } from '../../core/raster.ts';
import type { Frame } from '../../core/task.ts';
import { asPng, cropTo, decode, encode, open } from '../pixels/pixels.ts';
import { withProfile } from '../pixels/profile.ts';
import { visiblePart } from '../pixels/visible.ts';

/** See `Raster`. A PNG without padding is the same bytes. Throws `Failed` `badImage`. */
export async function cropBack(answer: Bytes, frame: Frame): Promise<Finished> {
  const opened = await open(answer);
  const part = visiblePart(frame, opened);
  if (opened.type === 'png' && part.width === opened.width && part.height === opened.height) {
    return { bytes: answer, width: part.width, height: part.height };
  }
  const bytes = await encode(cropTo(await decode(opened), part), asPng);
  return { bytes: opened.profile ? withProfile(bytes, opened.profile) : bytes, width: part.width, height: part.height };
}
