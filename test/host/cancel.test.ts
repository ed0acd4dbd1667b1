import * as assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { deflateSync } from 'node:zlib';
import * as vscode from 'vscode';
import { type Bytes, inspectImage } from '../../src/core/image.ts';
import { IN_FLIGHT } from '../../src/core/queue.ts';
import type { CallState } from '../../src/core/session.ts';
import type { EditWish } from '../../src/editor/generation/wish.ts';
import { createStore } from '../../src/editor/store.ts';
import { explain } from '../../src/editor/words/failures.ts';
import { type FaultName, refuse as refuseWith } from '../support/imagesFaults.ts';
import { encodePng } from '../support/imagesPng.ts';
import type { Answer } from '../support/imagesServer.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';
import { type Held, holdBack, noKeys, realQueue } from './holding.ts';
import { makeGeneration, useRaster } from './outsideStage.ts';
import { folder, unique } from './places.ts';
import { configure, until, useStage } from './stage.ts';

/** A cancelled run ends within 200 ms (promise P5); machines that run tests are slow. ms */
const WITHIN = 5 * 200;
const BILLABLE = 'Cancelled. The server may still bill it.';
const FREE = 'Cancelled. Nothing was made.';

interface Phase {
  readonly when: string;
  readonly answer?: Answer | FaultName;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly isEdit?: true;
  readonly held?: Held;
  /** Whether it has come so far. */
  readonly reached: (now: Window) => boolean;
  /** How many calls end by each sentence. */
  readonly ends: Readonly<Record<string, number>>;
  readonly posts: number;
  /** Files that arrive all the same. */
  readonly files: number;
}

/** A window with one run. */
interface Window {
  readonly posts: number;
  readonly gets: number;
  readonly calls: readonly CallState[];
  readonly partials: number;
  readonly isHeld: boolean;
  /** Bytes that the server has written. */
  readonly written: number;
}

const streamed = { model: 'gpt-image-2.6-flare', size: '1024x1024' };
const PHASES: readonly Phase[] = [
  {
    when: 'some of it stands in the queue',
    answer: 'neverAnswers',
    settings: { model: 'dall-e-3', size: '1024x1024', quality: 'standard', count: IN_FLIGHT + 2 },
    reached: ({ posts }) => posts === IN_FLIGHT,
    ends: { [BILLABLE]: IN_FLIGHT, [FREE]: 2 },
    posts: IN_FLIGHT,
    files: 0,
  },
  {
    when: 'its picture is cut out',
    isEdit: true,
    held: 'cutOut',
    reached: ({ isHeld }) => isHeld,
    ends: { [FREE]: 1 },
    posts: 0,
    files: 0,
  },
  {
    when: 'nothing has come yet',
    answer: 'neverAnswers',
    reached: ({ posts }) => posts === 1,
    ends: { [BILLABLE]: 1 },
    posts: 1,
    files: 0,
  },
  {
    when: 'it waits for a busy server',
    answer: refuseWith(429, { message: 'Slow down', code: 'rate_limit_exceeded' }, { 'retry-after': '50' }),
    reached: ({ calls }) => calls.some(({ kind }) => kind === 'waiting'),
    ends: { [FREE]: 1 },
    posts: 1,
    files: 0,
  },
  {
    when: 'the body has begun',
    answer: 'stall',
    reached: ({ written }) => written > 0,
    ends: { [BILLABLE]: 1 },
    posts: 1,
    files: 0,
  },
  {
    when: 'an early picture is shown',
    answer: 'streamStall',
    settings: streamed,
    reached: ({ partials }) => partials === 1,
    ends: { [BILLABLE]: 1 },
    posts: 1,
    files: 0,
  },
  {
    when: 'its image is fetched',
    answer: 'urlStall',
    reached: ({ gets }) => gets === 1,
    ends: { [BILLABLE]: 1 },
    posts: 1,
    files: 0,
  },
  {
    when: 'the first of three images is saved and the others are to be decoded',
    settings: { count: 3 },
    held: 'saveNew',
    reached: ({ isHeld }) => isHeld,
    ends: { [BILLABLE]: 1 },
    posts: 1,
    files: 3,
  },
  {
    when: 'the image of a stream is saved',
    settings: streamed,
    held: 'saveNew',
    reached: ({ isHeld }) => isHeld,
    ends: { [BILLABLE]: 1 },
    posts: 1,
    files: 1,
  },
  {
    when: 'its answer is put together with the picture',
    answer: 'alphaMask',
    isEdit: true,
    held: 'composite',
    reached: ({ isHeld }) => isHeld,
    ends: { [BILLABLE]: 1 },
    posts: 1,
    files: 1,
  },
];

