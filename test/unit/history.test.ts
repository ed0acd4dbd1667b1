import assert from 'node:assert/strict';
import { learnedPrices, recentPrompts, runsOf } from '../../src/core/history.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Note } from '../../src/core/note.ts';
import { restoreState } from '../../src/core/restore.ts';
import { picturesOf } from '../../src/core/session.ts';
import type { Options, Usage } from '../../src/core/task.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

const OPENAI = 'https://api.openai.com';
const HERE = 'file:///project';

interface RunOf {
  readonly at?: number;
  readonly prompt?: string;
  readonly window?: string;
  readonly workspace?: string;
  readonly provider?: string;
  readonly options?: Partial<Options>;
  readonly calls?: number;
  readonly tellsSent?: true;
}

let time = 0;

function started(run: string, of: RunOf = {}): Entry {
  return {
    kind: 'started',
    at: of.at ?? ++time,
    run,
    window: of.window ?? 'dead',
    provider: of.provider ?? OPENAI,
    prompt: of.prompt ?? `prompt of ${run}`,
    options: { ...DEFAULT_OPTIONS, ...of.options },
    calls: Array.from({ length: of.calls ?? 1 }, (_, index) => `${run}${index + 1}`),
    parents: [],
    ...(of.workspace !== undefined && { workspace: of.workspace }),
    ...(of.tellsSent && { tellsSent: of.tellsSent }),
  };
}

function saved(run: string, call: number, image: string, uri = `file:///project/assets/${image}.png`): Entry {
  return {
    kind: 'saved',
    at: ++time,
    run,
    call: `${run}${call}`,
    image,
    uri,
    sha256: 'ab',
    bytes: 2000,
    width: 1536,
    height: 1024,
  };
}

function used(run: string, call: number, outputTokens: number, inputTextTokens = 0): Entry {
  const usage: Usage = { inputTextTokens, inputImageTokens: 0, outputTokens };
  return { kind: 'used', at: ++time, run, call: `${run}${call}`, usage };
}

function failed(run: string, call: number): Entry {
  return { kind: 'failed', at: ++time, run, call: `${run}${call}`, failure: { kind: 'incomplete' } };
}

function sent(run: string, call: number, on = true): Entry {
  return { kind: 'sent', at: ++time, run, call: `${run}${call}`, on };
}

function ended(run: string): Entry {
  return { kind: 'ended', at: ++time, run };
}

const alive = (window: string) => window === 'alive';

describe('history', () => {
  it('offers recent prompts newest first, each once', () => {
    const entries = ['a', 'b', 'a', 'c'].map((prompt, index) => started(`r${index}`, { prompt, at: index }));
    assert.deepEqual(recentPrompts(entries), ['c', 'a', 'b']);
    assert.deepEqual(recentPrompts(entries, 2), ['c', 'a']);
    assert.deepEqual(recentPrompts([]), []);
    const many = Array.from({ length: 30 }, (_, index) => started(`r${index}`, { prompt: `p${index}`, at: index }));
    assert.deepEqual([recentPrompts(many).length, recentPrompts(many)[0]], [20, 'p29']);
  });

  it('learns what an image costs from what was paid at OpenAI', () => {
    const paid = (run: string, tokens: number, of: RunOf = {}) => [
      started(run, of),
      saved(run, 1, run),
      used(run, 1, tokens),
      ended(run),
    ];
    for (const [name, entries, expected] of [
      ['nothing', [], {}],
      ['one image', paid('a', 1000), { 'gpt-image-2.6-flare auto medium': 0.03 }],
      ['the median', [...paid('a', 1000), ...paid('b', 2000), ...paid('c', 90_000)], { 'gpt-image-2.6-flare auto medium': 0.06 }],
      [
        'the size that was sent',
        paid('a', 1000, { options: { size: '1000x1000' } }),
        { 'gpt-image-2.6-flare 1008x1008 medium': 0.03 },
      ],
      ['another server’s numbers', paid('a', 1000, { provider: 'http://localhost:8080' }), {}],
      ['zeros', paid('a', 0), {}],
      ['a model without known prices', paid('a', 1000, { options: { model: 'gpt-image-1-mini' } }), {}],
      ['options that do not fit any more', paid('a', 1000, { options: { size: 'huge' } }), {}],
      ['no image', [started('a'), used('a', 1, 1000)], {}],
      [
        'several images of one call',
        [started('a', { options: { count: 2 } }), saved('a', 1, 'x'), saved('a', 1, 'y'), used('a', 1, 2000)],
        { 'gpt-image-2.6-flare auto medium': 0.03 },
      ],
    ] as const) {
      assert.deepEqual(Object.fromEntries(learnedPrices(runsOf(entries))), expected, name);
    }
  });
});

