import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { overlap } from '../../core/box.ts';
import type { Bytes } from '../../core/image.ts';
import type { Coverage, Frame } from '../../core/task.ts';
import { blank, decode, isOpaque, open, own, type Pixels, words } from '../pixels/pixels.ts';
import { readPlane } from '../pixels/plane.ts';
import { visiblePart } from '../pixels/visible.ts';

/** A mask file of the coverage's own width × height, see `Raster`. */
export async function encodeMask(coverage: Coverage, hard: boolean): Promise<Bytes> {
  const plane = readPlane(coverage);
  const pixels = blank(coverage);
  for (let at = 0; at < plane.length; at += 1) {
    const value = plane[at] ?? 0;
    pixels.data.fill(value === 0 ? 0 : 255, at * 4, at * 4 + 3);
    pixels.data[at * 4 + 3] = value > 0 && hard ? 0 : 255 - value;
  }
  return writeMask(pixels);
}

/**
 * The mask that goes with a frame, of `frame.sent`. Each pixel under which anything is to be edited is edited: a stroke that
 * is thinner than such a pixel would be lost otherwise. Padding is kept. `plane` is of the canvas.
 *
 * OpenAI takes masks below 4 MB: at 4096 × 4096 px, more than any model makes, noise has 3.8 MB.
 */
export async function sentMask(plane: Uint8Array, frame: Frame): Promise<Bytes> {
  const edit = editedPixels(plane, frame);
  const pixels = blank(frame.sent);
  const colours = words(pixels);
  const [white = 0, black = 0] = new Uint32Array(Uint8Array.of(255, 255, 255, 0, 0, 0, 0, 255).buffer);
  for (let at = 0; at < edit.length; at += 1) colours[at] = edit[at] === 0 ? black : white;
  return writeMask(pixels);
}

function editedPixels(plane: Uint8Array, frame: Frame): Uint8Array {
  const { canvas, sent } = frame;
  const edit = new Uint8Array(sent.width * sent.height);
  const area = overlap(frame.box, canvas);
  if (!area) return edit;
  const part = visiblePart(frame, sent);
  const columns = spans(area.width, part.width);
  const rows = spans(area.height, part.height);
  const line = new Uint8Array(part.width);
  for (let y = 0; y < area.height; y += 1) {
    const start = (area.y - canvas.y + y) * canvas.width + area.x - canvas.x;
    if (!readLine(plane.subarray(start, start + area.width), columns, line)) continue;
    for (let row = rows[y * 2] ?? 0; row < (rows[y * 2 + 1] ?? 0); row += 1) {
      const to = (part.y + row) * sent.width + part.x;
      for (let x = 0; x < line.length; x += 1) if (line[x] === 1) edit[to + x] = 1;
    }
  }
  return edit;
}

/** Marks in `line` what the row of the plane reaches; false where that is nothing. */
function readLine(row: Uint8Array, columns: Uint32Array, line: Uint8Array): boolean {
  let any = false;
  for (let x = 0; x < row.length; x += 1) {
    if (row[x] === 0) continue;
    if (!any) line.fill(0);
    any = true;
    line.fill(1, columns[x * 2] ?? 0, columns[x * 2 + 1] ?? 0);
  }
  return any;
}

/** For each px of `from` the px of `to` that it lies under, even in part: the first, and the one after the last. */
function spans(from: number, to: number): Uint32Array {
  const result = new Uint32Array(from * 2);
  for (let at = 0; at < from; at += 1) {
    result[at * 2] = Math.floor((at * to) / from);
    result[at * 2 + 1] = Math.ceil(((at + 1) * to) / from);
  }
  return result;
}

/** A lossy file's black and white are not quite so. */
const LOSSY = 16;

/** A coverage from a mask file or a picture's transparency, see `Raster`. Throws `Failed` `badImage`. */
export async function decodeMask(file: Bytes, from: 'file' | 'transparency'): Promise<Coverage> {
  const opened = await open(file);
  const pixels = await decode(opened);
  const isLight = from === 'file' && isOpaque(pixels);
  const plane = isLight ? lightness(pixels, opened.type === 'jpeg' ? LOSSY : 0) : transparency(pixels);
  return { width: pixels.width, height: pixels.height, deflated: own(deflateSync(plane)) };
}

function transparency({ data }: Pixels): Bytes {
  const plane = new Uint8Array(data.length / 4);
  for (let at = 0; at < plane.length; at += 1) plane[at] = 255 - (data[at * 4 + 3] ?? 0);
  return plane;
}

/** Source: ITU-R BT.709, in 65 536ths, so that white is exactly 255. */
function lightness({ data }: Pixels, slack: number): Bytes {
  const plane = new Uint8Array(data.length / 4);
  for (let at = 0; at < plane.length; at += 1) {
    const [red, green, blue] = [data[at * 4] ?? 0, data[at * 4 + 1] ?? 0, data[at * 4 + 2] ?? 0];
    const value = (13_933 * red + 46_871 * green + 4732 * blue + 32_768) >> 16;
    plane[at] = value < slack ? 0 : value > 255 - slack ? 255 : value;
  }
  return plane;
}

/** Always with an alpha channel: servers look for it. */
async function writeMask({ data, width, height }: Pixels): Promise<Bytes> {
  const picture = sharp(data, { raw: { width, height, channels: 4 } });
  return own(await picture.png().toBuffer());
}
