import assert from 'node:assert/strict';
import { crc32, deflateSync } from 'node:zlib';
import * as fc from 'fast-check';
import { Failed } from '../../src/core/failure.ts';
import { extensionOf } from '../../src/core/fileType.ts';
import { type Bytes, type ImageFault, type ImageInfo, inspectImage, sniffHeader } from '../../src/core/image.ts';
import { fixture } from '../support/fixtures.ts';

const sound: readonly (readonly [file: string, type: ImageInfo['type'], width: number, height: number, alpha: boolean])[] = [
  ['basn0g01.png', 'png', 32, 32, false],
  ['basn2c08.png', 'png', 32, 32, false],
  ['basn3p04.png', 'png', 32, 32, false],
  ['basn4a08.png', 'png', 32, 32, true],
  ['basn6a16.png', 'png', 32, 32, true],
  ['basi6a08.png', 'png', 32, 32, true],
  ['tbbn2c16.png', 'png', 32, 32, true],
  ['alpha.png', 'png', 17, 11, true],
  ['opaque.jpg', 'jpeg', 17, 11, false],
  ['progressive.jpg', 'jpeg', 40, 24, false],
  ['lossy.webp', 'webp', 17, 11, false],
  ['lossless.webp', 'webp', 17, 11, false],
  ['losslessAlpha.webp', 'webp', 17, 11, true],
  ['lossyAlpha.webp', 'webp', 17, 11, true],
  ['animated.webp', 'webp', 10, 8, false],
  ['transparent.gif', 'gif', 17, 11, true],
  ['animated.gif', 'gif', 10, 8, true],
];

