import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawLayers, drawStroke, type Grid, gridOf } from '../../src/page/mask/strokes/drawing.ts';
import {
  amend,
  apply,
  EMPTY,
  fold,
  foldable,
  layersOf,
  redo,
  selectedRectangle,
  undo,
} from '../../src/page/mask/strokes/history.ts';
import type { Layer, Operation, Rectangle, Stroke } from '../../src/page/mask/strokes/operation.ts';

const SIZE = { width: 60, height: 40 };
const whole = gridOf(SIZE, { x: 0, y: 0, ...SIZE });

function draw(layers: readonly Layer[], grid: Grid = whole): Uint8Array {
  const cells = new Uint8Array(grid.width * grid.height);
  drawLayers(layers, grid, cells);
  return cells;
}

const coordinate = (most: number) => fc.integer({ min: -100, max: (most + 10) * 10 }).map((tenths) => tenths / 10);
const point = fc.tuple(coordinate(SIZE.width), coordinate(SIZE.height));
const points = fc.array(point, { minLength: 1, maxLength: 5 }).map((list) => list.flat());
const stroke: fc.Arbitrary<Stroke> = fc.record({
  kind: fc.constant('stroke' as const),
  erase: fc.boolean(),
  size: fc.integer({ min: 1, max: 40 }),
  soft: fc.constantFrom(0, 0.3, 1),
  points,
});
const rectangle: fc.Arbitrary<Rectangle> = fc.record({
  kind: fc.constant('rectangle' as const),
  erase: fc.boolean(),
  box: fc.record({
    x: fc.integer({ min: -5, max: 59 }),
    y: fc.integer({ min: -5, max: 39 }),
    width: fc.integer({ min: 1, max: 80 }),
    height: fc.integer({ min: 1, max: 80 }),
  }),
  moved: fc.constant(false),
});
const lasso = fc.record({
  kind: fc.constant('lasso' as const),
  erase: fc.boolean(),
  points: fc.array(point, { minLength: 3, maxLength: 8 }).map((list) => list.flat()),
});
const layer: fc.Arbitrary<Layer> = fc.oneof(
  stroke,
  rectangle,
  lasso,
  fc.constant({ kind: 'invert' as const }),
  fc.constant({ kind: 'fill' as const }),
);

describe('a mask’s strokes', () => {
  it('mark every px whose middle is within the brush, and no other', () => {
    fc.assert(
      fc.property(stroke, (drawn) => {
        const cells = draw([{ ...drawn, erase: false, soft: 0 }]);
        cells.forEach((value, index) => {
          const distance = distanceTo(drawn.points, (index % SIZE.width) + 0.5, Math.floor(index / SIZE.width) + 0.5);
          // On the edge itself both are right.
          if (Math.abs(distance - drawn.size / 2) > 1e-6) assert.equal(value, distance < drawn.size / 2 ? 255 : 0);
        });
      }),
    );
  });

  it('fall off towards the edge of a soft brush', () => {
    fc.assert(
      fc.property(stroke, (drawn) => {
        const cells = draw([{ ...drawn, erase: false, soft: 1 }]);
        const seen = Array.from(cells, (value, index) => ({
          value,
          distance: distanceTo(drawn.points, (index % SIZE.width) + 0.5, Math.floor(index / SIZE.width) + 0.5),
        })).sort((one, other) => one.distance - other.distance);
        for (const [index, { value }] of seen.entries()) assert.ok(value <= (seen[index - 1]?.value ?? 255) + 1);
      }),
    );
  });

  it('mark what an outline goes around', () => {
    fc.assert(
      fc.property(lasso, (drawn) => {
        const cells = draw([{ ...drawn, erase: false }]);
        cells.forEach((value, index) => {
          const [x, y] = [(index % SIZE.width) + 0.5, Math.floor(index / SIZE.width) + 0.5];
          // A px right on the line may be taken for either side.
          if (distanceTo([...drawn.points, ...drawn.points.slice(0, 2)], x, y) < 1e-6) return;
          assert.equal(value, turnsAround(drawn.points, x, y) === 0 ? 0 : 255, `${x}, ${y}`);
        });
      }),
    );
  });

  it('are the same drawn at once, in bands, and piece by piece as they grow', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (layers, rows) => {
        const all = draw(layers);
        const bands: number[] = [];
        for (let y = 0; y < SIZE.height; y += rows) {
          const box = { x: 0, y, width: SIZE.width, height: Math.min(rows, SIZE.height - y) };
          bands.push(...draw(layers, gridOf(SIZE, box)));
        }
        assert.deepEqual(bands, [...all]);
        const grown = new Uint8Array(all.length);
        for (const drawn of layers) {
          if (drawn.kind !== 'stroke') drawLayers([drawn], whole, grown);
          else for (let from = 0; from < drawn.points.length / 2; from++) drawStroke(drawn, from, whole, grown);
        }
        assert.deepEqual(grown, all);
      }),
    );
  });

  it('never leave the picture, at any zoom', () => {
    fc.assert(
      fc.property(fc.array(layer, { maxLength: 4 }), fc.double({ min: 0.1, max: 8, noNaN: true }), (layers, scale) => {
        const grid = { picture: SIZE, x: -3, y: -2, scale, width: 90, height: 70 };
        const cells = draw([...layers, { kind: 'fill' }], grid);
        cells.forEach((value, index) => {
          const x = ((index % grid.width) + 0.5) / scale + grid.x;
          const y = (Math.floor(index / grid.width) + 0.5) / scale + grid.y;
          const edge = Math.min(x, y, SIZE.width - x, SIZE.height - y);
          if (Math.abs(edge) > 1e-6) assert.equal(value, edge > 0 ? 255 : 0);
        });
      }),
    );
  });
});

