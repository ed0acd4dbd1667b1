import assert from 'node:assert/strict';
import type { Event, Picture, Run, State } from '../../src/core/session.ts';
import { empty, isRunning, picturesOf, reduce } from '../../src/core/session.ts';
import { missingImages, unfinishedCalls } from '../../src/core/unfinished.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

function run(id: string): Run {
  return {
    id,
    prompt: `prompt of ${id}`,
    options: DEFAULT_OPTIONS,
    provider: 'openai',
    startedAt: 1,
    calls: [
      { id: `${id}-1`, n: 1, state: { kind: 'queued' }, got: 0 },
      { id: `${id}-2`, n: 1, state: { kind: 'queued' }, got: 0 },
    ],
    notes: [],
    standIn: false,
  };
}

function picture(id: string, of: string, call = `${of}-1`): Picture {
  return {
    id,
    run: of,
    call,
    uri: `file:///a/${id}.png`,
    name: `${id}.png`,
    info: { type: 'png', width: 10, height: 10 },
    size: 100,
    sha256: '00',
    alt: 'a',
    parents: [],
    state: 'kept',
  };
}

function stateAfter(...events: readonly Event[]): State {
  return events.reduce(reduce, empty);
}

const started = (id: string): Event => ({ kind: 'started', run: run(id) });
const saved = (id: string, of: string, call?: string): Event => ({ kind: 'saved', picture: picture(id, of, call) });

