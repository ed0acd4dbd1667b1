import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runTestsOf } from '../support/runOfTests.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

/** Fails the first time, in more lines than anybody reads. */
const SHAKY = `
  let runs = 0;
  describe('a day', () => {
    it('has an end', () => { if (runs++ === 0) throw new Error('It is\\n\\nlate:\\n3\\n4\\n5\\n6\\n7'); });
    it('begins again', () => undefined);
  });`;

describe('A test that is run again', () => {
  let scratch: Scratch;
  before(() => {
    scratch = makeScratch('again');
  });
  after(() => scratch.remove());

  const end = async (source: string) => {
    const { code, output } = await runTestsOf(source, join(scratch.path, 'shaky.test.mjs'), { retries: 1 });
    return { code, end: output.split(/^ {2}\d+ passing .*$/m)[1] ?? '' };
  };

  it('is named at the end with what happened first, in few lines, also where it passed then', async () => {
    const { code, end: said } = await end(SHAKY);
    assert.equal(code, 0);
    const lines = said
      .trim()
      .split('\n')
      .map((line) => line.trim().replace(/\(?file:.*\/(.*:\d+):\d+\)?/, '$1'));
    assert.deepEqual(lines, [
      'Run again were:',
      '↻ a day has an end',
      'It is',
      'late:',
      '3',
      '4',
      '5',
      'at Context.<anonymous> shaky.test.mjs:4',
    ]);
  }).timeout(60_000);

  it('is all that there is to say', async () => {
    const { code, end: said } = await end(`it('the one', () => undefined);`);
    assert.deepEqual([code, said.trim()], [0, '']);
  }).timeout(60_000);
});
