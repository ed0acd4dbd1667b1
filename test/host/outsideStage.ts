import * as assert from 'node:assert/strict';
import type { Entry } from '../../src/core/ledger.ts';
import { openDisk } from '../../src/disk/disk.ts';
import { sha256 } from '../../src/disk/fileFacts.ts';
import type { Outside } from '../../src/editor/outside.ts';

/** Stands for what a test does not get to. */
export function refuse(): never {
  assert.fail('nobody asks for that');
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
