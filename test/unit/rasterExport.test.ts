import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { boxOf } from '../../src/core/box.ts';
import { exportPlan } from '../../src/core/exportPlan.ts';
import { renderExport } from '../../src/core/exportRender.ts';
import type { Bytes } from '../../src/core/image.ts';
import type { ExportFormat, Rendering } from '../../src/core/raster.ts';
import {
  assertSame,
  engine,
  failsWith,
  file,
  never,
  noise,
  paint,
  pixelAt,
  png,
  type Rgba,
  read,
  useRaster,
} from '../support/rasterStage.ts';
import { readByExifTool } from './provenanceSamples.ts';

const formats: readonly ExportFormat[] = ['png', 'jpeg', 'webp', 'avif'];
const red: Rgba = [255, 0, 0, 255];
const blue: Rgba = [0, 0, 255, 255];
const green: Rgba = [0, 255, 0, 255];
const white: Rgba = [255, 255, 255, 255];
const clear: Rgba = [0, 0, 0, 0];

/** Four corners of 40 × 30 px: red, blue; green, white. */
const corners = paint(80, 60, (x, y) => (y < 30 ? (x < 40 ? red : blue) : x < 40 ? green : white));
/** Left half red, right half transparent. */
const half = paint(64, 64, (x) => (x < 32 ? red : clear));

function whole(width: number, height: number, format: ExportFormat, size = { width, height }): Rendering {
  return { crop: boxOf({ width, height }), size, format, quality: 90 };
}

async function colourIn(bytes: Bytes, x: number, y: number): Promise<number[]> {
  return pixelAt(await read(bytes), x, y);
}

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  const isNear = actual.every((value, channel) => Math.abs(value - (expected[channel] ?? 0)) <= 12);
  assert.ok(isNear, `${actual} is not near ${expected}`);
}

