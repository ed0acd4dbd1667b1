import assert from 'node:assert/strict';
import { createServerMemory } from '../../src/core/serverMemory.ts';

const A = 'https://a.example/v1';
const B = 'https://b.example/v1';
const NOTHING = { unknownParameters: {}, withoutVariations: false, models: [] };

function memoryOf(kept: unknown) {
  return createServerMemory({
    read: () => kept,
    write: (value) => {
      // As VS Code keeps it.
      kept = JSON.parse(JSON.stringify(value));
    },
  });
}

describe('What servers taught', () => {
  for (const garbage of [undefined, null, 7, 'text', [], [1], { [A]: 7 }, { [A]: { models: 'all' } }, { [A]: null }]) {
    it(`is nothing where the store has ${JSON.stringify(garbage)}`, () => {
      const memory = memoryOf(garbage);
      assert.deepEqual(memory.of(A), NOTHING);
      memory.remember(A, { withoutVariations: true });
      assert.deepEqual(memory.of(A), { ...NOTHING, withoutVariations: true }, 'and something new can be learned');
    });
  }

  for (const [what, wrong] of [
    ['a day that is none', { models: [{ id: 'flux', shutdownDate: 'soon' }] }],
    ['a time that is none', { unknownAt: 'now' }],
    ['a name that is none', { unknownParameters: { 'edit x': [7] } }],
  ] as const) {
    it(`is nothing of a server with ${what}, and all of the others`, () => {
      const memory = memoryOf({ [A]: wrong, [B]: { withoutVariations: true } });
      assert.deepEqual([memory.of(A), memory.of(B)], [NOTHING, { ...NOTHING, withoutVariations: true }]);
    });
  }

  it('is kept by base URL, a change at a time', () => {
    const memory = memoryOf(undefined);
    const models = [{ id: 'flux', shutdownDate: '2027-01-02' }, { id: 'sd-xl' }];
    memory.remember(A, { models });
    memory.remember(A, { withoutVariations: true });
    memory.remember(B, { withoutVariations: true });
    assert.deepEqual(memory.of(A), { ...NOTHING, models, withoutVariations: true });
    assert.deepEqual(memory.of(B), { ...NOTHING, withoutVariations: true });
    assert.deepEqual(memory.known(), [A, B]);
  });

  it('lets a server learn: what it did not know is asked again after a month', () => {
    let now = 1000;
    let kept: unknown;
    const write = (value: unknown) => {
      kept = value;
    };
    const memory = createServerMemory({ read: () => kept, write }, () => now);
    const unknownParameters = { 'generate flux': ['quality'] };
    memory.remember(A, { unknownParameters, withoutVariations: true });
    now += 29 * 24 * 3_600_000;
    assert.deepEqual(memory.of(A).unknownParameters, unknownParameters);
    now += 2 * 24 * 3_600_000;
    assert.deepEqual(memory.of(A), { ...NOTHING, withoutVariations: true });
  });

  it('has a bound, whatever servers list', () => {
    const memory = memoryOf(undefined);
    const models = Array.from({ length: 2000 }, (_, index) => ({ id: `model-${index}` }));
    for (let index = 0; index < 30; index++) memory.remember(`https://${index}.example/v1`, { models });
    assert.equal(memory.known().length, 20);
    assert.equal(memory.of('https://29.example/v1').models.length, 300);
    assert.deepEqual(memory.of('https://9.example/v1'), NOTHING, 'the oldest are forgotten');
  });

  it('is forgotten of one server alone', () => {
    const memory = memoryOf(undefined);
    for (const baseUrl of [A, B]) memory.remember(baseUrl, { withoutVariations: true });
    memory.forget(A);
    assert.deepEqual([memory.of(A), memory.of(B).withoutVariations, memory.known()], [NOTHING, true, [B]]);
    memory.forget('https://nobody.example/v1');
    assert.deepEqual(memory.known(), [B]);
  });
});
