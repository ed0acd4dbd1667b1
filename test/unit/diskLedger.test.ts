import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failed } from '../../src/core/failure.ts';
import type { Entry } from '../../src/core/ledger.ts';
import type { Note } from '../../src/core/note.ts';
import { openLedger } from '../../src/disk/ledger/ledgerFiles.ts';
import { mountTmpfs } from '../support/fixtures/tmpfs.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';
import { makeScratch, type Scratch } from '../support/scratch.ts';

const november = Date.UTC(2026, 10, 22, 12);

/** One of each kind that has something of its own to say. */
const NOTES: readonly Note[] = [
  { kind: 'split', model: 'dall-e-3', calls: 3, perCall: 1 },
  { kind: 'size', from: '1x1', to: '16x16' },
  { kind: 'ratio', model: 'm', from: '16:9', to: '1536x1024' },
  { kind: 'leftOut', model: 'm', option: 'background', value: 'transparent' },
  { kind: 'changed', option: 'outputFormat', from: 'jpeg', to: 'png' },
  { kind: 'shutdown', model: 'm', date: '2026-12-01', past: false, replacement: 'n' },
  { kind: 'dropped', parameter: 'moderation' },
  { kind: 'fewer', asked: 3, got: 2 },
  { kind: 'otherType', asked: 'png', got: 'webp' },
  { kind: 'savedElsewhere', folder: 'assets' },
  { kind: 'otherFolder', wanted: 'docs', got: 'assets' },
  { kind: 'otherName', wanted: 'a.png', got: 'b.png', isTaken: true },
  { kind: 'region', width: 64, height: 48 },
  { kind: 'fewerReferences', model: 'm', limit: 16 },
  { kind: 'sidecar', name: 'cat.png.json', why: 'credentials' },
  { kind: 'noWorkspace' },
  { kind: 'shallow' },
  { kind: 'rawSaved' },
  { kind: 'noProvenance' },
  { kind: 'noVariations' },
];

const all: readonly Entry[] = [
  {
    kind: 'started',
    at: november,
    run: 'r',
    window: 'w',
    provider: 'openai',
    prompt: 'a "white" cat\nin two lines 🐈',
    options: DEFAULT_OPTIONS,
    calls: ['c'],
    parents: [],
    workspace: 'file:///w',
    by: 'agent',
  },
  {
    kind: 'saved',
    at: november + 1,
    run: 'r',
    call: 'c',
    image: 'i',
    uri: 'file:///w/cat.png',
    sha256: 'ab',
    bytes: 9,
    width: 16,
    height: 9,
    revisedPrompt: 'A cat.',
    plain: 'cat.png',
  },
  { kind: 'used', at: november + 2, run: 'r', call: 'c', usage: { inputTextTokens: 1, inputImageTokens: 2, outputTokens: 3 } },
  {
    kind: 'failed',
    at: november + 3,
    run: 'r',
    call: 'c',
    failure: { kind: 'refused', categories: ['violence'], stage: 'output', requestId: 'req_1' },
  },
  {
    kind: 'failed',
    at: november + 4,
    run: 'r',
    call: 'd',
    failure: { kind: 'invalid', invalid: { field: 'prompt', problem: 'long', length: 5, limit: 4, model: 'm' } },
  },
  { kind: 'ended', at: november + 5, run: 'r' },
  { kind: 'inserted', at: november + 6, image: 'i', document: 'file:///w/post.md' },
  { kind: 'discarded', at: november + 7, image: 'i', bin: 'file:///bin/cat.png' },
  { kind: 'restored', at: november + 8, image: 'i', uri: 'file:///w/cat.png' },
  { kind: 'starred', at: november + 9, image: 'i', on: true },
  { kind: 'described', at: november + 9, run: 'r', name: 'cat', alt: 'A cat', folder: 'docs' },
  { kind: 'checked', at: november + 9, image: 'i', background: 'checkerboard' },
  { kind: 'noted', at: november + 9, run: 'r', call: 'c', note: { kind: 'otherSize', asked: '16x9', got: '8x8' } },
  ...NOTES.map((note): Entry => ({ kind: 'noted', at: november + 9, run: 'r', note })),
  { kind: 'moved', at: november + 10, image: 'i', uri: 'file:///w/dog.png', sha256: 'cd', bytes: 3 },
];

