import assert from 'node:assert/strict';
import { createClosing } from '../../src/core/closing.ts';
import { Failed } from '../../src/core/failure.ts';
import { type KeepParts, keepImage } from '../../src/core/keep.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Finished } from '../../src/core/raster.ts';
import type { Retoucher, Saved } from '../../src/core/task.ts';

const info = { type: 'png', width: 1, height: 1, alpha: false, credentials: false } as const;
const saved: Saved = { uri: 'file:///cat.png', name: 'cat.png', sha256: '00' };
const about = { run: 'r', call: 'c' };

describe('a window that closes', () => {
  /** An image that is being kept: its saving ends with `end`, and each line of the ledger takes another turn. */
  function begin(parts: Pick<KeepParts, 'retoucher'> = {}) {
    const closing = createClosing();
    const entries: Entry[] = [];
    const saving = promised<Saved>();
    const kept: number[] = [];
    const guarded: KeepParts = closing.guard({
      shelf: {
        async keep(bytes) {
          const file = await saving.promise;
          kept.push(...bytes);
          return file;
        },
        keepRaw: async () => saved,
      },
      ledger: {
        window: 'w',
        async append(entry) {
          for (let turn = 0; turn < 5; turn++) await turnOver();
          entries.push(entry);
        },
        read: async () => entries,
        readRecent: async () => entries,
        onAppend: () => () => undefined,
        compact: async () => undefined,
        alive: () => true,
      },
      now: () => 0,
      newId: () => 'image',
      report: () => undefined,
      ...parts,
    });
    const request = { name: 'cat', alt: '', parents: [] };
    const events = closing.follow(keepImage({ bytes: Uint8Array.of(1), info }, about, request, guarded));
    void (async () => {
      for await (const _ of events);
    })();
    return { closing, parts: guarded, entries, kept, ...saving };
  }

  it('waits until an image that is being saved is on disk and the ledger tells of it', async () => {
    const { closing, entries, resolve } = begin();
    await turnOver();
    const isOver = watch(closing.settled());
    await turnOver();
    assert.equal(isOver(), false);
    resolve(saved);
    await closing.settled();
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['saved'],
    );
  });

  it('waits for an image that is being put together, and saves the answer as it came where the engine is gone', async () => {
    const engine = promised<Finished>();
    const retoucher: Retoucher = { prepare: () => assert.fail(), changes: () => true, finish: () => engine.promise };
    const { closing, entries, kept, resolve } = begin({ retoucher });
    await turnOver();
    const isOver = watch(closing.settled());
    await turnOver();
    assert.equal(isOver(), false);
    // VS Code disposes of the engine as soon as the window closes.
    engine.reject(new Failed({ kind: 'cancelled', billable: false }));
    resolve(saved);
    await closing.settled();
    assert.deepEqual(kept, [1]);
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['saved', 'noted'],
    );
  });

  it('leaves a shelf whatever else it can', () => {
    const spool = () => assert.fail();
    const shelf = { keep: async () => saved, keepRaw: async () => saved, spool };
    assert.equal(createClosing().guard({ ...begin().parts, shelf }).shelf.spool, spool);
  });

  it('waits for what follows the image that is being saved, however long it takes to unpack', async () => {
    const closing = createClosing();
    const seen: string[] = [];
    async function* answer() {
      yield 'first';
      for (let turn = 0; turn < 20; turn++) await turnOver();
      yield 'second';
    }
    void (async () => {
      for await (const image of closing.follow(answer())) seen.push(image);
    })();
    await closing.settled();
    assert.deepEqual(seen, ['first', 'second']);
  });

  it('writes down what was made, and not that it was cancelled: the next window says that the end is unknown', async () => {
    const { closing, parts, entries, resolve } = begin();
    const cancelled: Entry = { kind: 'failed', at: 0, ...about, failure: { kind: 'cancelled', billable: true } };
    const ended: Entry = { kind: 'ended', at: 0, run: 'r' };
    const server: Entry = { kind: 'failed', at: 0, ...about, failure: { kind: 'server', status: 500 } };
    await parts.ledger.append(cancelled);
    const over = closing.settled();
    for (const entry of [cancelled, server, ended]) await parts.ledger.append(entry);
    resolve(saved);
    await over;
    assert.deepEqual(
      entries.map(({ kind }) => kind).filter((kind) => kind !== 'saved'),
      ['failed', 'failed'],
    );
    assert.ok(entries.some(({ kind }) => kind === 'saved'));
  });

  it('leaves all else of a shelf and a ledger as it is, such as the files for what arrives', () => {
    const spool = () => assert.fail();
    const { parts } = begin();
    const shelf = { ...parts.shelf, spool };
    assert.equal(createClosing().guard({ ...parts, shelf }).shelf.spool, spool);
    assert.equal(createClosing().guard(parts).ledger.window, 'w');
  });

  it('does not wait for what could not be saved', async () => {
    const { closing, entries, reject } = begin();
    await turnOver();
    reject(new Failed({ kind: 'noPlace', reason: 'full', folder: '/' }));
    await closing.settled();
    assert.deepEqual(entries, []);
  });

  it('does not wait where nothing is being saved', async () => {
    await createClosing().settled();
  });
});

function turnOver(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** Whether a promise is over by now. */
function watch(promise: Promise<void>): () => boolean {
  let over = false;
  void promise.then(() => {
    over = true;
  });
  return () => over;
}

function promised<T>() {
  let resolve: (value: T) => void = () => assert.fail();
  let reject: (reason: Failed) => void = () => assert.fail();
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
