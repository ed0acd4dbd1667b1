import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import sharp, { type Sharp } from 'sharp';
import * as v from 'valibot';
import type { Bytes } from '../../src/core/image.ts';
import type { Provenance } from '../../src/core/provenance.ts';
import { engine, file, noise } from '../support/rasterStage.ts';

/** All that a record can hold, with every mark that XML and JSON trip over. */
export const full: Provenance = {
  prompt: 'A “white” Siamese cat & <b>dog</b> ]]> 🐈‍⬛\n\tsecond line — 猫 قطة "quoted" \'too\'',
  revisedPrompt: 'A white <cat>',
  model: 'gpt-image-2',
  server: 'https://api.openai.com',
  made: 'generated',
  options: {
    model: 'gpt-image-2',
    size: '1536x1024',
    quality: 'high',
    count: 2,
    background: 'auto',
    outputFormat: 'png',
    style: 'auto',
    moderation: 'auto',
    inputFidelity: 'auto',
    promptAsIs: false,
  },
  at: Date.UTC(2026, 10, 23, 17, 5, 52, 123),
  writer: 'Ada & Grace',
  tool: 'Easel 0.3.0',
};

const grey = (picture: Sharp): Sharp => picture.removeAlpha().greyscale();
const rgb = (picture: Sharp): Sharp => picture.removeAlpha();

/** Frames of 24 × 18 px, one above the other. */
async function frames(): Promise<Sharp> {
  const pictures = await Promise.all([1, 2, 3].map((seed) => file(engine(noise(24, 18, { alpha: true, seed })).png())));
  return sharp(pictures, { join: { animated: true } });
}

/** Files of each type and encoder, by what is special in them. The picture has an odd number of px on one side. */
export const encodings: Readonly<Record<string, (width: number, height: number, seed: number) => Promise<Bytes>>> = {
  'PNG with alpha': (w, h, seed) => file(engine(noise(w, h, { alpha: true, seed })).png()),
  'PNG of a palette': (w, h, seed) => file(rgb(engine(noise(w, h, { seed }))).png({ palette: true, colours: 16 })),
  'PNG of 16 bits, interlaced': (w, h, seed) =>
    file(
      engine(noise(w, h, { seed }))
        .toColourspace('rgb16')
        .png({ progressive: true }),
    ),
  'PNG with Exif and a profile': (w, h, seed) =>
    file(
      engine(noise(w, h, { seed }))
        .withMetadata({ orientation: 6 })
        .withIccProfile('p3')
        .png(),
    ),
  'grey PNG': (w, h, seed) => file(grey(engine(noise(w, h, { seed }))).png()),
  JPEG: (w, h, seed) => file(rgb(engine(noise(w, h, { seed }))).jpeg()),
  'progressive JPEG of mozjpeg': (w, h, seed) => file(rgb(engine(noise(w, h, { seed }))).jpeg({ mozjpeg: true })),
  'JPEG with Exif and a profile': (w, h, seed) =>
    file(
      rgb(engine(noise(w, h, { seed })))
        .withMetadata({ orientation: 8, density: 300 })
        .withIccProfile('p3')
        .jpeg(),
    ),
  'grey JPEG': (w, h, seed) => file(grey(engine(noise(w, h, { seed }))).jpeg()),
  'lossy WebP': (w, h, seed) => file(rgb(engine(noise(w, h, { seed }))).webp({ quality: 60 })),
  'lossy WebP with alpha': (w, h, seed) => file(engine(noise(w, h, { alpha: true, seed })).webp({ quality: 60 })),
  'lossless WebP': (w, h, seed) => file(rgb(engine(noise(w, h, { seed }))).webp({ lossless: true })),
  'lossless WebP with alpha': (w, h, seed) =>
    file(engine(noise(w, h, { alpha: true, seed })).webp({ lossless: true, exact: true })),
  'WebP with Exif and a profile': (w, h, seed) =>
    file(
      engine(noise(w, h, { seed }))
        .withMetadata({ orientation: 6 })
        .withIccProfile('p3')
        .webp(),
    ),
  'animated WebP': async () => file((await frames()).webp({ delay: [100, 200, 300], loop: 2 })),
};

/** Every frame's numbers as they are decoded, and what goes with them. */
export async function decoded(bytes: Bytes): Promise<unknown> {
  const { data, info } = await sharp(bytes, { animated: true }).raw().toBuffer({ resolveWithObject: true });
  const { pages, delay, loop, orientation, icc, exif, hasAlpha, depth } = await sharp(bytes, { animated: true }).metadata();
  return { data, info, pages, delay, loop, orientation, icc, exif, hasAlpha, depth };
}

const answer = v.pipe(v.string(), v.parseJson(), v.tuple([v.record(v.string(), v.unknown())]));

/** What ExifTool, an independent reader, says of a file, by group and tag: `XMP-iptcExt:AISystemUsed`. */
export async function readByExifTool(path: string): Promise<Record<string, unknown>> {
  const tool = createRequire(import.meta.url).resolve('exiftool-vendored.pl/bin/exiftool');
  const run = await promisify(execFile)('perl', [tool, '-json', '-G1', '-n', '-a', '-validate', '-warning', '-all', path]);
  return v.parse(answer, run.stdout)[0];
}