describe('restore', () => {
  it('shows the runs of the workspace again, newest first, with their images', () => {
    const entries = [
      started('a', { workspace: HERE, prompt: 'a white cat' }),
      saved('a', 1, 'x', 'file:///project/assets/a%20white%20cat.webp'),
      ended('a'),
      started('b', { workspace: 'file:///other' }),
      saved('b', 1, 'y'),
      ended('b'),
      started('c', { workspace: HERE }),
      failed('c', 1),
      ended('c'),
    ];
    const state = restoreState(entries, { workspaces: [HERE], alive });
    assert.deepEqual(state.order, ['c', 'a']);
    const x = picturesOf(state, 'a')[0];
    assert.deepEqual(
      [x?.name, x?.info, x?.size, x?.sha256, x?.state, x?.alt],
      ['a white cat.webp', { type: 'webp', width: 1536, height: 1024 }, 2000, 'ab', 'kept', 'a white cat'],
    );
    assert.equal(state.selected, 'x');
    assert.deepEqual(state.runs.get('c')?.calls[0]?.state, { kind: 'failed', failure: { kind: 'incomplete' } });
    assert.deepEqual(restoreState(entries, { workspaces: [], alive }).order, []);
    assert.deepEqual(restoreState([], { workspaces: [HERE], alive }).order, []);
  });

  it('does not offer again what was asked for again already', () => {
    const entries: Entry[] = [
      started('a', { calls: 2, options: { count: 2 } }),
      saved('a', 1, 'x'),
      failed('a', 2),
      ended('a'),
      started('b'),
      failed('b', 1),
      ended('b'),
      { kind: 'replaced', at: 9, run: 'a' },
      { kind: 'replaced', at: 9, run: 'b' },
    ];
    const state = restoreState(entries, { workspaces: [], alive });
    assert.deepEqual(state.order, ['a']);
    assert.deepEqual(
      state.runs.get('a')?.calls.map(({ state: { kind } }) => kind),
      ['done'],
    );
  });

  it('offers again what is left when only one request of several was asked for again', () => {
    const entries: Entry[] = [
      started('a', { calls: 2, options: { count: 2 } }),
      failed('a', 1),
      failed('a', 2),
      ended('a'),
      { kind: 'replaced', at: 9, run: 'a', calls: ['a1'] },
    ];
    const [run] = restoreState(entries, { workspaces: [], alive }).runs.values();
    assert.deepEqual(
      run?.calls.map(({ id }) => id),
      ['a2'],
    );
  });

  it('shows the runs of every folder of a workspace', () => {
    const entries = [started('a', { workspace: HERE }), ended('a'), started('b', { workspace: 'file:///other' }), ended('b')];
    assert.deepEqual(restoreState(entries, { workspaces: [HERE, 'file:///other'], alive }).order, ['b', 'a']);
  });

  it('keeps to the newest runs', () => {
    const entries = Array.from({ length: 25 }, (_, index) => [started(`r${index}`), ended(`r${index}`)]).flat();
    assert.deepEqual(
      [restoreState(entries, { workspaces: [], alive }).order.length, restoreState(entries, { workspaces: [], alive }).order[0]],
      [20, 'r24'],
    );
    assert.deepEqual(restoreState(entries, { workspaces: [], alive, limit: 2 }).order, ['r24', 'r23']);
  });

  it('calls unknown what a dead window left, and shows none of it as running', () => {
    const three = { calls: 3, options: { count: 3 } };
    for (const [name, entries, states] of [
      ['reloaded while waiting', [started('r', three), saved('r', 2, 'x'), failed('r', 3)], ['unknown', 'done', 'failed']],
      [
        'ended',
        [started('r', three), saved('r', 1, 'x'), failed('r', 2), failed('r', 3), ended('r')],
        ['done', 'failed', 'failed'],
      ],
      ['reloaded in the queue', [started('r', { ...three, tellsSent: true }), sent('r', 2)], ['unsent', 'unknown', 'unsent']],
      [
        'reloaded while a busy server is waited for',
        [started('r', { tellsSent: true }), sent('r', 1), sent('r', 1, false)],
        ['unsent'],
      ],
      ['part of one call', [started('r', { options: { count: 2 } }), saved('r', 1, 'x')], ['unknown']],
      ['a run that another window is busy with', [started('r', { ...three, window: 'alive' })], undefined],
      ['what that window finished', [started('r', { window: 'alive' }), saved('r', 1, 'x'), ended('r')], ['done']],
    ] as const) {
      const run = restoreState(entries, { workspaces: [], alive }).runs.get('r');
      assert.deepEqual(
        run?.calls.map(({ state }) => state.kind),
        states,
        name,
      );
      // The last that was heard of it.
      if (run) assert.equal(run.endedAt, entries.at(-1)?.at, name);
    }
  });

  it('knows what became of each image', () => {
    const about = { at: 1_000_000, image: 'x' };
    const inserted: Entry = { kind: 'inserted', ...about, document: 'file:///project/post.md' };
    const discarded: Entry = { kind: 'discarded', ...about, bin: 'file:///storage/bin/1' };
    const restored: Entry = { kind: 'restored', ...about, uri: 'file:///project/assets/x-2.png' };
    const uri = 'file:///project/assets/tom.png';
    const moved: Entry = { kind: 'moved', ...about, uri, sha256: 'ab', bytes: 1 };
    for (const [name, fate, expected] of [
      ['renamed', [moved], ['kept', uri, 'tom.png', 'x']],
      ['kept', [], ['kept', 'file:///project/assets/x.png', 'x.png', 'x']],
      ['inserted', [inserted], ['inserted', 'file:///project/assets/x.png', 'x.png', 'x']],
      [
        'in the bin, with the place to go back to',
        [discarded],
        ['discarded', 'file:///project/assets/x.png', 'x.png', undefined],
      ],
      ['back from the bin', [discarded, restored], ['kept', 'file:///project/assets/x-2.png', 'x-2.png', 'x']],
      [
        'back, and still inserted',
        [inserted, discarded, restored],
        ['inserted', 'file:///project/assets/x-2.png', 'x-2.png', 'x'],
      ],
      [
        'in the bin again',
        [discarded, restored, discarded],
        ['discarded', 'file:///project/assets/x-2.png', 'x-2.png', undefined],
      ],
    ] as const) {
      const state = restoreState([started('r'), saved('r', 1, 'x'), ended('r'), ...fate], { workspaces: [], alive });
      const picture = state.pictures.get('x');
      assert.deepEqual([picture?.state, picture?.uri, picture?.name, state.selected], expected, name);
    }
  });

  it('says again what was fitted, and what came otherwise than it was asked for', () => {
    const fitted: Note = { kind: 'size', from: '1x1', to: '16x16' };
    const came: Note = { kind: 'otherSize', asked: '16x16', got: '8x8' };
    const noted = (note: Note, call?: string): Entry => ({
      kind: 'noted',
      at: ++time,
      run: 'r',
      note,
      ...(call !== undefined && { call }),
    });
    const entries = [started('r'), noted(fitted), noted(came, 'r1'), saved('r', 1, 'x'), ended('r'), started('s'), ended('s')];
    const { runs } = restoreState(entries, { workspaces: [], alive });
    assert.deepEqual([runs.get('r')?.notes, runs.get('s')?.notes], [[fitted, came], []]);
  });

  it('knows which images have a star', () => {
    const star = (on: boolean): Entry => ({ kind: 'starred', at: 1_000_000, image: 'x', on });
    const moved: Entry = { kind: 'moved', at: 1_000_001, image: 'x', uri: 'file:///tom.png', sha256: 'ab', bytes: 1 };
    for (const [fate, expected] of [
      [[star(true)], true],
      [[star(true), moved], true],
      [[star(true), star(false)], undefined],
      [[], undefined],
    ] as const) {
      const state = restoreState([started('r'), saved('r', 1, 'x'), ended('r'), ...fate], { workspaces: [], alive });
      assert.equal(state.pictures.get('x')?.starred, expected);
    }
  });
});
