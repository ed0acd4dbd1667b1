import assert from 'node:assert/strict';
import { Failed, type Failure } from '../../src/core/failure.ts';
import type { Bytes, ImageInfo } from '../../src/core/image.ts';
import type { RunEvent } from '../../src/core/keep.ts';
import type { Entry, Ledger } from '../../src/core/ledger.ts';
import { modelOf } from '../../src/core/models.ts';
import type { Note } from '../../src/core/note.ts';
import { Queue } from '../../src/core/queue.ts';
import { run } from '../../src/core/run.ts';
import { type Event, empty, reduce, type State } from '../../src/core/session.ts';
import type { Call, ImageProvider, PlannedCall, Progress, Retoucher, Saved } from '../../src/core/task.ts';
import { encodePng } from '../support/imagesPng.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

const info: ImageInfo = { type: 'png', width: 4, height: 4, alpha: false, credentials: false };
const image = (mark: number): Progress => ({ kind: 'image', bytes: new Uint8Array([mark]), info });
const sent: Progress = { kind: 'sent' };

/** What one POST of the provider does: steps, then a failure, or then waits until it is cancelled. */
type Script = readonly (Progress | Failure | 'hang' | Pause)[];

/** So many ms go by. */
interface Pause {
  readonly kind: 'pause';
  readonly ms: number;
}

interface Outcome {
  readonly events: readonly RunEvent[];
  readonly state: State;
  readonly entries: readonly Entry[];
  readonly kept: readonly number[];
  /** Answers that were kept as they came, before anything was made from them. */
  readonly raws: readonly number[];
  readonly calls: readonly Call[];
  /** How many POSTs went out. */
  readonly posts: number;
  readonly slept: readonly number[];
}

/** Runs a call for each number of images; each POST takes the next script. */
async function make(
  calls: readonly number[],
  scripts: readonly Script[],
  {
    keep,
    cancelOn,
    ledgerFails,
    retoucher,
    keepRaw,
    postsBeforeKept = 0,
    notes = [],
  }: {
    keep?: (mark: number) => Failure | undefined;
    cancelOn?: RunEvent['kind'];
    ledgerFails?: Entry['kind'];
    retoucher?: Retoucher;
    keepRaw?: () => Failure;
    /** No image is on disk before so many POSTs have gone out. */
    postsBeforeKept?: number;
    notes?: readonly Note[];
  } = {},
): Promise<Outcome> {
  const sentCalls: Call[] = [];
  let posts = 0;
  let ids = 0;
  const kept: number[] = [];
  const slept: number[] = [];
  const entries: Entry[] = [];
  const events: RunEvent[] = [];
  let now = 1_000_000;
  const controller = new AbortController();
  const provider: ImageProvider = {
    origin: 'http://server',
    async *run(call: Call, signal: AbortSignal) {
      sentCalls.push(call);
      for (const step of scripts[posts++] ?? []) {
        if (step === 'hang') {
          if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve));
          throw new Failed({ kind: 'cancelled', billable: false });
        }
        if (step.kind === 'pause') now += step.ms;
        else if (isProgress(step)) yield step;
        else throw new Failed(step);
      }
    },
  };
  const ledger: Ledger = {
    window: 'w',
    async append(entry) {
      if (entry.kind === ledgerFails) throw new Failed({ kind: 'noPlace', reason: 'full', folder: 'ledger' });
      entries.push(entry);
    },
    read: async () => entries,
    readRecent: async () => entries,
    onAppend: () => () => undefined,
    compact: async () => undefined,
    alive: () => true,
  };
  const queue = new Queue({
    limit: 4,
    now: () => now,
    async sleep(ms) {
      slept.push(ms);
      now += ms;
    },
    random: () => 0,
  });
  const endpoint = retoucher ? 'edit' : 'generate';
  const raws: number[] = [];
  const shelf = {
    async keepRaw(bytes: Bytes): Promise<Saved> {
      const mark = bytes[0] ?? 0;
      if (keepRaw) throw new Failed(keepRaw());
      raws.push(mark);
      return { uri: `file:///answers/${mark}.png`, name: `${mark}.png`, sha256: `raw ${mark}` };
    },
    async keep(bytes: Bytes): Promise<Saved> {
      const mark = bytes[0] ?? 0;
      while (posts < postsBeforeKept) await new Promise((resolve) => setImmediate(resolve));
      const failure = keep?.(mark);
      if (failure) throw new Failed(failure);
      kept.push(mark);
      return { uri: `file:///assets/${mark}.png`, name: `${mark}.png`, sha256: `${mark}` };
    },
  };
  const request = {
    id: 'run',
    order: {
      calls: calls.map((n): PlannedCall => ({ endpoint, prompt: 'a cat', model: 'some-model', n, parameters: {} })),
      model: modelOf('some-model'),
      notes,
    },
    prompt: 'a cat',
    options: DEFAULT_OPTIONS,
    provider: 'http://server',
    standIn: false,
    name: 'a-cat',
    alt: 'a cat',
    parents: [],
  };
  const parts = {
    provider,
    shelf,
    ledger,
    queue,
    now: () => now,
    newId: () => `id-${++ids}`,
    report: () => undefined,
    ...(retoucher && { retoucher }),
  };
  let state = empty;
  for await (const event of run(request, parts, controller.signal)) {
    events.push(event);
    if (isEvent(event)) state = reduce(state, event);
    if (event.kind === cancelOn) controller.abort();
  }
  return { events, state, entries, kept, raws, posts, slept, calls: sentCalls };
}

