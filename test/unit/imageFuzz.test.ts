import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { Failed } from '../../src/core/failure.ts';
import { addXmp, readEmbeddedXmp } from '../../src/core/formats/xmp.ts';
import { type Bytes, inspectImage, MAX_IMAGE_PIXELS, sniffHeader } from '../../src/core/image.ts';
import { findProvenance } from '../../src/core/provenanceFile.ts';
import { toXmp } from '../../src/core/provenanceXmp.ts';
import type { Frame } from '../../src/core/task.ts';
import { fixture } from '../support/fixtures.ts';
import { coverageOf, never, noise, png, useRaster } from '../support/rasterStage.ts';
import { encodings, full } from './provenanceSamples.ts';

const xmp = toXmp(full);

/** The fields that readers trust, with what is worst in them. */
const LENGTHS = [0, 1, 7, 0x7f, 0xff, 0x7fff, 0xffff, 0xff_ffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fff4, 0xffff_ffff];

/** One change of a file. */
const change = fc.oneof(
  fc.record({ kind: fc.constant('flip' as const), at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) }),
  fc.record({ kind: fc.constant('cut' as const), at: fc.nat() }),
  fc.record({ kind: fc.constant('drop' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 200 }) }),
  fc.record({
    kind: fc.constant('repeat' as const),
    at: fc.nat(),
    length: fc.integer({ min: 1, max: 200 }),
    times: fc.integer({ min: 1, max: 40 }),
  }),
  fc.record({ kind: fc.constant('put' as const), at: fc.nat(), bytes: fc.uint8Array({ minLength: 1, maxLength: 20 }) }),
  fc.record({
    kind: fc.constant('length' as const),
    at: fc.nat({ max: 400 }),
    value: fc.constantFrom(...LENGTHS),
    little: fc.boolean(),
  }),
);
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(bytes: Bytes, one: Change): Bytes {
  const at = one.at % bytes.length;
  const before = bytes.subarray(0, at);
  switch (one.kind) {
    case 'flip':
      return joined(before, [(bytes[at] ?? 0) ^ one.by], bytes.subarray(at + 1));
    case 'cut':
      return bytes.slice(0, at);
    case 'drop':
      return joined(before, bytes.subarray(at + one.length));
    case 'repeat':
      return joined(before, ...Array.from({ length: one.times }, () => bytes.subarray(at, at + one.length)), bytes.subarray(at));
    case 'put':
      return joined(before, one.bytes, bytes.subarray(at));
    case 'length': {
      const field = Buffer.alloc(4);
      if (one.little) field.writeUInt32LE(one.value);
      else field.writeUInt32BE(one.value);
      return joined(before, field, bytes.subarray(at + 4));
    }
  }
}

/** The same file; a PNG with checksums that are right, so that what is wrong gets further. */
function resealed(bytes: Bytes): Bytes {
  const sealed = Buffer.from(bytes);
  if (sealed[0] !== 0x89) return bytes;
  for (let at = 8; at + 12 <= sealed.length; ) {
    const end = at + 8 + sealed.readUInt32BE(at);
    if (end + 4 > sealed.length) break;
    sealed.writeUInt32BE(crc32(sealed.subarray(at + 4, end)), end);
    at = end + 4;
  }
  return new Uint8Array(sealed);
}

function joined(...parts: readonly (Uint8Array | readonly number[])[]): Bytes {
  return new Uint8Array(Buffer.concat(parts.map((part) => Uint8Array.from(part))));
}

function chunk(type: string, data: Uint8Array): Bytes {
  const body = joined(Buffer.from(type, 'latin1'), data);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return joined(ends.subarray(0, 4), body, ends.subarray(4));
}

/** A PNG with a chunk more behind its header. */
function withChunk(file: Bytes, type: string, data: Uint8Array): Bytes {
  return joined(file.subarray(0, 33), chunk(type, data), file.subarray(33));
}

