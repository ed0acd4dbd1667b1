import assert from 'node:assert/strict';
import net from 'node:net';
import type { Inputs, Parameters } from '../../src/core/task.ts';
import { callAt, INPUTS, KEY, ofKind, outcomeOf, PROMPT, partsFor, uploadOf } from '../support/imagesCalls.ts';
import { json } from '../support/imagesFaults.ts';
import { PAINT } from '../support/imagesPainters.ts';
import { mapPixels, type Pixels, pixelAt, readPixels, writePixels } from '../support/imagesPixels.ts';
import { jpeg, pngOf, webp } from '../support/imagesSamples.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { createMemory } from '../support/servers.ts';

const cat = uploadOf(pngOf('64x48', 7));
/** Of 64 × 48 px: x 16–39, y 8–31 is to be edited. */
const mask = maskOf(64, 48, (x, y) => x >= 16 && x < 40 && y >= 8 && y < 32);
const MODEL = 'gpt-image-2.6-flare';
const FORM = /^multipart\/form-data; boundary=\S+$/;

describe('edits', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  const forms: readonly (readonly [string, Inputs, Parameters, number, object, readonly (readonly string[])[]])[] = [
    ['one picture', { images: [cat] }, {}, 1, {}, [['image', 'image.png', 'image/png']]],
    [
      'a picture and its mask',
      { images: [cat], mask },
      { size: '1024x1024', quality: 'high' },
      2,
      { n: '2', size: '1024x1024', quality: 'high' },
      [
        ['image', 'image.png', 'image/png'],
        ['mask', 'mask.png', 'image/png'],
      ],
    ],
    [
      'several pictures, in their order, and the mask of the first',
      { images: [cat, uploadOf(jpeg, 'jpeg', 'reference.jpg'), uploadOf(webp, 'webp')], mask },
      { input_fidelity: 'high', background: 'opaque', output_format: 'png' },
      1,
      { input_fidelity: 'high', background: 'opaque', output_format: 'png' },
      [
        ['image[]', 'image.png', 'image/png'],
        ['image[]', 'reference.jpg', 'image/jpeg'],
        ['image[]', 'image.webp', 'image/webp'],
        ['mask', 'mask.png', 'image/png'],
      ],
    ],
    [
      'a stream',
      { images: [cat] },
      { stream: true, partial_images: 2 },
      1,
      { stream: 'true', partial_images: '2' },
      [['image', 'image.png', 'image/png']],
    ],
  ];
  for (const [what, inputs, parameters, n, fields, files] of forms) {
    it(`sends ${what} as a form`, async () => {
      const outcome = await outcomeOf(partsFor(server.baseUrl), callAt('edit', parameters, n, inputs));
      const [post = assert.fail()] = server.posts;
      assert.equal(post.path, '/v1/images/edits');
      assert.deepEqual(post.fields, { model: MODEL, prompt: PROMPT, size: '64x48', ...fields });
      assert.deepEqual(
        post.files.map(({ field, name, type }) => [field, name, type]),
        files,
      );
      assert.deepEqual(
        post.files.map(({ bytes }) => bytes),
        [...inputs.images.map(({ bytes }) => bytes), ...(inputs.mask ? [inputs.mask] : [])],
      );
      assert.deepEqual([outcome.failure, server.violations], [undefined, []]);
      assert.equal(ofKind(outcome, 'image').length, n);
      assert.match(post.headers['content-type'] ?? '', FORM);
      assert.ok(Number(post.headers['content-length']) > inputs.images.reduce((sum, { bytes }) => sum + bytes.length, 0));
      assert.equal(post.headers['transfer-encoding'], undefined);
      assert.equal(post.headers.authorization, `Bearer ${KEY}`);
    });
  }

  it('sends a prompt with quotes, other scripts and what looks like a form', async () => {
    const prompt = 'A "猫" = naïve; name="model"\r\n--boundary\r\nContent-Disposition: form-data; name="n"\r\n\r\n9';
    await outcomeOf(partsFor(server.baseUrl), { ...callAt('edit'), prompt });
    assert.deepEqual(server.posts[0]?.fields, { model: MODEL, prompt, size: '64x48' });
  });

  it('reports sent, early pictures, usage and image, in this order', async () => {
    const { steps } = await outcomeOf(partsFor(server.baseUrl), callAt('edit', { stream: true, partial_images: 2 }));
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ['sent', 'partial', 'partial', 'image', 'usage'],
    );
  });

  it('keeps the bytes as they came, of the size of the picture where none was asked for', async () => {
    const image = uploadOf(pngOf('80x40'));
    const call = { ...callAt('edit', {}, 1, { images: [image] }), parameters: {} };
    const [answer] = ofKind(await outcomeOf(partsFor(server.baseUrl), call), 'image');
    assert.deepEqual(answer && Buffer.from(answer.bytes), pngOf('80x40'));
  });

  it('says that the answer is smaller than asked', async () => {
    server.answer('smaller');
    const outcome = await outcomeOf(partsFor(server.baseUrl), callAt('edit'));
    assert.deepEqual(
      ofKind(outcome, 'note').map(({ note }) => note),
      [{ kind: 'otherSize', asked: '64x48', got: '32x24' }],
    );
  });

  describe('parameters a server does not know', () => {
    it('are remembered for edits, and still sent with what is generated', async () => {
      const memory = createMemory();
      const parts = partsFor(server.baseUrl, { memory });
      server.answer('unknownParameter');
      for (const endpoint of ['edit', 'edit', 'generate'] as const) await outcomeOf(parts, callAt(endpoint, { quality: 'high' }));
      assert.deepEqual(
        server.posts.map(({ path, body }) => [path.split('/').at(-1), 'quality' in body]),
        [
          ['edits', true],
          ['edits', false],
          ['edits', false],
          ['generations', true],
          ['generations', false],
        ],
      );
    });

    for (const parameter of ['image', 'image[]', 'mask', 'prompt', 'model']) {
      for (const complaint of [
        { error: { message: `Unknown parameter: '${parameter}'. It has a size.`, param: parameter, code: 'unknown_parameter' } },
        { detail: `unknown_parameter: '${parameter}'` },
        { detail: [{ type: 'extra_forbidden', loc: ['body', parameter], msg: 'Extra inputs are not permitted' }] },
      ]) {
        it(`never leave out ${parameter}: ${JSON.stringify(complaint).slice(0, 12)}…`, async () => {
          server.answer((_request, response) => json(response, complaint, 400));
          const inputs = { images: parameter === 'image' ? [cat] : [cat, cat], mask };
          const outcome = await outcomeOf(partsFor(server.baseUrl), callAt('edit', {}, 1, inputs));
          assert.deepEqual([outcome.failure?.kind, server.posts.length], ['rejected', 1]);
        });
      }
    }
  });

  describe('a server with a mask', () => {
    for (const kind of ['whiteMask', 'alphaMask'] as const) {
      it(`that reads it as ${kind} changes just its part, and the rest a little`, async () => {
        server.answer(kind);
        const outcome = await outcomeOf(partsFor(server.baseUrl), callAt('edit', {}, 1, { images: [cat], mask }));
        assert.deepEqual([outcome.failure, server.violations], [undefined, []]);
        const [image = assert.fail()] = ofKind(outcome, 'image');
        const [answer, sent] = [await readPixels(image.bytes), await readPixels(cat.bytes)];
        assert.deepEqual([answer.width, answer.height], [64, 48]);
        for (let at = 0; at < 64 * 48; at++) {
          const [x, y] = [at % 64, Math.floor(at / 64)];
          const isInside = x >= 16 && x < 40 && y >= 8 && y < 32;
          if (isInside) assert.deepEqual(pixelAt(answer, at), PAINT);
          else assert.equal(differenceAt(answer, sent, at), 2);
        }
      });
    }
  });

  describe('a server that will not take it all', () => {
    const length = 30_000_000;
    const large = { images: [uploadOf(Buffer.concat([pngOf('64x48'), Buffer.alloc(length)]))] };
    const ends: (() => void)[] = [];
    afterEach(() => {
      for (const end of ends.splice(0)) end();
    });

    /** Gets the first bytes, and reads no further before `rest`: how much came in all once the connection is gone. */
    async function listen(onData: (socket: net.Socket) => void): Promise<{ baseUrl: string; rest: () => Promise<number> }> {
      let rest = async () => 0;
      const deaf = net.createServer((socket) => {
        const closed = new Promise<number>((resolve) =>
          socket.on('error', () => {}).once('close', () => resolve(socket.bytesRead)),
        );
        ends.push(() => socket.destroy());
        rest = () => {
          // A paused socket does not notice that the other side is gone.
          socket.resume();
          return closed;
        };
        socket.once('data', () => {
          socket.pause();
          onData(socket);
        });
      });
      await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
      ends.push(() => deaf.close());
      const address = deaf.address();
      return { baseUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`, rest: () => rest() };
    }

    for (const [what, then] of [
      ['hangs up', (socket: net.Socket) => socket.end()],
      ['leaves the connection open', () => {}],
    ] as const) {
      it(`and ${what} is heard, and gets no more`, async () => {
        const { baseUrl, rest } = await listen((socket) => {
          const head = 'HTTP/1.1 413 Payload Too Large\r\ncontent-type: text/plain\r\ncontent-length: 17\r\n\r\n';
          socket.write(`${head}Payload Too Large`, () => then(socket));
        });
        const { failure } = await outcomeOf(partsFor(baseUrl), callAt('edit', {}, 1, large));
        assert.deepEqual(failure, { kind: 'rejected', status: 413, message: 'Payload Too Large' });
        assert.ok((await rest()) < length);
      });
    }

    it('can be left at once in the middle of sending, and nothing can be billed', async () => {
      const controller = new AbortController();
      let at = Number.POSITIVE_INFINITY;
      const { baseUrl } = await listen(() => {
        at = performance.now();
        controller.abort();
      });
      const { failure, steps } = await outcomeOf(partsFor(baseUrl), callAt('edit', {}, 1, large), controller.signal);
      assert.deepEqual([failure, steps], [{ kind: 'cancelled', billable: false }, []]);
      assert.ok(performance.now() - at < 1000);
    });
  });

  it('is found out where a part is not what it says', async () => {
    const inputs = { images: [uploadOf(jpeg, 'png'), ...INPUTS.images] };
    await outcomeOf(partsFor(server.baseUrl), callAt('edit', {}, 1, inputs));
    assert.deepEqual(server.violations, ['image/png,image/png']);
  });
});

function maskOf(width: number, height: number, isEdited: (x: number, y: number) => boolean) {
  const empty = { width, height, data: new Uint8Array(width * height * 4) };
  const pixels = mapPixels(empty, (_, at) =>
    isEdited(at % width, Math.floor(at / width)) ? [255, 255, 255, 0] : [0, 0, 0, 255],
  );
  return new Uint8Array(writePixels(pixels));
}

/** The largest difference in a channel. */
function differenceAt(one: Pixels, other: Pixels, at: number): number {
  const [left, right] = [pixelAt(one, at), pixelAt(other, at)];
  return Math.max(...left.map((value, channel) => Math.abs(value - (right[channel] ?? 0))));
}