const broken: readonly (readonly [why: string, bytes: Bytes, reason: ImageFault])[] = [
  ['nothing', bytesOf(''), 'notAnImage'],
  ['HTML', bytesOf('<!doctype html><title>Sign in</title>'), 'notAnImage'],
  ['SVG', bytesOf('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'notAnImage'],
  ['BMP', bytesOf('BM\x46\0\0\0\0\0\0\0\x36\0\0\0'), 'notAnImage'],
  ['a PNG with a wrong first byte', fixture('xs1n0g01.png'), 'notAnImage'],
  ['a PNG sent as text', fixture('xcrn0g04.png'), 'damaged'],
  ['a PNG with a wrong header checksum', fixture('xhdn0g08.png'), 'damaged'],
  ['a PNG with a wrong checksum of its data', fixture('xcsn0g01.png'), 'damaged'],
  ['a PNG without data', fixture('xdtn0g01.png'), 'damaged'],
  ['a PNG of color type 1', fixture('xc1n0g08.png'), 'damaged'],
  ['a PNG of bit depth 0', fixture('xd0n2c08.png'), 'damaged'],
  ['a PNG of width 0', png(0, 9), 'damaged'],
  ['a PNG of height 0', png(9, 0), 'damaged'],
  ['a PNG without its end', png(9, 9).slice(0, -12), 'truncated'],
  ['a PNG of 12 000 × 12 000', png(12_000, 12_000), 'tooManyPixels'],
  ['a PNG of 2³¹ × 2³¹', png(0x7fffffff, 0x7fffffff), 'tooManyPixels'],
  ['a cut PNG that would be too large', png(12_000, 12_000).slice(0, 40), 'tooManyPixels'],
  ['a JPEG without its end', fixture('opaque.jpg').slice(0, -2), 'truncated'],
  ['a JPEG of height 0', patched('opaque.jpg', frameOf('opaque.jpg') + 5, [0, 0]), 'damaged'],
  ['a JPEG of 65 535 × 65 535', patched('opaque.jpg', frameOf('opaque.jpg') + 5, [255, 255, 255, 255]), 'tooManyPixels'],
  ['a WebP without its last byte', fixture('lossy.webp').slice(0, -1), 'truncated'],
  ['a WebP of 2²⁴ × 2²⁴', patched('lossyAlpha.webp', 24, [255, 255, 255, 255, 255, 255]), 'tooManyPixels'],
  ['a WebP with a canvas and no picture', bytesOf('RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x01\0\0\x01\0\0'), 'damaged'],
  ['a GIF without its trailer', fixture('animated.gif').slice(0, -1), 'truncated'],
  ['a GIF of width 0', patched('animated.gif', 6, [0, 0]), 'damaged'],
  ['a GIF without a picture', bytesOf('GIF89a\x01\0\x01\0\0\0\0;'), 'damaged'],
  ['a small GIF with a huge frame', bytesOf('GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02\0;'), 'tooManyPixels'],
  ['more than 50 MiB', new Uint8Array(50 * 1024 * 1024 + 1), 'tooManyBytes'],
];

describe('an image is known by its bytes', () => {
  for (const [file, type, width, height, alpha] of sound) {
    it(`${file} is ${type}, ${width} × ${height}${alpha ? ', with transparency' : ''}`, () => {
      const info = { type, width, height, alpha, credentials: false };
      assert.deepEqual(inspectImage(fixture(file)), info);
      assert.deepEqual(sniffHeader(fixture(file)), info);
    });
  }

  for (const [why, bytes, reason] of broken) {
    it(`${why} is refused: ${reason}`, () => {
      assert.equal(faultOf(bytes), reason);
    });
  }

  it('what follows after the end does no harm', () => {
    for (const file of ['basn2c08.png', 'opaque.jpg', 'lossy.webp', 'animated.gif']) {
      assert.doesNotThrow(() => inspectImage(Uint8Array.from([...fixture(file), 1, 2, 3])), file);
    }
  });

  it('33.5 megapixels are taken, one row more is not', () => {
    assert.equal(faultOf(png(33_500, 1000)), undefined);
    assert.equal(faultOf(png(33_500, 1001)), 'tooManyPixels');
  });

  it('credentials are seen in PNG, JPEG and WebP', () => {
    const jpeg = [...fixture('opaque.jpg')];
    jpeg.splice(2, 0, ...bytesOf('\xff\xeb\x00\x14JP\x00\x01\x00\x00\x00\x01\x00\x00\x00\x20jumb..'));
    const webp = [...fixture('lossyAlpha.webp'), ...bytesOf('C2PA\x02\0\0\0ab')];
    webp.splice(4, 4, webp.length - 8, 0, 0, 0);
    for (const bytes of [png(3, 3, [chunk('caBX', bytesOf('jumb'))]), Uint8Array.from(jpeg), Uint8Array.from(webp)]) {
      assert.equal(inspectImage(bytes).credentials, true);
    }
  });

  it('256 megapixels in 243 kB are refused from the header (promised: 50 ms)', () => {
    const bomb = png(16_000, 16_000, [], new Uint8Array(243_000));
    const start = performance.now();
    assert.equal(faultOf(bomb), 'tooManyPixels');
    assert.ok(performance.now() - start < 250);
  });

  it('the largest files are read in a moment', () => {
    const segments = new Uint8Array(50 * 1024 * 1024);
    segments.set([0xff, 0xd8]);
    new Uint32Array(segments.buffer, 4).fill(0x02_00_e0_ff);
    segments.set([0xff, 0xff], 2);
    const one = png(1000, 1000, [], new Uint8Array(50 * 1024 * 1024 - 100));
    const before = process.cpuUsage();
    assert.equal(faultOf(segments), 'truncated');
    assert.equal(faultOf(one), undefined);
    // Some seconds, on a machine that has time; what is not linear takes hours.
    assert.ok(process.cpuUsage(before).user < 30_000_000);
  }).timeout(120_000);

  it('a partial image shows its header, and only when it can be shown', () => {
    assert.deepEqual(sniffHeader(fixture('alpha.png').slice(0, 60)), inspectImage(fixture('alpha.png')));
    assert.equal(sniffHeader(fixture('alpha.png').slice(0, 20)), undefined);
    assert.equal(sniffHeader(fixture('opaque.jpg').slice(0, -20))?.width, 17);
    assert.equal(sniffHeader(png(12_000, 12_000)), undefined);
    assert.equal(sniffHeader(png(0, 5)), undefined);
    assert.equal(sniffHeader(bytesOf('<html>')), undefined);
  });

  it('every beginning of a file is refused, in a known way', () => {
    for (const [file] of sound) {
      const whole = fixture(file);
      for (let length = 0; length < whole.length; length += 1) {
        const reason = faultOf(whole.slice(0, length));
        assert.ok(reason === 'truncated' || (length < 12 && reason === 'notAnImage'), `${file} cut at ${length}: ${reason}`);
        sniffHeader(whole.slice(0, length));
      }
    }
  });

  it('one wrong byte anywhere never breaks the reading', () => {
    for (const [file] of sound) {
      const whole = fixture(file);
      for (let at = 0; at < whole.length; at += 1) {
        for (const flip of [0x01, 0x80, 0xff]) {
          const changed = whole.slice();
          changed[at] = (changed[at] ?? 0) ^ flip;
          const fault = faultOf(changed);
          if (file.endsWith('.png')) assert.notEqual(fault, undefined, `${file}, byte ${at}`);
          sniffHeader(changed);
        }
      }
    }
  });

  it('any bytes behind any magic number are refused or read', () => {
    const magic = fc.constantFrom(
      '',
      '\x89PNG\r\n\x1a\n',
      '\xff\xd8\xff',
      'RIFF\xff\0\0\0WEBPVP8X',
      'RIFF\xff\0\0\0WEBPVP8 ',
      'GIF89a',
    );
    const rest = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(magic, rest, (start, random) => {
        const bytes = Uint8Array.from([...bytesOf(start), ...random]);
        faultOf(bytes);
        sniffHeader(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  it('types have their usual extension and media type', () => {
    const types = ['png', 'jpeg', 'webp', 'gif'] as const;
    assert.deepEqual(types.map(extensionOf), ['png', 'jpg', 'webp', 'gif']);
  });
});

/** The reason for which bytes are refused; anything else that is thrown is thrown on. */
function faultOf(bytes: Bytes): ImageFault | undefined {
  try {
    inspectImage(bytes);
    return undefined;
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'badImage') return error.failure.reason;
    throw error;
  }
}

function patched(name: string, at: number, values: readonly number[]): Bytes {
  const bytes = fixture(name);
  bytes.set(values, at);
  return bytes;
}

/** Where the marker of a JPEG's first frame is. */
function frameOf(name: string): number {
  return Buffer.from(fixture(name)).indexOf(Buffer.from([0xff, 0xc0]));
}

function bytesOf(latin1: string): Bytes {
  return new Uint8Array(Buffer.from(latin1, 'latin1'));
}

function png(width: number, height: number, extra: readonly Uint8Array[] = [], data: Uint8Array = deflateSync('pixels')): Bytes {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const chunks = [chunk('IHDR', header), ...extra, chunk('IDAT', data), chunk('IEND', new Uint8Array())];
  return new Uint8Array(Buffer.concat([bytesOf('\x89PNG\r\n\x1a\n'), ...chunks]));
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([bytesOf(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