describe('session', () => {
  it('keeps runs newest first, each once', () => {
    assert.deepEqual(stateAfter(started('a'), started('b'), started('c')).order, ['c', 'b', 'a']);
    assert.deepEqual(stateAfter(started('a'), started('b'), started('a')).order, ['a', 'b']);
  });

  it('follows each call of each run on its own', () => {
    const state = stateAfter(
      started('a'),
      started('b'),
      { kind: 'call', run: 'a', call: 'a-2', state: { kind: 'sent' } },
      { kind: 'call', run: 'b', call: 'b-1', state: { kind: 'waiting', until: 5 } },
      { kind: 'call', run: 'a', call: 'a-1', state: { kind: 'failed', failure: { kind: 'incomplete' } } },
    );
    const states = (id: string) => state.runs.get(id)?.calls.map((call) => call.state.kind);
    assert.deepEqual(states('a'), ['failed', 'sent']);
    assert.deepEqual(states('b'), ['waiting', 'queued']);
  });

  it('counts an image for the call that brought it, keeps it and selects it', () => {
    const state = stateAfter(started('a'), saved('x', 'a', 'a-2'), saved('y', 'a', 'a-2'), saved('z', 'a', 'a-1'));
    assert.deepEqual(
      state.runs.get('a')?.calls.map(({ got }) => got),
      [1, 2],
    );
    assert.deepEqual(
      picturesOf(state, 'a').map(({ id }) => id),
      ['x', 'y', 'z'],
    );
    assert.deepEqual(picturesOf(state, 'b'), []);
    assert.equal(state.selected, 'z');
  });

  it('keeps what came when the rest fails, and knows when it is over', () => {
    const before = stateAfter(started('a'), saved('x', 'a'));
    const state = reduce(before, { kind: 'ended', run: 'a', at: 9, failure: { kind: 'incomplete' } });
    const [running, over] = [before.runs.get('a'), state.runs.get('a')];
    assert.ok(running && over && isRunning(running) && !isRunning(over));
    assert.deepEqual([over.endedAt, over.failure], [9, { kind: 'incomplete' }]);
    assert.equal(picturesOf(state, 'a').length, 1);
  });

  it('collects notes in their order', () => {
    const notes = [{ kind: 'fewer', asked: 2, got: 1 }, { kind: 'noWorkspace' }] as const;
    const state = stateAfter(started('a'), ...notes.map((note): Event => ({ kind: 'note', run: 'a', note })));
    assert.deepEqual(state.runs.get('a')?.notes, notes);
  });

  it('remembers where images would go, until the place is gone', () => {
    const target = { name: 'post.md', line: 12, copyOnly: false };
    const state = stateAfter(started('a'), { kind: 'target', run: 'a', target });
    assert.deepEqual(state.targets.get('a'), target);
    assert.equal(reduce(state, { kind: 'target', run: 'a', target: undefined }).targets.has('a'), false);
  });

  it('moves an image to the bin and back', () => {
    const binned = stateAfter(started('a'), saved('x', 'a'), {
      kind: 'picture',
      image: 'x',
      state: 'discarded',
      uri: 'file:///bin/1',
    });
    const { state, uri, name } = binned.pictures.get('x') ?? {};
    assert.deepEqual([state, uri, name], ['discarded', 'file:///bin/1', 'x.png']);
    const back = reduce(binned, { kind: 'picture', image: 'x', state: 'kept', uri: 'file:///a/x-2.png', name: 'x-2.png' });
    const restored = back.pictures.get('x');
    assert.deepEqual([restored?.state, restored?.uri, restored?.name], ['kept', 'file:///a/x-2.png', 'x-2.png']);
  });

  it('stars an image, and takes the star away', () => {
    const starred = stateAfter(started('a'), saved('x', 'a'), { kind: 'starred', image: 'x', on: true });
    assert.equal(starred.pictures.get('x')?.starred, true);
    assert.equal('starred' in (reduce(starred, { kind: 'starred', image: 'x', on: false }).pictures.get('x') ?? {}), false);
    assert.equal(reduce(starred, { kind: 'starred', image: 'gone', on: true }), starred);
  });

  it('selects an image or none', () => {
    const state = stateAfter(started('a'), saved('x', 'a'), saved('y', 'a'), { kind: 'selected', image: 'x' });
    assert.equal(state.selected, 'x');
    assert.equal('selected' in reduce(state, { kind: 'selected', image: undefined }), false);
  });

  it('forgets a run that brought nothing, and only the failures of one that brought something', () => {
    const failed = { kind: 'failed', failure: { kind: 'incomplete' } } as const;
    const nothing = stateAfter(started('a'), { kind: 'forgotten', run: 'a' });
    assert.deepEqual([nothing.runs.size, nothing.order], [0, []]);
    const something = stateAfter(
      started('a'),
      saved('x', 'a'),
      { kind: 'call', run: 'a', call: 'a-1', state: { kind: 'done' } },
      { kind: 'call', run: 'a', call: 'a-2', state: failed },
      { kind: 'forgotten', run: 'a' },
    );
    assert.deepEqual(
      something.runs.get('a')?.calls.map(({ id }) => id),
      ['a-1'],
    );
    assert.equal(picturesOf(something, 'a').length, 1);
  });

  it('forgets only the calls that are asked for again, and the run with the last of them', () => {
    const failed = { kind: 'failed', failure: { kind: 'incomplete' } } as const;
    const both = stateAfter(
      started('a'),
      { kind: 'call', run: 'a', call: 'a-1', state: failed },
      { kind: 'call', run: 'a', call: 'a-2', state: failed },
    );
    const one = reduce(both, { kind: 'forgotten', run: 'a', calls: ['a-2'] });
    assert.deepEqual(
      one.runs.get('a')?.calls.map(({ id }) => id),
      ['a-1'],
    );
    assert.equal(reduce(one, { kind: 'forgotten', run: 'a', calls: ['a-1'] }).runs.size, 0);
  });

  it('keeps an image that no folder took when the rest is asked for again, and does not ask for it', () => {
    const state = stateAfter(
      started('a'),
      {
        kind: 'call',
        run: 'a',
        call: 'a-1',
        state: { kind: 'failed', failure: { kind: 'noPlace', reason: 'full', folder: 'assets' } },
      },
      { kind: 'call', run: 'a', call: 'a-2', state: { kind: 'failed', failure: { kind: 'incomplete' } } },
    );
    const before = state.runs.get('a');
    assert.equal(before && missingImages(unfinishedCalls(before)), 1);
    const after = reduce(state, { kind: 'forgotten', run: 'a' }).runs.get('a');
    assert.deepEqual(
      after?.calls.map(({ id }) => id),
      ['a-1'],
    );
    assert.equal(after && missingImages(unfinishedCalls(after)), 0);
  });

  it('lets go of an image whose file is gone', () => {
    const state = stateAfter(started('a'), saved('x', 'a'), { kind: 'gone', image: 'x' });
    assert.deepEqual([state.pictures.size, state.selected], [0, undefined]);
  });

  it('is not changed by events about what it does not know', () => {
    const target = { name: 'post.md', line: 1, copyOnly: false };
    for (const before of [empty, stateAfter(started('a'), saved('x', 'a'))]) {
      for (const event of [
        { kind: 'call', run: 'gone', call: 'gone-1', state: { kind: 'done' } },
        { kind: 'call', run: 'a', call: 'gone', state: { kind: 'done' } },
        { kind: 'saved', picture: picture('late', 'gone') },
        { kind: 'note', run: 'gone', note: { kind: 'noWorkspace' } },
        { kind: 'ended', run: 'gone', at: 5 },
        { kind: 'forgotten', run: 'gone' },
        { kind: 'target', run: 'gone', target },
        { kind: 'target', run: 'gone', target: undefined },
        { kind: 'picture', image: 'gone', state: 'discarded' },
        { kind: 'selected', image: 'gone' },
      ] as const) {
        assert.deepEqual(reduce(before, event), before, JSON.stringify(event));
      }
    }
  });

  it('leaves the state it is given as it was', () => {
    const before = stateAfter(started('a'), saved('x', 'a'));
    const copy = structuredClone(before);
    reduce(before, saved('y', 'a'));
    reduce(before, { kind: 'picture', image: 'x', state: 'discarded' });
    reduce(before, { kind: 'forgotten', run: 'a' });
    reduce(before, started('b'));
    assert.deepEqual(before, copy);
  });
});
