import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Entry } from '../../src/core/ledger.ts';
import { DEFAULT_OPTIONS } from '../support/options.ts';

/** ms; some images in an hour of work, day by day. */
const APART = 90 * 60 * 1000;

/** How a ledger of many records is spread over files. */
export interface LedgerSample {
  readonly records: number;
  /** Records that one window has made. */
  readonly perWindow: number;
  /** The folder they were made in, as a URI string. */
  readonly workspace: string;
  /** ms since 1970 of the last record. */
  readonly until: number;
}

/** Writes a ledger: a run of one image each, with what it cost, some of them starred, edited from the one before, discarded. */
export function writeLedgerSample(folder: string, { records, perWindow, workspace, until }: LedgerSample): void {
  const files = new Map<string, string[]>();
  const times = new Map<string, number>();
  for (let n = 0; n < records; n++) {
    const window = `2147483646-${Math.floor(n / perWindow)}`;
    for (const entry of entriesOf(n, until - (records - 1 - n) * APART, window, workspace)) {
      // A window that lives for years would have a file for each month; one file is the harder case.
      const month = new Date(perWindow < records ? entry.at : until).toISOString().slice(0, 7);
      const path = join(folder, month, `${window}.jsonl`);
      const lines = files.get(path) ?? [];
      files.set(path, lines);
      lines.push(JSON.stringify(entry));
      times.set(path, entry.at);
    }
  }
  for (const [path, lines] of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `${lines.join('\n')}\n`);
    // As a window leaves it: at the time of its last line.
    const last = times.get(path) ?? until;
    utimesSync(path, last / 1000, last / 1000);
  }
}

function entriesOf(n: number, at: number, window: string, workspace: string): readonly Entry[] {
  const [run, call, image] = ['run', 'call', 'image'].map((name) => `${name}-${n}-00000000-0000-4000-8000-000000000000`);
  if (run === undefined || call === undefined || image === undefined) return [];
  const before = `${workspace}/assets/picture-${n - 1}.png`;
  return [
    {
      kind: 'started',
      at,
      run,
      window,
      provider: 'https://api.openai.com',
      prompt: `Picture ${n}: a white siamese cat on a windowsill, soft morning light, watercolour, much paper left white`,
      options: DEFAULT_OPTIONS,
      standIn: false,
      calls: [call],
      parents: [],
      ...(n % 5 === 4 && { edit: { kind: 'edit', picture: before, width: 1024, height: 1024 } }),
      workspace,
      document: `${workspace}/post.md`,
    },
    {
      kind: 'saved',
      at: at + 20_000,
      run,
      call,
      image,
      uri: `${workspace}/assets/picture-${n}.png`,
      sha256: n.toString(16).padStart(64, '0'),
      bytes: 2_000_000,
      width: 1024,
      height: 1024,
    },
    {
      kind: 'used',
      at: at + 20_001,
      run,
      call,
      usage: { inputTextTokens: 40, inputImageTokens: 0, outputTokens: 1756 },
    },
    { kind: 'ended', at: at + 20_002, run },
    ...(n % 10 === 0 ? [{ kind: 'starred', at: at + 30_000, image, on: true } as const] : []),
  ];
}
