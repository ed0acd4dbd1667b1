import assert from 'node:assert/strict';
import { Failed } from '../../src/core/failure.ts';
import { learnedPrices, runsOf } from '../../src/core/history.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Model } from '../../src/core/models.ts';
import { readStyles, styledPrompt } from '../../src/core/style.ts';
import type { Options, Task } from '../../src/core/task.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { fitAt as orderOf } from '../support/servers.ts';

const TODAY = new Date('2026-11-23T12:00:00Z');
const NONE = { prefix: '', suffix: '' };

function order(task: Partial<Task>, options: Partial<Options> = {}) {
  return orderOf({ prompt: 'a cat', ...task, options: { ...DEFAULT_OPTIONS, ...options } }, { isOpenAI: false }, TODAY);
}

function refusal(task: Partial<Task>, options: Partial<Options> = {}): unknown {
  try {
    order(task, options);
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'invalid') return error.failure.invalid;
    throw error;
  }
  return 'accepted';
}

describe('A style', () => {
  for (const [why, style, sent] of [
    ['nothing', NONE, 'a cat'],
    ['a prefix', { prefix: 'A watercolour of', suffix: '' }, 'A watercolour of a cat'],
    ['a prefix with its own space', { prefix: 'Ink: ', suffix: '' }, 'Ink: a cat'],
    ['a suffix that goes on', { prefix: '', suffix: ', soft light' }, 'a cat, soft light'],
    ['a suffix of its own', { prefix: '', suffix: 'Soft light.' }, 'a cat Soft light.'],
    ['both', { prefix: 'Ink drawing of', suffix: '. No text.' }, 'Ink drawing of a cat. No text.'],
    ['blanks', { prefix: ' \n', suffix: '  ' }, 'a cat'],
  ] as const) {
    it(`puts ${why} around a prompt`, () => {
      assert.equal(styledPrompt('a cat', style), sent);
      assert.equal(order({ style }).calls[0]?.prompt, sent);
    });
  }

  it('makes no prompt of nothing, and counts for the length of one', () => {
    const style = { prefix: 'x'.repeat(995), suffix: '' };
    assert.deepEqual(refusal({ style, prompt: ' ' }), { field: 'prompt', problem: 'empty' });
    assert.equal(refusal({ style: { ...style, prefix: 'x'.repeat(994) } }, { model: 'dall-e-2' }), 'accepted');
    const long = { field: 'prompt', problem: 'long', length: 1001, limit: 1000, model: 'dall-e-2' };
    assert.deepEqual(refusal({ style }, { model: 'dall-e-2' }), long);
  });

  const full = { name: 'Ink', prefix: 'a', suffix: 'b', size: '16:9', background: 'transparent', references: ['a.png'] };
  for (const [why, setting, names, problems] of [
    ['nothing', [], [], []],
    ['a name alone', [{ name: 'Ink' }], ['Ink'], []],
    ['everything', [full], ['Ink'], []],
    ['blanks around a name', [{ name: ' Ink ' }], ['Ink'], []],
    ['no name, and another', [{ prefix: 'x' }, { name: 'Ink' }], ['Ink'], [{ position: 1, property: 'name' }]],
    ['an empty name', [{ name: ' ' }], [], [{ position: 1, name: '', property: 'name' }]],
    [
      'two of one name',
      [{ name: 'Ink' }, { name: 'Ink', prefix: 'x' }],
      ['Ink'],
      [{ position: 2, name: 'Ink', property: 'name' }],
    ],
    ['a slip of the keyboard', [{ name: 'Ink', sufix: 'x' }], [], [{ position: 1, name: 'Ink', property: 'sufix' }]],
    ['a size that is none', [{ name: 'Ink', size: 'large' }], [], [{ position: 1, name: 'Ink', property: 'size' }]],
    ['a number for a text', [{ name: 'Ink', prefix: 7 }], [], [{ position: 1, name: 'Ink', property: 'prefix' }]],
    ['another background', [{ name: 'Ink', background: 'white' }], [], [{ position: 1, name: 'Ink', property: 'background' }]],
    [
      'seventeen pictures',
      [{ name: 'Ink', references: Array.from({ length: 17 }, () => 'a.png') }],
      [],
      [{ position: 1, name: 'Ink', property: 'references' }],
    ],
    ['no style at all', ['Ink', null, 7], [], [1, 2, 3].map((position) => ({ position, property: '' }))],
  ] as const) {
    it(`is read from the setting: ${why}`, () => {
      const read = readStyles(setting);
      assert.deepEqual([read.styles.map(({ name }) => name), read.problems], [names, problems]);
    });
  }

  it('has everything that the setting says', () => {
    assert.deepEqual(readStyles([full, { name: 'Plain' }]).styles, [full, { name: 'Plain', ...NONE, references: [] }]);
  });
});

