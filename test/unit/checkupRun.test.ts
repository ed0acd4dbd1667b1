import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { CHECKS, type Check, type Finding } from '../../src/core/checkup.ts';
import type { Checks } from '../../src/editor/checkup/parts.ts';
import { runChecks } from '../../src/editor/checkup/run.ts';

const GOOD: Finding = { check: 'trust', isTrusted: true };

describe('the checks of the setup', () => {
  /** Runs checks that are all good but for `others`, and answers what was told. */
  async function run(others: Partial<Checks>, signal = new AbortController().signal, patience = 50) {
    const told = new Map<Check, Finding | undefined>();
    const errors: unknown[] = [];
    const good: Checks = {
      versions: async () => GOOD,
      place: async () => GOOD,
      trust: async () => GOOD,
      settings: async () => undefined,
      server: async () => GOOD,
      proxy: async () => GOOD,
      reach: async () => GOOD,
      key: async () => GOOD,
      organization: async () => GOOD,
      model: async () => GOOD,
      folder: async () => GOOD,
      raster: async () => GOOD,
      keyring: async () => GOOD,
    };
    const tell = (check: Check, finding: Finding | undefined) => void told.set(check, finding);
    await runChecks({ ...good, ...others }, { tell, signal, log: { error: (error) => errors.push(error) }, patience });
    return { told, errors };
  }

  it('are all told of, those too that have nothing to tell', async () => {
    const { told } = await run({});
    assert.deepEqual([...told.keys()].toSorted(), CHECKS.toSorted());
    assert.equal(told.get('settings'), undefined);
  });

  it('do not wait for one that never ends', async () => {
    const { told } = await run({ key: () => new Promise(() => {}) });
    assert.deepEqual(told.get('key'), { check: 'key', stopped: 'time' });
    assert.equal(told.get('keyring'), GOOD);
  });

  const bug = new Error('a bug');
  const bugs: readonly (readonly [string, Checks['key']])[] = [
    ['rejects', () => Promise.reject(bug)],
    [
      'throws at once',
      () => {
        throw bug;
      },
    ],
  ];
  for (const [what, broken] of bugs) {
    it(`go on beside one that ${what}, which the log hears of`, async () => {
      const { told, errors } = await run({ key: broken });
      assert.deepEqual(told.get('key'), { check: 'key', stopped: 'bug' });
      assert.equal(told.get('keyring'), GOOD);
      assert.deepEqual(errors, [bug]);
    });
  }

  it('tell nothing once they are given up', async () => {
    const controller = new AbortController();
    const cancelled = async () => {
      await turn();
      controller.abort();
      throw bug;
    };
    const { told, errors } = await run({ key: cancelled }, controller.signal);
    assert.ok(!told.has('key') && told.has('keyring'));
    assert.deepEqual(errors, []);
  });
});
