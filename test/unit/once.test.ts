import assert from 'node:assert/strict';
import { once } from '../../src/core/once.ts';

describe('once', () => {
  it('does its work once, and tries again what failed', async () => {
    let calls = 0;
    const read = once(async () => {
      calls++;
      if (calls === 1) throw new Error('not yet');
      return calls;
    });
    await assert.rejects(read());
    assert.deepEqual(await Promise.all([read(), read()]), [2, 2]);
    assert.equal(await read(), 2);
  });
});
