import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import sharp from 'sharp';
import type { Bytes } from '../../src/core/image.ts';
import type { Coverage } from '../../src/core/task.ts';
import { createRaster } from '../../src/raster/raster.ts';
import { root } from '../support/host/install.ts';
import { runProgram } from '../support/process.ts';
import { coverageOf, file, never, pixelAt, read, WORKER, wholeOf } from '../support/rasterStage.ts';
import type { Result, Results } from './rows.ts';
import { median } from './statistics.ts';

/** Each way puts each edit together so often, in turn; the medians count. */
const TIMES = 5;

/** An answer put back into its picture under a mask: by our worker, and by the sharp that npm installs for this machine. */
export async function benchComposite(): Promise<Results> {
  await runProgram(process.execPath, ['esbuild.js', '--production'], { cwd: root });
  const raster = createRaster({ workerFile: WORKER, log: { warn: console.warn } });
  try {
    return { composite1024: await compete(raster, 1024), composite4096: await compete(raster, 4096) };
  } finally {
    raster.dispose();
  }
}

async function compete(raster: ReturnType<typeof createRaster>, side: number): Promise<Result> {
  const [picture, answer] = [await draw(side), await draw(side)];
  const isInside = (x: number, y: number) => (x - side / 2) ** 2 + (y - side / 2) ** 2 < (side / 4) ** 2;
  const coverage = coverageOf(side, side, (x, y) => (isInside(x, y) ? 255 : 0));
  const frame = wholeOf({ width: side, height: side });
  const own: number[] = [];
  const other: number[] = [];
  for (let time = 0; time < TIMES; time++) {
    const start = performance.now();
    const { bytes } = await raster.composite({ picture, answer, frame, coverage }, never);
    const between = performance.now();
    const alone = await compositeAlone(picture, answer, coverage);
    own.push(between - start);
    other.push(performance.now() - between);
    if (time === 0) await assertAlike(bytes, alone, side);
  }
  return { measured: median(own), against: median(other) };
}

/** Something between a photograph and noise: a model's pictures have fine grain too. */
function draw(side: number): Promise<Bytes> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const background = { r: 0, g: 0, b: 0 };
  return file(
    sharp({ create: { width: side, height: side, channels: 3, background, noise } })
      .blur(2)
      .png(),
  );
}

/** As a person would write it, into the same kind of file. */
async function compositeAlone(picture: Bytes, answer: Bytes, { deflated, width, height }: Coverage): Promise<Bytes> {
  const mask = { raw: { width, height, channels: 1 } } as const;
  const patch = sharp(answer).joinChannel(inflateSync(deflated), mask).raw();
  const { data, info } = await patch.toBuffer({ resolveWithObject: true });
  const { channels } = info;
  const whole = sharp(picture)
    .composite([{ input: data, raw: { width, height, channels } }])
    .removeAlpha();
  return file(whole.png({ adaptiveFiltering: true }));
}

/** Both have the answer in the middle and the picture in the corner. */
async function assertAlike(own: Bytes, other: Bytes, side: number): Promise<void> {
  const [one, two] = [await read(own), await read(other)];
  for (const at of [0, side / 2]) assert.deepEqual(pixelAt(one, at, at), pixelAt(two, at, at));
}
