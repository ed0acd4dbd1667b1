import * as assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { AgentTool } from '../../src/core/agentTool.ts';
import { inspectImage } from '../../src/core/image.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { IN_FLIGHT } from '../../src/core/queue.ts';
import type { CallState } from '../../src/core/session.ts';
import type { Outside } from '../../src/editor/outside.ts';
import { createStore } from '../../src/editor/store.ts';
import { createTools } from '../../src/editor/tools/tools.ts';
import { type FaultName, refuse as refuseWith } from '../support/imagesFaults.ts';
import type { Answer } from '../support/imagesServer.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';
import { putPicture, readAnswer } from './agentStage.ts';
import { aborted, type Held, holdBack, noKeys, realQueue } from './holding.ts';
import { makeGeneration, makeOutside, silent, useRaster } from './outsideStage.ts';
import { folder, unique } from './places.ts';
import { configure, until, useStage } from './stage.ts';

/** A cancelled run ends within 200 ms (promise P5); machines that run tests are slow. ms */
const WITHIN = 5 * 200;
const [GENERATE, EDIT] = ['easel_generate_image', 'easel_edit_image'] as const;

interface Phase {
  readonly when: string;
  readonly answer?: Answer | FaultName;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly isEdit?: true;
  readonly held?: Held;
  /** Whether it has come so far. */
  readonly reached: (now: Now) => boolean;
  readonly posts: number;
  /** Files that arrive all the same. */
  readonly files: number;
  /** What the agent is told when the user cancels on the card instead; absent: it is made all the same, or there is no card. */
  readonly told?: RegExp;
}

interface Now {
  readonly posts: number;
  readonly calls: readonly CallState[];
  readonly isHeld: boolean;
  /** Bytes that the server has written. */
  readonly written: number;
}

const BILLED = /^Cancelled by the user; the server may still bill it\. Go on without this image/;
const FREE = /^Cancelled by the user before anything was sent\. Go on without this image/;
const PHASES: readonly Phase[] = [
  { when: 'its picture is read', isEdit: true, held: 'probe', reached: ({ isHeld }) => isHeld, posts: 0, files: 0 },
  {
    when: 'its picture is cut out',
    isEdit: true,
    held: 'cutOut',
    reached: ({ isHeld }) => isHeld,
    posts: 0,
    files: 0,
    told: FREE,
  },
  {
    when: 'some of it stands in the queue',
    answer: 'neverAnswers',
    settings: { model: 'dall-e-3', size: '1024x1024', quality: 'standard', agentMaxImages: 10 },
    reached: ({ posts }) => posts === IN_FLIGHT,
    posts: IN_FLIGHT,
    files: 0,
    told: BILLED,
  },
  {
    when: 'it waits for a busy server',
    answer: refuseWith(429, { message: 'Slow down', code: 'rate_limit_exceeded' }, { 'retry-after': '50' }),
    reached: ({ calls }) => calls.some(({ kind }) => kind === 'waiting'),
    posts: 1,
    files: 0,
    told: FREE,
  },
  { when: 'nothing has come yet', answer: 'neverAnswers', reached: ({ posts }) => posts === 1, posts: 1, files: 0, told: BILLED },
  { when: 'the body has begun', answer: 'stall', reached: ({ written }) => written > 0, posts: 1, files: 0, told: BILLED },
  {
    when: 'its answer is put together with the picture',
    answer: 'alphaMask',
    isEdit: true,
    held: 'composite',
    reached: ({ isHeld }) => isHeld,
    posts: 1,
    files: 1,
  },
  { when: 'it is saved', held: 'saveNew', reached: ({ isHeld }) => isHeld, posts: 1, files: 1 },
  { when: 'its small copy is made', held: 'preview', reached: ({ isHeld }) => isHeld, posts: 1, files: 1 },
];

