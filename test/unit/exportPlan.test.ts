import assert from 'node:assert/strict';
import fc from 'fast-check';
import { boxOf, isWithin } from '../../src/core/box.ts';
import { cropToRatio, type ExportFile, type ExportPicture, type ExportWish, exportPlan } from '../../src/core/exportPlan.ts';

function pictureOf(width: number, height: number, type: ExportPicture['type'] = 'png'): ExportPicture {
  return { width, height, base: 'hero', type };
}

/** One line a file: name, size, format, crop, and a mark where it would be enlarged. */
function lines(files: readonly ExportFile[]): string[] {
  return files.map((file) => {
    const mark = file.upscaled ? ' enlarged' : '';
    if (file.kind === 'icon') return `${file.name}: ${file.parts.map(({ size }) => size.width).join(', ')}${mark}`;
    const { x, y, width, height } = file.crop;
    return `${file.name}: ${file.size.width} × ${file.size.height} ${file.format} of ${width} × ${height} at ${x}, ${y}${mark}`;
  });
}

const favicon: ExportWish = { kind: 'favicon' };
const openGraph: ExportWish = { kind: 'openGraph', format: 'png' };
const responsive: ExportWish = { kind: 'responsive' };

const table: readonly (readonly [what: string, wish: ExportWish, picture: ExportPicture, files: readonly string[]])[] = [
  [
    'a favicon set from a square',
    favicon,
    pictureOf(1024, 1024),
    [
      'favicon.ico: 16, 32, 48',
      'apple-touch-icon.png: 180 × 180 png of 1024 × 1024 at 0, 0',
      'icon-192.png: 192 × 192 png of 1024 × 1024 at 0, 0',
      'icon-512.png: 512 × 512 png of 1024 × 1024 at 0, 0',
    ],
  ],
  [
    'a favicon set from the middle of a small wide picture',
    favicon,
    pictureOf(300, 200),
    [
      'favicon.ico: 16, 32, 48',
      'apple-touch-icon.png: 180 × 180 png of 200 × 200 at 50, 0',
      'icon-192.png: 192 × 192 png of 200 × 200 at 50, 0',
      'icon-512.png: 512 × 512 png of 200 × 200 at 50, 0 enlarged',
    ],
  ],
  [
    'a favicon set from a tiny picture',
    favicon,
    pictureOf(40, 40),
    [
      'favicon.ico: 16, 32',
      'apple-touch-icon.png: 180 × 180 png of 40 × 40 at 0, 0 enlarged',
      'icon-192.png: 192 × 192 png of 40 × 40 at 0, 0 enlarged',
      'icon-512.png: 512 × 512 png of 40 × 40 at 0, 0 enlarged',
    ],
  ],
  ['an icon from next to nothing', favicon, pictureOf(8, 8), ['favicon.ico: 16 enlarged']],
  ['Open Graph', openGraph, pictureOf(1536, 1024), ['og-image.png: 1200 × 630 png of 1536 × 806 at 0, 109']],
  ['Open Graph exactly', openGraph, pictureOf(1200, 630), ['og-image.png: 1200 × 630 png of 1200 × 630 at 0, 0']],
  [
    'Open Graph as JPEG from what is too small',
    { kind: 'openGraph', format: 'jpeg' },
    pictureOf(1024, 1024),
    ['og-image.jpg: 1200 × 630 jpeg of 1024 × 538 at 0, 243 enlarged'],
  ],
  [
    'responsive widths, of which one would be enlarged',
    responsive,
    pictureOf(1536, 1024, 'jpeg'),
    [
      'hero-480.avif: 480 × 320 avif of 1536 × 1024 at 0, 0',
      'hero-768.avif: 768 × 512 avif of 1536 × 1024 at 0, 0',
      'hero-1024.avif: 1024 × 683 avif of 1536 × 1024 at 0, 0',
      'hero-1536.avif: 1536 × 1024 avif of 1536 × 1024 at 0, 0',
      'hero-1920.avif: 1920 × 1280 avif of 1536 × 1024 at 0, 0 enlarged',
      'hero-480.webp: 480 × 320 webp of 1536 × 1024 at 0, 0',
      'hero-768.webp: 768 × 512 webp of 1536 × 1024 at 0, 0',
      'hero-1024.webp: 1024 × 683 webp of 1536 × 1024 at 0, 0',
      'hero-1536.webp: 1536 × 1024 webp of 1536 × 1024 at 0, 0',
      'hero-1920.webp: 1920 × 1280 webp of 1536 × 1024 at 0, 0 enlarged',
      'hero-1536.jpg: 1536 × 1024 jpeg of 1536 × 1024 at 0, 0',
    ],
  ],
  [
    'responsive widths up to the own one of a small picture',
    { kind: 'responsive', widths: [200, 800] },
    pictureOf(313, 207),
    [
      'hero-200.avif: 200 × 132 avif of 313 × 207 at 0, 0',
      'hero-313.avif: 313 × 207 avif of 313 × 207 at 0, 0',
      'hero-800.avif: 800 × 529 avif of 313 × 207 at 0, 0 enlarged',
      'hero-200.webp: 200 × 132 webp of 313 × 207 at 0, 0',
      'hero-313.webp: 313 × 207 webp of 313 × 207 at 0, 0',
      'hero-800.webp: 800 × 529 webp of 313 × 207 at 0, 0 enlarged',
      'hero-313.png: 313 × 207 png of 313 × 207 at 0, 0',
    ],
  ],
  [
    'a WebP, which is its own fallback',
    { kind: 'responsive', widths: [200] },
    pictureOf(400, 4000, 'webp'),
    ['hero-200.avif: 200 × 2000 avif of 400 × 4000 at 0, 0', 'hero-200.webp: 200 × 2000 webp of 400 × 4000 at 0, 0'],
  ],
  [
    'a thin GIF, whose fallback is a PNG',
    { kind: 'responsive', widths: [200] },
    pictureOf(1000, 1, 'gif'),
    [
      'hero-200.avif: 200 × 1 avif of 1000 × 1 at 0, 0',
      'hero-200.webp: 200 × 1 webp of 1000 × 1 at 0, 0',
      'hero-200.png: 200 × 1 png of 1000 × 1 at 0, 0',
    ],
  ],
  [
    'a size of the user',
    { kind: 'custom', size: { width: 300, height: 600 }, format: 'jpeg' },
    pictureOf(1000, 1000),
    ['hero-300x600.jpg: 300 × 600 jpeg of 500 × 1000 at 250, 0'],
  ],
  [
    'a conversion',
    { kind: 'convert', format: 'avif' },
    pictureOf(1001, 333),
    ['hero.avif: 1001 × 333 avif of 1001 × 333 at 0, 0'],
  ],
];

