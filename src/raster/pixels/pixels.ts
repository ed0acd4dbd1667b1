import sharp, { type Metadata, type Sharp } from 'sharp';
import { type Box, boxOf, isWithin, overlap } from '../../core/box.ts';
import { Failed } from '../../core/failure.ts';
import { type Bytes, type ImageFault, type ImageType, MAX_IMAGE_PIXELS } from '../../core/image.ts';
import type { Size } from '../../core/size.ts';

/** A decoded picture: RGBA, 8 bits a channel, not premultiplied, row by row. px */
export interface Pixels extends Size {
  readonly data: Bytes;
}

/** A file that was opened: its header is read, its pixels are not. */
export interface Opened extends Size {
  readonly type: ImageType;
  readonly metadata: Metadata;
  /** The first frame, upright, as 8-bit sRGB numbers. */
  readonly pipeline: Sharp;
  /** The profile that gives the numbers their colours: of an RGB picture that has one. */
  readonly profile?: Uint8Array;
}

/**
 * Reads the header. Width and height are those after the EXIF orientation. `srgb`: the pipeline's colours are converted by the
 * profile, instead of its numbers left to it. Throws `Failed` `badImage`.
 */
export async function open(bytes: Bytes, colours: 'numbers' | 'srgb' = 'numbers'): Promise<Opened> {
  // Warnings are about what every browser shows all the same.
  const options = { failOn: 'error', limitInputPixels: false, autoOrient: true } as const;
  const metadata = await reading(() => sharp(bytes, options).metadata());
  const type = typeOf(metadata.format);
  if (!type) throw badImage('notAnImage');
  const { width, height } = metadata.autoOrient;
  if (width * height > MAX_IMAGE_PIXELS) throw badImage('tooManyPixels');
  // The numbers of an RGB picture are not touched, so that what is kept stays the same. CMYK has to be converted.
  const ignoreIcc = metadata.space !== 'cmyk' && colours === 'numbers';
  const pipeline = sharp(bytes, { ...options, ignoreIcc }).toColourspace('srgb');
  const { icc } = metadata;
  const isRgb = icc?.toString('latin1', 16, 20) === 'RGB ';
  return { type, width, height, metadata, pipeline, ...(ignoreIcc && icc && isRgb && { profile: icc }) };
}

/** Decodes what was opened. Throws `Failed` `badImage`. */
export async function decode({ pipeline }: Opened): Promise<Pixels> {
  const decoded = pipeline.ensureAlpha().raw({ depth: 'uchar' });
  const { data, info } = await reading(() => decoded.toBuffer({ resolveWithObject: true }));
  return { data: own(data), width: info.width, height: info.height };
}

/** Encodes pixels as `write` says; without an alpha channel where none is transparent. */
export async function encode(pixels: Pixels, write: (picture: Sharp) => Sharp): Promise<Bytes> {
  const { data, width, height } = pixels;
  const picture = sharp(data, { raw: { width, height, channels: 4 } });
  return own(await write(isOpaque(pixels) ? picture.removeAlpha() : picture).toBuffer());
}

/** What was made by a camera or a model gets a third smaller by the filters, a screenshot hardly larger. */
export function asPng(picture: Sharp): Sharp {
  return picture.png({ adaptiveFiltering: true });
}

/** Scales by Lanczos to exactly this size. */
export async function scale(pixels: Pixels, { width, height }: Size): Promise<Pixels> {
  if (pixels.width === width && pixels.height === height) return pixels;
  const source = sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 4 } });
  return { data: own(await source.resize(width, height, { fit: 'fill' }).raw().toBuffer()), width, height };
}

/** A part of a picture; what lies outside it is transparent. */
export function cropTo(picture: Pixels, area: Box): Pixels {
  const whole = boxOf(picture);
  if (isWithin(whole, area) && isWithin(area, whole)) return picture;
  const crop = blank(area);
  const shared = overlap(area, whole);
  if (!shared) return crop;
  for (let y = shared.y; y < shared.y + shared.height; y += 1) {
    const from = (y * picture.width + shared.x) * 4;
    crop.data.set(picture.data.subarray(from, from + shared.width * 4), ((y - area.y) * area.width + shared.x - area.x) * 4);
  }
  return crop;
}

/** A copy on a buffer of its own: the engine's memory is shared between its threads and cannot be transferred. */
export function own(bytes: Uint8Array): Bytes {
  return new Uint8Array(bytes);
}

export function isOpaque({ data }: Pixels): boolean {
  for (let at = 3; at < data.length; at += 4) if (data[at] !== 255) return false;
  return true;
}

/** The same bytes, a pixel at a time. */
export function words({ data }: Pixels): Uint32Array<ArrayBuffer> {
  return new Uint32Array(data.buffer, data.byteOffset, data.length / 4);
}

export function blank({ width, height }: Size): Pixels {
  return { data: new Uint8Array(width * height * 4), width, height };
}

export function badImage(reason: ImageFault, cause?: unknown): Failed {
  return new Failed({ kind: 'badImage', reason }, cause);
}

/** Takes what the engine says of a file's bytes for a damage of the file. */
export async function reading<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    throw badImage('damaged', cause);
  }
}

function typeOf(format: string): ImageType | undefined {
  switch (format) {
    case 'png':
    case 'jpeg':
    case 'webp':
    case 'gif':
      return format;
    default:
      return undefined;
  }
}
