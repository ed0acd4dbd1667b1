import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { Box } from '../../src/core/box.ts';
import type { Bytes } from '../../src/core/image.ts';
import {
  assertSame,
  coverageOf,
  engine,
  failsWith,
  file,
  never,
  noise,
  paint,
  pixelAt,
  png,
  read,
  regionOf,
  useRaster,
  wholeOf,
} from '../support/rasterStage.ts';

const size = { width: 97, height: 61 };
const box: Box = { x: 16, y: 8, width: 64, height: 48 };
const isPainted = (x: number, y: number): boolean => (x - 48) ** 2 + (y - 32) ** 2 < 15 ** 2;
const coverage = coverageOf(size.width, size.height, (x, y) => (isPainted(x, y) ? 255 : 0));

const opaque = noise(size.width, size.height);
const clear = noise(size.width, size.height, { alpha: true });
const deep = Uint16Array.from(clear.data, (value, at) => (value << 8) | (at % 256));
const sixteenBits = () => sharp(deep, { raw: { ...size, channels: 4 } }).toColourspace('rgb16');

const pictures: Readonly<Record<string, () => Promise<Bytes>>> = {
  'an opaque PNG': () => png(opaque),
  'a PNG with colours under full transparency': () => png(clear),
  'a 16-bit PNG': () => file(sixteenBits().png()),
  'a 16-bit grey PNG': () => file(sixteenBits().removeAlpha().toColourspace('grey16').png()),
  'a grey PNG': () => file(engine(opaque).removeAlpha().toColourspace('b-w').png()),
  'a PNG with a palette': () => file(engine(clear).png({ palette: true, colours: 20 })),
  'a PNG with a wide-gamut profile': () => file(engine(clear).withIccProfile('p3').png()),
  'a JPEG': () => file(engine(opaque).removeAlpha().jpeg()),
  'a CMYK JPEG': () => file(engine(opaque).removeAlpha().toColourspace('cmyk').jpeg()),
  'a JPEG turned by EXIF': () => file(engine(opaque).removeAlpha().rotate(90).withMetadata({ orientation: 8 }).jpeg()),
  'an animated WebP': () =>
    file(
      sharp(noise(size.width, size.height * 2, { alpha: true }).data, {
        raw: { width: size.width, height: size.height * 2, channels: 4, pageHeight: size.height },
      }).webp({ lossless: true, exact: true }),
    ),
};

