import * as assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { bytes } from '../support/imagesAnswers.ts';
import { type Pixels, writePixels } from '../support/imagesPixels.ts';
import { configure, generateOne, until, useStage } from './stage.ts';

const SIDE = 256;

/** A red disc, and behind it what `behind` says. */
function disc(behind: (x: number, y: number) => readonly [number, number]): Buffer {
  const data = new Uint8Array(SIDE * SIDE * 4);
  for (let at = 0; at < SIDE * SIDE; at++) {
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    const [tone, alpha] = behind(x, y);
    data.set(Math.hypot(x - SIDE / 2, y - SIDE / 2) < 80 ? [200, 30, 30, 255] : [tone, tone, tone, alpha], at * 4);
  }
  const pixels: Pixels = { width: SIDE, height: SIDE, data };
  return writePixels(pixels);
}

const PAINTED = disc((x, y) => [((x >> 4) + (y >> 4)) % 2 ? 255 : 204, 255]);
const WHITE = disc(() => [255, 255]);
const CLEAR = disc(() => [255, 0]);

describe('a picture that was to be transparent', () => {
  const stage = useStage();
  const shown = (name: string) =>
    stage.page.state?.cards.flatMap(({ pictures }) => pictures).find((picture) => picture.name === name);

  for (const [what, picture, sentence] of [
    [
      'has a painted checkerboard',
      PAINTED,
      'The background is not transparent, although that was asked for: the model painted a checkerboard instead.',
    ],
    ['is white', WHITE, 'The background is not transparent, although that was asked for.'],
  ] as const) {
    it(`says so on its card where it ${what}, and the file is the one that came`, async () => {
      await configure({ background: 'transparent', size: `${SIDE}x${SIDE}` });
      stage.server.answer(bytes(() => picture));
      const uri = await generateOne({ prompt: `a disc that ${what}` });
      assert.equal(stage.server.posts[0]?.body.background, 'transparent');
      stage.page.send({ kind: 'ready' });
      const name = uri.path.split('/').at(-1) ?? '';
      assert.equal(await until('it is said', () => shown(name)?.background), sentence);
      assert.deepEqual(await readFile(uri.fsPath), picture);
      assert.deepEqual(stage.shown, []);
    });
  }

  it('says nothing where it is transparent, nor where that was not asked for', async () => {
    await configure({ size: `${SIDE}x${SIDE}` });
    stage.server.answer(bytes(() => PAINTED));
    const plain = await generateOne({ prompt: 'a disc that may be anything' });
    await configure({ background: 'transparent' });
    stage.server.answer(bytes(() => CLEAR));
    const clear = await generateOne({ prompt: 'a disc on nothing' });
    // One after the other: when the last is looked at, the others were.
    stage.server.answer(bytes(() => WHITE));
    const last = await generateOne({ prompt: 'a disc on white' });
    stage.page.send({ kind: 'ready' });
    await until('the last was looked at', () => shown(last.path.split('/').at(-1) ?? '')?.background);
    for (const uri of [plain, clear]) {
      const picture = shown(uri.path.split('/').at(-1) ?? '');
      assert.ok(picture);
      assert.equal(picture.background, undefined);
    }
  });
});
