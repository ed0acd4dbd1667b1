import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { Socket } from 'node:net';
import sharp from 'sharp';
import { Failed } from '../../src/core/failure.ts';
import { inspectImage } from '../../src/core/image.ts';
import type { Call, Parameters, Progress } from '../../src/core/task.ts';
import { readTypeface, type Typeface } from '../../src/provider/placeholder/lettering.ts';
import { drawPlaceholder, type Wish } from '../../src/provider/placeholder/picture.ts';
import { createPlaceholder } from '../../src/provider/placeholder/placeholder.ts';
import { createRaster } from '../../src/raster/raster.ts';

const WORKER = new URL('../../dist/rasterWorker.js', import.meta.url);
const FONT = new URL('../../dist/placeholder.woff', import.meta.url);
const never = new AbortController().signal;

async function loadFont(): Promise<ArrayBuffer> {
  return new Uint8Array(await readFile(FONT)).buffer;
}

function call(parameters: Parameters, prompt = 'A lighthouse at dusk', n = 1): Call {
  return { endpoint: 'generate', prompt, model: 'placeholder', n, parameters };
}

describe('the placeholder provider', () => {
  let raster: ReturnType<typeof createRaster>;
  let typeface: Typeface;
  const create = () => createPlaceholder({ raster, loadFont });

  before(async () => {
    raster = createRaster({ workerFile: WORKER, log: { warn: () => undefined } });
    typeface = readTypeface(await loadFont());
  });
  after(() => raster.dispose());

  async function collect(asked: Call, provider = create()) {
    const steps: Progress[] = [];
    for await (const step of provider.run(asked, never)) steps.push(step);
    const images = steps.flatMap((step) => (step.kind === 'image' ? [step] : []));
    return { kinds: steps.map(({ kind }) => kind), images };
  }

  for (const [asked, type, width, height, alpha] of [
    [{}, 'png', 1024, 1024, false],
    [{ size: 'auto', background: 'auto' }, 'png', 1024, 1024, false],
    [{ size: '256x256', output_format: 'png' }, 'png', 256, 256, false],
    [{ size: '1x1' }, 'png', 1, 1, false],
    [{ size: '1000x333', output_format: 'jpeg' }, 'jpeg', 1000, 333, false],
    [{ size: '512x1536', output_format: 'webp' }, 'webp', 512, 1536, false],
    [{ size: '640x480', output_format: 'gif' }, 'png', 640, 480, false],
    [{ size: '640x480', output_format: 'svg' }, 'png', 640, 480, false],
    [{ size: '512x512', background: 'transparent' }, 'png', 512, 512, true],
    [{ size: '512x256', background: 'transparent', output_format: 'webp' }, 'webp', 512, 256, true],
    [{ size: '512x512', background: 'transparent', output_format: 'jpeg' }, 'jpeg', 512, 512, false],
    [{ size: '512x512', background: 'opaque', output_format: 'webp' }, 'webp', 512, 512, false],
    [{ size: '3840x2160', output_format: 'jpeg' }, 'jpeg', 3840, 2160, false],
  ] as const) {
    it(`makes ${type} of ${width} × ${height}${alpha ? ', transparent,' : ''} for ${JSON.stringify(asked)}`, async () => {
      const { kinds, images } = await collect(call(asked));
      assert.deepEqual(kinds, ['sent', 'image']);
      const [image] = images;
      assert.ok(image);
      assert.deepEqual(image.info, { type, width, height, alpha, credentials: false });
      assert.deepEqual(inspectImage(image.bytes), image.info);
      const corner = (await sharp(image.bytes).ensureAlpha().raw().toBuffer())[3];
      assert.equal(corner, alpha ? 0 : 255);
    });
  }

  it('gives the same bytes for the same call, and other ones for each prompt and each image of a count', async () => {
    const small = { size: '256x256' };
    const first = await collect(call(small, 'A cat', 10));
    const again = await collect(call(small, 'A cat', 10));
    assert.equal(first.images.length, 10);
    assert.deepEqual(
      first.images.map(({ bytes }) => bytes),
      again.images.map(({ bytes }) => bytes),
    );
    // Both end in the same first words, so only the picture can tell them apart.
    const long = 'A cat '.repeat(30);
    const others = await Promise.all(
      ['A cat!', 'a cat', `${long}asleep`, `${long}awake`].map((prompt) => collect(call(small, prompt))),
    );
    const all = [...first.images, ...others.flatMap(({ images }) => images)];
    assert.equal(new Set(all.map(({ bytes }) => Buffer.from(bytes).toString('base64'))).size, 14);
  });

  for (const [what, prompt, shown] of [
    ['HTML', '<img src=x onerror=alert(1)>&"\'', `<img src=x onerror=alert(1)>&"'`],
    ['letters beyond ASCII', 'Žluťoučký кот γάτα Việt', 'Žluťoučký кот γάτα Việt'],
    ['letters it has no shapes for', '猫が 🐈 قطة חתול', ''],
    ['some of them', 'Cat 猫, 🐈 cat', 'Cat , cat'],
    ['decomposed letters', 'nai\u0308ve', 'naïve'],
    ['line breaks and control characters', 'a\r\n\tb\u0000\u202Ec', 'a bc'],
    ['half a surrogate pair', '\ud83d a', 'a'],
    ['nothing', '', ''],
  ] as const) {
    it(`draws what it can of a prompt with ${what}`, async () => {
      assert.equal(typeface.readable(prompt), shown);
      const { images } = await collect(call({ size: '300x200' }, prompt));
      assert.deepEqual([images[0]?.info.width, images[0]?.info.height], [300, 200]);
    });
  }

  for (const [what, prompt] of [
    ['a word of 200 letters', 'W'.repeat(200)],
    ['32 000 characters', 'lorem ipsum '.repeat(2700)],
  ] as const) {
    for (const [width, height] of [
      [256, 256],
      [1536, 512],
      [512, 1536],
    ] as const) {
      it(`keeps the title of ${what} inside ${width} × ${height} px and below the labels`, () => {
        const [title = [], ...labels] = whiteShapes(drawPlaceholder(wish({ prompt, width, height }), typeface));
        const points = [title, ...labels].flat();
        assert.ok(points.every(([x, y]) => x >= 0 && x <= width && y >= 0 && y <= height));
        const lowest = Math.max(...labels.flat().map(([, y]) => y));
        assert.ok(lowest > 0 && Math.min(...title.map(([, y]) => y)) > lowest + 0.2 * height);
      });
    }
  }

  it('sets white letters on a ground dark enough to read them (4.5:1)', async () => {
    for (let number = 0; number < 24; number++) {
      const svg = drawPlaceholder(wish({ prompt: `A harbour number ${number}`, width: 384, height: 384 }), typeface);
      const [shown, bare] = await Promise.all(
        [svg, svg.replaceAll('fill="#fff"', 'fill="none"')].map(async (text) =>
          sharp(await raster.draw(text, 'png', never))
            .raw()
            .toBuffer(),
        ),
      );
      assert.ok(shown && bare);
      let letters = 0;
      for (let at = 0; at < shown.length; at += 3) {
        const isWhite = (pixels: Uint8Array): boolean => pixels.subarray(at, at + 3).every((channel) => channel === 255);
        if (!isWhite(shown) || isWhite(bare)) continue;
        letters++;
        const contrast = 1.05 / (luminance(bare.subarray(at, at + 3)) + 0.05);
        assert.ok(contrast >= 4.5, `picture ${number}, pixel ${at / 3}: ${contrast.toFixed(2)}`);
      }
      assert.ok(letters > 1000, `picture ${number} has ${letters} px of letters`);
    }
  }).timeout(60_000);

  for (const size of ['abc', '0x10', '10x0', '1024', '-1x5', '1024x1024x2', '99999x1', '10000x10000', '1e3x10']) {
    it(`refuses the size ${size} before it says that anything was sent`, async () => {
      await assert.rejects(collect(call({ size })), (error) => {
        assert.ok(error instanceof Failed);
        assert.deepEqual(error.failure, { kind: 'invalid', invalid: { field: 'size', value: size } });
        return true;
      });
    });
  }

  for (const already of [0, 1, 2, 3, 4]) {
    it(`is over at once when cancelled after ${already} of 10 images, which stay good`, async () => {
      const stop = new AbortController();
      let got = 0;
      let at = 0;
      const cancel = (): void => {
        at = performance.now();
        stop.abort();
      };
      await assert.rejects(
        async () => {
          for await (const step of create().run(call({ size: '1024x1024' }, 'A cat', 10), stop.signal)) {
            if (step.kind === 'image') got++;
            if (got === already) setTimeout(cancel, 20);
          }
        },
        (error) => error instanceof Failed && error.failure.kind === 'cancelled' && !error.failure.billable,
      );
      assert.ok(performance.now() - at < 1000, `took ${performance.now() - at} ms`);
      assert.ok(got < 10);
      assert.equal((await collect(call({ size: '64x64' }))).images.length, 1);
    });
  }

  it('fails as raster when its font cannot be read, and reads it again for the next call', async () => {
    const faults = [() => Promise.reject(new Error('gone')), () => Promise.resolve(new ArrayBuffer(40))];
    const provider = createPlaceholder({ raster, loadFont: () => (faults.shift() ?? loadFont)() });
    for (let fault = 0; fault < 2; fault++) {
      await assert.rejects(
        collect(call({ size: '64x64' }), provider),
        (error) => error instanceof Failed && error.failure.kind === 'raster',
      );
    }
    assert.equal((await collect(call({ size: '64x64' }), provider)).images.length, 1);
  });

  it('opens no connection', async () => {
    const { connect } = Socket.prototype;
    let connections = 0;
    Socket.prototype.connect = function () {
      connections++;
      return this;
    };
    try {
      await collect(call({ size: '64x64' }));
    } finally {
      Socket.prototype.connect = connect;
    }
    assert.equal(connections, 0);
  });
}).timeout(30_000);

function wish(parts: Pick<Wish, 'prompt' | 'width' | 'height'>): Wish {
  return { ...parts, variant: 0, transparent: false };
}

/** The points of each white shape, in px: the title, then the labels. */
function whiteShapes(svg: string): (readonly [number, number])[][] {
  return [...svg.matchAll(/<path d="([^"]*)" fill="#fff"\/>/g)].map(([, data = '']) => {
    const numbers = data.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
    return Array.from({ length: numbers.length / 2 }, (_, at) => [numbers[2 * at] ?? NaN, numbers[2 * at + 1] ?? NaN] as const);
  });
}

/** Source: WCAG 2.2, "relative luminance". */
function luminance(rgb: Uint8Array): number {
  const [red = 0, green = 0, blue = 0] = [...rgb].map((byte) => {
    const channel = byte / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