describe('an answer put back', () => {
  const raster = useRaster();

  for (const [what, make] of Object.entries(pictures)) {
    for (const [how, frame] of [
      ['as a region', regionOf(size, box)],
      ['as a whole', wholeOf(size)],
    ] as const) {
      it(`keeps every pixel outside the mask of ${what}, ${how}`, async () => {
        const picture = await make();
        const answer = noise(frame.box.width, frame.box.height, { alpha: true, seed: 7 });
        const { bytes } = await raster.composite({ picture, answer: await png(answer), frame, coverage }, never);
        const result = await read(bytes);
        assertSame(result, await read(picture), (x, y) => !isPainted(x, y));
        assert.deepEqual(pixelAt(result, 48, 32), pixelAt(answer, 48 - frame.box.x, 32 - frame.box.y));
      });
    }
  }

  it('keeps the profile, so that the numbers mean the same colours', async () => {
    const picture = await pictures['a PNG with a wide-gamut profile']?.();
    assert.ok(picture);
    const answer = await png(noise(size.width, size.height));
    const { bytes } = await raster.composite({ picture, answer, frame: wholeOf(size), coverage }, never);
    const [before, after] = await Promise.all([sharp(picture).metadata(), sharp(bytes).metadata()]);
    assert.ok(before.icc && after.icc?.equals(before.icc));
  });

  for (const [width, height] of [
    [32, 24],
    [640, 480],
    [50, 50],
    [1, 1],
  ] as const) {
    it(`scales an answer of ${width} × ${height} px into the region`, async () => {
      const answer = await png(paint(width, height, () => [10, 200, 30, 255]));
      const picture = await png(opaque);
      const { bytes } = await raster.composite({ picture, answer, frame: regionOf(size, box), coverage }, never);
      const result = await read(bytes);
      assertSame(result, opaque, (x, y) => !isPainted(x, y));
      assert.deepEqual(pixelAt(result, 48, 32), [10, 200, 30, 255]);
    });
  }

  it('is the answer itself under a full mask', async () => {
    const answer = noise(size.width, size.height, { alpha: true, seed: 3 });
    const parts = { picture: await png(opaque), answer: await png(answer), frame: wholeOf(size) };
    const full = coverageOf(size.width, size.height, () => 255);
    const finished = await raster.composite({ ...parts, coverage: full }, never);
    assertSame(await read(finished.bytes), answer);
    assert.equal('changedOutside' in finished, false, 'nothing was to be kept');
    assertSame(await read((await raster.composite(parts, never)).bytes), answer);
  });

  it('is the picture itself under an empty mask', async () => {
    const empty = coverageOf(size.width, size.height, () => 0);
    const parts = { picture: await png(clear), answer: await png(opaque), frame: wholeOf(size), coverage: empty };
    assertSame(await read((await raster.composite(parts, never)).bytes), clear);
  });

  it('changes a picture of one pixel', async () => {
    const [one, other] = await Promise.all([png(paint(1, 1, () => [1, 2, 3, 0])), png(paint(816, 816, () => [9, 9, 9, 255]))]);
    const frame = wholeOf({ width: 1, height: 1 });
    const all = coverageOf(1, 1, () => 1);
    const edited = await raster.composite({ picture: one, answer: other, frame, coverage: coverageOf(1, 1, () => 255) }, never);
    assert.deepEqual(pixelAt(await read(edited.bytes), 0, 0), [9, 9, 9, 255]);
    assert.equal(
      pixelAt(await read((await raster.composite({ picture: one, answer: other, frame, coverage: all }, never)).bytes), 0, 0)[3],
      1,
    );
  });

  for (const [what, valueAt] of [
    ['a hard edge', (x: number) => (x < 20 ? 0 : 255)],
    ['a soft edge', (x: number) => (x < 20 ? 0 : Math.min(255, (x - 19) * 6))],
  ] as const) {
    it(`fades from the picture to the answer within ${what}, and never outside it`, async () => {
      const [black, white] = await Promise.all([
        png(paint(97, 9, () => [0, 0, 0, 255])),
        png(paint(97, 9, () => [255, 255, 255, 255])),
      ]);
      const frame = wholeOf({ width: 97, height: 9 });
      const soft = coverageOf(97, 9, valueAt);
      const { bytes } = await raster.composite({ picture: black, answer: white, frame, coverage: soft }, never);
      const result = await read(bytes);
      const row = Array.from({ length: 97 }, (_, x) => pixelAt(result, x, 4)[0] ?? 0);
      assert.ok(
        row.slice(0, 20).every((value) => value === 0),
        row.join(),
      );
      assert.ok((row[20] ?? 0) > 0 && (row[20] ?? 0) < 255, row.join());
      assert.ok(
        row.every((value, x) => value >= (row[x - 1] ?? 0)),
        row.join(),
      );
      assert.equal(row[96], 255);
    });
  }

  it('fades at the sides of a region without a mask, but not at the edge of the picture', async () => {
    const [white, black] = await Promise.all([255, 0].map((value) => png(paint(97, 61, () => [value, value, value, 255]))));
    assert.ok(white && black);
    const paste = async (x: number, y: number) => {
      const frame = regionOf(size, { x, y, width: 40, height: 30 });
      return read((await raster.composite({ picture: black, answer: white, frame }, never)).bytes);
    };
    const inside = await paste(20, 10);
    for (const [x, y, beyondX, beyondY] of [
      [20, 25, 19, 25],
      [59, 25, 60, 25],
      [40, 10, 40, 9],
      [40, 39, 40, 40],
    ] as const) {
      const side = pixelAt(inside, x, y)[0] ?? 0;
      assert.ok(side > 0 && side < 255, `${side} at ${x}, ${y}`);
      assert.equal(pixelAt(inside, beyondX, beyondY)[0], 0);
    }
    assert.equal(pixelAt(inside, 40, 25)[0], 255);
    for (const [x, y, cornerX, cornerY] of [
      [0, 0, 0, 0],
      [57, 31, 96, 60],
    ] as const) {
      assert.equal(pixelAt(await paste(x, y), cornerX, cornerY)[0], 255);
    }
  });

  it('extends a picture without changing a pixel of it', async () => {
    const canvas = { x: -30, y: -20, width: 160, height: 110 };
    const frame = { box: canvas, sent: canvas, canvas, isRegion: false };
    const isOld = (x: number, y: number): boolean => x >= 30 && x < 30 + 97 && y >= 20 && y < 20 + 61;
    const answer = noise(160, 110, { seed: 5 });
    // Without a value for the new area as well: there is nothing to keep in it.
    for (const value of [255, 0]) {
      const around = coverageOf(160, 110, (x, y) => (isOld(x, y) ? 0 : value));
      const parts = { picture: await png(clear), answer: await png(answer), frame, coverage: around };
      const result = await read((await raster.composite(parts, never)).bytes);
      assertSame(
        result,
        paint(160, 110, (x, y) => rgba(pixelAt(clear, x - 30, y - 20))),
        isOld,
      );
      assertSame(result, answer, (x, y) => x < 20 || y < 10 || x > 140 || y > 95);
    }
  });

  it('takes the middle of an answer to a padded picture', async () => {
    const frame = { ...wholeOf(size), box: { x: 0, y: -18, width: 97, height: 97 }, sent: { width: 97, height: 97 } };
    const answer = paint(194, 194, (_, y) => (y >= 36 && y < 36 + 122 ? [1, 2, 3, 255] : [200, 0, 0, 255]));
    const { bytes } = await raster.composite({ picture: await png(opaque), answer: await png(answer), frame }, never);
    const result = await read(bytes);
    assert.deepEqual([result.width, result.height], [97, 61]);
    assertSame(
      result,
      paint(97, 61, () => [1, 2, 3, 255]),
      (_, y) => y > 2 && y < 58,
    );
  });

  it('counts how much of what was to be kept had changed', async () => {
    const half = coverageOf(100, 10, (x) => (x < 50 ? 0 : 255));
    const picture = paint(100, 10, (x) => (x < 10 ? [x, 0, 0, 0] : [100, 100, 100, 255]));
    // The first 10 columns are as invisible as before, 10 … 29 hardly differ, 30 … 49 do.
    const answer = paint(100, 10, (x) => (x < 10 ? [0, 0, 200, 0] : x < 30 ? [111, 90, 100, 255] : [120, 100, 100, 255]));
    const parts = { picture: await png(picture), answer: await png(answer), frame: wholeOf({ width: 100, height: 10 }) };
    const { changedOutside } = await raster.composite({ ...parts, coverage: half }, never);
    assert.equal(changedOutside, 0.4);
  });

  for (const [width, height] of [
    [800, 600],
    [3000, 2000],
  ] as const) {
    it(`replaces a line of text wholly that is painted over in a picture of ${width} × ${height}`, async () => {
      const isMasked = (x: number, y: number) => x >= 100 && x < 300 && y >= 200 && y < 220;
      const isText = (x: number, y: number) => x >= 103 && x < 297 && y >= 203 && y < 217;
      const picture = paint(width, height, (x, y) => (isText(x, y) ? [0, 0, 0, 255] : [240, 240, 240, 255]));
      const answer = paint(width, height, () => [255, 255, 255, 255]);
      const parts = { picture: await png(picture), answer: await png(answer), frame: wholeOf(picture) };
      const line = coverageOf(width, height, (x, y) => (isMasked(x, y) ? 255 : 0));
      const result = await read((await raster.composite({ ...parts, coverage: line }, never)).bytes);
      assertSame(result, answer, isText);
    });
  }

  it('says that nothing was changed by a model that leaves the rest alone, however the picture was scaled', async () => {
    const text = paint(640, 400, (x, y) => ((x * 7 + y * 3) % 11 < 4 && y % 16 < 10 ? [20, 20, 20, 255] : [250, 250, 250, 255]));
    const answer = await file(engine(text).resize(832, 520).png());
    const half = coverageOf(640, 400, (x) => (x < 320 ? 0 : 255));
    const finished = await raster.composite({ picture: await png(text), answer, frame: wholeOf(text), coverage: half }, never);
    assert.equal(finished.changedOutside, 0);
  });

  it('ends at once when cancelled in the middle, and goes on working', async () => {
    const large = { width: 3000, height: 3000 };
    const picture = await png(noise(large.width, large.height));
    const parts = { picture, answer: picture, frame: wholeOf(large), coverage: coverageOf(3000, 3000, (x) => x % 256) };
    for (const phase of [0, 150, 700]) {
      const stop = new AbortController();
      let aborted = 0;
      setTimeout(() => {
        aborted = performance.now();
        stop.abort();
      }, phase);
      await failsWith(raster.composite(parts, stop.signal), { kind: 'cancelled', billable: false });
      assert.ok(performance.now() - aborted < 1000, `took ${performance.now() - aborted} ms`);
    }
    assert.equal((await raster.probe(await png(opaque), never)).width, 97);
  });
}).timeout(30_000);

function rgba([red = 0, green = 0, blue = 0, alpha = 0]: number[]): readonly [number, number, number, number] {
  return [red, green, blue, alpha];
}
