import assert from 'node:assert/strict';
import type { Background } from '../../src/core/background.ts';
import type { Bytes } from '../../src/core/image.ts';
import { engine, failsWith, file, noise, type Pixels, paint, png, type Rgba, useRaster } from '../support/rasterStage.ts';

const grey = (value: number): Rgba => [value, value, value, 255];

interface Board {
  readonly cell?: number;
  readonly tones?: readonly [number, number];
  /** Noise of so many levels, up and down, on each channel. */
  readonly noise?: number;
  /** How far lines of the grid are off their place, px. */
  readonly uneven?: number;
  readonly width?: number;
  readonly height?: number;
}

/** A painted checkerboard with a subject in the middle that stands on the lower edge. */
function board({ cell = 16, tones = [255, 204], noise: level = 0, uneven = 0, width = 512, height = 512 }: Board = {}): Pixels {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  };
  const lines = (length: number) => {
    const squares = new Uint8Array(length);
    let end = 0;
    for (let at = 0, square = 0; at < length; at++) {
      if (at >= end) {
        square++;
        end = square * cell + random() * 2 * uneven;
      }
      squares[at] = square % 2;
    }
    return squares;
  };
  const [columns, rows] = [lines(width), lines(height)];
  return paint(width, height, (x, y) => {
    const inside =
      Math.hypot((x - width / 2) / width, (y - height * 0.6) / height) < 0.3 ||
      (Math.abs(x / width - 0.5) < 0.2 && y > height / 2);
    const tone = columns[x] === rows[y] ? tones[0] : tones[1];
    const [red, green, blue] = inside ? [190 - y / 8, 120, 60 + x / 8] : [tone, tone, tone];
    const off = () => Math.round(random() * 2 * level);
    const clip = (value: number) => Math.min(255, Math.max(0, Math.round(value) + (level ? off() : 0)));
    return [clip(red), clip(green), clip(blue), 255];
  });
}

/** Squares of two colours, all over. */
const squares = (cell: number, one: Rgba, other: Rgba) =>
  paint(512, 512, (x, y) => ((Math.floor(x / cell) + Math.floor(y / cell)) % 2 === 0 ? one : other));

