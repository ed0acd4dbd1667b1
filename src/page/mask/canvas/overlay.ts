import { type Box, overlap } from '../../../core/box.ts';
import { drawLayer, drawStroke, type Grid, surround } from '../strokes/drawing.ts';
import type { Layer, Stroke } from '../strokes/operation.ts';

/** How a mask is shown. */
export interface Paint {
  /** Red, green, blue: 0–255. */
  readonly color: readonly [number, number, number];
  /** 0–1 */
  readonly opacity: number;
  /** Stripes, for those who need more contrast than a colour has. */
  readonly hatched: boolean;
}

/** `AABBGGRR`, as four bytes of an image read in this order on every machine that VS Code runs on. */
const INNER_LINE = 0xff_00_00_00;
const OUTER_LINE = 0xff_ff_ff_ff;

/**
 * The mask over the picture, in the stage's own px and not the picture's: a stroke costs what is seen of it. What is drawn
 * comes onto the canvas with the next frame, the changed part only.
 */
export class Overlay {
  readonly #context: CanvasRenderingContext2D;
  #grid: Grid | undefined;
  #cells = new Uint8Array();
  #image: ImageData | undefined;
  #colors = new Uint32Array();
  #drawn: readonly Layer[] = [];
  /** The stroke that was drawn as it grew, all of it. */
  #grown: Stroke | undefined;
  #paint: Paint = { color: [0, 120, 212], opacity: 0.5, hatched: false };
  #changed: Box | undefined;
  #frame = 0;

  constructor(canvas: HTMLCanvasElement) {
    // Kept in memory: its px are written by us, and no GPU would be faster at taking them over.
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('the canvas has no context');
    this.#context = context;
  }

  /** Shows layers in a window. Only what is new is drawn where the rest is the same. */
  show(layers: readonly Layer[], grid: Grid): void {
    const before = this.#grid;
    const same = before !== undefined && isSame(before, grid) && this.#drawn.every((layer, index) => layers[index] === layer);
    if (!same) this.#clear(grid);
    for (const layer of layers.slice(same ? this.#drawn.length : 0)) {
      if (layer !== this.#grown) this.#change(drawLayer(layer, grid, this.#cells));
    }
    this.#drawn = layers;
    this.#grown = undefined;
  }

  /** Draws a growing stroke from its point number `from` on; `show` makes it last, or takes it away by `redraw`. */
  grow(stroke: Stroke, from: number): void {
    if (from === 0) this.#grown = stroke;
    if (this.#grid) this.#change(drawStroke(stroke, from, this.#grid, this.#cells));
  }

  /** Draws everything anew, without a stroke that was given up. */
  redraw(): void {
    const { width = 0, height = 0 } = this.#grid ?? {};
    this.#grown = undefined;
    this.#cells.fill(0);
    for (const layer of this.#drawn) if (this.#grid) drawLayer(layer, this.#grid, this.#cells);
    this.#change({ x: 0, y: 0, width, height });
  }

  paint(paint: Paint): void {
    this.#paint = paint;
    const { width = 0, height = 0 } = this.#grid ?? {};
    this.#change({ x: 0, y: 0, width, height });
  }

  dispose(): void {
    cancelAnimationFrame(this.#frame);
  }

  #clear(grid: Grid): void {
    const { canvas } = this.#context;
    if (canvas.width !== grid.width || canvas.height !== grid.height || !this.#image) {
      canvas.width = grid.width;
      canvas.height = grid.height;
      this.#image = this.#context.createImageData(grid.width, grid.height);
      this.#colors = new Uint32Array(this.#image.data.buffer);
      this.#cells = new Uint8Array(grid.width * grid.height);
    } else {
      this.#cells.fill(0);
    }
    this.#grid = grid;
    this.#drawn = [];
    this.#grown = undefined;
    this.#change({ x: 0, y: 0, width: grid.width, height: grid.height });
  }

  #change(box: Box | undefined): void {
    if (!box) return;
    this.#changed = this.#changed ? surround(this.#changed, box) : box;
    this.#frame ||= requestAnimationFrame(() => this.#flush());
  }

  #flush(): void {
    this.#frame = 0;
    const changed = this.#changed;
    const grid = this.#grid;
    this.#changed = undefined;
    if (!changed || !grid || !this.#image) return;
    // The line around the mask belongs to the cells beside it as well.
    const wide = { x: changed.x - 1, y: changed.y - 1, width: changed.width + 2, height: changed.height + 2 };
    const box = overlap(wide, { x: 0, y: 0, width: grid.width, height: grid.height });
    if (!box) return;
    colorCells(this.#cells, this.#colors, grid, box, tableOf(this.#paint));
    this.#context.putImageData(this.#image, 0, 0, box.x, box.y, box.width, box.height);
  }
}

/** A colour for every value of a cell, and for one that lies on a stripe. */
function tableOf({ color: [red, green, blue], opacity, hatched }: Paint): Uint32Array {
  const table = new Uint32Array(512);
  for (let value = 1; value < 256; value++) {
    const alpha = (opacity * (64 + (191 * value) / 255)) / 255;
    const plain = hatched ? alpha * 0.6 : alpha;
    table[value] = pack(red, green, blue, plain);
    table[value + 256] = hatched ? pack(red, green, blue, Math.min(1, alpha + 0.35)) : (table[value] ?? 0);
  }
  return table;
}

function pack(red: number, green: number, blue: number, alpha: number): number {
  return ((Math.round(alpha * 255) << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** Colours cells, with a dark line inside the mask's edge and a light one outside: one of the two is seen on any picture. */
function colorCells(cells: Uint8Array, colors: Uint32Array, { width, height }: Grid, box: Box, table: Uint32Array): void {
  const right = box.x + box.width;
  const bottom = box.y + box.height;
  for (let row = box.y; row < bottom; row++) {
    const above = row > 0 ? -width : 0;
    const below = row < height - 1 ? width : 0;
    for (let column = box.x; column < right; column++) {
      const at = row * width + column;
      const value = cells[at] ?? 0;
      const marked = value > 0;
      const isEdge =
        (cells[at + above] ?? 0) > 0 !== marked ||
        (cells[at + below] ?? 0) > 0 !== marked ||
        (column > 0 && (cells[at - 1] ?? 0) > 0 !== marked) ||
        (column < width - 1 && (cells[at + 1] ?? 0) > 0 !== marked);
      if (isEdge) colors[at] = marked ? INNER_LINE : OUTER_LINE;
      else colors[at] = table[value + (((row + column) & 7) < 3 ? 256 : 0)] ?? 0;
    }
  }
}

function isSame(one: Grid, other: Grid): boolean {
  return (
    one.x === other.x &&
    one.y === other.y &&
    one.scale === other.scale &&
    one.width === other.width &&
    one.height === other.height
  );
}
