import assert from 'node:assert/strict';
import { constants, deflateRawSync, deflateSync, inflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { ImageFault } from '../../src/core/image.ts';
import type { Coverage } from '../../src/core/task.ts';
import { joinPng } from '../support/imagesPng.ts';
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
  useRaster,
  wholeOf,
} from '../support/rasterStage.ts';

const size = { width: 30, height: 20 };
const opaque = noise(30, 20);
const clear = noise(30, 20, { alpha: true });
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"/>';

describe('a picture in the raster', () => {
  const raster = useRaster();

  it('is told by its header', async () => {
    const exif = await file(engine(opaque).removeAlpha().withMetadata({ orientation: 6 }).jpeg());
    assert.deepEqual(await raster.probe(exif, never), {
      type: 'jpeg',
      width: 20,
      height: 30,
      alpha: false,
      bytes: exif.length,
      plain: false,
      turned: true,
      deep: false,
    });
    const deep = await raster.probe(await file(engine(clear).toColourspace('rgb16').png()), never);
    assert.deepEqual([deep.deep, deep.alpha, deep.plain], [true, true, false]);
  });

  const bad: readonly (readonly [string, () => Promise<Uint8Array<ArrayBuffer>>, ImageFault])[] = [
    ['a text', async () => new Uint8Array(Buffer.from('# Title\n\nno picture at all')), 'damaged'],
    ['nothing', async () => new Uint8Array(0), 'damaged'],
    ['an SVG', async () => new Uint8Array(Buffer.from(SVG)), 'notAnImage'],
    ['a truncated PNG', async () => (await png(opaque)).slice(0, 1500), 'damaged'],
    ['a truncated JPEG', async () => (await file(engine(noise(300, 300)).removeAlpha().jpeg())).slice(0, 9000), 'damaged'],
    ['a PNG of 12 000 × 12 000 px', async () => new Uint8Array(joinPng(12_000, 12_000, deflateSync('x'))), 'tooManyPixels'],
  ];
  for (const [what, make, reason] of bad) {
    it(`is refused where it is ${what}, whatever is asked`, async () => {
      const [broken, good] = await Promise.all([make(), png(opaque)]);
      const frame = wholeOf(size);
      const full = coverageOf(30, 20, () => 255);
      // Padded, so that the file cannot pass unread.
      const part = { ...frame, box: { x: 0, y: -5, width: 30, height: 30 }, sent: { width: 30, height: 30 } };
      const failure = { kind: 'badImage', reason } as const;
      await failsWith(raster.cutOut({ picture: broken, frame: part, types: ['png'], maxBytes: 1e6 }, never), failure);
      await failsWith(raster.composite({ picture: broken, answer: good, frame, coverage: full }, never), failure);
      await failsWith(raster.composite({ picture: good, answer: broken, frame, coverage: full }, never), failure);
      await failsWith(raster.cropBack(broken, part, never), failure);
      await failsWith(raster.decodeMask(broken, 'file', never), failure);
      await failsWith(raster.convert(broken, 'jpeg', never), failure);
      if (!what.startsWith('a truncated')) await failsWith(raster.probe(broken, never), failure);
    });
  }

  const isLeft = (x: number): boolean => x < 10;
  for (const [what, coverage] of [
    ['inflates to gigabytes', { ...size, deflated: bomb(4) }],
    ['has a value too few', { ...size, deflated: new Uint8Array(deflateSync(Buffer.alloc(599))) }],
    ['has a value too many', { ...size, deflated: new Uint8Array(deflateSync(Buffer.alloc(601))) }],
    ['is cut off', { ...size, deflated: coverageOf(30, 20, (x, y) => x * y).deflated.slice(0, 40) }],
    ['is no zlib stream', { ...size, deflated: new Uint8Array(600) }],
    ['is of another picture', coverageOf(20, 30, () => 255)],
  ] satisfies readonly (readonly [string, Coverage])[]) {
    it(`is left as it is where a coverage ${what}`, async () => {
      const picture = await png(opaque);
      const failure = { kind: 'badImage', reason: 'damaged' } as const;
      const parts = { picture, frame: wholeOf(size), coverage };
      const started = performance.now();
      await failsWith(raster.composite({ ...parts, answer: picture }, never), failure);
      await failsWith(raster.cutOut({ ...parts, types: ['png'], maxBytes: 1e6 }, never), failure);
      if (!what.includes('another')) await failsWith(raster.encodeMask(coverage, true, never), failure);
      assert.ok(performance.now() - started < 2000, 'it is not inflated to its end');
    });
  }

  it('becomes a mask file and comes back, value by value', async () => {
    const soft = coverageOf(256, 3, (x) => x);
    const bytes = await raster.encodeMask(soft, false, never);
    assertSame(
      await read(bytes),
      paint(256, 3, (x) => (x === 0 ? [0, 0, 0, 255] : [255, 255, 255, 255 - x])),
    );
    const back = await raster.decodeMask(bytes, 'file', never);
    assert.deepEqual([back.width, back.height], [256, 3]);
    assert.deepEqual(inflateSync(back.deflated), inflateSync(soft.deflated));
  });

  it('becomes a hard mask file', async () => {
    const bytes = await raster.encodeMask(
      coverageOf(256, 3, (x) => x),
      true,
      never,
    );
    assertSame(
      await read(bytes),
      paint(256, 3, (x) => (x === 0 ? [0, 0, 0, 255] : [255, 255, 255, 0])),
    );
    assert.equal((await sharp(bytes).metadata()).channels, 4);
  });

  for (const [what, make, from, expected] of [
    [
      'a black and white PNG',
      () => png(paint(30, 20, (x) => (isLeft(x) ? [255, 255, 255, 255] : [0, 0, 0, 255]))),
      'file',
      [255, 0],
    ],
    ['a grey PNG', () => png(paint(30, 20, (x) => (isLeft(x) ? [200, 200, 200, 255] : [7, 7, 7, 255]))), 'file', [200, 7]],
    [
      'a JPEG, whose black is not quite black',
      () =>
        file(
          engine(paint(30, 20, (x) => (isLeft(x) ? [250, 250, 250, 255] : [5, 5, 5, 255])))
            .removeAlpha()
            .jpeg({ quality: 95 }),
        ),
      'file',
      [255, 0],
    ],
    ['a transparent PNG', () => png(paint(30, 20, (x) => (isLeft(x) ? [0, 0, 0, 0] : [255, 255, 255, 255]))), 'file', [255, 0]],
    [
      'a white picture without transparency, of which only that counts',
      () => png(paint(30, 20, () => [255, 255, 255, 255])),
      'transparency',
      [0, 0],
    ],
    ['a half transparent picture', () => png(paint(30, 20, (x) => [9, 9, 9, isLeft(x) ? 55 : 255])), 'transparency', [200, 0]],
  ] as const) {
    it(`is read as a mask: ${what}`, async () => {
      const { width, height, deflated } = await raster.decodeMask(await make(), from, never);
      const plane = inflateSync(deflated);
      assert.deepEqual([width, height, plane.length], [30, 20, 600]);
      assert.deepEqual([plane[0], plane[29]], expected);
    });
  }

  for (const scale of [1, 2]) {
    it(`is cut back from an answer ${scale} times as large, without its padding`, async () => {
      const frame = { ...wholeOf(size), box: { x: 0, y: -5, width: 30, height: 30 }, sent: { width: 30, height: 30 } };
      const answer = noise(30 * scale, 30 * scale, { alpha: true });
      const result = await read((await raster.cropBack(await png(answer), frame, never)).bytes);
      assertSame(
        result,
        paint(30 * scale, 20 * scale, (x, y) => rgba(pixelAt(answer, x, y + 5 * scale))),
      );
    });
  }

  it('is the very same PNG where there is no padding to cut', async () => {
    const answer = await png(noise(60, 40));
    assert.deepEqual(Buffer.from((await raster.cropBack(answer, wholeOf(size), never)).bytes), Buffer.from(answer));
  });

  for (const profile of [undefined, 'p3']) {
    for (const type of ['png', 'webp'] as const) {
      it(`is converted to ${type}${profile ? ' with its profile' : ''} without changing a number`, async () => {
        const source = profile ? engine(clear).withIccProfile(profile) : engine(clear);
        const picture = await file(source.png());
        const result = await raster.convert(picture, type, never);
        assertSame(await read(result), await read(picture));
        const { format, hasProfile } = await sharp(result).metadata();
        assert.deepEqual([format, hasProfile], [type, profile !== undefined]);
      });
    }
  }

  it('has white behind it as JPEG', async () => {
    const result = await raster.convert(await png(paint(16, 16, () => [0, 0, 0, 0])), 'jpeg', never);
    assert.equal((await sharp(result).metadata()).format, 'jpeg');
    assert.deepEqual(pixelAt(await read(result), 8, 8), [255, 255, 255, 255]);
  });
}).timeout(30_000);

function rgba([red = 0, green = 0, blue = 0, alpha = 0]: number[]): readonly [number, number, number, number] {
  return [red, green, blue, alpha];
}

/** A zlib stream of some MB that inflates to so many GB. */
function bomb(gigabytes: number): Uint8Array<ArrayBuffer> {
  const piece = deflateRawSync(Buffer.alloc(64_000_000), { finishFlush: constants.Z_FULL_FLUSH });
  const pieces = Array.from({ length: (gigabytes * 1000) / 64 }, () => piece);
  return new Uint8Array(Buffer.concat([Buffer.from('789c', 'hex'), ...pieces]));
}
