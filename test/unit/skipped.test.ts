import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { runTestsOf } from '../support/runOfTests.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

const Report = v.object({ stats: v.object({ passes: v.number(), failures: v.number(), pending: v.number() }) });

describe('A test that is skipped', () => {
  let scratch: Scratch;
  before(() => {
    scratch = makeScratch('skipped');
  });
  after(() => scratch.remove());

  for (const [what, source] of [
    ['by its own line', `it.skip('the one', () => undefined)`],
    ['without a body', `it('the one')`],
    ['while it runs', `it('the one', function () { this.skip() })`],
    ['with its suite', `describe.skip('all', () => { it('the one', () => undefined) })`],
    ['by what runs before it', `describe('all', () => { before(function () { this.skip() }); it('the one', () => undefined) })`],
  ] as const) {
    const file = () => join(scratch.path, `${what}.test.mjs`);
    /** Runs it with another test. */
    const run = (env: NodeJS.ProcessEnv) => runTestsOf(`it('another one', () => undefined);\n${source};\n`, file(), { env });

    it(`${what} is named and counted`, async () => {
      const { code, output } = await run({});
      const { stats } = v.parse(v.pipe(v.string(), v.parseJson(), Report), await readFile(`${file()}.json`, 'utf8'));
      assert.deepEqual([code, stats], [0, { passes: 1, failures: 0, pending: 1 }]);
      assert.match(output, /- the one/);
    }).timeout(60_000);

    it(`${what} fails in the CI`, async () => {
      const { code, output } = await run({ CI: 'true' });
      assert.equal(code, 1);
      assert.match(output, /Pending test forbidden/);
    }).timeout(60_000);
  }
});
