import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunRequest } from '../../../src/core/keep.ts';
import { modelOf } from '../../../src/core/models.ts';
import { IN_FLIGHT, Queue } from '../../../src/core/queue.ts';
import { run } from '../../../src/core/run.ts';
import { openDisk } from '../../../src/disk/disk.ts';
import { sha256 } from '../../../src/disk/fileFacts.ts';
import { openLedger } from '../../../src/disk/ledger/ledgerFiles.ts';
import { openShelf } from '../../../src/editor/generation/shelf.ts';
import { createOpenAI } from '../../../src/provider/openai.ts';
import { callOf, partsFor } from '../../support/imagesCalls.ts';
import { DEFAULT_OPTIONS } from '../../support/options.ts';
import type { Asked } from './contender.ts';

/** Makes images as the extension does, in one run. */
export async function saveAsEasel({ baseUrl, folder, calls, images, complete }: Asked): Promise<void> {
  const storage = join(folder, 'storage');
  const disk = openDisk(storage);
  const outside = { disk: async () => disk, sha256: async (bytes: Uint8Array<ArrayBuffer>) => sha256(bytes) };
  const workspace = { uri: vscode.Uri.file(folder), name: 'bench', index: 0 };
  const filing = { folder: 'assets', isDefault: true, place: (name: string) => ({ folder: 'assets', name }) };
  const request: RunRequest = {
    id: crypto.randomUUID(),
    order: { calls: Array.from({ length: calls }, () => callOf({}, images)), model: modelOf('gpt-image-2.6-flare'), notes: [] },
    prompt: 'A cat',
    options: DEFAULT_OPTIONS,
    provider: baseUrl,
    standIn: false,
    name: 'a-cat',
    alt: 'A cat',
    parents: [],
  };
  const shelf = await openShelf(outside, vscode.Uri.file(storage), workspace, filing);
  let saved = 0;
  const parts = {
    shelf: {
      ...shelf,
      async keep(...image: Parameters<typeof shelf.keep>) {
        const file = await shelf.keep(...image);
        saved += 1;
        if (saved === calls * images) complete();
        return file;
      },
    },
    ledger: openLedger(join(storage, 'ledger')),
    provider: createOpenAI(partsFor(baseUrl, { timeoutMs: 300_000 })),
    queue: new Queue({ limit: IN_FLIGHT, now: Date.now, sleep: () => new Promise(() => undefined), random: Math.random }),
    now: Date.now,
    newId: () => crypto.randomUUID(),
    report(error: unknown) {
      throw error;
    },
  };
  for await (const event of run(request, parts, new AbortController().signal)) {
    if (event.kind === 'call' && event.state.kind === 'failed') throw new Error(`failed: ${JSON.stringify(event.state)}`);
  }
  if (saved !== calls * images) throw new Error(`${saved} of ${calls * images} images were saved`);
}
