import assert from 'node:assert/strict';
import { merge } from '../../src/core/merge.ts';

async function* each<T>(items: readonly T[], log: string[] = [], name = ''): AsyncGenerator<T> {
  try {
    for (const item of items) {
      log.push(`${name}${item}`);
      yield item;
    }
  } finally {
    log.push(`${name} closed`);
  }
}

async function* failing<T>(items: readonly T[], error: Error): AsyncGenerator<T> {
  yield* items;
  throw error;
}

async function collect<T>(source: AsyncIterable<T>, into: T[] = []): Promise<T[]> {
  for await (const item of source) into.push(item);
  return into;
}

describe('merge', () => {
  it('passes on everything, each source in its own order', async () => {
    for (const sources of [[], [[]], [[1, 2, 3]], [[1, 2], [], [3], [4, 5, 6]]]) {
      const all = await collect(merge(sources.map((items) => each(items))));
      assert.deepEqual(all.toSorted(), sources.flat());
      for (const items of sources) {
        assert.deepEqual(
          all.filter((item) => items.includes(item)),
          items,
        );
      }
    }
  });

  it('passes items on as they come: a slow source holds up no other, and a busy one starves none', async () => {
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    async function* slow() {
      await gate;
      yield 'slow';
    }
    const seen: string[] = [];
    for await (const item of merge([slow(), each(['a', 'b']), each(['x', 'y'])])) {
      seen.push(item);
      if (seen.length === 4) open();
    }
    assert.deepEqual(seen, ['a', 'x', 'b', 'y', 'slow']);
  });

  it('starts all at once, and asks none for more than is taken', async () => {
    const log: string[] = [];
    const merged = merge([each([1, 2, 3], log, 'a'), each([1, 2, 3], log, 'b')]);
    assert.deepEqual(log, []);
    await merged.next();
    await Promise.resolve();
    assert.deepEqual(log, ['a1', 'b1']);
    await merged.return();
    assert.deepEqual(log, ['a1', 'b1', 'a closed', 'b closed']);
  });

  it('goes on with the others when one throws, then throws that error', async () => {
    const error = new Error('first');
    const seen: number[] = [];
    await assert.rejects(collect(merge([failing([1], error), each([2, 3, 4]), failing([5], new Error('second'))]), seen), error);
    assert.deepEqual(
      seen.toSorted((a, b) => a - b),
      [1, 2, 3, 4, 5],
    );
  });

  it('costs no more for an item, however many others wait', async function () {
    this.timeout(2000);
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    async function* waiting() {
      await over;
      yield* [];
    }
    const items = Array.from({ length: 2000 }, (_, n) => n);
    let seen = 0;
    for await (const _ of merge<number>([each(items), ...Array.from({ length: 5000 }, waiting)])) {
      seen += 1;
      if (seen === items.length) end();
    }
    assert.equal(seen, items.length);
  });

  it('closes every source when the loop is left, even one that throws while it closes', async () => {
    const log: string[] = [];
    async function* stubborn() {
      try {
        yield 0;
        yield 0;
      } finally {
        log.push('stubborn');
        // biome-ignore lint/correctness/noUnsafeFinally: that is the case
        throw new Error('in finally');
      }
    }
    for await (const _ of merge([each([1, 2], log, 'a'), stubborn(), each([1, 2], log, 'b')])) break;
    assert.deepEqual(log.filter((line) => !/\d/.test(line)).toSorted(), ['a closed', 'b closed', 'stubborn']);
  });
});
