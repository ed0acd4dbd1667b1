import assert from 'node:assert/strict';
import { fixture, pngSuite } from '../support/fixtures.ts';
import { bytes } from '../support/imagesAnswers.ts';
import { callOf, partsFor } from '../support/imagesCalls.ts';
import { type ImagesServer, startImagesServer } from '../support/imagesServer.ts';
import { clickOutcomeOf, explainPlainly } from '../support/outcomes.ts';

const { sound, broken } = pngSuite();

describe('an image of PngSuite as an answer', () => {
  let server: ImagesServer;
  before(async () => {
    server = await startImagesServer();
  });
  after(() => server.close());
  beforeEach(() => server.reset());

  const click = (name: string) => {
    server.answer(bytes(() => Buffer.from(fixture(name))));
    return clickOutcomeOf({ wire: partsFor(server.baseUrl), calls: [callOf()], name: 'a-cat' });
  };

  it('is saved byte for byte where it is sound', async () => {
    for (const name of sound) {
      const { files, failures, bugs } = await click(name);
      assert.deepEqual([failures, bugs], [[], []], name);
      assert.deepEqual(files, [{ path: 'assets/a-cat.png', bytes: fixture(name) }], name);
    }
  }).timeout(60_000);

  for (const name of broken) {
    it(`is refused in words where it is broken: ${name}`, async () => {
      const { files, failures, bugs, pictures } = await click(name);
      assert.deepEqual([files, bugs, pictures], [[], [], []]);
      const [said] = failures.map((failure) => explainPlainly(failure).sentence);
      assert.match(
        said ?? '',
        /^(The image that the server sent is damaged|What the server sent is not an image that Easel can read)\.$/,
      );
    });
  }
});
