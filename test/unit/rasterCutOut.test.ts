import assert from 'node:assert/strict';
import { randomFillSync } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { inspectImage } from '../../src/core/image.ts';
import type { CutOut } from '../../src/core/raster.ts';
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

const size = { width: 90, height: 60 };
const opaque = noise(size.width, size.height);
const clear = noise(size.width, size.height, { alpha: true });
const ALL = ['png', 'jpeg', 'webp'] as const;
const plenty = 50_000_000;
const rgb = () => engine(opaque).removeAlpha();

function cutOf(parts: Partial<CutOut> & Pick<CutOut, 'picture'>): CutOut {
  return { frame: wholeOf(size), types: ALL, maxBytes: plenty, ...parts };
}

describe('what is cut out of a picture', () => {
  const raster = useRaster();

  for (const [what, make, name] of [
    ['an RGB PNG', () => file(rgb().png()), 'image.png'],
    ['an RGBA PNG', () => png(clear), 'image.png'],
    ['a grey PNG', () => file(rgb().toColourspace('b-w').png()), 'image.png'],
    ['a JPEG', () => file(rgb().jpeg()), 'image.jpg'],
    ['a progressive JPEG', () => file(rgb().jpeg({ progressive: true })), 'image.jpg'],
    ['a WebP', () => file(engine(clear).webp()), 'image.webp'],
  ] as const) {
    it(`is ${what} itself, byte for byte, where all of it is sent`, async () => {
      const picture = await make();
      assert.equal((await raster.probe(picture, never)).plain, true);
      const { images } = await raster.cutOut(cutOf({ picture }), never);
      assert.equal(images.length, 1);
      assert.equal(images[0]?.name, name);
      assert.deepEqual(Buffer.from(images[0]?.bytes ?? []), Buffer.from(picture));
    });
  }

  const exif = { IFD0: { Artist: 'somebody' }, IFD3: { GPSLatitude: '52/1 0/1 0/1' } };
  for (const [what, make, type] of [
    ['EXIF in a PNG', () => file(engine(clear).withExif(exif).png()), 'png'],
    ['EXIF in a JPEG', () => file(rgb().withExif(exif).jpeg()), 'jpeg'],
    ['EXIF in a WebP', () => file(engine(clear).withExif(exif).webp({ lossless: true, exact: true })), 'png'],
    ['XMP', () => file(rgb().withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"/>').jpeg()), 'jpeg'],
    ['a profile', () => file(engine(clear).withIccProfile('p3').png()), 'png'],
    ['16 bits', () => file(engine(clear).toColourspace('rgb16').png()), 'png'],
    ['a palette', () => file(engine(clear).png({ palette: true })), 'png'],
    ['CMYK', () => file(rgb().toColourspace('cmyk').jpeg()), 'jpeg'],
    ['an orientation', () => file(engine(noise(60, 90)).removeAlpha().withMetadata({ orientation: 6 }).jpeg()), 'jpeg'],
    ['bytes after its end', async () => new Uint8Array(Buffer.concat([await file(rgb().jpeg()), Buffer.from('secret')])), 'jpeg'],
    ['a text', async () => withText(await png(clear)), 'png'],
    [
      'several frames',
      async () => file(sharp(noise(90, 120).data, { raw: { width: 90, height: 120, channels: 4, pageHeight: 60 } }).webp()),
      'png',
    ],
    ['GIF', () => file(engine(opaque).gif()), 'png'],
  ] as const) {
    it(`has nothing but the pixels of a picture with ${what}`, async () => {
      const picture = await make();
      assert.equal((await raster.probe(picture, never)).plain, false);
      const [image] = (await raster.cutOut(cutOf({ picture }), never)).images;
      assert.ok(image);
      assert.equal(image.type, type);
      assert.deepEqual({ ...inspectImage(image.bytes), alpha: 0 }, { type, ...size, alpha: 0, credentials: false });
      const { exif, xmp, icc, comments, orientation = 1, depth, space } = await sharp(image.bytes).metadata();
      assert.deepEqual(
        { exif, xmp, icc, comments, orientation, depth, space },
        { exif: undefined, xmp: undefined, icc: undefined, comments: undefined, orientation: 1, depth: 'uchar', space: 'srgb' },
      );
      assert.equal((await raster.probe(image.bytes, never)).plain, true);
      if (type === 'png') assertSame(await read(image.bytes), await read(picture));
    });
  }

  it('is a region, pixel for pixel', async () => {
    const box = { x: 30, y: 20, width: 48, height: 32 };
    const [image] = (await raster.cutOut(cutOf({ picture: await png(clear), frame: regionOf(size, box) }), never)).images;
    assert.ok(image);
    assertSame(
      await read(image.bytes),
      paint(48, 32, (x, y) => rgba(pixelAt(clear, x + 30, y + 20))),
    );
  });

  it('is padded with its mirror image, and the mask keeps the padding', async () => {
    const frame = { ...wholeOf(size), box: { x: -4, y: -19, width: 98, height: 98 }, sent: { width: 98, height: 98 } };
    const coverage = coverageOf(90, 60, () => 255);
    const inputs = await raster.cutOut(cutOf({ picture: await png(opaque), frame, coverage }), never);
    const [sent, mask] = await Promise.all([
      read(inputs.images[0]?.bytes ?? new Uint8Array()),
      read(inputs.mask ?? new Uint8Array()),
    ]);
    const mirror = (at: number, length: number): number => (at < 0 ? -1 - at : at < length ? at : 2 * length - 1 - at);
    assertSame(
      sent,
      paint(98, 98, (x, y) => rgba(pixelAt(opaque, mirror(x - 4, 90), mirror(y - 19, 60)))),
    );
    const isPicture = (x: number, y: number): boolean => x >= 4 && x < 94 && y >= 19 && y < 79;
    assertSame(
      mask,
      paint(98, 98, (x, y) => (isPicture(x, y) ? EDIT : KEEP)),
    );
  });

  it('is transparent where the picture is extended, and the mask says so', async () => {
    const canvas = { x: -10, y: 0, width: 120, height: 64 };
    const frame = { box: canvas, sent: { width: 120, height: 64 }, canvas, isRegion: false };
    const isOld = (x: number, y: number): boolean => x >= 10 && x < 100 && y < 60;
    const coverage = coverageOf(120, 64, (x, y) => (isOld(x, y) ? 0 : 255));
    const inputs = await raster.cutOut(cutOf({ picture: await file(rgb().jpeg()), frame, coverage }), never);
    assert.equal(inputs.images[0]?.type, 'png');
    const sent = await read(inputs.images[0]?.bytes ?? new Uint8Array());
    for (let y = 0; y < 64; y++) for (let x = 0; x < 120; x++) assert.equal(pixelAt(sent, x, y)[3], isOld(x, y) ? 255 : 0);
    assertSame(
      await read(inputs.mask ?? new Uint8Array()),
      paint(120, 64, (x, y) => (isOld(x, y) ? KEEP : EDIT)),
    );
  });

  for (const [width, height] of [
    [33, 22],
    [45, 30],
    [7, 5],
    [90, 60],
    [120, 80],
  ] as const) {
    it(`has a mask in which thin strokes survive at ${width} × ${height} px`, async () => {
      const isStroke = (x: number, y: number): boolean => x === 41 || y === 17 || (x === 3 && y === 50);
      const coverage = coverageOf(90, 60, (x, y) => (isStroke(x, y) ? 1 : 0));
      const frame = { ...wholeOf(size), sent: { width, height } };
      const inputs = await raster.cutOut(cutOf({ picture: await png(opaque), frame, coverage }), never);
      const touches = (x: number, y: number): boolean => {
        for (let v = Math.floor((y * 60) / height); v < ((y + 1) * 60) / height; v++) {
          for (let u = Math.floor((x * 90) / width); u < ((x + 1) * 90) / width; u++) if (isStroke(u, v)) return true;
        }
        return false;
      };
      const mask = inputs.mask ?? new Uint8Array();
      assertSame(
        await read(mask),
        paint(width, height, (x, y) => (touches(x, y) ? EDIT : KEEP)),
      );
      assert.deepEqual(inspectImage(mask), { type: 'png', width, height, alpha: true, credentials: false });
      const { channels, depth } = await sharp(mask).metadata();
      assert.deepEqual([channels, depth], [4, 'uchar']);
      assert.equal((await sharp(inputs.images[0]?.bytes).metadata()).width, width);
    });
  }

  it('has a mask below 4 MB, whatever is painted', async () => {
    const large = { width: 4096, height: 4096 };
    const plane = randomFillSync(new Uint8Array(4096 * 4096)).map((value) => value & 1);
    const coverage = { ...large, deflated: new Uint8Array(deflateSync(plane, { level: 1 })) };
    const black = sharp({ create: { ...large, channels: 3, background: 'black' } });
    const inputs = await raster.cutOut(cutOf({ picture: await file(black.png()), frame: wholeOf(large), coverage }), never);
    assert.ok(inputs.mask && inputs.mask.length < 4_000_000, `${inputs.mask?.length} bytes`);
    const { data } = await read(inputs.mask);
    assert.ok(plane.every((value, at) => data[at * 4 + 3] === (value === 0 ? 255 : 0)));
  });

  for (const [what, pixels, types, maxBytes, type] of [
    ['a smaller encoding', opaque, ALL, 14_000, 'jpeg'],
    ['another one where it is transparent', clear, ALL, 14_000, 'webp'],
    ['a palette where only PNG is taken', opaque, ['png'], 14_000, 'png'],
  ] as const) {
    it(`finds ${what} for what is too large`, async () => {
      const picture = await png(pixels);
      assert.ok(picture.length > maxBytes);
      const [image] = (await raster.cutOut(cutOf({ picture, types, maxBytes }), never)).images;
      assert.equal(image?.type, type);
      assert.ok((image?.bytes.length ?? 0) <= maxBytes);
      assert.deepEqual((await sharp(image?.bytes).metadata()).width, size.width);
    });
  }

  it('is refused where nothing makes it small enough', async () => {
    const cut = cutOf({ picture: await png(opaque), types: ['png'], maxBytes: 500 });
    await failsWith(raster.cutOut(cut, never), { kind: 'badImage', reason: 'tooManyBytes' });
  });

  it('is a PNG where the server takes nothing else', async () => {
    const [image] = (await raster.cutOut(cutOf({ picture: await file(rgb().jpeg()), types: ['png'] }), never)).images;
    assert.equal(image?.name, 'image.png');
  });

  it('fits a very thin picture into a square', async () => {
    const thin = { width: 16_000, height: 40 };
    const frame = {
      ...wholeOf(thin),
      box: { x: 0, y: -7980, width: 16_000, height: 16_000 },
      sent: { width: 1024, height: 1024 },
    };
    const [image] = (await raster.cutOut(cutOf({ picture: await png(noise(thin.width, thin.height)), frame }), never)).images;
    assert.equal((await sharp(image?.bytes).metadata()).height, 1024);
  });
}).timeout(30_000);

const EDIT = [255, 255, 255, 0] as const;
const KEEP = [0, 0, 0, 255] as const;

function rgba([red = 0, green = 0, blue = 0, alpha = 0]: number[]): readonly [number, number, number, number] {
  return [red, green, blue, alpha];
}

/** With the chunk that says who made it. */
function withText(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // tEXt, "Author\0me", and its CRC.
  const chunk = Buffer.from('0000000974455874417574686f72006d65', 'hex');
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(chunk.subarray(4)));
  return new Uint8Array(Buffer.concat([bytes.subarray(0, 33), chunk, crc, bytes.subarray(33)]));
}
