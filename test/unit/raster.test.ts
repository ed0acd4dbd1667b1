import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { Failed, type FailureKind } from '../../src/core/failure.ts';
import { inspectImage } from '../../src/core/image.ts';
import { createRaster } from '../../src/raster/raster.ts';

const WORKER = new URL('../../dist/rasterWorker.js', import.meta.url);
const RASTER = new URL('../../src/raster/raster.ts', import.meta.url);
const never = new AbortController().signal;

function svg(width: number, height: number, content = '<rect width="100%" height="100%" fill="teal"/>'): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${content}</svg>`;
}

/** Takes some 20 s to draw: many gradients over the whole of a large picture. */
const slow = svg(
  3000,
  3000,
  `<radialGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue" stop-opacity="0"/></radialGradient>${'<rect width="3000" height="3000" fill="url(#g)"/>'.repeat(40)}`,
);

function failure(kind: FailureKind): (error: unknown) => boolean {
  return (error) => error instanceof Failed && error.failure.kind === kind;
}

describe('the raster', () => {
  const lines: string[] = [];
  const log = { warn: (line: string) => void lines.push(line) };
  let folder: string;
  let raster: ReturnType<typeof createRaster>;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'easel-raster-'));
  });
  beforeEach(() => {
    lines.length = 0;
    raster = createRaster({ workerFile: WORKER, log });
  });
  afterEach(() => raster.dispose());
  after(() => rm(folder, { recursive: true, force: true }));

  for (const [width, height, format] of [
    [1, 1, 'png'],
    [256, 256, 'webp'],
    [1536, 1024, 'png'],
    [1000, 333, 'jpeg'],
    [688, 2048, 'webp'],
  ] as const) {
    it(`draws ${format} of exactly ${width} × ${height} px`, async () => {
      const info = inspectImage(await raster.draw(svg(width, height), format, never));
      assert.deepEqual(info, { type: format, width, height, alpha: false, credentials: false });
    });
  }

  for (const [format, corner] of [
    ['png', [0, 0, 0, 0]],
    ['webp', [0, 0, 0, 0]],
    ['jpeg', [255, 255, 255, 255]],
  ] as const) {
    it(`leaves what is not covered ${corner[3] === 0 ? 'transparent' : 'white'} in ${format}`, async () => {
      const bytes = await raster.draw(svg(40, 40, '<circle cx="20" cy="20" r="10"/>'), format, never);
      assert.equal(inspectImage(bytes).alpha, corner[3] === 0);
      assert.deepEqual([...(await sharp(bytes).ensureAlpha().raw().toBuffer()).subarray(0, 4)], corner);
    });
  }

  for (const phase of [0, 30, 100, 250, 600]) {
    it(`is over at once when aborted ${phase} ms into a long drawing, and draws again at once`, async () => {
      await raster.draw(svg(8, 8), 'png', never);
      const stop = new AbortController();
      let aborted = 0;
      setTimeout(() => {
        aborted = performance.now();
        stop.abort();
      }, phase);
      await assert.rejects(raster.draw(slow, 'png', stop.signal), failure('cancelled'));
      assert.ok(performance.now() - aborted < 1000, `took ${performance.now() - aborted} ms`);
      // It would come after the long drawing if that went on.
      const next = await raster.draw(svg(9, 9), 'png', never);
      assert.equal(inspectImage(next).width, 9);
      assert.ok(performance.now() - aborted < 10_000);
      assert.deepEqual(lines, [], 'what the user asked for is no fault to log');
    });
  }

  it('finishes the other calls when one is aborted', async () => {
    const stop = new AbortController();
    const aborted = raster.draw(slow, 'png', stop.signal);
    const other = raster.draw(svg(300, 200), 'webp', never);
    stop.abort();
    await assert.rejects(aborted, failure('cancelled'));
    assert.equal(inspectImage(await other).width, 300);
  });

  it('draws nothing for a call that was aborted before', async () => {
    await assert.rejects(raster.draw(svg(8, 8), 'png', AbortSignal.abort()), failure('cancelled'));
  });

  it('fails only the call whose picture it cannot read', async () => {
    const [broken, good] = await Promise.allSettled([raster.draw('<svg', 'png', never), raster.draw(svg(12, 12), 'png', never)]);
    assert.ok(broken.status === 'rejected' && failure('raster')(broken.reason));
    assert.equal(good.status, 'fulfilled');
  });

  it('ends what still waits as cancelled when disposed', async () => {
    const drawing = raster.draw(slow, 'png', never);
    raster.dispose();
    await assert.rejects(drawing, failure('cancelled'));
    await assert.rejects(raster.draw(svg(8, 8), 'png', never), failure('cancelled'));
  });

  for (const [what, source] of [
    ['throws at its start', `throw new Error('broken')`],
    ['throws later', `(await import('node:worker_threads')).parentPort.on('message', () => { throw new Error('broken'); })`],
    ['ends without a word', `(await import('node:worker_threads')).parentPort.on('message', () => process.exit(0))`],
    ['cannot load its engine', `await import('./not-there.wasm')`],
  ] as const) {
    it(`fails every waiting call when its worker ${what}, and the next call has a new worker`, async () => {
      const marker = path.join(folder, `${what}.crashed`);
      const file = path.join(folder, `${what}.mjs`);
      await writeFile(
        file,
        `import { existsSync, writeFileSync } from 'node:fs';
        const marker = ${JSON.stringify(marker)};
        if (existsSync(marker)) await import(${JSON.stringify(WORKER.href)});
        else { writeFileSync(marker, ''); ${source}; }`,
      );
      const fragile = createRaster({ workerFile: pathToFileURL(file), log });
      const calls = await Promise.allSettled([1, 2].map((size) => fragile.draw(svg(size, size), 'png', never)));
      for (const call of calls) assert.ok(call.status === 'rejected' && failure('raster')(call.reason));
      assert.equal(lines.length, 1);
      assert.equal(inspectImage(await fragile.draw(svg(7, 7), 'png', never)).width, 7);
      fragile.dispose();
    });
  }

  for (const workerFile of [
    pathToFileURL(path.join(tmpdir(), 'not-there', 'worker.js')),
    'relative.js',
    new URL('http://127.0.0.1/x.js'),
  ]) {
    it(`fails when there is no worker at ${workerFile instanceof URL ? workerFile.protocol : workerFile}`, async () => {
      await assert.rejects(createRaster({ workerFile, log }).draw(svg(8, 8), 'png', never), failure('raster'));
    });
  }

  it('lets the process end while its worker is idle', async () => {
    const script = `
      const { createRaster } = await import(${JSON.stringify(RASTER.href)});
      const raster = createRaster({ workerFile: new URL(${JSON.stringify(WORKER.href)}), log: console });
      console.log((await raster.draw('<svg xmlns="http://www.w3.org/2000/svg" width="5" height="5"/>', 'png', new AbortController().signal)).length > 0);`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { timeout: 20_000 });
    assert.equal(stdout, 'true\n');
  }).timeout(30_000);

  it('takes the wasm engine wherever it runs, and opens no connection', async () => {
    const code = await readFile(WORKER, 'utf8');
    assert.ok(code.includes('sharpWasm.cjs'));
    assert.deepEqual(code.match(/@img\/sharp-(linux|darwin|win32)|node:(http|https|net|tls|dgram|child_process)/g), null);
  });
}).timeout(20_000);
