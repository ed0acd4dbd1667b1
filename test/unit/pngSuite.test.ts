import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { Failed } from '../../src/core/failure.ts';
import { readEmbeddedXmp } from '../../src/core/formats/xmp.ts';
import { type Bytes, inspectImage } from '../../src/core/image.ts';
import { toSidecar } from '../../src/core/provenance.ts';
import { attachProvenance, findProvenance } from '../../src/core/provenanceFile.ts';
import type { Frame } from '../../src/core/task.ts';
import { fixture, pngSuite } from '../support/fixtures.ts';
import { decodePng, hasAlpha } from '../support/pngDecoder.ts';
import {
  assertSame,
  coverageOf,
  never,
  noise,
  type Pixels,
  paint,
  pixelAt,
  png,
  read,
  useRaster,
  wholeOf,
} from '../support/rasterStage.ts';
import { full } from './provenanceSamples.ts';

const { sound, broken } = pngSuite();

/** Tries a path with every sound image; what it throws names the image. */
async function each(path: (bytes: Bytes, expected: Pixels) => Promise<void> | void): Promise<void> {
  const tries = sound.map(async (name) => {
    const bytes = fixture(name);
    try {
      await path(bytes, decodePng(bytes));
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  });
  await Promise.all(tries);
}

/** The picture in the middle of a square that is larger, as it is sent where a server wants squares. */
function padded({ width, height }: Pixels): Frame {
  const side = Math.max(width, height) + 8;
  const box = { x: -4, y: -4, width: side, height: side };
  return { box, sent: { width: side, height: side }, canvas: { x: 0, y: 0, width, height }, isRegion: false };
}

function shifted({ width, height }: Pixels, from: Pixels): Pixels {
  return paint(width, height, (x, y) => rgba(from, x + 4, y + 4));
}

function rgba(pixels: Pixels, x: number, y: number): readonly [number, number, number, number] {
  const [red = 0, green = 0, blue = 0, alpha = 0] = pixelAt(pixels, x, y);
  return [red, green, blue, alpha];
}

describe('every image of PngSuite', () => {
  const raster = useRaster();

  it('is there', () => assert.deepEqual([sound.length, broken.length], [161, 14]));

  it('is told by its header', () =>
    each(async (bytes, { width, height }) => {
      const info = { type: 'png', width, height, alpha: hasAlpha(bytes), credentials: false };
      assert.deepEqual(inspectImage(bytes), info);
      const facts = await raster.probe(bytes, never);
      assert.deepEqual([facts.width, facts.height, facts.alpha, facts.turned], [width, height, info.alpha, false]);
    }));

  it('is converted to PNG and WebP without changing a pixel, and to every other type', () =>
    each(async (bytes, expected) => {
      assertSame(decodePng(await raster.convert(bytes, 'png', never)), expected);
      assertSame(await read(await raster.convert(bytes, 'webp', never)), expected);
      for (const type of ['jpeg', 'gif'] as const) {
        const { width, height } = inspectImage(await raster.convert(bytes, type, never));
        assert.deepEqual([width, height], [expected.width, expected.height]);
      }
    }));

  it('is exported pixel by pixel, and at other sizes', () =>
    each(async (bytes, expected) => {
      const crop = { x: 0, y: 0, width: expected.width, height: expected.height };
      const rendering = { crop, size: crop, format: 'png', quality: 100 } as const;
      assertSame(decodePng(await raster.render(bytes, rendering, never)), expected);
      const icon = { ...rendering, size: { width: 16, height: 16 }, alpha: 'always' } as const;
      const { width, height, data } = decodePng(await raster.render(bytes, icon, never));
      assert.deepEqual([width, height, data.length], [16, 16, 1024]);
    }));

  it('is sent with its pixels, in a square', () =>
    each(async (bytes, expected) => {
      const frame = padded(expected);
      const { images } = await raster.cutOut({ picture: bytes, frame, types: ['png'], maxBytes: 1e6 }, never);
      const [image] = images;
      assertSame(shifted(expected, decodePng(image?.bytes ?? assert.fail('nothing is sent'))), expected);
    }));

  it('is sent as it is or pixel by pixel where nothing is to be cut', () =>
    each(async (bytes, expected) => {
      const frame = wholeOf(expected);
      const coverage = coverageOf(expected.width, expected.height, (x) => (x % 2) * 255);
      const cut = { picture: bytes, frame, coverage, types: ['png'], maxBytes: 1e6 } as const;
      const { images, mask } = await raster.cutOut(cut, never);
      assertSame(decodePng(images[0]?.bytes ?? assert.fail('nothing is sent')), expected);
      const sent = decodePng(mask ?? assert.fail('no mask is sent'));
      assertSame(
        sent,
        paint(expected.width, expected.height, (x) => (x % 2 ? [255, 255, 255, 0] : [0, 0, 0, 255])),
      );
    }));

  it('is kept bit by bit outside of what is edited', () =>
    each(async (bytes, expected) => {
      const answer = await png(noise(expected.width, expected.height, { alpha: true }));
      const coverage = coverageOf(expected.width, expected.height, (x) => (x < expected.width / 2 ? 255 : 0));
      const { bytes: made } = await raster.composite({ picture: bytes, answer, frame: wholeOf(expected), coverage }, never);
      assertSame(decodePng(made), expected, (x) => x >= expected.width / 2);
    }));

  it('is taken as an answer, with or without padding', () =>
    each(async (bytes, expected) => {
      const all = coverageOf(expected.width, expected.height, () => 255);
      const picture = await png(noise(expected.width, expected.height));
      const { bytes: made } = await raster.composite({ picture, answer: bytes, frame: wholeOf(expected), coverage: all }, never);
      assertSame(decodePng(made), expected);
      if (expected.height < 3) return;
      const { width, height } = expected;
      const canvas = { x: 0, y: 1, width, height: height - 2 };
      const frame = { box: { x: 0, y: 0, width, height }, sent: { width, height }, canvas, isRegion: false };
      const { bytes: cut } = await raster.cropBack(bytes, frame, never);
      const inner = paint(width, height - 2, (x, y) => rgba(expected, x, y + 1));
      assertSame(decodePng(cut), inner);
    }));

  it('is a mask by its transparency, and its background is told', () =>
    each(async (bytes, expected) => {
      const { deflated, ...size } = await raster.decodeMask(bytes, 'transparency', never);
      assert.deepEqual(size, { width: expected.width, height: expected.height });
      const alphas = expected.data.filter((_, at) => at % 4 === 3);
      assert.deepEqual(Buffer.from(inflateSync(deflated)), Buffer.from(alphas.map((alpha) => 255 - alpha)));
      const isClear = alphas.some((alpha) => alpha < 255);
      assert.equal((await raster.background(bytes, never)) === 'transparent', isClear);
      const mask = await raster.decodeMask(bytes, 'file', never);
      assert.equal(inflateSync(mask.deflated).length, expected.width * expected.height);
    }));

  it('says what made it, and is the same picture', () =>
    each(async (bytes, expected) => {
      const attached = attachProvenance('xmp', bytes, full);
      assert.deepEqual([attached.sidecar, attached.why], [undefined, undefined]);
      assert.deepEqual(findProvenance(attached.bytes), full);
      assert.deepEqual(inspectImage(attached.bytes), inspectImage(bytes));
      assertSame(decodePng(attached.bytes), expected);
      assertSame(await read(attached.bytes), expected);
      assert.equal(findProvenance(bytes), undefined);
    }));

  for (const name of broken) {
    it(`${name}, which is broken, is refused, and nothing is made of it`, async () => {
      const bytes = fixture(name);
      const isRefused = (error: unknown) => error instanceof Failed && error.failure.kind === 'badImage';
      assert.throws(() => inspectImage(bytes), isRefused);
      const good = await png(noise(32, 32));
      const frame = wholeOf({ width: 32, height: 32 });
      for (const made of [
        raster.convert(bytes, 'webp', never),
        raster.cutOut(
          { picture: bytes, frame: padded({ ...frame.sent, data: new Uint8Array() }), types: ['png'], maxBytes: 1e6 },
          never,
        ),
        raster.composite({ picture: bytes, answer: good, frame }, never),
        raster.composite({ picture: good, answer: bytes, frame }, never),
        raster.decodeMask(bytes, 'file', never),
        raster.background(bytes, never),
      ]) {
        await assert.rejects(made, isRefused);
      }
      const attached = attachProvenance('xmp', bytes, full);
      assert.deepEqual(attached, { bytes, sidecar: toSidecar(full), why: 'format' });
      assert.equal(readEmbeddedXmp(bytes), undefined);
    });
  }
}).timeout(60_000);