describe('A call of a tool that is cancelled', () => {
  const stage = useStage();
  const raster = useRaster();
  let scratch: Scratch;

  beforeEach(() => {
    scratch = makeScratch('agent');
  });
  afterEach(() => scratch.remove());

  /** A call in a window of its own, brought into a phase. */
  async function start({ answer = 'good', settings = {}, isEdit, held, reached, when }: Phase) {
    const saveFolder = unique('cancelled');
    await configure({ ...settings, saveFolder });
    stage.server.answer(answer);
    const gate = holdBack(held, raster(), scratch.path);
    const store = createStore();
    const generation = makeGeneration(scratch.path, gate.outside, noKeys, { store, queue: realQueue() });
    const tools = createTools({ outside: gate.outside, store, log: silent, generation });
    const asked = isEdit
      ? { path: await putPicture(`${unique('cat')}.png`), prompt: 'a hat', region: { x: 32, y: 0, width: 32, height: 48 } }
      : { prompt: 'a cat', ...(settings.agentMaxImages !== undefined && { count: IN_FLIGHT + 2 }) };
    const tool: AgentTool = isEdit ? EDIT : GENERATE;
    const source = new vscode.CancellationTokenSource();
    const made = tools.invoke(tool, asked, source.token).then(readAnswer);
    made.catch(() => undefined);
    const calls = () => [...store.state.runs.values()].flatMap((run) => run.calls.map(({ state }) => state));
    await until(`it has come so far: ${when}`, () =>
      reached({
        posts: stage.server.posts.length,
        calls: calls(),
        isHeld: gate.isHeld(),
        written: stage.server.posts[0]?.socket.bytesWritten ?? 0,
      }),
    );
    /** Lets it end, and answers the files there are. */
    const finish = async () => {
      gate.release();
      await generation.settled();
      await until('all is over', () => calls().every(({ kind }) => kind === 'done' || kind === 'failed'));
      const path = join(folder('first'), saveFolder);
      const names = await readdir(path).catch(() => []);
      for (const name of names) inspectImage(new Uint8Array(await readFile(join(path, name))));
      generation.dispose();
      return names.length;
    };
    return { made, source, store, generation, finish, release: gate.release };
  }

  for (const phase of PHASES) {
    it(`by its token while ${phase.when} ends at once, files kept: ${phase.files}`, async () => {
      const { made, source, finish } = await start(phase);
      source.cancel();
      const late = sleep(WITHIN, 'late', { ref: false });
      const end = await Promise.race([made.catch((error: unknown) => error), late]);
      assert.ok(end instanceof vscode.CancellationError, `${end} is a cancel`);
      assert.equal(await finish(), phase.files);
      assert.equal(stage.server.posts.length, phase.posts, 'no request starts after it');
    });
  }

  for (const phase of PHASES.filter(({ told, held }) => told ?? (held === 'composite' || held === 'saveNew'))) {
    it(`by the user while ${phase.when} ${phase.told ? 'is told so' : 'has its image all the same'}`, async () => {
      const { made, store, generation, finish, release } = await start(phase);
      for (const run of store.state.order) generation.cancel(run);
      const end = phase.told
        ? made.then(
            ({ text }) => text,
            ({ message }) => message,
          )
        : undefined;
      if (phase.told) assert.match(await (end ?? ''), phase.told);
      release();
      if (!phase.told) assert.equal((await made).images.length, 1);
      assert.equal(await finish(), phase.files);
      assert.equal(stage.server.posts.length, phase.posts);
    });
  }

  it('before it begins sends nothing', async () => {
    const { outside } = holdBack(undefined, raster(), scratch.path);
    const store = createStore();
    const generation = makeGeneration(scratch.path, outside, noKeys, { store, queue: realQueue() });
    const tools = createTools({ outside, store, log: silent, generation });
    const source = new vscode.CancellationTokenSource();
    source.cancel();
    await assert.rejects(tools.invoke(GENERATE, { prompt: 'a cat' }, source.token), vscode.CancellationError);
    assert.deepEqual([stage.server.requests, store.state.order], [[], []]);
    generation.dispose();
  });

  it('in VS Code itself rejects as cancelled, and the server is left', async () => {
    stage.server.answer('neverAnswers');
    const source = new vscode.CancellationTokenSource();
    const input = { prompt: 'a cat' };
    const made = vscode.lm.invokeTool(GENERATE, { input, toolInvocationToken: undefined }, source.token);
    made.then(undefined, () => undefined);
    const post = await until('it is asked for', () => stage.server.posts[0]);
    source.cancel();
    await assert.rejects(
      async () => made,
      (error) => error instanceof Error && /cancel/i.test(`${error.name} ${error.message}`),
    );
    await post.closed;
  });

  it('has no part in the budget: of two calls at once one passes, the other is told what it would cost', async () => {
    await configure({
      baseUrl: '',
      model: 'gpt-image-2',
      size: '1024x1024',
      quality: 'medium',
      dailyBudget: 0.06,
      confirmAbove: 0.01,
    });
    const entries: Entry[] = [];
    let sent = 0;
    const outside: Outside = {
      ...makeOutside(scratch.path, entries),
      connect: async () => ({
        origin: 'https://api.openai.com',
        async *run(_, signal) {
          sent += 1;
          yield { kind: 'sent' };
          await aborted(signal);
        },
      }),
    };
    const store = createStore();
    const generation = makeGeneration(
      scratch.path,
      outside,
      { ...noKeys, get: async () => 'sk-test' },
      { store, queue: realQueue() },
    );
    const tools = createTools({ outside, store, log: silent, generation });
    const source = new vscode.CancellationTokenSource();
    const both = ['a cat', 'a dog'].map((prompt) => tools.invoke(GENERATE, { prompt }, source.token));
    const second = await both[1]?.then(
      () => '',
      ({ message }) => message,
    );
    assert.match(
      second,
      /^This costs about US\$ 0\.059 and would go over the daily budget of the user: US\$ 0\.059 of 0\.060 are spent\./,
    );
    await until('the first is on its way', () => sent === 1);
    assert.equal(entries.filter(({ kind }) => kind === 'started').length, 1);
    assert.deepEqual(stage.shown, [], 'nobody is asked, of the cost neither');
    source.cancel();
    await assert.rejects(async () => both[0], vscode.CancellationError);
    generation.dispose();
  });
});
