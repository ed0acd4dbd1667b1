import assert from 'node:assert/strict';
import { warnOnce } from '../../src/core/warned.ts';

const DAY = 24 * 3_600_000;
const NOW = Date.parse('2026-11-30T12:00:00Z');

describe('A model that ends soon is warned of', () => {
  for (const [when, kept, warned] of [
    ['the first time', undefined, { old: NOW }],
    ['again after a week', { old: NOW - 7 * DAY }, { old: NOW }],
    ['not within a week', { old: NOW - 7 * DAY + 1 }, undefined],
    ['not twice in a moment', { old: NOW }, undefined],
    ['again where the clock was wrong', { old: NOW + DAY }, { old: NOW }],
    ['beside another one', { other: NOW - DAY }, { other: NOW - DAY, old: NOW }],
    ['and what is long ago is forgotten', { other: NOW - 8 * DAY }, { old: NOW }],
    ['whatever was kept', 'garbage', { old: NOW }],
    ['whatever was kept of it', { old: 'garbage' }, { old: NOW }],
  ] as const) {
    it(when, () => assert.deepEqual(warnOnce(kept, 'old', NOW), warned));
  }
});