describe('a mask’s history', () => {
  const box = (x: number): Operation => ({
    kind: 'rectangle',
    erase: false,
    box: { x, y: 0, width: 1, height: 1 },
    moved: false,
  });
  const moved = (x: number): Rectangle => ({
    kind: 'rectangle',
    erase: false,
    box: { x, y: 0, width: 1, height: 1 },
    moved: true,
  });
  const places = (steps: readonly Operation[]) =>
    layersOf({ steps, at: steps.length }).map((one) => (one.kind === 'rectangle' ? one.box.x : one.kind));

  for (const [name, steps, expected] of [
    ['draws in order', [box(1), { kind: 'invert' }, box(2)], [1, 'invert', 2]],
    ['lets a move take the place of what was moved', [box(1), moved(2), moved(3)], [3]],
    ['moves nothing but the last thing drawn', [box(1), { kind: 'invert' }, moved(3)], [1, 'invert', 3]],
    ['takes the last rectangle away', [box(1), box(2), { kind: 'remove' }], [1]],
    ['forgets what was cleared, and what a fill lies over', [box(1), { kind: 'clear' }, box(2), { kind: 'fill' }], ['fill']],
  ] as const) {
    it(name, () => assert.deepEqual(places(steps), expected));
  }

  it('goes back and forth, and cannot go forth after a new step', () => {
    const two = apply(apply(EMPTY, box(1)), box(2));
    assert.deepEqual(redo(undo(two)), two);
    assert.deepEqual(undo(undo(undo(two))), { steps: two.steps, at: 0 });
    const other = apply(undo(two), box(3));
    assert.deepEqual(other, { steps: [box(1), box(3)], at: 2 });
    assert.deepEqual(redo(other), other);
    assert.deepEqual(amend(other, moved(4)).steps, [box(1), box(3), moved(4)]);
    assert.deepEqual(amend(amend(other, moved(4)), moved(5)).steps, [box(1), box(3), moved(5)]);
    assert.deepEqual(selectedRectangle(layersOf(other)), box(3));
  });

  it('is folded only where it grew too long, and only while it still begins the same', () => {
    const many = Array.from({ length: 501 }, (_, index) => box(index));
    const history = { steps: many, at: many.length };
    assert.equal(foldable({ steps: many.slice(1), at: 500 }), 0);
    assert.equal(foldable(history), 401);
    const folded = fold(history, many.slice(0, 401), { kind: 'fill' });
    assert.equal(folded.steps.length, 101);
    assert.equal(folded.at, 101);
    const undone = { steps: many, at: 300 };
    assert.equal(fold(undone, many.slice(0, 401), { kind: 'fill' }), undone);
    const long: Operation = { kind: 'lasso', erase: false, points: Array.from({ length: 70_000 }, () => 1) };
    assert.equal(foldable({ steps: [box(1), long], at: 2 }), 2);
  });
});

/** The distance from a point to a line through points. */
function distanceTo(line: readonly number[], x: number, y: number): number {
  let nearest = Number.POSITIVE_INFINITY;
  for (let index = 0; index < line.length; index += 2) {
    const last = index + 2 >= line.length;
    const [fromX = 0, fromY = 0, toX = fromX, toY = fromY] = line.slice(index, last ? index + 2 : index + 4);
    const square = (toX - fromX) ** 2 + (toY - fromY) ** 2;
    const part = square === 0 ? 0 : ((x - fromX) * (toX - fromX) + (y - fromY) * (toY - fromY)) / square;
    const at = Math.min(Math.max(part, 0), 1);
    nearest = Math.min(nearest, Math.hypot(x - fromX - at * (toX - fromX), y - fromY - at * (toY - fromY)));
  }
  return nearest;
}

/** How often an outline goes around a point, by the angles it is seen under. */
function turnsAround(outline: readonly number[], x: number, y: number): number {
  let angle = 0;
  for (let index = 0; index < outline.length; index += 2) {
    const [fromX = 0, fromY = 0] = [outline[index], outline[index + 1]];
    const next = (index + 2) % outline.length;
    const [toX = 0, toY = 0] = [outline[next], outline[next + 1]];
    let step = Math.atan2(toY - y, toX - x) - Math.atan2(fromY - y, fromX - x);
    if (step > Math.PI) step -= 2 * Math.PI;
    if (step < -Math.PI) step += 2 * Math.PI;
    angle += step;
  }
  return Math.round(angle / (2 * Math.PI));
}