/** Broken images of our own making: what a reader could trip over, by what is wrong. */
const made: Readonly<Record<string, () => Bytes | Promise<Bytes>>> = {
  'a PNG whose profile inflates to 200 MB': () => bomb('iCCP', 'ICC Profile\0\0'),
  'a PNG whose text inflates to 200 MB': () => bomb('zTXt', 'Comment\0\0'),
  'a PNG whose XMP inflates to 200 MB': () => bomb('iTXt', 'XML:com.adobe.xmp\0\x01\0\0\0'),
  'a PNG with too few pixels': () => ofPixels(deflateSync(Buffer.alloc(40))),
  'a PNG with far too many pixels': () => ofPixels(deflateSync(Buffer.alloc(100_000_000))),
  'a PNG whose pixels are no zlib stream': () => ofPixels(Buffer.from('pixels')),
  'a PNG with an unknown filter': () => ofPixels(deflateSync(Buffer.alloc(32 * 97, 9))),
  'a PNG with two headers': () => withChunk(fixture('basn2c08.png'), 'IHDR', fixture('basn6a16.png').subarray(16, 29)),
  'a PNG whose palette is short': () =>
    resealed(joined(fixture('basn3p08.png').subarray(0, 33), chunk('PLTE', Buffer.alloc(3)), rest())),
  'a PNG with Exif that leads into itself': () => withChunk(fixture('basn2c08.png'), 'eXIf', exif(8)),
  'a PNG with Exif that leads beyond its end': () => withChunk(fixture('basn2c08.png'), 'eXIf', exif(0x7fff_ffff)),
  'an animated PNG of billions of frames': () => withChunk(fixture('basn2c08.png'), 'acTL', Buffer.alloc(8, 0xff)),
  'a JPEG with Exif that leads into itself': () => withSegment(joined(Buffer.from('Exif\0\0'), exif(8))),
  'a JPEG with a profile in 255 parts, of which there is one': () =>
    withSegment(joined(Buffer.from('ICC_PROFILE\0\x01\xff', 'latin1'), Buffer.alloc(90)), 0xe2),
  'a JPEG of a thousand scans': () => scans(1000),
  'a GIF whose frame is larger than its canvas': () => patched('animated.gif', 6, [1, 0, 1, 0]),
  'a WebP whose canvas is larger than its picture': () => patched('lossyAlpha.webp', 24, [0xff, 0x0f, 0, 0xff, 0x0f, 0]),
};

function bomb(type: string, head: string): Bytes {
  return withChunk(fixture('basn2c08.png'), type, joined(Buffer.from(head, 'latin1'), deflateSync(Buffer.alloc(200_000_000))));
}

/** A PNG of 32 × 32 px, RGB, with other data. */
function ofPixels(data: Uint8Array): Bytes {
  return joined(fixture('basn2c08.png').subarray(0, 33), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0)));
}

/** The data and the end of an indexed PNG. */
function rest(): Bytes {
  const file = Buffer.from(fixture('basn3p08.png'));
  return new Uint8Array(file.subarray(file.indexOf('IDAT') - 4));
}

/** An Exif block whose one directory goes on at `next`. */
function exif(next: number): Uint8Array {
  const block = Buffer.alloc(26);
  block.write('MM\0*\0\0\0\x08', 'latin1');
  block.writeUInt16BE(1, 8);
  // The orientation, as a value that there is not.
  block.set([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 99, 0, 0], 10);
  block.writeUInt32BE(next, 22);
  return block;
}

function withSegment(data: Uint8Array, marker = 0xe1): Bytes {
  const file = fixture('opaque.jpg');
  return joined(file.subarray(0, 2), [0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255], data, file.subarray(2));
}

/** A progressive JPEG whose last scan comes again and again. */
function scans(count: number): Bytes {
  const file = Buffer.from(fixture('progressive.jpg'));
  const last = file.subarray(file.lastIndexOf(Buffer.from([0xff, 0xda])), -2);
  return joined(file.subarray(0, -2), ...Array.from({ length: count }, () => last), file.subarray(-2));
}

function patched(name: string, at: number, values: readonly number[]): Bytes {
  const bytes = fixture(name);
  bytes.set(values, at);
  return bytes;
}

/** Sound files of 40 MB with one block again and again, by what that is. */
const blocks: Readonly<Record<string, () => Bytes>> = {
  'empty chunks of a PNG': () => filled(fixture('basn2c08.png'), 33, chunk('teXt', Buffer.alloc(0))),
  'empty segments of a JPEG': () => filled(fixture('opaque.jpg'), 2, Uint8Array.of(0xff, 0xe5, 0, 2)),
  'stuffed bytes of a JPEG': () => filled(fixture('opaque.jpg'), fixture('opaque.jpg').length - 2, Uint8Array.of(0xff, 0)),
  'empty chunks of a WebP': () => filledWebp(Buffer.from('ABCD\0\0\0\0', 'latin1')),
  'XMP chunks of a WebP': () => filledWebp(Buffer.from('XMP \x0e\0\0\0x:xmptk="Easel', 'latin1')),
};

function filled(file: Bytes, at: number, block: Uint8Array): Bytes {
  return joined(file.subarray(0, at), Buffer.alloc(Math.floor(40e6 / block.length) * block.length, block), file.subarray(at));
}

function filledWebp(block: Uint8Array): Bytes {
  const file = fixture('lossyAlpha.webp');
  const bytes = filled(file, file.length, block);
  new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
  return bytes;
}

