import type { Bytes } from '../../core/image.ts';
import type { PictureFacts } from '../../core/task.ts';
import { open } from '../pixels/pixels.ts';
import { isPlain } from '../pixels/plain.ts';

/** Reads the header, and goes over the file's blocks. Throws `Failed` `badImage`. */
export async function probe(picture: Bytes): Promise<PictureFacts> {
  const { type, width, height, metadata } = await open(picture);
  return {
    type,
    width,
    height,
    alpha: metadata.hasAlpha,
    bytes: picture.length,
    plain: isPlain(picture, type),
    turned: (metadata.orientation ?? 1) > 1,
    deep: metadata.depth !== 'uchar',
  };
}
