import assert from 'node:assert/strict';
import { createClosing } from '../../src/core/closing.ts';
import { Failed } from '../../src/core/failure.ts';
import { type KeepParts, keepImage } from '../../src/core/keep.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Saved } from '../../src/core/task.ts';

const info = { type: 'png', width: 1, height: 1, alpha: false, credentials: false } as const;
const saved: Saved = { uri: 'file:///cat.png', name: 'cat.png', sha256: '00' };

describe('a window that closes', () => {
  /** An image that is being kept: its saving ends with `end`, and each line of the ledger takes another turn. */
  function begin(closing = createClosing()) {
    const entries: Entry[] = [];
    let resolve: (saved: Saved) => void = () => assert.fail();
    let reject: (reason: Failed) => void = () => assert.fail();
    const promise = new Promise<Saved>((yes, no) => {
      resolve = yes;
      reject = no;
    });
    const parts: KeepParts = closing.guard({
      shelf: { keep: () => promise, keepRaw: () => promise },
      ledger: {
        window: 'w',
        async append(entry) {
          for (let turn = 0; turn < 5; turn++) await new Promise((done) => setTimeout(done));
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
      report: assert.ifError,
    });
    const request = { name: 'cat', alt: '', parents: [] };
    void (async () => {
      for await (const _ of keepImage({ bytes: Uint8Array.of(1), info }, { run: 'r', call: 'c' }, request, parts));
    })();
    return { closing, entries, resolve, reject };
  }

  it('waits until an image that is being saved is on disk and the ledger tells of it', async () => {
    const { closing, entries, resolve } = begin();
    await new Promise((done) => setTimeout(done));
    let over = false;
    const settled = closing.settled().then(() => {
      over = true;
    });
    await new Promise((done) => setTimeout(done));
    assert.equal(over, false);
    resolve(saved);
    await settled;
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['saved'],
    );
  });

  it('does not wait for what could not be saved', async () => {
    const { closing, entries, reject } = begin();
    await new Promise((done) => setTimeout(done));
    reject(new Failed({ kind: 'noPlace', reason: 'full', folder: '/' }));
    await closing.settled();
    assert.deepEqual(entries, []);
  });

  it('does not wait where nothing is being saved', async () => {
    await createClosing().settled();
  });
});