const PROGRESS = ['sent', 'partial', 'image', 'note', 'usage'];
function isProgress(step: Progress | Failure): step is Progress {
  return PROGRESS.includes(step.kind);
}

function isEvent(event: RunEvent): event is Event {
  return event.kind !== 'partial' && event.kind !== 'held';
}

/** How each call ended: `done`, or the failure's kind. */
function ends({ state }: Outcome): readonly string[] {
  return [...state.runs.values()].flatMap(({ calls }) =>
    calls.map((call) => (call.state.kind === 'failed' ? call.state.failure.kind : call.state.kind)),
  );
}

describe('a run', () => {
  it('notes how long each image took from the sending of its request, without what was waited before', async () => {
    const until = 1_005_000;
    const pause = (ms: number): Pause => ({ kind: 'pause', ms });
    const { entries } = await make(
      [2],
      [
        [sent, pause(100), { kind: 'rateLimited', until }],
        [sent, pause(300), image(1), pause(50), image(2)],
      ],
    );
    const took = entries.flatMap((entry) => (entry.kind === 'saved' ? [entry.took] : []));
    assert.deepEqual(took, [300, 350]);
  });

  it('tells what a call used', async () => {
    const usage = { inputTextTokens: 1, inputImageTokens: 2, outputTokens: 3 };
    const { state } = await make([1], [[sent, image(1), { kind: 'usage', usage }]]);
    assert.deepEqual(state.runs.get('run')?.calls[0]?.usage, usage);
  });

  const limited: Failure = { kind: 'rateLimited' };
  const broken: Failure = { kind: 'server', status: 500 };
  const table: [string, readonly number[], readonly Script[], { ends: string[]; kept: number[]; posts: number }][] = [
    ['keeps what one call brings', [2], [[sent, image(1), image(2)]], { ends: ['done'], kept: [1, 2], posts: 1 }],
    ['keeps what came before a failure', [2], [[sent, image(1), broken]], { ends: ['server'], kept: [1], posts: 1 }],
    [
      'leaves the other calls alone when one fails',
      [1, 1, 1],
      [
        [sent, image(1)],
        [sent, broken],
        [sent, image(3)],
      ],
      { ends: ['done', 'server', 'done'], kept: [1, 3], posts: 3 },
    ],
    [
      'never repeats a server error',
      [1],
      [
        [sent, broken],
        [sent, image(1)],
      ],
      { ends: ['server'], kept: [], posts: 1 },
    ],
    [
      'never repeats a broken connection',
      [1],
      [
        [sent, { kind: 'incomplete' }],
        [sent, image(1)],
      ],
      { ends: ['incomplete'], kept: [], posts: 1 },
    ],
    [
      'asks again after a 429, which proves that nothing was made',
      [1],
      [
        [sent, limited],
        [sent, limited],
        [sent, image(1)],
      ],
      { ends: ['done'], kept: [1], posts: 3 },
    ],
    [
      'gives up after three repeats',
      [1],
      [[limited], [limited], [limited], [limited], [image(1)]],
      { ends: ['rateLimited'], kept: [], posts: 4 },
    ],
    [
      'leaves a server alone that wants a pause of an hour',
      [1],
      [[{ kind: 'rateLimited', until: 1_000_000 + 3_600_000 }], [image(1)]],
      { ends: ['rateLimited'], kept: [], posts: 1 },
    ],
  ];
  for (const [sentence, calls, scripts, expected] of table) {
    it(sentence, async () => {
      const outcome = await make(calls, scripts);
      assert.deepEqual({ ends: ends(outcome), kept: outcome.kept.toSorted(), posts: outcome.posts }, expected);
      assert.equal(outcome.events.filter(({ kind }) => kind === 'ended').length, 1);
      assert.equal(outcome.events.at(-1)?.kind, 'ended');
    });
  }

  it('is in the ledger before anything is sent, and every image before it is shown', async () => {
    const { entries, events } = await make([1], [[sent, image(1)]]);
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['started', 'sent', 'saved', 'ended'],
    );
    assert.deepEqual(
      events.map(({ kind }) => kind),
      ['started', 'call', 'saved', 'call', 'ended'],
    );
  });

  it('writes down what was fitted before it is sent, and what came otherwise when it comes', async () => {
    const fitted: Note = { kind: 'size', from: '1x1', to: '16x16' };
    const came: Note = { kind: 'otherSize', asked: '16x16', got: '8x8' };
    const { entries, state } = await make([1], [[sent, { kind: 'note', note: came }, image(1)]], { notes: [fitted] });
    assert.deepEqual(
      entries.map((entry) => (entry.kind === 'noted' ? entry.note : entry.kind)),
      ['started', fitted, 'sent', came, 'saved', 'ended'],
    );
    assert.deepEqual(state.runs.get('run')?.notes, [fitted, came]);
    const lost = await make([1], [[sent, { kind: 'note', note: came }, image(1)]], { ledgerFails: 'noted' });
    assert.deepEqual([ends(lost), lost.state.runs.get('run')?.notes, lost.kept], [['done'], [came], [1]]);
  });

  it('asks for the next image while earlier ones are being saved: a slow disk does not slow the server', async () => {
    const calls = [1, 1, 1, 1, 1, 1, 1, 1];
    const scripts = calls.map((_, index) => [sent, image(index)]);
    const { kept } = await make(calls, scripts, { postsBeforeKept: calls.length });
    assert.deepEqual([...kept].sort(), [0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('sends nothing when the ledger cannot be written', async () => {
    await assert.rejects(make([1], [[sent, image(1)]], { ledgerFails: 'started' }), (error: unknown) => {
      return error instanceof Failed && error.failure.kind === 'noPlace';
    });
  });

  it('sends nothing of which the ledger could not say that it was sent', async () => {
    const outcome = await make([1], [[sent, image(1)]], { ledgerFails: 'sent' });
    assert.equal(outcome.posts, 0);
    assert.deepEqual(ends(outcome), ['unexpected']);
  });

  it('writes down what was sent, and what a busy server has not taken', async () => {
    const { entries } = await make([1], [[{ kind: 'rateLimited', until: 1_007_000 }], [sent, image(1)]]);
    const told = entries.flatMap((entry) => (entry.kind === 'sent' ? [entry.on] : []));
    assert.deepEqual(told, [true, false, true]);
  });

  it('shows an image whose ledger line could not be written', async () => {
    const outcome = await make([1], [[sent, image(1)]], { ledgerFails: 'saved' });
    assert.deepEqual(ends(outcome), ['done']);
    assert.equal(outcome.state.pictures.size, 1);
  });

  it('tells of every wait, until when', async () => {
    const { events, slept } = await make([1], [[{ kind: 'rateLimited', until: 1_007_000 }], [sent, image(1)]]);
    const waits = events.flatMap((event) => (event.kind === 'call' && event.state.kind === 'waiting' ? [event.state.until] : []));
    assert.deepEqual(waits.length, 1);
    assert.ok((waits[0] ?? 0) >= 1_007_000);
    assert.ok((slept[0] ?? 0) >= 7000);
  });

  it('holds an image that no folder takes, and goes on with the others', async () => {
    const full: Failure = { kind: 'noPlace', reason: 'full', folder: 'assets' };
    const outcome = await make([3], [[sent, image(1), image(2), image(3)]], { keep: (mark) => (mark === 2 ? full : undefined) });
    assert.deepEqual(outcome.kept, [1, 3]);
    assert.deepEqual(ends(outcome), ['noPlace']);
    const held = outcome.events.flatMap((event) => (event.kind === 'held' ? [...event.bytes] : []));
    assert.deepEqual(held, [2]);
  });

  it('journals an image that no folder took, so that it is not forgotten', async () => {
    const full: Failure = { kind: 'noPlace', reason: 'full', folder: 'assets' };
    const { entries } = await make([1], [[sent, image(1)]], { keep: () => full });
    assert.deepEqual(
      entries.map((entry) => (entry.kind === 'failed' ? entry.failure : entry.kind)),
      ['started', 'sent', full, 'ended'],
    );
  });

  const cancels: [string, readonly Script[], RunEvent['kind'], Failure][] = [
    ['before it was sent', [['hang']], 'started', { kind: 'cancelled', billable: false }],
    ['after it was sent', [[sent, 'hang']], 'call', { kind: 'cancelled', billable: true }],
    ['after an image came, which stays', [[sent, image(1), 'hang']], 'saved', { kind: 'cancelled', billable: true }],
  ];
  for (const [when, scripts, cancelOn, failure] of cancels) {
    it(`says what may be billed when it is cancelled ${when}`, async () => {
      const { state, kept } = await make([2], scripts, { cancelOn });
      assert.deepEqual(state.runs.get('run')?.calls[0]?.state, { kind: 'failed', failure });
      assert.equal(state.pictures.size, kept.length);
    });
  }

  describe('about a picture', () => {
    const finished = new Uint8Array(encodePng(8, 6, [1, 2, 3, 255]));
    const upload = { bytes: new Uint8Array([7]), type: 'png', name: 'image.png' } as const;
    const retoucher = (part: Partial<Retoucher> = {}): Retoucher & { prepared: number } => {
      const made = {
        prepared: 0,
        changes: () => true,
        async prepare() {
          made.prepared++;
          return { images: [upload] };
        },
        finish: async () => ({ bytes: finished, width: 8, height: 6, changedOutside: 0.25 }),
        ...part,
      };
      return made;
    };

    it('makes what is sent once, for all of its calls', async () => {
      const work = retoucher();
      const { calls } = await make(
        [1, 1],
        [
          [sent, image(1)],
          [sent, image(2)],
        ],
        { retoucher: work },
      );
      assert.equal(work.prepared, 1);
      assert.deepEqual(
        calls.map((call) => call.endpoint !== 'generate' && call.inputs.images),
        [[upload], [upload]],
      );
    });

    it('keeps every answer as it came before it makes the picture of it, and journals both', async () => {
      const { raws, state, entries } = await make([1], [[sent, image(5)]], { retoucher: retoucher() });
      assert.deepEqual(raws, [5]);
      const [picture] = state.pictures.values();
      assert.deepEqual(picture?.info, { type: 'png', width: 8, height: 6 });
      assert.equal(picture?.changedOutside, 0.25);
      assert.equal(picture?.raw?.uri, 'file:///answers/5.png');
      const saved = entries.find((entry) => entry.kind === 'saved');
      assert.deepEqual([saved?.raw?.sha256, saved?.width, saved?.changedOutside], ['raw 5', 8, 0.25]);
    });

    it('saves the answer as it came where it cannot be fitted into the picture, and says so', async () => {
      const work = retoucher({
        finish: async () => {
          throw new Failed({ kind: 'raster' });
        },
      });
      const outcome = await make([1], [[sent, image(5)]], { retoucher: work });
      assert.deepEqual([outcome.kept, outcome.raws, ends(outcome)], [[5], [5], ['done']]);
      assert.deepEqual(outcome.state.runs.get('run')?.notes, [{ kind: 'rawSaved' }]);
    });

    it('saves a result of any size: what is made of a large picture is larger', async () => {
      const bytes = new Uint8Array(51 * 1024 * 1024);
      const work = retoucher({ finish: async () => ({ bytes, width: 6000, height: 5000 }) });
      const { state } = await make([1], [[sent, image(5)]], { retoucher: work });
      const [picture] = state.pictures.values();
      assert.deepEqual([picture?.size, picture?.info.width], [bytes.length, 6000]);
    });

    it('saves the answer as it came where Easel’s own folder takes no copy of it', async () => {
      const full: Failure = { kind: 'noPlace', reason: 'full', folder: 'answers' };
      const outcome = await make([1], [[sent, image(5)]], { retoucher: retoucher(), keepRaw: () => full });
      assert.deepEqual([outcome.kept, ends(outcome)], [[5], ['done']]);
      assert.deepEqual(outcome.state.runs.get('run')?.notes, [{ kind: 'rawSaved' }]);
    });

    it('keeps no second copy where the answer is the result', async () => {
      const outcome = await make([1], [[sent, image(5)]], { retoucher: retoucher({ changes: () => false }) });
      assert.deepEqual([outcome.kept, outcome.raws], [[5], []]);
    });

    for (const [what, failure] of [
      ['is damaged', { kind: 'badImage', reason: 'damaged', name: 'cat.png' }],
      ['needs an engine that has died', { kind: 'raster' }],
      ['was cancelled while it was cut out', { kind: 'cancelled', billable: false }],
    ] as const) {
      it(`sends nothing when the picture ${what}`, async () => {
        const work = retoucher({
          prepare: async () => {
            throw new Failed(failure);
          },
        });
        const outcome = await make([1, 1], [[sent, image(1)]], { retoucher: work });
        assert.equal(outcome.posts, 0);
        assert.deepEqual(
          outcome.state.runs.get('run')?.calls.map(({ state }) => state),
          [
            { kind: 'failed', failure },
            { kind: 'failed', failure },
          ],
        );
      });
    }
  });
});
