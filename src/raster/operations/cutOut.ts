import type { Sharp } from 'sharp';
import { type Box, boxOf, isWithin, overlap } from '../../core/box.ts';
import { type ImageType, MAX_IMAGE_PIXELS } from '../../core/image.ts';
import type { CutOut } from '../../core/raster.ts';
import { pixelsOf, type Size } from '../../core/size.ts';
import type { Frame, Inputs, Upload } from '../../core/task.ts';
import {
  asPng,
  badImage,
  blank,
  cropTo,
  decode,
  encode,
  isOpaque,
  type Opened,
  open,
  type Pixels,
  scale,
  words,
} from '../pixels/pixels.ts';
import { isPlain } from '../pixels/plain.ts';
import { readCanvasPlane } from '../pixels/plane.ts';
import { visiblePart } from '../pixels/visible.ts';
import { sentMask } from './mask.ts';

/** See `Raster`. Throws `Failed` `badImage`: `tooManyBytes` where nothing is small enough to be sent. */
export async function cutOut(cut: CutOut): Promise<Inputs> {
  const { frame, coverage } = cut;
  const opened = await open(cut.picture);
  if (pixelsOf(frame.canvas) > MAX_IMAGE_PIXELS) throw badImage('tooManyPixels');
  const plane = coverage && readCanvasPlane(coverage, opened, frame);
  const image = asItIs(cut, opened) ?? (await encodeWithin(cut, opened.type, await drawFrame(opened, frame)));
  return { images: [image], ...(plane && { mask: await sentMask(plane, frame) }) };
}

/** The file itself, where it can be sent. */
function asItIs({ picture, frame, types, maxBytes }: CutOut, { type, ...size }: Opened): Upload | undefined {
  const whole = boxOf(size);
  if (type === 'gif' || !types.includes(type) || picture.length > maxBytes) return undefined;
  if (!isSame(frame.box, whole) || !isSame(frame.canvas, whole) || !isSame(boxOf(frame.sent), whole)) return undefined;
  return isPlain(picture, type) ? upload(picture, type) : undefined;
}

async function drawFrame(opened: Opened, frame: Frame): Promise<Pixels> {
  const area = overlap(frame.box, frame.canvas) ?? frame.box;
  const part = visiblePart(frame, frame.sent);
  // Scaled before it is padded: a thin picture in a square would need gigabytes otherwise.
  const shown = await scale(cropTo(await decode(opened), area), part);
  return isSame(part, boxOf(frame.sent)) ? shown : mirrorInto(shown, part, frame.sent);
}

/** The picture in its part of a larger one, the rest filled with its mirror images. */
function mirrorInto(picture: Pixels, part: Box, size: Size): Pixels {
  const padded = blank(size);
  const [from, to] = [words(picture), words(padded)];
  const columns = Uint32Array.from({ length: size.width }, (_, x) => mirror(x - part.x, part.width));
  for (let y = 0; y < size.height; y += 1) {
    const source = mirror(y - part.y, part.height) * part.width;
    const target = y * size.width;
    for (let x = 0; x < columns.length; x += 1) to[target + x] = from[source + (columns[x] ?? 0)] ?? 0;
  }
  return padded;
}

/** The edge itself is repeated: … 1 0 | 0 1 2 | 2 1 … */
function mirror(at: number, length: number): number {
  const turn = 2 * length;
  const within = ((at % turn) + turn) % turn;
  return within < length ? within : turn - 1 - within;
}

interface Encoding {
  readonly type: Upload['type'];
  write(picture: Sharp): Sharp;
}

const PNG: Encoding = { type: 'png', write: asPng };
/** The last resort, where nothing else is taken. */
const PALETTE: Encoding = { type: 'png', write: (picture) => picture.png({ palette: true }) };
const WEBP: Encoding = { type: 'webp', write: (picture) => picture.webp({ quality: 92 }) };

function jpegOf(quality: number): Encoding {
  return { type: 'jpeg', write: (picture) => picture.jpeg({ quality, chromaSubsampling: '4:4:4' }) };
}

/** The best encoding that is small enough. */
async function encodeWithin({ types, maxBytes }: CutOut, source: ImageType, pixels: Pixels): Promise<Upload> {
  const isPhoto = source === 'jpeg' && types.includes('jpeg') && isOpaque(pixels);
  const smaller = isOpaque(pixels) ? [jpegOf(92), WEBP, PALETTE] : [WEBP, PALETTE];
  const encodings = [isPhoto ? jpegOf(95) : PNG, ...smaller.filter(({ type }) => types.includes(type))];
  for (const { type, write } of encodings) {
    const bytes = await encode(pixels, write);
    if (bytes.length <= maxBytes) return upload(bytes, type);
  }
  throw badImage('tooManyBytes');
}

function upload(bytes: Upload['bytes'], type: Upload['type']): Upload {
  return { bytes, type, name: type === 'jpeg' ? 'image.jpg' : `image.${type}` };
}

function isSame(one: Box, other: Box): boolean {
  return isWithin(one, other) && isWithin(other, one);
}
