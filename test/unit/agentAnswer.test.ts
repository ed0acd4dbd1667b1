import assert from 'node:assert/strict';
import { type AgentImage, type AgentOutcome, answerAgent } from '../../src/core/agentAnswer.ts';
import type { CallView, Run } from '../../src/core/session.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

const CAT: AgentImage = {
  path: 'assets/cat.png',
  width: 1536,
  height: 1024,
  type: 'PNG',
  bytes: 2_000_000,
  markdown: '![A cat](assets/cat.png)',
  html: '<img src="assets/cat.png" alt="A cat">',
};
const call = (id: string, part: Partial<CallView> = {}): CallView => ({ id, n: 1, got: 1, state: { kind: 'done' }, ...part });
const runOf = (part: Partial<Run> = {}): Run => ({
  id: 'r',
  prompt: 'a cat',
  options: DEFAULT_OPTIONS,
  provider: 'https://api.openai.com',
  startedAt: 1,
  calls: [call('c')],
  notes: [],
  standIn: false,
  by: 'agent',
  ...part,
});
const usage = { inputTextTokens: 0, inputImageTokens: 0, outputTokens: 1000 };

const answer = (part: Partial<AgentOutcome> = {}): readonly string[] =>
  answerAgent({ images: [CAT], run: runOf(), prices: new Map(), notes: [], failures: [], previews: 1, ...part }).split('\n');

/** By whose server and prices it was made, and what the answer says of it. */
const COSTS: readonly (readonly [what: string, run: Partial<Run>, cost: string])[] = [
  ['tokens that OpenAI counted', { calls: [call('c', { usage })] }, 'US$ 0.030'],
  ['the tokens of several requests', { calls: ['c', 'd', 'e', 'f'].map((id) => call(id, { usage })) }, 'US$ 0.12'],
  ['only what the list says', { options: { ...DEFAULT_OPTIONS, model: 'gpt-image-1.5', size: '1024x1024' } }, 'about US$ 0.040'],
  [
    'more than is known, where one of two may be billed',
    { calls: [call('c', { usage }), call('d', { got: 0, state: { kind: 'failed', failure: { kind: 'incomplete' } } })] },
    'at least US$ 0.030',
  ],
  ['no price of another server', { provider: 'https://relay.example', pricing: 'unknown' }, 'unknown'],
  ['a server of this machine', { provider: 'http://127.0.0.1:8080', pricing: 'free' }, 'nothing'],
  ['the placeholder', { provider: 'placeholder:' }, 'nothing'],
];

describe('what a language model is told of its images', () => {
  it('has one fact a line: the file, its size, references, cost, and that it can be looked at', () => {
    assert.deepEqual(answer({ run: runOf({ provider: 'http://127.0.0.1:8080', pricing: 'free' }) }), [
      'Saved 1 image:',
      '- path: assets/cat.png',
      '  size: 1536 x 1024 px, PNG, 2000000 bytes',
      '  Markdown: ![A cat](assets/cat.png)',
      '  HTML: <img src="assets/cat.png" alt="A cat">',
      'A reference whose path begins with / is from the root of the site: use it as it is. Any other is for a document in the workspace folder: for one in another folder adapt its path.',
      'Cost: nothing',
      'A small copy of each image follows: look whether it shows what was asked for.',
    ]);
  });

  for (const [what, run, cost] of COSTS) {
    it(`says what it costs by ${what}: ${cost}`, () => {
      const lines = answer({ run: runOf(run) }).filter((line) => line.startsWith('Cost'));
      assert.deepEqual(lines, [`Cost: ${cost}`]);
    });
  }

  it('has each of several images, what came otherwise and what was not made', () => {
    const lines = answer({
      images: [CAT, { ...CAT, path: 'assets/cat-2.png' }],
      notes: ['\u2068cat.png\u2069\nwas there already.'],
      failures: ['The server failed (status 500).'],
      previews: 0,
    });
    assert.equal(lines[0], 'Saved 2 images:');
    assert.deepEqual(
      lines.filter((line) => line.startsWith('- path')),
      ['- path: assets/cat.png', '- path: assets/cat-2.png'],
    );
    assert.deepEqual(lines.slice(-2), ['Note: cat.png was there already.', 'Not made: The server failed (status 500).']);
  });

  it('says that a placeholder is none of what was asked for', () => {
    for (const standIn of [true, false]) {
      const lines = answer({ run: runOf({ provider: 'placeholder:', standIn }) });
      assert.ok(lines.some((line) => /^These are placeholders .* tell the user so\.$/.test(line)));
    }
  });
});
