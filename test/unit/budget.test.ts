import assert from 'node:assert/strict';
import { createReservations, isOverBudget, isOverBudgetUnasked, withReserved } from '../../src/core/budget.ts';
import type { Cost } from '../../src/core/cost.ts';

const exact = (dollars: number): Cost => ({ kind: 'exact', dollars });
const away = { isFree: false };

describe('the daily budget', () => {
  for (const [name, spent, cost, budget, server, isOver] of [
    ['there is none', 100, exact(100), 0, away, false],
    ['within it', 0.4, exact(0.5), 1, away, false],
    ['exactly used up by this one', 0.5, exact(0.5), 1, away, false],
    ['exactly used up, where binary sums are not exact', 0.1, exact(0.2), 0.3, away, false],
    ['above it', 0.5, exact(0.51), 1, away, true],
    ['above it by an estimate', 0.5, { kind: 'about', dollars: 0.6 }, 1, away, true],
    ['above it before', 2, exact(0.01), 1, away, true],
    ['one request alone is more', 0, exact(1.01), 1, away, true],
    ['a price that nobody knows, and something left', 0.99, { kind: 'unknown' }, 1, away, false],
    ['a price that nobody knows, and nothing left', 1, { kind: 'unknown' }, 1, away, true],
    ['the placeholder', 2, { kind: 'free' }, 1, away, false],
    ['a server on this machine', 2, exact(5), 1, { isFree: true }, false],
  ] as const) {
    it(`${isOver ? 'asks' : 'does not ask'}: ${name}`, () => {
      assert.equal(isOverBudget({ dollars: spent, about: false, more: false }, cost, budget, server), isOver);
    });
  }
});

describe('what other clicks are about to spend', () => {
  const spent = { dollars: 0.5, about: false, more: false };

  it('counts until it is let go, each once', () => {
    const reserved = createReservations();
    const [first, second] = [reserved.hold(exact(0.25)), reserved.hold({ kind: 'about', dollars: 0.5 })];
    const unknown = reserved.hold({ kind: 'unknown' });
    assert.deepEqual(withReserved(spent, reserved), { dollars: 1.25, about: true, more: true });
    unknown();
    assert.deepEqual(withReserved(spent, reserved), { dollars: 1.25, about: true, more: false });
    first();
    first();
    assert.equal(withReserved(spent, reserved).dollars, 1);
    second();
    assert.deepEqual(withReserved(spent, reserved), spent);
  });
});

describe('the daily budget where nobody can be asked', () => {
  const unknown: Cost = { kind: 'unknown' };
  for (const [name, spent, more, cost, budget, server, isOver] of [
    ['within it', 0.4, true, exact(0.5), 1, away, false],
    ['above it', 0.5, false, exact(0.51), 1, away, true],
    ['the first whose price nobody knows', 0.4, false, unknown, 1, away, false],
    ['another one whose price nobody knows', 0.4, true, unknown, 1, away, true],
    ['one whose price nobody knows, and no budget', 0.4, true, unknown, 0, away, false],
    ['one whose price nobody knows, on this machine', 0.4, true, unknown, 1, { isFree: true }, false],
  ] as const) {
    it(`${isOver ? 'refuses' : 'lets through'}: ${name}`, () => {
      assert.equal(isOverBudgetUnasked({ dollars: spent, about: false, more }, cost, budget, server), isOver);
    });
  }
});
