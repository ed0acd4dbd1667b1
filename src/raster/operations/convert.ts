import type { Sharp } from 'sharp';
import type { Bytes } from '../../core/image.ts';
import type { Upload } from '../../core/task.ts';
import { open, own, reading } from '../pixels/pixels.ts';

/** See `Raster`. Only JPEG loses anything; all keep the colour profile. Throws `Failed` `badImage`. */
export async function convert(picture: Bytes, type: Upload['type']): Promise<Bytes> {
  const { pipeline, profile } = await open(picture);
  const source = profile ? pipeline.keepIccProfile() : pipeline;
  return own(await reading(() => write(source, type).toBuffer()));
}

function write(picture: Sharp, type: Upload['type']): Sharp {
  switch (type) {
    case 'png':
      return picture.png();
    case 'jpeg':
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
    case 'webp':
      // `exact`: the colours under full transparency stay.
      return picture.webp({ lossless: true, exact: true });
  }
}
