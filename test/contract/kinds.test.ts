import assert from 'node:assert/strict';
import type { Note } from '../../src/core/note.ts';
import type { Server } from '../../src/core/server.ts';
import type { Parameters } from '../../src/core/task.ts';
import { kindByHost } from '../../src/editor/servers/kinds.ts';
import { examine } from '../../src/provider/examine.ts';
import { createKeyHeaders } from '../../src/provider/headers.ts';
import { modelsUrlOf, WIRE_KINDS } from '../../src/provider/kinds.ts';
import { callAt, callOf, INPUTS, KEY, type Outcome, ofKind, outcomeOf, partsFor, uploadOf } from '../support/imagesCalls.ts';
import { items } from '../support/imagesFaults.ts';
import { pixelAt, readPixels } from '../support/imagesPixels.ts';
import { pngOf } from '../support/imagesSamples.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { readServer } from '../support/servers.ts';

const { signal } = new AbortController();

describe('a kind of server', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  /** The loopback server as one of a kind, with other changes. */
  const as = (kind: string, changes: Partial<Server> = {}) => ({ ...partsFor(server.baseUrl).server, kind, ...changes });
  const partsAs = (kind: string, changes: Partial<Server> = {}) => partsFor(server.baseUrl, { server: as(kind, changes) });
  const notesOf = (outcome: Outcome): readonly Note[] => ofKind(outcome, 'note').map(({ note }) => note);

  describe('takes the key', () => {
    for (const kind of [...WIRE_KINDS, 'no such kind']) {
      const [name, value] = kind === 'azure' ? ['api-key', KEY] : ['authorization', `Bearer ${KEY}`];
      it(`as ${name}: ${kind}`, () => {
        assert.deepEqual(createKeyHeaders(as(kind), KEY), { [name]: value });
        assert.deepEqual(createKeyHeaders(as(kind), undefined), {});
      });
    }

    for (const [baseUrl, name] of [
      ['https://api.openai.com/v1', 'authorization'],
      ['https://example.openai.azure.com/openai/v1', 'api-key'],
      ['https://example.services.ai.azure.com/openai/v1', 'api-key'],
      ['https://example.cognitiveservices.azure.com/openai/deployments/pictures', 'api-key'],
      ['https://openai.azure.com.example.org/v1', 'authorization'],
    ] as const) {
      it(`as ${name}: ${baseUrl}`, () => {
        const kind = kindByHost(baseUrl)?.id ?? 'compatible';
        assert.deepEqual(Object.keys(createKeyHeaders({ ...readServer(baseUrl), kind }, KEY)), [name]);
      });
    }
  });

  describe('gets the headers of its preset', () => {
    const headers = { 'X-Team': 'art', 'OpenAI-Organization': 'org-1', 'OpenAI-Project': 'proj-1' };

    it('with each request, the list of its models, and an image that it links to', async () => {
      const parts = partsAs('compatible', { headers });
      server.answer('good', 'good', 'urlGood');
      for (const call of [callOf(), callAt('edit'), callOf()]) assert.equal((await outcomeOf(parts, call)).failure, undefined);
      await examine(parts.server, KEY, 10_000, signal);
      assert.deepEqual(
        server.requests.map(({ method }) => method),
        ['POST', 'POST', 'POST', 'GET', 'GET'],
      );
      for (const request of server.requests) {
        const { 'x-team': team, 'openai-organization': organization, 'openai-project': project } = request.headers;
        assert.deepEqual([team, organization, project], ['art', 'org-1', 'proj-1'], request.path);
      }
    });

    it('but nobody else does, not even on the same machine', async () => {
      const other = await startImagesServer();
      try {
        server.answer(items(() => [{ url: `${other.origin}/files/good` }]));
        const outcome = await outcomeOf(partsAs('compatible', { headers }), callOf({ size: '1024x1024' }));
        assert.deepEqual([outcome.failure, ofKind(outcome, 'image').length], [undefined, 1]);
        const [request = assert.fail()] = other.requests;
        assert.ok(!Object.keys(request.headers).some((name) => /^(x-team|openai-)/.test(name)));
      } finally {
        await other.close();
      }
    });

    it('but none that could stand for the key or the wire’s own', async () => {
      const own = {
        Authorization: 'Bearer other',
        'API-Key': 'other',
        'Content-Type': 'text/plain',
        'content-length': '1',
        'Content-Encoding': 'gzip',
        Host: 'other.example',
        Connection: 'keep-alive',
        'Transfer-Encoding': 'chunked',
        Accept: 'text/html',
        'Accept-Encoding': 'zstd',
        'no header': 'x',
        'x-lines': 'a\r\nb: c',
      };
      for (const key of [KEY, undefined]) {
        server.reset();
        server.answer('good');
        const parts = { ...partsAs('compatible', { headers: { ...own, 'x-team': 'art' } }), key };
        assert.equal((await outcomeOf(parts, callOf())).failure, undefined);
        const [{ headers: got, text } = assert.fail()] = server.posts;
        assert.deepEqual(got, {
          'x-team': 'art',
          ...(key && { authorization: `Bearer ${KEY}` }),
          accept: 'application/json, text/event-stream',
          'content-type': 'application/json',
          'accept-encoding': 'gzip, br',
          connection: 'close',
          'content-length': String(Buffer.byteLength(text)),
          host: new URL(server.origin).host,
        });
      }
    });
  });

  it('has the version behind each path', async () => {
    const parts = partsAs('azure', { query: '?api-version=2025-04-01-preview' });
    for (const endpoint of ['generate', 'edit', 'variation'] as const) await outcomeOf(parts, callAt(endpoint));
    await examine(parts.server, KEY, 10_000, signal);
    assert.deepEqual(
      server.requests.map(({ path }) => path),
      ['images/generations', 'images/edits', 'images/edits', 'models'].map(
        (path) => `/v1/${path}?api-version=2025-04-01-preview`,
      ),
    );
  });

  for (const [baseUrl, query, url] of [
    ['https://api.openai.com/v1', '', 'https://api.openai.com/v1/models'],
    [
      'https://r.openai.azure.com/openai/deployments/pictures',
      '?api-version=1',
      'https://r.openai.azure.com/openai/models?api-version=1',
    ],
    ['https://r.openai.azure.com/openai/v1', '', 'https://r.openai.azure.com/openai/v1/models'],
    ['https://relay.example/deployments/v1', '', 'https://relay.example/deployments/v1/models'],
  ] as const) {
    it(`lists its models at ${url}`, () => assert.equal(modelsUrlOf({ baseUrl, query }), url));
  }

  it('may answer a path of its own for an image', async () => {
    server.answer(items(() => [{ url: '/files/good?signature=SECRET' }]));
    const outcome = await outcomeOf(partsFor(server.baseUrl), callOf({ size: '1024x1024' }));
    assert.deepEqual([outcome.failure, ofKind(outcome, 'image').length], [undefined, 1]);
  });

  for (const path of ['//127.0.0.2/files/good', '/\\127.0.0.2/files/good', 'files/good', '']) {
    it(`may not answer ${path || 'nothing'}`, async () => {
      server.answer(items(() => [{ url: path }]));
      const { failure } = await outcomeOf(partsFor(server.baseUrl), callOf());
      assert.equal(failure?.kind, path === '' ? 'noImage' : 'urlRefused');
      assert.equal(server.requests.length, 1);
    });
  }

  const never: readonly (readonly [string, 'generate' | 'edit', Parameters, readonly string[]])[] = [
    ['azure', 'generate', { output_format: 'webp', quality: 'high' }, ['quality']],
    ['azure', 'edit', { output_format: 'webp' }, []],
    ['azure', 'generate', { output_format: 'jpeg' }, ['output_format']],
    ['stable-diffusion.cpp', 'generate', { output_format: 'webp' }, ['output_format']],
    ['stable-diffusion.cpp', 'edit', { output_format: 'webp' }, []],
    ['vllm-omni', 'edit', { stream: true, partial_images: 2, size: '64x48' }, ['size']],
    ['xinference', 'edit', { stream: true, partial_images: 2 }, ['response_format']],
    ['xinference', 'generate', { response_format: 'b64_json' }, ['response_format']],
    ['localai', 'generate', {}, ['response_format']],
    ['sglang', 'generate', {}, ['response_format']],
    ['sglang', 'edit', {}, []],
    ['compatible', 'generate', {}, []],
    ['compatible', 'edit', { output_format: 'webp', stream: true }, ['output_format', 'stream']],
  ];
  for (const [kind, endpoint, parameters, sent] of never) {
    it(`${kind}: ${endpoint} with ${JSON.stringify(parameters)} is sent ${sent.join(', ') || 'none of it'}`, async () => {
      const call = { ...callAt(endpoint), parameters };
      await outcomeOf(partsAs(kind), call);
      const { model: _, prompt: __, ...body } = server.posts[0]?.body ?? assert.fail();
      assert.deepEqual(Object.keys(body).sort(), sent);
    });
  }

  it('that reads one picture of a form is sent the first, and the references are said to be left out', async () => {
    const inputs = { images: [...INPUTS.images, uploadOf(pngOf('32x32'))] };
    for (const [kind, fields, notes] of [
      ['compatible', ['image[]', 'image[]'], []],
      ['lemonade', ['image'], [{ kind: 'fewerReferences', model: 'gpt-image-2.6-flare', limit: 1 }]],
    ] as const) {
      server.reset();
      const outcome = await outcomeOf(partsAs(kind), callAt('edit', {}, 1, inputs));
      const { files } = server.posts[0] ?? assert.fail();
      assert.deepEqual([files.map(({ field }) => field), notesOf(outcome), server.violations], [fields, notes, []]);
      assert.deepEqual(files[0]?.bytes, INPUTS.images[0]?.bytes);
    }
  });

  it('that wants a mask with every picture gets one that changes all of it', async () => {
    await outcomeOf(partsAs('localai'), callAt('edit'));
    const mask = server.posts[0]?.files.find(({ field }) => field === 'mask') ?? assert.fail();
    const pixels = await readPixels(mask.bytes);
    assert.deepEqual([pixels.width, pixels.height, mask.type, server.violations], [64, 48, 'image/png', []]);
    for (let at = 0; at < 64 * 48; at++) assert.deepEqual(pixelAt(pixels, at), [255, 255, 255, 0]);
  });

  it('that has no variations is asked for an edit at once, and that is said', async () => {
    const outcome = await outcomeOf(partsAs('sglang'), callAt('variation'));
    assert.deepEqual(
      [server.posts.map(({ path }) => path), notesOf(outcome)],
      [['/v1/images/edits'], [{ kind: 'noVariations' }]],
    );
  });
});
