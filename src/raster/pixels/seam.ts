import type { Box } from '../../core/box.ts';
import type { Size } from '../../core/size.ts';
import { type Pixels, words } from './pixels.ts';

/** Distances are in thirds of a px: a step to the side is 3, a diagonal one 4, nearly the true length. */
const STEP = 3;
const DIAGONAL = 4;

/** The width of the soft seam on a canvas, where what is edited is wide enough for it. In px */
export function seamWidth({ width, height }: Size): number {
  return Math.min(Math.max(Math.round(Math.sqrt(width * height) / 512), 2), 4);
}

/** A line of text that is painted over has to go: the seam takes at most so much of a mask's thickness. */
const THICKNESS = 4;

/**
 * Puts a patch into its place on the canvas. Where the plane is 0 nothing is touched. Elsewhere a pixel has as much of the
 * patch as the plane says, and near what is kept no more than its distance allows, until at the seam's width all of it; the
 * seam is narrower where the mask is thin.
 * `plane` is of the canvas; without it all of the place is the patch's. What lies around the place is kept; what lies
 * beyond the canvas is not.
 */
export function blend(canvas: Pixels, patch: Pixels, place: Box, plane: Uint8Array | undefined): void {
  const full = STEP * (seamWidth(canvas) + 1);
  const stride = place.width + 2;
  const distances = distancesFromKept(canvas, place, plane, THICKNESS * full);
  const thickness = thicknessAround(distances, place);
  const [to, from] = [words(canvas), words(patch)];
  for (let y = 0; y < place.height; y += 1) {
    const start = (place.y + y) * canvas.width + place.x;
    for (let x = 0; x < place.width; x += 1) {
      const at = start + x;
      const covered = plane ? (plane[at] ?? 0) : 255;
      if (covered === 0) continue;
      const source = y * place.width + x;
      const there = (y + 1) * stride + x + 1;
      const distance = distances[there] ?? 0;
      const wide = Math.min(full, STEP + (thickness[there] ?? 0) / THICKNESS);
      if (covered === 255 && distance >= wide) to[at] = from[source] ?? 0;
      else mix(canvas.data, at * 4, patch.data, source * 4, Math.min(covered / 255, distance / wide));
    }
  }
}

/** `weight` of the patch's pixel and the rest of the canvas', mixed as light: what is transparent has no colour to give. */
function mix(canvas: Uint8Array, to: number, patch: Uint8Array, from: number, weight: number): void {
  const mine = (canvas[to + 3] ?? 0) * (1 - weight);
  const theirs = (patch[from + 3] ?? 0) * weight;
  const alpha = mine + theirs;
  if (alpha === 0) return;
  for (let channel = 0; channel < 3; channel += 1) {
    const light = (canvas[to + channel] ?? 0) * mine + (patch[from + channel] ?? 0) * theirs;
    canvas[to + channel] = Math.round(light / alpha);
  }
  canvas[to + 3] = Math.round(alpha);
}

/**
 * How far each px of the place is from what is kept, up to `full`; with a border of one px around it. A chamfer distance
 * (Borgefors 1986): one pass down, one up.
 */
function distancesFromKept(canvas: Size, place: Box, plane: Uint8Array | undefined, full: number): Uint8Array {
  const stride = place.width + 2;
  const far = new Uint8Array(stride * (place.height + 2)).fill(full);
  keepBorder(far, canvas, place);
  for (let y = 0; plane && y < place.height; y += 1) {
    const start = (place.y + y) * canvas.width + place.x;
    const row = (y + 1) * stride + 1;
    for (let x = 0; x < place.width; x += 1) if (plane[start + x] === 0) far[row + x] = 0;
  }
  for (let y = 1; y <= place.height; y += 1) {
    for (let at = y * stride + 1; at <= y * stride + place.width; at += 1) relax(far, at, -1, -stride);
  }
  for (let y = place.height; y >= 1; y -= 1) {
    for (let at = y * stride + place.width; at > y * stride; at -= 1) relax(far, at, 1, stride);
  }
  return far;
}

/**
 * How thick what is edited is around each px: the largest distance nearby, less for each step on the way there, so that it
 * changes as smoothly as the distances do.
 */
function thicknessAround(distances: Uint8Array, place: Size): Uint8Array {
  const stride = place.width + 2;
  const thick = Uint8Array.from(distances);
  for (let y = 1; y <= place.height; y += 1) {
    for (let at = y * stride + 1; at <= y * stride + place.width; at += 1) raise(thick, at, -1, -stride);
  }
  for (let y = place.height; y >= 1; y -= 1) {
    for (let at = y * stride + place.width; at > y * stride; at -= 1) raise(thick, at, 1, stride);
  }
  return thick;
}

function raise(thick: Uint8Array, at: number, side: number, line: number): void {
  let most = thick[at] ?? 0;
  // What is kept leads nowhere.
  if (most === 0) return;
  const straight = Math.max(thick[at + side] ?? 0, thick[at + line] ?? 0) - 1;
  const slanted = Math.max(thick[at + line - 1] ?? 0, thick[at + line + 1] ?? 0) - 2;
  if (straight > most) most = straight;
  if (slanted > most) most = slanted;
  thick[at] = most;
}

function relax(far: Uint8Array, at: number, side: number, line: number): void {
  let least = far[at] ?? 0;
  if (least === 0) return;
  const straight = Math.min(far[at + side] ?? 0, far[at + line] ?? 0) + STEP;
  const slanted = Math.min(far[at + line - 1] ?? 0, far[at + line + 1] ?? 0) + DIAGONAL;
  if (straight < least) least = straight;
  if (slanted < least) least = slanted;
  far[at] = least;
}

/** Beyond the sides that are not at the canvas' edge the picture goes on, and is kept. */
function keepBorder(far: Uint8Array, canvas: Size, place: Box): void {
  const stride = place.width + 2;
  const last = place.height + 1;
  const [left, right] = [place.x > 0, place.x + place.width < canvas.width];
  const [top, bottom] = [place.y > 0, place.y + place.height < canvas.height];
  if (top) far.fill(0, left ? 0 : 1, right ? stride : stride - 1);
  if (bottom) far.fill(0, last * stride + (left ? 0 : 1), (last + 1) * stride - (right ? 0 : 1));
  for (let y = 1; y < last; y += 1) {
    if (left) far[y * stride] = 0;
    if (right) far[(y + 1) * stride - 1] = 0;
  }
}