describe('an export', () => {
  for (const [what, wish, picture, files] of table) {
    it(`plans ${what}`, () => {
      const planned = lines(exportPlan(wish, picture));
      assert.deepEqual(what.includes('next to nothing') ? planned.slice(0, 1) : planned, files);
    });
  }

  it('has an alpha channel in an .ico and none on iOS', () => {
    const [icon, touch, manifest] = exportPlan(favicon, pictureOf(512, 512));
    assert.deepEqual(icon?.kind === 'icon' && icon.parts.map(({ alpha }) => alpha), ['always', 'always', 'always']);
    assert.equal(touch?.kind === 'picture' && touch.alpha, 'never');
    assert.equal(manifest?.kind === 'picture' && manifest.alpha, undefined);
  });

  it('takes the quality that is wanted of the format that it is wanted of', () => {
    const files = exportPlan({ kind: 'responsive', widths: [100] }, pictureOf(200, 200, 'jpeg'), { quality: { webp: 33 } });
    assert.deepEqual(
      files.map((file) => file.kind === 'picture' && file.quality),
      [55, 33, 82],
    );
  });

  for (const [focus, width, height, x, y] of [
    [{ x: 0.5, y: 0.5 }, 100, 100, 50, 0],
    [{ x: 0, y: 0 }, 100, 100, 0, 0],
    [{ x: 1, y: 1 }, 100, 100, 100, 0],
    [{ x: 0.3, y: 0.9 }, 100, 100, 10, 0],
    [{ x: 0.3, y: 0.9 }, 200, 50, 0, 50],
    [{ x: 0.3, y: 0.4 }, 200, 50, 0, 15],
  ] as const) {
    it(`is cropped to ${width} × ${height} around ${focus.x}, ${focus.y}`, () => {
      assert.deepEqual(cropToRatio({ width: 200, height: 100 }, { width, height }, focus), { x, y, width, height });
    });
  }

  it('is cropped inside the picture, to the ratio, with the point of interest in it', () => {
    const side = fc.integer({ min: 1, max: 6000 });
    const size = fc.record({ width: side, height: side });
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(size, size, part, part, (picture, target, x, y) => {
        const crop = cropToRatio(picture, target, { x, y });
        assert.ok(isWithin(crop, boxOf(picture)));
        assert.ok(crop.width === picture.width || crop.height === picture.height);
        const exact = (picture.height * target.width) / target.height;
        const expected =
          exact < picture.width ? [exact, picture.height] : [picture.width, (picture.width * target.height) / target.width];
        assert.ok(Math.abs(crop.width - (expected[0] ?? 0)) <= 1 && Math.abs(crop.height - (expected[1] ?? 0)) <= 1);
        assert.ok(crop.x <= x * picture.width + 1 && x * picture.width <= crop.x + crop.width + 1);
        assert.ok(crop.y <= y * picture.height + 1 && y * picture.height <= crop.y + crop.height + 1);
      }),
      { numRuns: 2000 },
    );
  });
});
