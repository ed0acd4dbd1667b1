import assert from 'node:assert/strict';
import { KEY, ofKind, outcomeOf, partsFor, uploadOf } from '../support/imagesCalls.ts';
import { jpeg, pngOf, webp } from '../support/imagesSamples.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { fitAt as orderOf } from '../support/servers.ts';

const TODAY = new Date('2026-11-23T12:00:00Z');

describe('A new image with references', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  const cat = uploadOf(pngOf('64x48', 7));
  const others = [uploadOf(jpeg, 'jpeg', 'image.jpg'), uploadOf(webp, 'webp')];
  for (const [what, images, files] of [
    ['one', [cat], [['image', 'image.png', 'image/png']]],
    [
      'several, in their order',
      [cat, ...others],
      [
        ['image[]', 'image.png', 'image/png'],
        ['image[]', 'image.jpg', 'image/jpeg'],
        ['image[]', 'image.webp', 'image/webp'],
      ],
    ],
  ] as const) {
    it(`is one form without a mask: ${what}`, async () => {
      const options = { ...DEFAULT_OPTIONS, size: '3:2', background: 'opaque', moderation: 'low' };
      const style = { prefix: 'A watercolour of', suffix: ', soft light' };
      const task = { prompt: 'a heron', options, style, references: images.length };
      const [call = assert.fail()] = orderOf(task, { isOpenAI: false }, TODAY).calls;
      assert.equal(call.endpoint, 'edit');
      const outcome = await outcomeOf(partsFor(server.baseUrl), { ...call, endpoint: 'edit', inputs: { images } });
      const [post = assert.fail()] = server.posts;
      assert.equal(post.path, '/v1/images/edits');
      assert.deepEqual(post.fields, {
        model: 'gpt-image-2.6-flare',
        prompt: 'A watercolour of a heron, soft light',
        size: '1536x1024',
        quality: 'medium',
        background: 'opaque',
        stream: 'true',
        partial_images: '2',
      });
      assert.deepEqual(
        post.files.map(({ field, name, type }) => [field, name, type]),
        files,
      );
      assert.deepEqual(
        post.files.map(({ bytes }) => bytes),
        images.map(({ bytes }) => bytes),
      );
      assert.equal(post.headers.authorization, `Bearer ${KEY}`);
      assert.deepEqual([outcome.failure, server.violations, server.posts.length], [undefined, [], 1]);
      assert.equal(ofKind(outcome, 'image').length, 1);
    });
  }
});
