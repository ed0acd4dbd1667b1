import { boxOf, isWithin, overlap } from '../../core/box.ts';
import { MAX_IMAGE_PIXELS } from '../../core/image.ts';
import type { Composite, Finished } from '../../core/raster.ts';
import { pixelsOf, type Size } from '../../core/size.ts';
import type { Frame } from '../../core/task.ts';
import { changedShare } from '../pixels/changed.ts';
import { asPng, badImage, blank, cropTo, decode, encode, open, type Pixels, scale, words } from '../pixels/pixels.ts';
import { readCanvasPlane } from '../pixels/plane.ts';
import { withProfile } from '../pixels/profile.ts';
import { blend } from '../pixels/seam.ts';
import { visiblePart } from '../pixels/visible.ts';

/** See `Raster`. Throws `Failed` `badImage`. */
export async function composite({ picture, answer, frame, coverage }: Composite): Promise<Finished> {
  const opened = await open(picture);
  const answered = await open(answer);
  if (pixelsOf(frame.canvas) > MAX_IMAGE_PIXELS) throw badImage('tooManyPixels');
  const plane = coverage && readCanvasPlane(coverage, opened, frame);
  const canvas = spread(await decode(opened), frame);
  const area = overlap(frame.box, frame.canvas) ?? frame.canvas;
  const place = { ...area, x: area.x - frame.canvas.x, y: area.y - frame.canvas.y };
  const shown = visiblePart(frame, answered);
  const patch = await scale(cropTo(await decode(answered), shown), area);
  const isSame = (one: Size, other: Size) => one.width === other.width && one.height === other.height;
  const wasScaled = !isSame(shown, area) || !isSame(frame.sent, frame.box);
  const changedOutside = plane && changedShare(canvas, patch, place, plane, wasScaled);
  blend(canvas, patch, place, plane);
  const bytes = await encode(canvas, asPng);
  return {
    bytes: opened.profile ? withProfile(bytes, opened.profile) : bytes,
    width: canvas.width,
    height: canvas.height,
    ...(changedOutside !== undefined && { changedOutside }),
  };
}

/** The canvas before the answer is put in: the picture, and around it its edge repeated, so that the seam is soft there too. */
function spread(picture: Pixels, { canvas }: Frame): Pixels {
  if (isWithin(canvas, boxOf(picture))) return cropTo(picture, canvas);
  const larger = blank(canvas);
  const [from, to] = [words(picture), words(larger)];
  const columns = Uint32Array.from({ length: canvas.width }, (_, x) => clamp(x + canvas.x, picture.width));
  for (let y = 0; y < canvas.height; y += 1) {
    const source = clamp(y + canvas.y, picture.height) * picture.width;
    const target = y * canvas.width;
    for (let x = 0; x < columns.length; x += 1) to[target + x] = from[source + (columns[x] ?? 0)] ?? 0;
  }
  return larger;
}

function clamp(at: number, length: number): number {
  return Math.min(Math.max(at, 0), length - 1);
}