describe('a rendered picture', () => {
  const raster = useRaster();
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'easel-export-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const format of formats) {
    it(`is ${format} of exactly the size, from exactly the part`, async () => {
      const crop = { x: 40, y: 0, width: 40, height: 60 };
      const result = await raster.render(
        await png(corners),
        { crop, size: { width: 33, height: 50 }, format, quality: 90 },
        never,
      );
      const { width, height, format: is, compression } = await sharp(result).metadata();
      assert.deepEqual([width, height, compression ?? is], [33, 50, format === 'avif' ? 'av1' : format]);
      assertNear(await colourIn(result, 16, 10), blue);
      assertNear(await colourIn(result, 16, 40), white);
    });

    it(`as ${format} ${format === 'jpeg' ? 'is white' : 'stays transparent'} where it was transparent`, async () => {
      const result = await raster.render(await png(half), whole(64, 64, format, { width: 32, height: 32 }), never);
      assertNear(await colourIn(result, 4, 16), red);
      const there = await colourIn(result, 28, 16);
      if (format === 'jpeg') assertNear(there, white);
      else assert.ok((there[3] ?? 255) < 12, `${there}`);
      assert.equal((await sharp(result).metadata()).hasAlpha, format !== 'jpeg');
    });

    it(`as ${format} is upright, in sRGB, and says nothing of its maker`, async () => {
      const adobe = engine(paint(80, 60, (x) => (x < 40 ? [0, 255, 0, 255] : [0, 0, 0, 255]))).removeAlpha();
      // Stored on its side, with the numbers of another colour space.
      const source = await file(
        adobe
          .withMetadata({ orientation: 6, exif: { IFD0: { Artist: 'Ada' } } })
          .withIccProfile('p3', { attach: true })
          .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>')
          .jpeg({ quality: 100, chromaSubsampling: '4:4:4' }),
      );
      const result = await raster.render(source, whole(60, 80, format), never);
      const { width, height, orientation, exif, xmp, icc } = await sharp(result).metadata();
      assert.deepEqual([width, height], [60, 80]);
      assert.deepEqual([orientation ?? 1, exif, xmp, icc], [1, undefined, undefined, undefined]);
      assertNear(await colourIn(result, 30, 10), green);
      assertNear(await colourIn(result, 30, 70), [0, 0, 0, 255]);
    });

    it(`as ${format} is smaller at a lower quality${format === 'png' ? ', or rather is not' : ''}`, async () => {
      const picture = await png(noise(200, 200));
      const [low, high] = await Promise.all(
        [20, 95].map((quality) => raster.render(picture, { ...whole(200, 200, format), quality }, never)),
      );
      assert.ok(low && high);
      if (format === 'png') assert.deepEqual(low, high);
      else assert.ok(low.length < high.length * 0.7, `${low.length}, ${high.length}`);
    });
  }

  it('loses nothing as PNG at its own size', async () => {
    const picture = noise(61, 47, { alpha: true });
    assertSame(await read(await raster.render(await png(picture), whole(61, 47, 'png'), never)), picture);
  });

  it('has the colours that its profile means, not its numbers', async () => {
    const pixels = paint(20, 20, () => [200, 60, 60, 255]);
    const source = await file(engine(pixels).withIccProfile('p3').png());
    const [numbers, rendered] = await Promise.all([read(source), raster.render(source, whole(20, 20, 'png'), never).then(read)]);
    assert.notDeepEqual(pixelAt(numbers, 5, 5), [200, 60, 60, 255]);
    assertNear(pixelAt(rendered, 5, 5), [200, 60, 60, 255]);
  });

  it('has no dark rim where something transparent was scaled', async () => {
    const result = await read(await raster.render(await png(half), whole(64, 64, 'png', { width: 20, height: 20 }), never));
    for (let x = 0; x < 20; x++) {
      const [red = 0, , , alpha = 0] = pixelAt(result, x, 10);
      if (alpha > 20) assert.ok(red > 240, `${red} at ${x}`);
    }
  });

  it('is as fine as its source lets it be: half of a chessboard is grey', async () => {
    const board = paint(64, 64, (x, y) => ((x + y) % 2 === 0 ? [255, 255, 255, 255] : [0, 0, 0, 255]));
    assertNear(
      await colourIn(await raster.render(await png(board), whole(64, 64, 'png', { width: 16, height: 16 }), never), 8, 8),
      [128, 128, 128, 255],
    );
  });

  for (const [alpha, expected, channels] of [
    ['always', red, 4],
    ['never', red, 3],
    [undefined, red, 3],
  ] as const) {
    it(`without transparency has ${channels} channels where alpha is ${alpha ?? 'as it is'}`, async () => {
      const source = await file(
        engine(paint(32, 32, () => red))
          .removeAlpha()
          .png(),
      );
      const result = await raster.render(source, { ...whole(32, 32, 'png'), ...(alpha && { alpha }) }, never);
      assert.equal((await sharp(result).metadata()).channels, channels);
      assert.deepEqual(await colourIn(result, 1, 1), expected);
    });
  }

  it('is on white where nothing may be transparent', async () => {
    const result = await raster.render(await png(half), { ...whole(64, 64, 'png'), alpha: 'never' }, never);
    assert.deepEqual(await colourIn(result, 60, 5), white);
    assert.equal((await sharp(result).metadata()).hasAlpha, false);
  });

  it('is the first frame of an animation', async () => {
    const pictures = await Promise.all([red, blue].map((colour) => png(paint(20, 20, () => colour))));
    const animated = await file(sharp(pictures, { join: { animated: true } }).webp({ lossless: true }));
    const result = await raster.render(animated, whole(20, 20, 'png'), never);
    assert.deepEqual([(await read(result)).height, await colourIn(result, 3, 3)], [20, red]);
  });

  it('is grey or of 16 bits in 8 bits of RGB', async () => {
    const grey = await file(engine(corners).removeAlpha().greyscale().png());
    const deep = await file(engine(corners).toColourspace('rgb16').png());
    for (const source of [grey, deep]) {
      const { depth, space } = await sharp(await raster.render(source, whole(80, 60, 'png'), never)).metadata();
      assert.deepEqual([depth, space], ['uchar', 'srgb']);
    }
  });

  it('is refused where it is broken, or the crop is of another picture', async () => {
    const failure = { kind: 'badImage', reason: 'damaged' } as const;
    const good = await png(corners);
    await failsWith(raster.render(new Uint8Array(Buffer.from('# Title')), whole(80, 60, 'png'), never), failure);
    await failsWith(raster.render((await png(noise(80, 60))).slice(0, 9000), whole(80, 60, 'avif'), never), failure);
    for (const crop of [
      boxOf({ width: 81, height: 60 }),
      { x: -1, y: 0, width: 9, height: 9 },
      { x: 80, y: 0, width: 9, height: 9 },
    ]) {
      await failsWith(raster.render(good, { ...whole(80, 60, 'png'), crop }, never), failure);
    }
  });

  it('is cancelled', async () => {
    const picture = await png(noise(1500, 1500));
    const stop = new AbortController();
    const rendering = raster.render(picture, whole(1500, 1500, 'avif'), stop.signal);
    setTimeout(() => stop.abort(), 30);
    await failsWith(rendering, { kind: 'cancelled', billable: false });
  });

  it('becomes every file of every export, in the size that was planned', async () => {
    const source = { width: 640, height: 400, base: 'hero', type: 'jpeg' } as const;
    const picture = await file(engine(noise(640, 400)).removeAlpha().jpeg());
    for (const wish of [{ kind: 'favicon' }, { kind: 'openGraph', format: 'jpeg' }, { kind: 'responsive' }] as const) {
      for (const planned of exportPlan(wish, source)) {
        // Noise takes AV1 much longer than a picture does.
        if (planned.kind === 'icon' || (planned.format === 'avif' && planned.size.width > 480)) continue;
        const { width, height } = await sharp(await renderExport(raster, picture, planned, never)).metadata();
        assert.deepEqual([width, height], [planned.size.width, planned.size.height], planned.name);
      }
    }
  }).timeout(60_000);

  it('becomes an .ico of 16, 32 and 48 px that others can read', async () => {
    const [icon] = exportPlan({ kind: 'favicon' }, { width: 80, height: 60, base: 'x', type: 'png' });
    assert.ok(icon);
    const bytes = Buffer.from(await renderExport(raster, await png(corners), icon, never));
    const name = path.join(folder, 'favicon.ico');
    await writeFile(name, bytes);
    const tags = await readByExifTool(name);
    assert.deepEqual([tags['File:FileType'], tags['File:ImageCount'], tags['ExifTool:Error']], ['ICO', 3, undefined]);
    const pictures = [0, 1, 2]
      .map((index) => 6 + 16 * index)
      .map((entry) => {
        const [length, offset] = [bytes.readUInt32LE(entry + 8), bytes.readUInt32LE(entry + 12)];
        return { side: bytes[entry], png: bytes.subarray(offset, offset + length) };
      });
    for (const { side, png: picture } of pictures) {
      const { format, width, height, channels } = await sharp(picture).metadata();
      assert.deepEqual([format, width, height, channels], ['png', side, side, 4]);
    }
    assert.deepEqual(
      pictures.map(({ side }) => side),
      [16, 32, 48],
    );
    assert.equal(bytes.length, 6 + 48 + pictures.reduce((sum, { png: { length } }) => sum + length, 0));
  });
}).timeout(30_000);