describe('the ledger', () => {
  let scratch: Scratch;
  let folder: string;

  beforeEach(() => {
    scratch = makeScratch('ledger');
    folder = join(scratch.path, 'storage', 'ledger');
  });
  afterEach(() => scratch.remove());

  it('touches no disk before it is used', async () => {
    const ledger = openLedger(folder);
    assert.equal(existsSync(join(scratch.path, 'storage')), false);
    assert.deepEqual(await ledger.read(), []);
    assert.equal(existsSync(join(scratch.path, 'storage')), false);
  });

  it('every kind of entry comes back as it was', async () => {
    const ledger = openLedger(folder);
    for (const entry of all) await ledger.append(entry);
    assert.deepEqual(await openLedger(folder).read(), all);
  });

  it('an entry is on disk when its append is over, in the order of the calls, under its month', async () => {
    const ledger = openLedger(folder);
    await Promise.all(Array.from({ length: 50 }, (_, n) => ledger.append({ kind: 'ended', at: november, run: `${n}` })));
    const path = join(folder, '2026-11', `${ledger.window}.jsonl`);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line) => JSON.parse(line).run),
      Array.from({ length: 50 }, (_, n) => `${n}`),
    );
    await ledger.append({ kind: 'ended', at: Date.UTC(2026, 11, 1), run: 'later' });
    assert.deepEqual(readdirSync(folder), ['2026-11', '2026-12']);
  });

  it('what is torn, damaged, unknown or foreign is passed over', async () => {
    const ledger = openLedger(folder);
    await ledger.append({ kind: 'ended', at: 5, run: 'mine' });
    const month = join(folder, '1970-01');
    const good = JSON.stringify({ kind: 'ended', at: 3, run: 'good', addedLater: true });
    const bad = [
      '{"kind":"sav',
      '',
      'null',
      '[]',
      '42',
      '{"kind":"dreamed","at":1}',
      '{"kind":"constructor","at":1}',
      '{"kind":"ended","at":"yesterday","run":"r"}',
      '{"kind":"ended","at":1}',
      '{"kind":"failed","at":1,"run":"r","call":"c","failure":{"kind":"gremlins"}}',
      '\u0000\u0000\u0000',
    ];
    writeFileSync(join(month, '1-a.jsonl'), [...bad, good, ...bad].join('\n'));
    writeFileSync(join(month, 'notes.txt'), good);
    mkdirSync(join(month, 'folder.jsonl'));
    writeFileSync(join(folder, 'stray'), good);
    assert.deepEqual(await ledger.read(), [
      { kind: 'ended', at: 3, run: 'good' },
      { kind: 'ended', at: 5, run: 'mine' },
    ]);
  });

  it('entries of one moment keep their order', async () => {
    const ledger = openLedger(folder);
    for (const run of ['a', 'b', 'c']) await ledger.append({ kind: 'ended', at: 7, run });
    await ledger.append({ kind: 'ended', at: 6, run: 'first' });
    assert.deepEqual(
      (await ledger.read()).map((entry) => ('run' in entry ? entry.run : '')),
      ['first', 'a', 'b', 'c'],
    );
  });

  it('a hundred thousand lines are read', async () => {
    const ledger = openLedger(folder);
    await ledger.append({ kind: 'ended', at: 0, run: 'first' });
    appendFileSync(
      join(folder, '1970-01', '1-a.jsonl'),
      `${JSON.stringify({ kind: 'ended', at: 1, run: 'r' })}\n`.repeat(150_000),
    );
    assert.equal((await ledger.read()).length, 150_001);
  }).timeout(10_000);

  it('two windows write at once, each its own file, and see each other live and gone', async () => {
    const program = fileURLToPath(new URL('../support/fixtures/ledgerProcess.ts', import.meta.url));
    const other = spawn(process.execPath, [program, folder, '30'], { stdio: ['pipe', 'pipe', 'inherit'] });
    const ledger = openLedger(folder);
    const mine = Array.from({ length: 30 }, (_, at) => ledger.append({ kind: 'ended', at, run: `mine ${at}` }));
    const [said] = await once(other.stdout, 'data');
    await Promise.all(mine);
    const window = String(said);

    assert.equal((await ledger.read()).length, 60);
    assert.equal(readdirSync(join(folder, '1970-01')).length, 2);
    assert.equal(ledger.alive(ledger.window), true);
    assert.equal(ledger.alive(window), true);
    const exit = once(other, 'exit');
    other.kill('SIGKILL');
    await exit;
    assert.equal(ledger.alive(window), false);
  });

  it('an earlier window with our own process id is gone, and so is one without a meaning', () => {
    const ledger = openLedger(folder);
    for (const window of [`${process.pid}-000000000000`, '', '-1-a', '0-a', 'window', '99999999999999999999-a']) {
      assert.equal(ledger.alive(window), false, window);
    }
    assert.equal(ledger.alive(openLedger(folder).window), true);
  });

  it('lines that come while others are written keep their order, each in the file of its month, and are told of when they are there', async () => {
    const ledger = openLedger(folder);
    const file = (month: string) => {
      const path = join(folder, month, `${ledger.window}.jsonl`);
      return existsSync(path) ? [...readFileSync(path, 'utf8').matchAll(/"run":"(\w+)"/g)].map(([, run]) => run) : [];
    };
    const runs = ['a', 'b', 'c', 'next', 'd', 'e'];
    const month = (run: string) => (run === 'next' ? '2026-12' : '2026-11');
    const appended = runs.map(async (run) => {
      await ledger.append({ kind: 'ended', at: Date.UTC(2026, run === 'next' ? 11 : 10, 22), run });
      assert.ok(file(month(run)).includes(run), run);
    });
    await Promise.all(appended);
    await ledger.append({ kind: 'ended', at: november, run: 'last' });
    assert.deepEqual(file('2026-11'), ['a', 'b', 'c', 'd', 'e', 'last']);
    assert.deepEqual(file('2026-12'), ['next']);
  });

  it('a line cut off by a full disk does not take the next one with it', async function () {
    mkdirSync(folder, { recursive: true });
    const disk = (await mountTmpfs(folder, 'size=1m')) ?? this.skip();
    try {
      const ledger = openLedger(disk.folder);
      await ledger.append({ kind: 'ended', at: 1, run: 'first' });
      await assert.rejects(ledger.append({ kind: 'ended', at: 2, run: 'x'.repeat(2_000_000) }), (error) => {
        assert.ok(error instanceof Failed);
        assert.deepEqual(error.failure, { kind: 'noPlace', reason: 'full', folder: disk.folder });
        return true;
      });
      await disk.remount('size=8m');
      await ledger.append({ kind: 'ended', at: 3, run: 'next' });
      assert.deepEqual(
        (await ledger.read()).map(({ at }) => at),
        [1, 3],
      );
    } finally {
      await disk.unmount();
    }
  });

  it('a place that cannot be written is said, and later appends go on', async () => {
    writeFileSync(join(scratch.path, 'storage'), 'a file');
    const ledger = openLedger(folder);
    for (const run of ['a', 'b']) {
      await assert.rejects(ledger.append({ kind: 'ended', at: 1, run }), (error) => {
        assert.ok(error instanceof Failed);
        assert.deepEqual(error.failure, { kind: 'noPlace', reason: 'other', folder });
        return true;
      });
    }
    assert.deepEqual(await ledger.read(), []);
  });
});
