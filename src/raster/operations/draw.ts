import sharp, { type Sharp } from 'sharp';
import type { Bytes } from '../../core/image.ts';
import type { Upload } from '../../core/task.ts';
import { encode, own } from '../pixels/pixels.ts';

/** A picture without a transparent pixel is written without an alpha channel. Text that is no SVG fails the engine. */
export async function draw(svg: string, format: Upload['type']): Promise<Bytes> {
  // 72 dpi makes one SVG px one pixel.
  const drawn = sharp(Buffer.from(svg), { density: 72 }).ensureAlpha().raw();
  const { data, info } = await drawn.toBuffer({ resolveWithObject: true });
  return encode({ data: own(data), width: info.width, height: info.height }, (picture) => write(picture, format));
}

function write(picture: Sharp, format: Upload['type']): Sharp {
  switch (format) {
    case 'png':
      return picture.png();
    case 'jpeg':
      return picture.flatten({ background: '#ffffff' }).jpeg({ quality: 90 });
    case 'webp':
      return picture.webp({ quality: 90 });
  }
}
