import assert from 'node:assert/strict';
import { Failed } from '../../src/core/failure.ts';
import type { ImageInfo } from '../../src/core/image.ts';
import type { RunEvent } from '../../src/core/keep.ts';
import { modelOf } from '../../src/core/models.ts';
import { run } from '../../src/core/run.ts';
import type { Call, ImageProvider, Saved } from '../../src/core/task.ts';
import { createEmptyLedger } from '../support/emptyLedger.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { timed } from '../support/virtualTime.ts';

const CALLS = 20;
/** ms; how soon a busy server says so, and how long it takes for an image. */
const REFUSES_AFTER = 100;
const MAKES_AFTER = 2000;

/** What a server lets pass, by the time of a request and of those before it that it took; ms since the first. */
type Limit = (at: number, taken: readonly number[]) => boolean;

/** One run of 20 requests against a server with a limit, in a time of its own. */
async function storm(limit: Limit, pause: number | undefined) {
  let seed = 1;
  const random = () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const { queue, advance, now, sleep } = timed({ random });
  const start = now();
  const posts: number[] = [];
  const taken: number[] = [];
  /** From an answer that asks for a pause to the end of it. */
  const pauses: { readonly from: number; readonly to: number }[] = [];
  let inFlight = 0;
  let most = 0;
  const info: ImageInfo = { type: 'png', width: 4, height: 4, alpha: false, credentials: false };

  const provider: ImageProvider = {
    origin: 'http://server',
    async *run() {
      const at = now() - start;
      posts.push(at);
      most = Math.max(most, ++inFlight);
      yield { kind: 'sent' };
      try {
        await sleep(REFUSES_AFTER);
        if (!limit(at, taken)) {
          const from = now() - start;
          if (pause !== undefined) pauses.push({ from, to: from + pause });
          throw new Failed({ kind: 'rateLimited', ...(pause !== undefined && { until: now() + pause }) });
        }
        taken.push(at);
        await sleep(MAKES_AFTER);
      } finally {
        inFlight--;
      }
      yield { kind: 'image', bytes: new Uint8Array([1]), info };
    },
  };
  const keep = async (): Promise<Saved> => ({ uri: 'file:///assets/a.png', name: 'a.png', sha256: '1' });
  const call: Call = { endpoint: 'generate', prompt: 'a cat', model: 'some-model', n: 1, parameters: {} };
  const request = {
    id: 'run',
    order: { calls: Array.from({ length: CALLS }, () => call), model: modelOf('some-model'), notes: [] },
    prompt: 'a cat',
    options: DEFAULT_OPTIONS,
    provider: 'http://server',
    standIn: false,
    name: 'a-cat',
    alt: 'a cat',
    parents: [],
  };
  let ids = 0;
  const parts = {
    provider,
    shelf: { keep, keepRaw: keep },
    ledger: createEmptyLedger(),
    queue,
    now,
    newId: () => `id-${++ids}`,
    report: (error: unknown) => assert.fail(String(error)),
  };
  const events: RunEvent[] = [];
  let isOver = false;
  const whole = (async () => {
    for await (const event of run(request, parts, new AbortController().signal)) events.push(event);
    isOver = true;
  })();
  while (!isOver) await advance(1000);
  await whole;
  const ends = events.flatMap((event) =>
    event.kind !== 'call' ? [] : event.state.kind === 'failed' ? [event.state.failure.kind] : [event.state.kind],
  );
  const count = (kind: string) => ends.filter((end) => end === kind).length;
  return { posts, pauses, most, done: count('done'), limited: count('rateLimited') };
}

const perSecond =
  (most: number): Limit =>
  (at, taken) =>
    taken.filter((before) => before > at - 1000).length < most;
const busyUntil =
  (end: number): Limit =>
  (at) =>
    at >= end;

interface Row {
  readonly what: string;
  readonly limit: Limit;
  /** ms that it asks for. */
  readonly pause?: number;
  /** ms; until then it takes nothing. */
  readonly busy: number;
  /** Images in the end, and the most POSTs that they take. */
  readonly done: number;
  readonly atMost: number;
}

describe('20 requests against a server that', () => {
  const rows: readonly Row[] = [
    { what: 'takes three in a second', limit: perSecond(3), pause: 1000, busy: 0, done: CALLS, atMost: CALLS + 10 },
    { what: 'is busy for 10 s', limit: busyUntil(10_000), pause: 1000, busy: 10_000, done: CALLS, atMost: CALLS + 15 },
    { what: 'is busy for 5 s, and says not how long', limit: busyUntil(5000), busy: 5000, done: CALLS, atMost: CALLS + 10 },
    { what: 'is busy for ever', limit: () => false, pause: 1000, busy: Number.POSITIVE_INFINITY, done: 0, atMost: 4 * CALLS },
  ];
  for (const { what, limit, pause, busy, done, atMost } of rows) {
    it(`${what} come back one by one, for ${done} images`, async () => {
      const { posts, pauses, ...outcome } = await storm(limit, pause);
      assert.deepEqual(outcome, { most: 4, done, limited: CALLS - done });
      assert.ok(posts.length <= atMost, `${posts.length} POSTs`);
      for (const { from, to } of pauses) {
        const inIt = posts.filter((at) => at > from && at < to);
        assert.deepEqual(inIt, [], 'nobody asks in a pause');
      }
      // Nobody knew of the limit when the first four went out.
      const returns = posts.slice(4).filter((at) => at < busy);
      const isTogether = (at: number) => returns.filter((other) => Math.abs(other - at) < REFUSES_AFTER).length > 2;
      assert.deepEqual(returns.filter(isTogether), [], `in lock-step: ${posts.join(' ')}`);
    });
  }
});
