import assert from 'node:assert/strict';
import { deflateSync, inflateSync } from 'node:zlib';
import fc from 'fast-check';
import { type Box, boxOf } from '../../src/core/box.ts';
import { boundsOf, coverageOfBox, coverageOfExtension } from '../../src/core/coverage.ts';
import { Failed } from '../../src/core/failure.ts';
import type { Coverage } from '../../src/core/task.ts';

function pack(plane: Uint8Array, width: number, height: number): Coverage {
  return { width, height, deflated: new Uint8Array(deflateSync(plane)) };
}

/** A plane with single px set. */
function dots(width: number, height: number, at: readonly (readonly [x: number, y: number])[]): Coverage {
  const plane = new Uint8Array(width * height);
  for (const [x, y] of at) plane[y * width + x] = 1;
  return pack(plane, width, height);
}

describe('a coverage', () => {
  for (const [what, coverage, bounds] of [
    ['nothing', dots(7, 5, []), undefined],
    ['one px in a corner', dots(7, 5, [[6, 4]]), { x: 6, y: 4, width: 1, height: 1 }],
    [
      'two px far apart',
      dots(700, 500, [
        [699, 3],
        [2, 498],
      ]),
      { x: 2, y: 3, width: 698, height: 496 },
    ],
    ['the faintest stroke', dots(3, 3, [[1, 1]]), { x: 1, y: 1, width: 1, height: 1 }],
    ['everything', pack(new Uint8Array(35).fill(255), 7, 5), boxOf({ width: 7, height: 5 })],
  ] as const) {
    it(`has the bounds of ${what}`, async () => assert.deepEqual(await boundsOf(coverage), bounds));
  }

  it('has the bounds that a look at every px finds', async () => {
    const size = fc.integer({ min: 1, max: 40 });
    await fc.assert(
      fc.asyncProperty(size, size, fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 12 }), async (w, h, raw) => {
        const at = raw.map(([x, y]) => [x % w, y % h] as const);
        const [xs, ys] = [at.map(([x]) => x), at.map(([, y]) => y)];
        const [x, y] = [Math.min(...xs), Math.min(...ys)];
        const expected: Box = { x, y, width: Math.max(...xs) - x + 1, height: Math.max(...ys) - y + 1 };
        assert.deepEqual(await boundsOf(dots(w, h, at)), expected);
      }),
    );
  });

  for (const [what, coverage] of [
    ['is too short', pack(new Uint8Array(34), 7, 5)],
    ['is too long', pack(new Uint8Array(36), 7, 5)],
    ['would inflate to a gigabyte', pack(new Uint8Array(64_000_000), 7, 5)],
    ['is no zlib stream', { width: 7, height: 5, deflated: new Uint8Array([1, 2, 3]) }],
    ['is cut off', { width: 700, height: 500, deflated: new Uint8Array(deflateSync(new Uint8Array(350_000))).slice(0, 40) }],
  ] as const) {
    it(`is refused when it ${what}`, async () => {
      await assert.rejects(boundsOf(coverage), (error) => error instanceof Failed && error.failure.kind === 'badImage');
    });
  }

  for (const canvas of [
    { x: -2, y: -1, width: 9, height: 5 },
    { x: 0, y: 0, width: 4, height: 9 },
    { x: -3, y: 0, width: 7, height: 3 },
  ]) {
    it(`of an extension to ${JSON.stringify(canvas)} is all but the picture`, async () => {
      const { width, height, deflated } = await coverageOfExtension({ width: 4, height: 3 }, canvas);
      const plane = inflateSync(deflated);
      assert.deepEqual([width, height, plane.length], [canvas.width, canvas.height, canvas.width * canvas.height]);
      for (const [index, value] of plane.entries()) {
        const [x, y] = [(index % width) + canvas.x, Math.floor(index / width) + canvas.y];
        const isPicture = x >= 0 && x < 4 && y >= 0 && y < 3;
        assert.equal(value, isPicture ? 0 : 255, `${x}, ${y}`);
      }
    });
  }

  for (const box of [
    { x: 0, y: 0, width: 7, height: 5 },
    { x: 2, y: 1, width: 3, height: 2 },
    { x: 6, y: 4, width: 1, height: 1 },
  ]) {
    it(`of the part ${JSON.stringify(box)} of a picture is that part, and nothing else`, async () => {
      const { width, height, deflated } = await coverageOfBox({ width: 7, height: 5 }, box);
      assert.deepEqual([width, height], [7, 5]);
      const plane = [...inflateSync(deflated)];
      const expected = Array.from({ length: 35 }, (_, at) => {
        const [x, y] = [(at % 7) - box.x, Math.floor(at / 7) - box.y];
        return x >= 0 && x < box.width && y >= 0 && y < box.height ? 255 : 0;
      });
      assert.deepEqual(plane, expected);
    });
  }
});
