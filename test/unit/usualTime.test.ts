import assert from 'node:assert/strict';
import { learn } from '../../src/core/learned.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Run } from '../../src/core/session.ts';
import type { Options } from '../../src/core/task.ts';
import { usualTimeOf } from '../../src/core/usualTime.ts';
import { savedImage, startedRun } from '../support/ledgerEntries.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

const OPENAI = 'https://api.openai.com';
let last = 0;

interface Past {
  readonly options?: Partial<Options>;
  readonly provider?: string;
  readonly failed?: true;
}

/** A request of the past for each of the times, in s. */
function past(times: readonly (number | undefined)[], { options = {}, provider = OPENAI, failed }: Past = {}): Entry[] {
  return times.flatMap((time): Entry[] => {
    const run = `r${++last}`;
    return [
      startedRun(run, ++last, { provider, options: { ...DEFAULT_OPTIONS, ...options } }),
      ...Array.from({ length: options.count ?? 1 }, (_, index) =>
        savedImage(run, `${run}-${index}`, ++last, time === undefined ? {} : { took: time * 1000 }),
      ),
      ...(failed ? [{ kind: 'failed', at: ++last, run, call: `${run}-call`, failure: { kind: 'incomplete' } } as const] : []),
      { kind: 'ended', at: ++last, run },
    ];
  });
}

const now: Run = {
  id: 'now',
  prompt: 'a cat',
  options: DEFAULT_OPTIONS,
  provider: OPENAI,
  startedAt: 0,
  calls: [{ id: 'c', n: 1, state: { kind: 'sent' }, got: 0 }],
  notes: [],
  standIn: false,
};

describe('the usual time', () => {
  for (const [name, entries, seconds] of [
    ['nothing is known', [], undefined],
    ['once is no habit', past([20]), undefined],
    ['twice is', past([20, 24]), 22],
    ['the median, which a stray one does not move', past([20, 21, 22, 23, 500]), 22],
    [
      'only the last 20 count',
      [...past(Array.from({ length: 30 }, () => 90)), ...past(Array.from({ length: 20 }, () => 10))],
      10,
    ],
    ['runs of before 0.4 do not say it', past([undefined, undefined]), undefined],
    ['those that failed do not count', past([1, 1], { failed: true }), undefined],
    ['another size', past([20, 20], { options: { size: '1536x1024' } }), undefined],
    ['another quality', past([20, 20], { options: { quality: 'high' } }), undefined],
    ['another model', past([20, 20], { options: { model: 'gpt-image-2' } }), undefined],
    ['another background takes as long', past([20, 20], { options: { background: 'opaque' } }), 20],
    ['another server', past([20, 20], { provider: 'https://images.example' }), undefined],
    ['several images in one request take longer', past([20, 20], { options: { count: 2 } }), undefined],
    ['less than a second is not worth saying', past([0.2, 0.3]), undefined],
  ] as const) {
    it(name, () => {
      const time = usualTimeOf(now, learn(entries).times);
      assert.equal(time === undefined ? undefined : time / 1000, seconds);
    });
  }
});