/** Reads a file in every way that needs no pixels. Answers whether it is taken for an image. */
function readAll(bytes: Bytes): boolean {
  sniffHeader(bytes);
  findProvenance(bytes);
  readEmbeddedXmp(bytes);
  const added = addXmp(bytes, xmp);
  try {
    const { width, height } = inspectImage(bytes);
    assert.ok(width > 0 && height > 0 && width * height <= MAX_IMAGE_PIXELS);
    if (added instanceof Uint8Array) assert.deepEqual(inspectImage(added), inspectImage(bytes));
    return true;
  } catch (error) {
    assert.ok(error instanceof Failed && error.failure.kind === 'badImage', String(error));
    assert.equal(typeof added, 'undefined', 'nothing is added to what is no image');
    return false;
  }
}

describe('an image that is broken in whatever way', () => {
  const raster = useRaster();
  const picture = { width: 31, height: 21 };
  const frame: Frame = {
    box: { x: 0, y: -5, width: 31, height: 31 },
    sent: { width: 31, height: 31 },
    canvas: { x: 0, y: 0, ...picture },
    isRegion: false,
  };
  const coverage = coverageOf(31, 21, (x) => x);
  let sound: readonly Bytes[] = [];
  let good: Bytes;
  before(async () => {
    good = await png(noise(31, 21));
    const files = await Promise.all(Object.values(encodings).map((make) => make(31, 21, 1)));
    const gifs = ['animated.gif', 'transparent.gif', 'animated.webp'].map(fixture);
    sound = [...files, ...files.flatMap((file) => addXmpTo(file)), ...gifs];
  });

  const addXmpTo = (file: Bytes): Bytes[] => {
    const added = addXmp(file, xmp);
    return added instanceof Uint8Array ? [added] : [];
  };

  /** Everything that the pixel engine does with a picture. Each ends, with a result or in a known failure. */
  const operations: readonly ((bytes: Bytes) => Promise<unknown>)[] = [
    (bytes) => raster.probe(bytes, never),
    (bytes) => raster.background(bytes, never),
    (bytes) => raster.convert(bytes, 'webp', never),
    (bytes) => raster.cutOut({ picture: bytes, frame, types: ['png'], maxBytes: 1e6 }, never),
    (bytes) => raster.composite({ picture: bytes, answer: good, frame, coverage }, never),
    (bytes) => raster.composite({ picture: good, answer: bytes, frame, coverage }, never),
    (bytes) => raster.cropBack(bytes, frame, never),
    (bytes) => raster.decodeMask(bytes, 'file', never),
    (bytes) => raster.render(bytes, { crop: frame.canvas, size: picture, format: 'png', quality: 80 }, never),
  ];

  async function survives(bytes: Bytes, which: readonly ((bytes: Bytes) => Promise<unknown>)[]): Promise<void> {
    const ends = await Promise.allSettled(which.map((operation) => operation(bytes)));
    for (const end of ends) {
      if (end.status === 'fulfilled') continue;
      const { reason } = end;
      // `raster` is a dead engine: one broken picture must not end it.
      assert.ok(reason instanceof Failed && reason.failure.kind === 'badImage', `${reason}: ${reason?.cause}`);
    }
    assert.deepEqual((await raster.probe(good, never)).width, 31, 'the engine goes on');
  }

  it('is read or refused, and breaks no reader', () => {
    const changes = fc.array(change, { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(fc.nat(), changes, fc.boolean(), (index, list, seal) => {
        const whole = sound[index % sound.length] ?? good;
        const broken = list.reduce((bytes, one) => (bytes.length === 0 ? bytes : changed(bytes, one)), whole);
        readAll(broken);
        if (seal) readAll(resealed(broken));
      }),
      { numRuns: 3000 },
    );
  });

  it('is decoded or refused by the pixel engine, which goes on', async () => {
    const few = fc.shuffledSubarray([...operations], { minLength: 3, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.array(change, { minLength: 1, maxLength: 3 }), few, async (index, list, which) => {
        const whole = sound[index % sound.length] ?? good;
        const broken = list.reduce((bytes, one) => (bytes.length === 0 ? bytes : changed(bytes, one)), whole);
        await survives(resealed(broken), which);
      }),
      { numRuns: 150 },
    );
  });

  for (const [what, make] of Object.entries(blocks)) {
    it(`of millions of ${what} is looked at in a moment`, () => {
      const bytes = make();
      const before = { memory: process.memoryUsage().rss, ...process.cpuUsage() };
      readAll(bytes);
      assert.ok(process.cpuUsage(before).user < 5_000_000, `${process.cpuUsage(before).user} µs`);
      assert.ok(process.memoryUsage().rss - before.memory < 300_000_000);
    });
  }

  for (const [what, make] of Object.entries(made)) {
    it(`${what} costs neither memory nor time`, async () => {
      const bytes = await make();
      const before = { memory: process.memoryUsage().rss, ...process.cpuUsage() };
      readAll(bytes);
      await survives(bytes, operations);
      const grown = process.memoryUsage().rss - before.memory;
      assert.ok(process.cpuUsage(before).user < 10_000_000, 'of all threads');
      assert.ok(grown < 300_000_000, `${grown} bytes`);
    });
  }
}).timeout(60_000);
