import assert from 'node:assert/strict';
import type { Failure } from '../../src/core/failure.ts';
import { runsOf } from '../../src/core/history.ts';
import { learn } from '../../src/core/learned.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { PLACEHOLDER_ORIGIN } from '../../src/core/models.ts';
import { restoreState } from '../../src/core/restore.ts';
import { paymentsOf, type Spent, spentOn, spentSince, startOfDay, startOfMonth } from '../../src/core/spending.ts';
import { savedImage, startedRun, usedBy } from '../support/ledgerEntries.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

/** What 1000 output and 10 input tokens cost. */
const PAID = 0.03005;
const ended = (run: string, at: number): Entry => ({ kind: 'ended', at, run });
const failed = (run: string, at: number, failure: Failure): Entry => ({ kind: 'failed', at, run, call: `${run}-call`, failure });
const options = (model: string, size = '1024x1024') => ({ ...DEFAULT_OPTIONS, model, size });
const dalle3 = { options: options('dall-e-3') };

const ROWS: readonly (readonly [name: string, entries: readonly Entry[], spent: Spent])[] = [
  ['nothing', [], { dollars: 0, about: false, more: false }],
  [
    'what the answer says',
    [startedRun('a', 1), savedImage('a', 'x', 2), usedBy('a', 3), ended('a', 4)],
    { dollars: PAID, about: false, more: false },
  ],
  [
    'an image that is billed by the piece',
    [startedRun('a', 1, dalle3), savedImage('a', 'x', 2), ended('a', 3)],
    { dollars: 0.04, about: false, more: false },
  ],
  [
    'an answer that says nothing: by the list',
    [startedRun('a', 1, { options: options('gpt-image-2') }), savedImage('a', 'x', 2), ended('a', 3)],
    { dollars: 0.059, about: true, more: false },
  ],
  [
    'an answer that says nothing: by what such an image cost before',
    [
      ...[startedRun('a', 1), savedImage('a', 'x', 2), usedBy('a', 3), ended('a', 4)],
      ...[startedRun('b', 5), savedImage('b', 'y', 6), ended('b', 7)],
    ],
    { dollars: 2 * PAID, about: true, more: false },
  ],
  [
    'an answer that says nothing, of a model without a price',
    [startedRun('a', 1, { options: options('some-model') }), savedImage('a', 'x', 2), ended('a', 3)],
    { dollars: 0, about: false, more: true },
  ],
  [
    'refused before it was made',
    [startedRun('a', 1), failed('a', 2, { kind: 'refused', categories: [] }), ended('a', 3)],
    none(),
  ],
  [
    'refused when it was made',
    [startedRun('a', 1), failed('a', 2, { kind: 'refused', categories: [], stage: 'output' }), ended('a', 3)],
    none({ more: true }),
  ],
  ['broken off', [startedRun('a', 1), failed('a', 2, { kind: 'incomplete' }), ended('a', 3)], none({ more: true })],
  [
    'broken off, and an agent asked for it: what it was estimated at',
    [startedRun('a', 1, { estimate: 0.2, by: 'agent' }), failed('a', 2, { kind: 'incomplete' }), ended('a', 3)],
    { dollars: 0.2, about: true, more: false },
  ],
  [
    'refused before it was made, and an agent asked for it',
    [startedRun('a', 1, { estimate: 0.2, by: 'agent' }), failed('a', 2, { kind: 'refused', categories: [] }), ended('a', 3)],
    none(),
  ],
  ['on its way', [startedRun('a', 1, { estimate: 0.2 })], { dollars: 0.2, about: true, more: false }],
  ['on its way, at a price that nobody knows', [startedRun('a', 1)], none({ more: true })],
  [
    'a server that is not OpenAI',
    [startedRun('a', 1, { provider: 'https://images.example' }), savedImage('a', 'x', 2), usedBy('a', 3), ended('a', 4)],
    none({ more: true }),
  ],
  [
    'this machine',
    [startedRun('a', 1, { provider: 'http://127.0.0.1:8080' }), savedImage('a', 'x', 2), usedBy('a', 3), ended('a', 4)],
    none(),
  ],
  ['the placeholder', [startedRun('a', 1, { provider: PLACEHOLDER_ORIGIN }), savedImage('a', 'x', 2), ended('a', 3)], none()],
];

function none(part: Partial<Spent> = {}): Spent {
  return { dollars: 0, about: false, more: false, ...part };
}

describe('what was spent', () => {
  for (const [name, entries, expected] of ROWS) {
    it(`knows ${name}`, () => {
      const { prices } = learn(entries);
      const spent = spentSince(paymentsOf(runsOf(entries), prices), 0);
      assert.deepEqual({ ...spent, dollars: Number(spent.dollars.toFixed(6)) }, expected);
    });
  }

  it('is on the card of a run too, also after a reload', () => {
    const entries = [startedRun('a', 1), savedImage('a', 'x', 2), usedBy('a', 3), ended('a', 4)];
    const [run] = restoreState(entries, { workspaces: ['file:///project'], alive: () => false }).runs.values();
    assert.ok(run);
    assert.deepEqual(spentOn(run, new Map()), { dollars: PAID, about: false, more: false });
  });

  describe('by the calendar of this machine', () => {
    const zone = process.env.TZ;
    afterEach(() => {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    });

    for (const [place, now, day, month] of [
      ['UTC', '2026-11-29T23:30:00Z', '2026-11-29T00:00:00Z', '2026-11-01T00:00:00Z'],
      // Already tomorrow, and in the next month.
      ['Asia/Tokyo', '2026-11-30T16:00:00Z', '2026-11-30T15:00:00Z', '2026-11-30T15:00:00Z'],
      // Still yesterday, and in the last month.
      ['America/Los_Angeles', '2026-12-01T03:00:00Z', '2026-11-30T08:00:00Z', '2026-11-01T07:00:00Z'],
      // The day has 23 hours.
      ['Europe/Berlin', '2026-03-29T20:00:00Z', '2026-03-28T23:00:00Z', '2026-02-28T23:00:00Z'],
      // The day has 25 hours.
      ['Europe/Berlin', '2026-10-25T22:30:00Z', '2026-10-24T22:00:00Z', '2026-09-30T22:00:00Z'],
      // Midnight does not exist: the clock goes from 23:59 to 1:00.
      ['Africa/Cairo', '2026-04-24T10:00:00Z', '2026-04-23T22:00:00Z', '2026-03-31T22:00:00Z'],
    ] as const) {
      it(`begins the day and the month where the user is: ${place}, ${now}`, () => {
        process.env.TZ = place;
        const at = Date.parse(now);
        assert.deepEqual(
          [startOfDay(at), startOfMonth(at)].map((time) => new Date(time).toISOString()),
          [day, month].map((time) => new Date(time).toISOString()),
        );
        const payments = [-1, 0, at - Date.parse(day)].map((after) => {
          return { at: Date.parse(day) + after, spent: { dollars: 1, about: false, more: false } };
        });
        assert.equal(spentSince(payments, startOfDay(at)).dollars, 2, 'the one before midnight was yesterday');
      });
    }
  });
});
