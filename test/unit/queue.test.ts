import assert from 'node:assert/strict';
import { Failed } from '../../src/core/failure.ts';
import type { Place, Queue } from '../../src/core/queue.ts';
import { settled, timed } from '../support/virtualTime.ts';

const A = 'https://a.example';
const B = 'https://b.example';

/** Follows one `take` from outside. */
function follow(queue: Queue, origin = A, controller = new AbortController()) {
  const waits: number[] = [];
  const taken: Partial<Place> & { error?: unknown; waits: number[]; abort: () => void } = {
    waits,
    abort: () => controller.abort(),
  };
  queue
    .take(origin, controller.signal, (until) => waits.push(until))
    .then(
      (place) => {
        Object.assign(taken, place);
      },
      (error: unknown) => {
        taken.error = error;
      },
    );
  return taken;
}

function isCancelled(error: unknown): boolean {
  return error instanceof Failed && error.failure.kind === 'cancelled' && !error.failure.billable;
}

describe('queue', () => {
  it('lets four requests out at a time, the others in the order in which they came', async () => {
    const { queue } = timed();
    const all = Array.from({ length: 7 }, (_, index) => follow(queue, index % 2 ? A : B));
    const out = () => all.map(({ release }) => (release ? 'out' : 'in'));
    await settled();
    assert.deepEqual(out(), ['out', 'out', 'out', 'out', 'in', 'in', 'in']);
    all[2]?.release?.();
    await settled();
    assert.deepEqual(out().slice(4), ['out', 'in', 'in']);
    // Giving a place back twice must not make a second one.
    all[2]?.release?.();
    await settled();
    assert.deepEqual(out().slice(4), ['out', 'in', 'in']);
    all[0]?.release?.();
    all[4]?.release?.();
    await settled();
    assert.deepEqual(out().slice(4), ['out', 'out', 'out']);
  });

  it('lets the next one out when an answer is here, while it is kept, for as many answers as there are places', async () => {
    const { queue } = timed({ limit: 2 });
    const all = Array.from({ length: 8 }, () => follow(queue));
    const out = () => all.filter(({ release }) => release).length;
    await settled();
    assert.equal(out(), 2);
    for (const [index, wanted] of [3, 4, 4].entries()) {
      all[index]?.answered?.();
      // Saying so twice must not let a second one out.
      all[index]?.answered?.();
      await settled();
      assert.equal(out(), wanted, `after answer ${index}`);
    }
    // Kept: nobody new goes out for it, but the next answer again gives its place away.
    all[0]?.release?.();
    await settled();
    assert.equal(out(), 4);
    all[3]?.answered?.();
    await settled();
    assert.equal(out(), 5);
    // The one whose place was held goes out of flight only when it is kept.
    all[2]?.release?.();
    await settled();
    assert.equal(out(), 6);
  });

  it('never has more than four out, and loses no place, when many are cancelled at random', async () => {
    const { queue } = timed();
    let out = 0;
    let most = 0;
    let done = 0;
    const work = async (index: number) => {
      const controller = new AbortController();
      if (index % 3 === 0) queueMicrotask(() => controller.abort());
      if (index % 7 === 0) controller.abort();
      try {
        const { release } = await queue.take(A, controller.signal);
        most = Math.max(most, ++out);
        for (let turn = 0; turn < index % 5; turn++) await Promise.resolve();
        out--;
        release();
      } catch (error) {
        assert.ok(isCancelled(error));
      }
      done++;
    };
    await Promise.all(Array.from({ length: 100 }, (_, index) => work(index)));
    assert.deepEqual([done, out, most], [100, 0, 4]);
    const after = Array.from({ length: 5 }, () => follow(queue));
    await settled();
    assert.equal(after.filter(({ release }) => release).length, 4);
  });

  it('holds back all requests to a server that asked for a pause, and no others', async () => {
    const { queue, advance, now } = timed();
    const until = queue.coolDown(A, now() + 3000, 1);
    assert.equal(until, now() + 3000);
    const [first, second, other] = [follow(queue), follow(queue), follow(queue, B)];
    await advance(2999);
    assert.deepEqual([first.release, second.release].includes(undefined), true);
    assert.ok(other.release);
    assert.deepEqual([first.waits, second.waits, other.waits], [[until], [until + 250], []]);
    await advance(1);
    await settled();
    assert.deepEqual([first.release !== undefined, second.release], [true, undefined], 'one after the other');
    await advance(250);
    await settled();
    assert.ok(second.release);
  });

  it('puts who comes after the pause behind those who still wait', async () => {
    const { queue, advance, now } = timed();
    const until = queue.coolDown(A, now() + 3000, 1);
    const waiting = [follow(queue), follow(queue), follow(queue)];
    await advance(3100);
    const late = [follow(queue), follow(queue)];
    const other = follow(queue, B);
    await settled();
    assert.deepEqual(
      [...waiting, ...late].map(({ waits }) => waits),
      [[until], [until + 250], [until + 500], [until + 750], [until + 1000]],
    );
    assert.ok(other.release, 'of another server');
    await advance(2000);
    const later = follow(queue);
    for (const { release } of [...waiting, ...late]) release?.();
    await settled();
    assert.deepEqual([late.every(({ release }) => release), later.release !== undefined, later.waits], [true, true, []]);
  });

  it('holds back those in line too, when the pause begins while they stand there', async () => {
    const { queue, advance, now } = timed({ limit: 1 });
    const first = follow(queue);
    const second = follow(queue);
    await settled();
    queue.coolDown(A, now() + 1000, 1);
    first.release?.();
    await settled();
    assert.equal(second.release, undefined);
    const other = follow(queue, B);
    await settled();
    assert.ok(other.release, 'a request that cools down holds no place');
    other.release();
    await advance(1000);
    await settled();
    assert.ok(second.release);
  });

  it('prolongs a pause and says so, but never shortens one', async () => {
    const { queue, advance, now } = timed();
    const start = now();
    queue.coolDown(A, start + 2000, 1);
    const waiting = follow(queue);
    await settled();
    assert.equal(queue.coolDown(A, start + 500, 1), start + 2000);
    assert.equal(queue.coolDown(A, start + 5000, 1), start + 5000);
    await settled();
    assert.deepEqual(waiting.waits, [start + 2000, start + 5000], 'at once');
    await advance(2500);
    assert.equal(waiting.release, undefined);
    await advance(2500);
    await settled();
    assert.ok(waiting.release);
  });

  it('doubles the pause where the server names none that makes sense', () => {
    for (const [until, attempt, ms] of [
      [undefined, 1, 1000],
      [undefined, 2, 2000],
      [undefined, 3, 4000],
      [undefined, 2000, 55_000],
      [-5, 1, 1000],
      [0, 2, 2000],
      [Number.NaN, 1, 1000],
      [Number.POSITIVE_INFINITY, 1, 55_000],
    ] as const) {
      const { queue, now } = timed();
      assert.equal(queue.coolDown(A, until, attempt) - now(), ms, `${until} ${attempt}`);
    }
  });

  it('waits at most a minute at a time, and never less than the server named within it', async () => {
    for (const ms of [20, 1000, 30_000, 58_000, 60_000, 3_600_000]) {
      for (const random of [0, 0.5, 0.999]) {
        const { queue, advance, now } = timed({ random: () => random });
        const start = now();
        queue.coolDown(A, start + ms, 1);
        const waiting = follow(queue);
        await advance(Math.min(ms, 55_000) - 1);
        assert.equal(waiting.release, undefined, `${ms}`);
        await advance(60_000 - Math.min(ms, 55_000) + 1);
        await settled();
        assert.ok(waiting.release, `${ms}`);
        assert.ok((waiting.waits[0] ?? 0) - start <= 60_000);
      }
    }
  });

  it('spreads those who waited together', async () => {
    let seed = 1;
    const random = () => {
      seed = (seed * 16_807) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const { queue, advance, now } = timed({ random, limit: 20 });
    const start = now();
    queue.coolDown(A, start + 4000, 1);
    const all = Array.from({ length: 20 }, () => follow(queue));
    await advance(0);
    const times = all.map(({ waits }) => (waits[0] ?? 0) - start).sort((a, b) => a - b);
    // A quarter of the wait at most until the first, and then one in each quarter of a second.
    const [earliest = 0] = times;
    assert.ok(earliest >= 4000 && earliest <= 5000 + 250, String(times));
    for (const [index, time] of times.entries()) assert.ok(Math.abs(time - earliest - index * 250) <= 250, String(times));
  });

  it('ends a request that is cancelled, in every phase, and gives its place to the next', async () => {
    for (const deaf of [false, true]) {
      const { queue, advance, now } = timed({ limit: 1, deaf });
      const before = new AbortController();
      before.abort();
      const early = follow(queue, A, before);
      const holder = follow(queue);
      const inLine = follow(queue);
      const next = follow(queue);
      await settled();
      assert.ok(isCancelled(early.error), 'before it began');
      inLine.abort();
      await settled();
      assert.ok(isCancelled(inLine.error), 'in line');
      queue.coolDown(B, now() + 50_000, 1);
      const cooling = follow(queue, B);
      await advance(10);
      cooling.abort();
      await settled();
      assert.ok(isCancelled(cooling.error), `cooling down, sleep ${deaf ? 'deaf' : 'listening'}`);
      holder.release?.();
      await settled();
      assert.ok(next.release);
    }
  });

  it('gives a place back when the cancel comes in the moment it is given', async () => {
    const { queue } = timed({ limit: 1 });
    const holder = follow(queue);
    const second = follow(queue);
    const third = follow(queue);
    await settled();
    holder.release?.();
    second.abort();
    await settled();
    assert.ok(isCancelled(second.error));
    assert.ok(third.release);
  });
});