describe('the background of a picture', function () {
  this.timeout(60_000);
  const raster = useRaster();
  const look = (bytes: Bytes) => raster.background(bytes, AbortSignal.timeout(60_000));

  const pictures: readonly (readonly [what: string, picture: () => Promise<Bytes>, expected: Background])[] = [
    [
      'a disc on nothing',
      () => png(paint(200, 100, (x, y) => [200, 90, 40, Math.hypot(x - 100, y - 50) < 40 ? 255 : 0])),
      'transparent',
    ],
    ['one px that is nearly opaque', () => png(paint(64, 64, (x, y) => [9, 9, 9, x + y === 0 ? 254 : 255])), 'transparent'],
    ['a transparent WebP', () => file(engine(noise(64, 64, { alpha: true })).webp({ lossless: true })), 'transparent'],
    [
      'a subject on nothing, with a checkerboard in it',
      () =>
        png(
          paint(512, 512, (x, y) => {
            const value = ((x >> 4) + (y >> 4)) % 2 ? 255 : 204;
            return [value, value, value, x > 500 ? 0 : 255];
          }),
        ),
      'transparent',
    ],

    ['one colour', () => png(paint(300, 300, () => grey(255))), 'opaque'],
    [
      'an alpha channel in which nothing is transparent',
      () => file(engine(paint(300, 300, () => [9, 200, 9, 255])).png()),
      'opaque',
    ],
    ['a gradient of greys', () => png(paint(512, 512, (x, y) => grey(Math.round((x + y) / 4)))), 'opaque'],
    ['noise', () => png(noise(512, 512)), 'opaque'],
    ['grey noise', () => png(paint(512, 512, (x, y) => grey(204 + ((x * 7919 + y * 104_729 + x * y * 31) % 52)))), 'opaque'],
    [
      'a chess board in the middle',
      () =>
        png(
          paint(512, 512, (x, y) => {
            if (x < 150 || y < 150 || x > 362 || y > 362) return grey(230);
            return (Math.floor(x / 26) + Math.floor(y / 26)) % 2 ? grey(255) : grey(204);
          }),
        ),
      'opaque',
    ],
    ['a chess board all over', () => png(squares(64, grey(255), grey(20))), 'opaque'],
    ['tiles in red and white', () => png(squares(32, [200, 40, 40, 255], grey(255))), 'opaque'],
    ['tiles in two blues', () => png(squares(24, [90, 120, 200, 255], [70, 90, 170, 255])), 'opaque'],
    ['stripes down', () => png(paint(512, 512, (x) => grey(Math.floor(x / 16) % 2 ? 255 : 204))), 'opaque'],
    ['stripes across', () => png(paint(512, 512, (_, y) => grey(Math.floor(y / 16) % 2 ? 255 : 204))), 'opaque'],
    ['stripes aslant', () => png(paint(512, 512, (x, y) => grey(Math.floor((x + y) / 16) % 2 ? 255 : 204))), 'opaque'],
    [
      'gingham, which has a third tone',
      () => png(paint(512, 512, (x, y) => grey(255 - 40 * ((Math.floor(x / 16) % 2) + (Math.floor(y / 16) % 2))))),
      'opaque',
    ],
    [
      'bricks',
      () =>
        png(
          paint(512, 512, (x, y) => {
            const row = Math.floor(y / 20);
            return grey(y % 20 < 3 || (x + (row % 2) * 20) % 40 < 3 ? 255 : 204);
          }),
        ),
      'opaque',
    ],
    [
      'dots in a grid',
      () => png(paint(512, 512, (x, y) => grey(Math.hypot((x % 24) - 12, (y % 24) - 12) < 6 ? 204 : 255))),
      'opaque',
    ],
    ['a texture of px', () => png(squares(1, grey(255), grey(204))), 'opaque'],
    ['half and half', () => png(paint(512, 512, (_, y) => grey(y < 256 ? 255 : 204))), 'opaque'],
    [
      'a checkerboard in one corner',
      () =>
        png(
          paint(512, 512, (x, y) => {
            if (x > 250 || y > 250) return [120, 160, 90, 255];
            return (Math.floor(x / 16) + Math.floor(y / 16)) % 2 ? grey(255) : grey(204);
          }),
        ),
      'opaque',
    ],
    [
      'what is too small to tell',
      () => png(paint(32, 32, (x, y) => (((x >> 3) + (y >> 3)) % 2 ? grey(255) : grey(204)))),
      'opaque',
    ],

    ['the usual checkerboard', () => png(board()), 'checkerboard'],
    ['small squares', () => png(board({ cell: 8 })), 'checkerboard'],
    ['large squares', () => png(board({ cell: 48 })), 'checkerboard'],
    ['squares of no whole px', () => png(board({ cell: 20.5 })), 'checkerboard'],
    ['pale tones', () => png(board({ tones: [255, 239] })), 'checkerboard'],
    ['dark tones', () => png(board({ tones: [58, 74] })), 'checkerboard'],
    ['greys', () => png(board({ tones: [153, 102] })), 'checkerboard'],
    ['noise over it', () => png(board({ noise: 8 })), 'checkerboard'],
    ['an uneven grid, as if by hand', () => png(board({ cell: 24, uneven: 2, noise: 4 })), 'checkerboard'],
    ['a JPEG', () => file(engine(board({ noise: 4 })).jpeg({ quality: 60 })), 'checkerboard'],
    ['a lossy WebP', () => file(engine(board({ noise: 4 })).webp({ quality: 60 })), 'checkerboard'],
    ['a wide picture', () => png(board({ width: 768, height: 320 })), 'checkerboard'],
    ['a large picture with large squares', () => png(board({ cell: 160, width: 2048, height: 2048 })), 'checkerboard'],
  ];
  for (const [what, picture, expected] of pictures) {
    it(`is ${expected}: ${what}`, async () => assert.equal(await look(await picture()), expected));
  }

  it('is told of no broken file, and of none after a cancel', async () => {
    const whole = await png(board());
    await failsWith(look(whole.slice(0, 300)), { kind: 'badImage', reason: 'damaged' });
    await failsWith(raster.background(whole, AbortSignal.abort()), { kind: 'cancelled', billable: false });
  });
});
