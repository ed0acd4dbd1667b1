import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { drawLayers, gridOf } from '../../src/page/mask/strokes/drawing.ts';
import type { Layer } from '../../src/page/mask/strokes/operation.ts';
import { decodePng, hasAlpha } from '../support/pngDecoder.ts';
import { coverageOf, never, noise, png, useRaster, wholeOf } from '../support/rasterStage.ts';

const side = fc.integer({ min: 1, max: 48 });
const points = (least: number) =>
  fc.array(fc.tuple(fc.integer({ min: -9, max: 57 }), fc.integer({ min: -9, max: 57 })), { minLength: least, maxLength: 6 });
const layer: fc.Arbitrary<Layer> = fc.oneof(
  fc.record({
    kind: fc.constant('stroke' as const),
    erase: fc.boolean(),
    size: fc.integer({ min: 1, max: 30 }),
    soft: fc.constantFrom(0, 0.4, 1),
    points: points(1).map((list) => list.flat()),
  }),
  fc.record({ kind: fc.constant('lasso' as const), erase: fc.boolean(), points: points(3).map((list) => list.flat()) }),
  fc.constantFrom({ kind: 'invert' as const }, { kind: 'fill' as const }),
);

describe('a mask that is painted', () => {
  const raster = useRaster();

  it('says in its file, in the picture that is sent and when it is read again what was painted', async () => {
    await fc.assert(
      fc.asyncProperty(side, side, fc.array(layer, { maxLength: 4 }), async (width, height, layers) => {
        const cells = new Uint8Array(width * height);
        drawLayers(layers, gridOf({ width, height }, { x: 0, y: 0, width, height }), cells);
        const coverage = coverageOf(width, height, (x, y) => cells[y * width + x] ?? 0);

        const file = await raster.encodeMask(coverage, false, never);
        const soft = decodePng(file);
        assert.ok(hasAlpha(file), 'servers look for an alpha channel');
        assert.deepEqual([soft.width, soft.height], [width, height]);
        const hard = decodePng(await raster.encodeMask(coverage, true, never));
        const picture = await png(noise(width, height));
        const cut = { picture, frame: wholeOf({ width, height }), coverage, types: ['png'], maxBytes: 1e6 } as const;
        const { mask } = await raster.cutOut(cut, never);
        const sent = decodePng(mask ?? assert.fail('no mask is sent'));
        for (const [at, value] of cells.entries()) {
          assert.equal(soft.data[at * 4 + 3], 255 - value);
          for (const { data } of [hard, sent]) {
            assert.deepEqual([...data.subarray(at * 4, at * 4 + 4)], value > 0 ? [255, 255, 255, 0] : [0, 0, 0, 255]);
          }
        }
        // Where nothing is transparent, a file is read by its black and white: nothing is edited there either.
        const back = await raster.decodeMask(file, 'file', never);
        assert.deepEqual(new Uint8Array(inflateSync(back.deflated)), cells);
      }),
      { numRuns: 80 },
    );
  }).timeout(60_000);
});
