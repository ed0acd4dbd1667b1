import * as assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { AgentTool } from '../../src/core/agentTool.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { Queue } from '../../src/core/queue.ts';
import type { Outside } from '../../src/editor/outside.ts';
import { createStore } from '../../src/editor/store.ts';
import { createTools } from '../../src/editor/tools/tools.ts';
import { encodePng } from '../support/imagesPng.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';
import { putPicture } from './agentStage.ts';
import { makeGeneration, makeOutside, refuse, silent, useRaster } from './outsideStage.ts';
import { folder, unique } from './places.ts';
import { configure, until, useStage } from './stage.ts';

const [GENERATE, VARY] = ['easel_generate_image', 'easel_image_variations'] as const;
const CHANGED = /^The settings or the picture were changed since this was confirmed/;
const token = new vscode.CancellationTokenSource().token;
/** An image of this costs some six cents by the list. */
const PRICED = { model: 'gpt-image-2', size: '1024x1024', quality: 'medium' };

describe('What was confirmed of an agent', () => {
  const stage = useStage();
  const raster = useRaster();
  let scratch: Scratch;

  beforeEach(async () => {
    scratch = makeScratch('confirmed');
    await configure({ ...PRICED, baseUrl: '' });
  });
  afterEach(() => scratch.remove());

  /** A window whose server is OpenAI by its address, and counts what it is sent. */
  function start() {
    const entries: Entry[] = [];
    let sent = 0;
    const outside: Outside = {
      ...makeOutside(scratch.path, entries),
      raster: async () => raster(),
      connect: async () => ({
        origin: 'https://api.openai.com',
        async *run(_, signal) {
          sent += 1;
          yield { kind: 'sent' };
          await new Promise((resolve) => signal.addEventListener('abort', resolve));
        },
      }),
    };
    const keys = { get: async () => 'sk-test', set: refuse, remove: refuse, origins: () => [] };
    const store = createStore();
    const queue = new Queue({ limit: 4, now: Date.now, sleep: refuse, random: Math.random });
    const generation = makeGeneration(scratch.path, outside, keys, { store, queue });
    const tools = createTools({ outside, store, log: silent, generation });
    const errorOf = (tool: AgentTool, input: object) =>
      tools.invoke(tool, input, token).then(
        () => '',
        ({ message }: Error) => message,
      );
    return { tools, generation, entries, sent: () => sent, errorOf };
  }

  const changes: readonly (readonly [what: string, change: () => Promise<void>])[] = [
    ['the model', () => configure({ model: 'gpt-image-1.5' })],
    ['the quality', () => configure({ quality: 'high' })],
    ['the server', async () => configure({ baseUrl: stage.server.baseUrl })],
    ['the folder', () => configure({ saveFolder: unique('elsewhere') })],
  ];
  for (const [what, change] of changes) {
    it(`is what is sent, or nothing: ${what} is another one meanwhile`, async () => {
      const window = start();
      const input = { prompt: 'a cat' };
      await window.tools.prepare(GENERATE, input);
      await change();
      assert.match(await window.errorOf(GENERATE, input), CHANGED);
      assert.deepEqual([window.sent(), window.entries], [0, []]);
      window.generation.dispose();
    });
  }

  it('is of the picture as it was then', async () => {
    const window = start();
    const input = { path: await putPicture(`${unique('cat')}.png`) };
    await window.tools.prepare(VARY, input);
    await writeFile(join(folder('first'), input.path), encodePng(64, 48, [1, 1, 1, 255]));
    assert.match(await window.errorOf(VARY, input), CHANGED);
    assert.equal(window.sent(), 0);
    window.generation.dispose();
  });

  it('goes through where nothing has changed, and holds nothing of the budget by being looked at', async () => {
    await configure({ dailyBudget: 0.06, confirmAbove: 0 });
    const window = start();
    const input = { prompt: 'a cat' };
    for (let looked = 0; looked < 3; looked++) await window.tools.prepare(GENERATE, input);
    void window.errorOf(GENERATE, input);
    await until('it is on its way', () => window.sent() === 1);
    window.generation.dispose();
  });

  it('is held to the budget also where nobody knows the price: one at a time, until it is known', async () => {
    await configure({ dailyBudget: 5, confirmAbove: 0, size: '864x1536' });
    const window = start();
    void window.errorOf(GENERATE, { prompt: 'a cat' });
    assert.match(
      await window.errorOf(GENERATE, { prompt: 'a dog' }),
      /^Nobody knows what this costs, and the user has a daily budget: US\$ 5\.00, of which at least 0\.000 are spent\./,
    );
    await until('the first is on its way', () => window.sent() === 1);
    window.generation.dispose();
  });
});
