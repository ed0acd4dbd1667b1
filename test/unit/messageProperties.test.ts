import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readToHost } from '../../src/core/protocol.ts';
import { readToPage } from '../../src/page/messages.ts';
import { card, editor, pending, picture, stateMessage } from '../support/pageStates.ts';

const bytes = new Uint8Array([1, 2, 3]);
const coverage = { width: 64, height: 48, deflated: bytes };
const box = { x: 0, y: 0, width: 64, height: 48 };

/** One message of the page of each form. */
const TO_HOST: readonly object[] = [
  { kind: 'ready' },
  { kind: 'focused', onInput: true },
  { kind: 'generate', form: 'f', prompt: 'a cat' },
  { kind: 'change', form: 'f', options: { model: 'm', size: '1:1', quality: 'low', background: 'auto', count: '3' } },
  { kind: 'describe', run: 'r', name: 'cat', alt: 'a cat', folder: 'img' },
  { kind: 'step', run: 'r', step: 'tryAgain', calls: ['c'] },
  { kind: 'insert', image: 'i' },
  { kind: 'copyPrompt', image: 'i', of: 'revised' },
  { kind: 'star', image: 'i', on: true },
  { kind: 'sendEdit', editor: 'e', prompt: 'a hat', region: 'auto', coverage, canvas: { ...box, x: -3 } },
  { kind: 'aimEdit', editor: 'e', region: 'whole', bounds: box, canvas: box },
  { kind: 'saveMask', editor: 'e', coverage },
  { kind: 'changeExport', export: 'x', change: { of: 'size', width: 10, height: 10 } },
  { kind: 'copySnippet', export: 'x', snippet: 0 },
  { kind: 'changeSheet', sheet: 's', row: 'r', ticked: true, size: '1:1', prompt: 'a' },
  { kind: 'sendSheet', sheet: 's', rows: [{ id: 'r', prompt: 'a' }] },
  { kind: 'search', text: 'cat' },
  { kind: 'addReference', form: 'f', bytes, name: 'cat.png' },
];

const original = { src: 'https://x/a.png', name: 'a.png', width: 10, height: 10 };
/** One message of the host of each form. */
const TO_PAGE: readonly object[] = [
  stateMessage({
    cards: [card({ pictures: [picture({ id: 'i', src: 'https://x/a.png' })], pending: [pending()] })],
    editor: editor({ picture: { ...original, alpha: false } }),
  }),
  { kind: 'partial', run: 'r', call: 'c', type: 'png', bytes },
  { kind: 'coverage', editor: 'e', coverage },
  { kind: 'recent', prompts: ['a cat'] },
  { kind: 'focus', on: 'prompt' },
  { kind: 'key', action: 'insert' },
  { kind: 'act', action: 'insert', image: 'i' },
];

/** What stands where something else is expected. */
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    -1,
    0,
    1.5,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2 ** 53,
    '',
    'x'.repeat(101),
    'x'.repeat(300_000),
    '../../etc/passwd',
    '__proto__',
  ),
  fc.constantFrom<unknown>(undefined, null, [], {}, new Uint8Array(0), new Uint16Array(2), new ArrayBuffer(2), new Map(), 10n),
  fc.string({ unit: 'binary' }),
);

/** Where in a message something is changed, and to what. */
const change = fc.record({ at: fc.nat(), value: odd, how: fc.constantFrom('replace', 'remove', 'add') });
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

/** Every path to a value in a message. */
function pathsIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [path];
  return [path, ...Object.entries(value).flatMap(([key, item]) => pathsIn(item, [...path, key]))];
}

function mutated(message: unknown, { at, value, how }: Change): unknown {
  const paths = pathsIn(message);
  return changeAt(message, paths[at % paths.length] ?? [], value, how);
}

function changeAt(message: unknown, [key, ...path]: readonly string[], value: unknown, how: Change['how']): unknown {
  if (key === undefined)
    return how === 'add' && typeof message === 'object' && message !== null ? { ...message, more: value } : value;
  if (typeof message !== 'object' || message === null) return value;
  const entries = Object.entries(message).flatMap(([name, item]) => {
    if (name !== key) return [[name, item] as const];
    return path.length === 0 && how === 'remove' ? [] : [[name, changeAt(item, path, value, how)] as const];
  });
  return Array.isArray(message) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

for (const [side, samples, read] of [
  ['the page, as the host reads it', TO_HOST, readToHost],
  ['the host, as the page reads it', TO_PAGE, readToPage],
] as const) {
  describe(`a message of ${side}`, () => {
    it('is taken in each of its forms', () => {
      for (const sample of samples) assert.ok(read(sample), JSON.stringify(sample));
    });

    it('is nothing, whatever else it is', () => {
      fc.assert(
        fc.property(fc.oneof(odd, fc.anything({ withTypedArray: true, withMap: true, withNullPrototype: true })), (message) => {
          assert.equal(read(message), undefined);
        }),
        { numRuns: 1000 },
      );
    });

    it('is taken as its form says or is nothing, whatever is changed in it', () => {
      let taken = 0;
      fc.assert(
        fc.property(fc.constantFrom(...samples), fc.array(change, { minLength: 1, maxLength: 3 }), (sample, changes) => {
          const message = changes.reduce<unknown>(mutated, sample);
          const result = read(message);
          if (result === undefined) return;
          taken += 1;
          // What was taken is all there is: a second reading finds the same, and nothing that nobody knows went along.
          assert.deepEqual(read(result), result);
          assert.ok(pathsIn(result).every((path) => !path.includes('more') && !path.includes('__proto__')));
          for (const path of pathsIn(result)) assert.ok(path.length < 12);
        }),
        { numRuns: 5000 },
      );
      assert.ok(taken > 100, 'some changes do no harm');
    });
  });
}

describe('what the page sends', () => {
  it('has short ids, and numbers in their bounds, whatever it sends', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TO_HOST), fc.array(change, { minLength: 1, maxLength: 3 }), (sample, changes) => {
        const result = readToHost(changes.reduce<unknown>(mutated, sample));
        for (const [key, value] of Object.entries(result ?? {})) {
          if (['form', 'run', 'image', 'editor', 'export', 'sheet', 'row'].includes(key))
            assert.ok(typeof value === 'string' && value.length >= 1 && value.length <= 100, key);
          if (typeof value === 'number') assert.ok(Number.isSafeInteger(value), key);
          if (typeof value === 'string') assert.ok(value.length <= 200_000, key);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
