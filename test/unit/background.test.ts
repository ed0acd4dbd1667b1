import assert from 'node:assert/strict';
import { asksForTransparency, type Background, checkBackgrounds } from '../../src/core/background.ts';
import { Failed } from '../../src/core/failure.ts';
import { nextFate, UNTOUCHED } from '../../src/core/fate.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { type Event, empty, type Picture, reduce } from '../../src/core/session.ts';

function picture(id: string): Picture {
  return {
    id,
    run: 'run',
    call: 'call',
    uri: `file:///${id}.png`,
    name: `${id}.png`,
    info: { type: 'png', width: 4, height: 4 },
    size: 1,
    sha256: id,
    alt: id,
    parents: [],
    state: 'kept',
  };
}

/** Checks pictures whose backgrounds are these; a failure stands for an engine that fails. */
async function check(backgrounds: readonly (Background | 'broken')[], ledgerFails = false) {
  const events: Event[] = [];
  const entries: Entry[] = [];
  const reports: unknown[] = [];
  const pictures = backgrounds.map((_, index) => picture(String(index)));
  await checkBackgrounds(pictures, {
    raster: async () => ({
      background: async ([index = 0]) => {
        const background = backgrounds[index];
        if (background === undefined || background === 'broken') throw new Failed({ kind: 'raster' });
        return background;
      },
    }),
    ledger: async () => ({
      append: async (entry) => {
        if (ledgerFails) throw new Failed({ kind: 'noPlace', reason: 'full', folder: 'ledger' });
        entries.push(entry);
      },
    }),
    read: async ({ id }) => Uint8Array.of(Number(id)),
    dispatch: (event) => events.push(event),
    now: () => 7,
    report: (error) => reports.push(error),
  });
  return { events, entries, reports };
}

describe('the check of backgrounds', () => {
  it('tells of every picture that is not transparent, and writes it down', async () => {
    const { events, entries, reports } = await check(['transparent', 'opaque', 'checkerboard']);
    assert.deepEqual(events, [
      { kind: 'checked', image: '1', background: 'opaque' },
      { kind: 'checked', image: '2', background: 'checkerboard' },
    ]);
    assert.deepEqual(entries, [
      { kind: 'checked', at: 7, image: '1', background: 'opaque' },
      { kind: 'checked', at: 7, image: '2', background: 'checkerboard' },
    ]);
    assert.deepEqual(reports, []);
  });

  it('goes on where the engine fails, and reports it', async () => {
    const { events, reports } = await check(['broken', 'opaque']);
    assert.deepEqual(
      events.map((event) => event.kind === 'checked' && event.image),
      ['1'],
    );
    assert.equal(reports.length, 1);
  });

  it('tells of it also where it cannot be written down', async () => {
    const { events, reports } = await check(['opaque'], true);
    assert.equal(events.length, 1);
    assert.equal(reports.length, 1);
  });

  it('is kept with the picture, over reloads too, and changes nothing else', () => {
    const state = { ...empty, pictures: new Map([['cat', picture('cat')]]) };
    const after = reduce(state, { kind: 'checked', image: 'cat', background: 'checkerboard' });
    assert.deepEqual(after.pictures.get('cat'), { ...picture('cat'), background: 'checkerboard' });
    assert.deepEqual(reduce(state, { kind: 'checked', image: 'dog', background: 'opaque' }), state);
    const entry: Entry = { kind: 'checked', at: 1, image: 'cat', background: 'opaque' };
    assert.deepEqual(nextFate(UNTOUCHED, entry), { ...UNTOUCHED, background: 'opaque' });
  });

  for (const [background, expected] of [
    ['transparent', true],
    ['opaque', false],
    ['auto', false],
    [undefined, false],
  ] as const) {
    it(`is${expected ? '' : ' not'} made where ${background ?? 'nothing'} is asked of the server`, () => {
      const parameters = background === undefined ? {} : { background };
      const call = { endpoint: 'generate' as const, prompt: 'a cat', model: 'm', n: 1, parameters };
      assert.equal(asksForTransparency({ calls: [call] }), expected);
    });
  }
});
