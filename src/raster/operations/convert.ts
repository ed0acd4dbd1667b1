import type { Sharp } from 'sharp';
import type { FileType } from '../../core/fileType.ts';
import type { Bytes } from '../../core/image.ts';
import { open, own, reading } from '../pixels/pixels.ts';

/** See `Raster`. JPEG, AVIF and GIF lose something; all but GIF keep the colour profile. Throws `Failed` `badImage`. */
export async function convert(picture: Bytes, type: FileType): Promise<Bytes> {
  const { pipeline, profile } = await open(picture);
  const source = profile ? pipeline.keepIccProfile() : pipeline;
  return own(await reading(() => write(source, type).toBuffer()));
}

function write(picture: Sharp, type: FileType): Sharp {
  switch (type) {
    case 'png':
      return picture.png();
    case 'jpeg':
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 95, chromaSubsampling: '4:4:4' });
    case 'webp':
      // `exact`: the colours under full transparency stay.
      return picture.webp({ lossless: true, exact: true });
    case 'avif':
      // 4, the default, takes four times as long for a few bytes less.
      return picture.avif({ quality: 80, effort: 3 });
    case 'gif':
      return picture.gif();
  }
}