describe('References of a new image', () => {
  it('go to the edits endpoint in the size and with the options of the form', () => {
    const { calls, inputs, notes } = order(
      { references: 2 },
      { size: '16:9', count: 3, background: 'transparent', outputFormat: 'webp' },
    );
    assert.deepEqual(
      calls.map(({ endpoint, prompt }) => [endpoint, prompt]),
      Array.from({ length: 3 }, () => ['edit', 'a cat']),
    );
    const { stream, partial_images: partial, ...parameters } = calls[0]?.parameters ?? {};
    assert.deepEqual(parameters, { size: '1536x864', quality: 'medium', background: 'transparent', output_format: 'webp' });
    assert.deepEqual(inputs, { references: 2, types: ['png', 'webp', 'jpeg'], maxBytes: 50_000_000, square: false });
    assert.deepEqual(notes, []);
  });

  it('leave a size to the server where nobody asked for one', () => {
    assert.equal(order({ references: 1 }).calls[0]?.parameters.size, undefined);
  });

  it('are as many as the model takes', () => {
    for (const [model, count, taken] of [
      ['gpt-image-2.6-flare', 16, 16],
      ['gpt-image-2.6-flare', 20, 16],
      ['dall-e-2', 3, 1],
    ] as const) {
      const { inputs, notes } = order({ references: count }, { model, size: '1024x1024' });
      const isFewer = notes.some(({ kind }) => kind === 'fewerReferences');
      assert.deepEqual([inputs?.references, isFewer], [taken, taken < count], model);
    }
    const dalle: Pick<Model['inputs'], 'square'> = order({ references: 1 }, { model: 'dall-e-2' }).inputs ?? { square: false };
    assert.equal(dalle.square, true);
  });

  it('are refused for a model that takes no pictures, and are none where there are none', () => {
    assert.deepEqual(refusal({ references: 1 }, { model: 'dall-e-3' }), { field: 'endpoint', model: 'dall-e-3' });
    assert.equal(order({ references: 0 }, { model: 'dall-e-3' }).calls[0]?.endpoint, 'generate');
  });

  it('have the fidelity of the settings, and no moderation, which edits do not know', () => {
    const { parameters } =
      order({ references: 1 }, { model: 'gpt-image-1.5', inputFidelity: 'high', moderation: 'low' }).calls[0] ?? {};
    assert.deepEqual([parameters?.input_fidelity, parameters?.moderation], ['high', undefined]);
  });

  it('have a price of their own that is learned from what was paid', () => {
    const started = (run: string, references: readonly string[]): Entry => ({
      kind: 'started',
      at: 1,
      run,
      window: 'w',
      provider: 'https://api.openai.com',
      prompt: 'a cat',
      options: { ...DEFAULT_OPTIONS, size: '1024x1024' },
      calls: [`${run}-call`],
      parents: [],
      references,
    });
    const rest = (run: string, outputTokens: number): Entry[] => [
      {
        kind: 'saved',
        at: 2,
        run,
        call: `${run}-call`,
        image: run,
        uri: 'file:///a.png',
        sha256: '',
        bytes: 1,
        width: 1,
        height: 1,
      },
      { kind: 'used', at: 3, run, call: `${run}-call`, usage: { inputTextTokens: 0, inputImageTokens: 0, outputTokens } },
      { kind: 'ended', at: 4, run },
    ];
    const entries = [started('plain', []), ...rest('plain', 1000), started('with', ['file:///b.png']), ...rest('with', 3000)];
    assert.deepEqual(Object.fromEntries(learnedPrices(runsOf(entries))), {
      'gpt-image-2.6-flare 1024x1024 medium': 0.03,
      'gpt-image-2.6-flare 1024x1024 medium edit': 0.09,
    });
  });
});
