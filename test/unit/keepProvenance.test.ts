import assert from 'node:assert/strict';
import { Failed } from '../../src/core/failure.ts';
import type { Bytes } from '../../src/core/image.ts';
import { type KeepParts, keepImage, type RunEvent } from '../../src/core/keep.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Attached, Attaching } from '../../src/core/provenanceFile.ts';
import type { Saved } from '../../src/core/task.ts';

const answer: Bytes = Uint8Array.of(1, 2, 3);
const marked: Bytes = Uint8Array.of(1, 2, 3, 4);
const full = () => new Failed({ kind: 'noPlace', reason: 'full', folder: '/' });

/** Keeps one image, and answers what lies where, in the order in which it came there. */
async function keep(
  attached: Attached | (() => never),
  parts: Partial<KeepParts> = {},
  sidecar: Attaching['keepSidecar'] = async ({ name }) => `${name}.json`,
) {
  const disk: string[] = [];
  const entries: Entry[] = [];
  const reported: unknown[] = [];
  const save =
    (place: string) =>
    async (bytes: Bytes): Promise<Saved> => {
      disk.push(`${place} ${bytes.join('')}`);
      return { uri: `file:///${place}.png`, name: `${place}.png`, sha256: `sha of ${bytes.join('')}` };
    };
  const attaching: Attaching = {
    attach: async () => (typeof attached === 'function' ? attached() : attached),
    keepSidecar: async (saved, text) => {
      const name = await sidecar(saved, text);
      disk.push(`${name} ${text}`);
      return name;
    },
  };
  const all: KeepParts = {
    shelf: { keep: save('cat'), keepRaw: save('raw') },
    ledger: {
      window: 'w',
      append: async (entry) => void entries.push(entry),
      read: async () => entries,
      readRecent: async () => entries,
      onAppend: () => () => undefined,
      compact: async () => undefined,
      alive: () => true,
    },
    attaching,
    now: () => 0,
    newId: () => 'image',
    report: (error) => reported.push(error),
    ...parts,
  };
  const info = { type: 'png', width: 1, height: 1, alpha: false, credentials: false } as const;
  const events: RunEvent[] = [];
  const request = { name: 'cat', alt: '', parents: [] };
  for await (const event of keepImage({ bytes: answer, info }, { run: 'r', call: 'c' }, request, all)) events.push(event);
  const notes = events.flatMap((event) => (event.kind === 'note' ? [event.note] : []));
  return { disk, events, notes, reported, saved: entries.find(({ kind }) => kind === 'saved') };
}

describe('an image that says what made it', () => {
  it('is another file than the answer, which is kept before it; the ledger has the hash of each', async () => {
    const { disk, saved, notes } = await keep({ bytes: marked });
    assert.deepEqual(disk, ['raw 123', 'cat 1234']);
    assert.ok(saved?.kind === 'saved');
    assert.deepEqual([saved.sha256, saved.bytes, saved.raw?.sha256], ['sha of 1234', 4, 'sha of 123']);
    assert.deepEqual(notes, []);
  });

  it('is the answer itself where a sidecar says it', async () => {
    const { disk, saved, notes } = await keep({ bytes: answer, sidecar: 'text' });
    assert.deepEqual(disk, ['cat 123', 'cat.png.json text']);
    assert.ok(saved?.kind === 'saved');
    assert.deepEqual([saved.sha256, saved.raw], ['sha of 123', undefined]);
    assert.deepEqual(notes, []);
  });

  it('tells why there is a sidecar where none was asked for', async () => {
    const { notes } = await keep({ bytes: answer, sidecar: 'text', why: 'credentials' });
    assert.deepEqual(notes, [{ kind: 'sidecar', name: 'cat.png.json', why: 'credentials' }]);
  });

  it('is saved as it came where nothing can be said', async () => {
    const { disk, notes, reported, events } = await keep(() => assert.fail('a bug'));
    assert.deepEqual([disk, notes, reported.length], [['cat 123'], [{ kind: 'noProvenance' }], 1]);
    assert.ok(events.some(({ kind }) => kind === 'saved'));
  });

  it('is saved as it came where no second copy has room', async () => {
    const keepCat = async (): Promise<Saved> => ({ uri: 'file:///cat.png', name: 'cat.png', sha256: 'sha of 123' });
    const keepRaw = () => Promise.reject(full());
    const { notes, events } = await keep({ bytes: marked }, { shelf: { keep: keepCat, keepRaw } });
    assert.deepEqual(notes, [{ kind: 'noProvenance' }]);
    const saved = events.find(({ kind }) => kind === 'saved');
    assert.ok(saved?.kind === 'saved');
    assert.deepEqual([saved.picture.size, saved.picture.raw], [3, undefined]);
  });

  it('is there although the sidecar could not be written', async () => {
    const { notes, events } = await keep({ bytes: answer, sidecar: 'text' }, {}, () => Promise.reject(full()));
    assert.deepEqual(notes, [{ kind: 'noProvenance' }]);
    assert.ok(events.some(({ kind }) => kind === 'saved'));
  });
});