describe('A run that is cancelled while', () => {
  const stage = useStage();
  const raster = useRaster();
  let scratch: Scratch;

  beforeEach(() => {
    scratch = makeScratch('cancel');
  });
  afterEach(() => scratch.remove());

  for (const { when, answer = 'good', settings = {}, isEdit, held, reached, ends, posts, files } of PHASES) {
    it(`${when} ends at once, files kept: ${files}`, async () => {
      const saveFolder = unique('cancelled');
      await configure({ ...settings, saveFolder });
      stage.server.answer(answer);
      const gate = holdBack(held, raster(), scratch.path);
      const store = createStore();
      const generation = makeGeneration(scratch.path, gate.outside, noKeys, { store, queue: realQueue() });
      let partials = 0;
      generation.onPartial(() => (partials += 1));
      const calls = () => [...store.state.runs.values()].flatMap((run) => run.calls.map(({ state }) => state));
      const isSent = ({ method }: { readonly method: string }) => method === 'GET';
      const edit = isEdit && { edit: await editWish() };
      const made = generation.start({ prompt: 'a cat in the sun', options: {}, ...edit });
      await until(`it has come so far: ${when}`, () =>
        reached({
          posts: stage.server.posts.length,
          gets: stage.server.requests.filter(isSent).length,
          calls: calls(),
          partials,
          isHeld: gate.isHeld(),
          written: stage.server.posts[0]?.socket.bytesWritten ?? 0,
        }),
      );

      const [run = ''] = store.state.order;
      const told = new Promise<void>((resolve) => {
        const isOver = () => calls().every(({ kind }) => kind === 'failed');
        store.onChange(() => isOver() && resolve());
      });
      const late = sleep(WITHIN, 'late', { ref: false });
      generation.cancel(run);
      assert.notEqual(await Promise.race([told, late]), 'late', 'the end is told');
      const sentences: Record<string, number> = {};
      for (const state of calls()) {
        const sentence = state.kind === 'failed' ? explain(state.failure).sentence : state.kind;
        sentences[sentence] = (sentences[sentence] ?? 0) + 1;
      }
      assert.deepEqual(sentences, ends);

      gate.release();
      assert.equal((await made).length, files);
      const saved = await readdir(join(folder('first'), saveFolder)).catch(() => []);
      assert.equal(saved.length, files, `${saved}`);
      for (const name of saved) inspectImage(new Uint8Array(await readFile(join(folder('first'), saveFolder, name))));
      if (files > 0) assert.deepEqual(new Set(calls().map(({ kind }) => kind)), new Set(['done']), 'nothing is missing');
      assert.equal(stage.server.posts.length, posts, 'no request starts after it');
      generation.dispose();
    });
  }
});

/** The right half of a picture in the workspace is to be changed. */
async function editWish(): Promise<EditWish> {
  const [width, height] = [64, 48];
  const path = join(folder('first'), `${unique('cat')}.png`);
  await writeFile(path, encodePng(width, height, [10, 60, 200, 255], [240, 200, 20, 255]));
  const plane = Uint8Array.from({ length: width * height }, (_, at) => (at % width < width / 2 ? 0 : 255));
  const deflated: Bytes = new Uint8Array(deflateSync(plane));
  return {
    kind: 'edit',
    picture: vscode.Uri.file(path),
    references: [],
    region: 'auto',
    coverage: { width, height, deflated },
  };
}
