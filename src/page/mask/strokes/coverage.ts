import type { Box } from '../../../core/box.ts';
import type { Bytes } from '../../../core/image.ts';
import type { Size } from '../../../core/size.ts';
import type { Coverage } from '../../../core/task.ts';
import { drawLayers, gridOf, surround } from './drawing.ts';
import type { Layer } from './operation.ts';
import { unpackPlanes } from './planes.ts';

/** px drawn in one go: some ms, so that the pointer never waits for more. */
const BAND = 1_000_000;

/** What of a picture is marked. */
export interface Extent {
  /** Of all px, 0–1. */
  readonly share: number;
  /** Around everything above 0, in the picture's px. Absent where nothing is. */
  readonly bounds?: Box;
}

/**
 * Counts what is marked, exactly, in pieces: `pause` is awaited between them. Ends without a result when `signal` is aborted.
 */
export async function measure(
  layers: readonly Layer[],
  picture: Size,
  pause: () => Promise<void>,
  signal: AbortSignal,
): Promise<Extent | undefined> {
  let count = 0;
  let bounds: Box | undefined;
  for await (const { cells, top } of bandsOf(layers, picture)) {
    if (signal.aborted) return undefined;
    const found = look(cells, picture.width, top);
    count += found.count;
    if (found.bounds) bounds = bounds ? surround(bounds, found.bounds) : found.bounds;
    await pause();
  }
  if (signal.aborted) return undefined;
  return { share: count / (picture.width * picture.height), ...(bounds && { bounds }) };
}

/** The whole coverage in the picture's own px, or undefined where nothing is marked. */
export async function coverageOf(layers: readonly Layer[], { width, height }: Size): Promise<Coverage | undefined> {
  const stream = new CompressionStream('deflate');
  const deflated = new Response(stream.readable).arrayBuffer();
  const writer = stream.writable.getWriter();
  let marked = false;
  for await (const { cells } of bandsOf(layers, { width, height })) {
    marked ||= cells.some((value) => value > 0);
    await writer.write(cells);
  }
  await writer.close();
  const bytes = new Uint8Array(await deflated);
  return marked ? { width, height, deflated: bytes } : undefined;
}

/** The coverage in pieces from top to bottom, never all at once: a large picture's has 33 MB. */
async function* bandsOf(
  layers: readonly Layer[],
  { width, height }: Size,
): AsyncIterable<{ readonly cells: Bytes; readonly top: number }> {
  await unpackPlanes(layers);
  const rows = Math.max(1, Math.floor(BAND / width));
  for (let top = 0; top < height; top += rows) {
    const box = { x: 0, y: top, width, height: Math.min(rows, height - top) };
    const cells = new Uint8Array(box.width * box.height);
    drawLayers(layers, gridOf({ width, height }, box), cells);
    yield { cells, top };
  }
}

function look(cells: Bytes, width: number, top: number): { readonly count: number; readonly bounds?: Box } {
  let count = 0;
  let left = width;
  let right = -1;
  let first = -1;
  let last = -1;
  for (let start = 0; start < cells.length; start += width) {
    const before = count;
    for (let column = 0; column < width; column++) {
      if (cells[start + column] === 0) continue;
      count++;
      if (column < left) left = column;
      if (column > right) right = column;
    }
    if (count === before) continue;
    last = start / width;
    if (first < 0) first = last;
  }
  if (count === 0) return { count };
  return { count, bounds: { x: left, y: top + first, width: right - left + 1, height: last - first + 1 } };
}
