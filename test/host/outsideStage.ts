import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { createReservations } from '../../src/core/budget.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { Queue } from '../../src/core/queue.ts';
import type { Raster } from '../../src/core/raster.ts';
import { openDisk } from '../../src/disk/disk.ts';
import { sha256 } from '../../src/disk/fileFacts.ts';
import { createGeneration, type Generation, type GenerationParts } from '../../src/editor/generation/generation.ts';
import type { Keys } from '../../src/editor/keys.ts';
import type { Log } from '../../src/editor/log.ts';
import type { Outside } from '../../src/editor/outside.ts';
import { createServers } from '../../src/editor/servers/here.ts';
import { createStore } from '../../src/editor/store.ts';
import { createRaster } from '../../src/raster/raster.ts';

/** Stands for what a test does not get to. */
export function refuse(): never {
  assert.fail('nobody asks for that');
}

/** A log that nobody reads; an error in it fails the test. */
export const silent: Log = {
  info() {},
  warn() {},
  error: assert.fail,
  hide() {},
  redact: String,
  show() {},
  dispose() {},
};

/** The pixel engine of the extension, for the tests of a `describe`. */
export function useRaster(): () => Raster {
  let raster: (Raster & { dispose(): void }) | undefined;
  before(() => {
    const easel = vscode.extensions.getExtension('easel.easel');
    assert.ok(easel);
    const workerFile = vscode.Uri.joinPath(easel.extensionUri, 'dist', 'rasterWorker.js').fsPath;
    raster = createRaster({ workerFile, log: silent });
  });
  after(() => raster?.dispose());
  return () => raster ?? assert.fail('the pixel engine runs');
}

/** What lies outside, with a disk and a bin of its own, and a ledger in memory. */
export function makeOutside(storage: string, entries: Entry[] = []): Outside {
  const disk = openDisk(storage);
  return {
    ledger: async () => ({
      window: 'this',
      append: async (entry) => void entries.push(entry),
      read: async () => entries,
      readRecent: async () => entries,
      onAppend: () => () => undefined,
      compact: async () => undefined,
      alive: () => false,
    }),
    disk: async () => disk,
    connect: refuse,
    placeholder: refuse,
    raster: refuse,
    globs: refuse,
    findImages: refuse,
    findListItems: refuse,
    checkKey: refuse,
    examine: refuse,
    findEndpoints: refuse,
    findPlace: async (_, { start, end }) => ({ kind: 'edit', start, end, before: '', after: '', form: 'markdown' }),
    environmentKey: () => undefined,
    environmentProxies: () => ({}),
    platform: () => 'linux x64',
    sha256: async (bytes) => sha256(bytes),
  };
}

function noAnswer<T>(key: string): T | undefined;
function noAnswer<T>(key: string, otherwise: T): T;
function noAnswer<T>(_: string, otherwise?: T): T | undefined {
  return otherwise;
}

/** The requests of a window of its own, which has just opened and knows no answers to its questions. */
export function makeGeneration(
  storage: string,
  outside: Outside,
  keys: Keys,
  others: Partial<GenerationParts> = {},
): Generation & vscode.Disposable {
  return createGeneration({
    outside,
    keys,
    log: silent,
    answers: { keys: () => [], get: noAnswer, update: async () => {} },
    servers: createServers({ keys: () => [], get: noAnswer, update: async () => {} }),
    storage: vscode.Uri.file(storage),
    standIn: { on: false },
    reserved: createReservations(),
    tried: new Set(),
    store: createStore(),
    queue: new Queue({ limit: 4, now: Date.now, sleep: refuse, random: Math.random }),
    styles: { active: () => undefined, choose: refuse, onChange: () => ({ dispose() {} }), dispose() {} },
    newId: () => crypto.randomUUID(),
    ...others,
  });
}
