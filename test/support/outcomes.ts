/** One click against a server, with everything real but the editor: the workflow, the wire, the disk, the ledger, the log. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failed, type Failure } from '../../src/core/failure.ts';
import { extensionOf, type FileInfo } from '../../src/core/fileType.ts';
import type { Bytes } from '../../src/core/image.ts';
import type { RunEvent, RunRequest } from '../../src/core/keep.ts';
import type { Entry } from '../../src/core/ledger.ts';
import { modelOf } from '../../src/core/models.ts';
import { IN_FLIGHT, Queue } from '../../src/core/queue.ts';
import { run } from '../../src/core/run.ts';
import { empty, type Picture, type Run, reduce, type State } from '../../src/core/session.ts';
import type { Spooled } from '../../src/core/spool.ts';
import type { Call, ImageProvider, Retoucher, Shelf } from '../../src/core/task.ts';
import { openDisk } from '../../src/disk/disk.ts';
import { sha256 } from '../../src/disk/fileFacts.ts';
import { openLedger } from '../../src/disk/ledger/ledgerFiles.ts';
import { createOpenAI, type OpenAIParts } from '../../src/provider/openai.ts';
import { INPUTS, KEY, PROMPT } from './imagesCalls.ts';
import { DEFAULT_OPTIONS } from './options.ts';
import { makeScratch } from './scratch.ts';
import { channelLines, useVscodeStandIn } from './vscodeStandIn.ts';

useVscodeStandIn();
const { explain } = await import('../../src/editor/words/failures.ts');
const { noteSentence } = await import('../../src/editor/words/notes.ts');
const { createLog } = await import('../../src/editor/log.ts');

/** A file below the folder of one click. */
export interface FoundFile {
  /** `assets/a-white-cat.png` */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What one click has led to. */
export interface ClickOutcome {
  readonly run: Run;
  readonly pictures: readonly Picture[];
  readonly events: readonly RunEvent[];
  /** One for each call that failed. */
  readonly failures: readonly Failure[];
  /** Their sentences. */
  readonly notes: readonly string[];
  /** ms; each wait for the server that was told. It is skipped. */
  readonly waits: readonly number[];
  /** What lies in the workspace and in Easel's storage, the ledger apart. */
  readonly files: readonly FoundFile[];
  /** The lines of the ledger. */
  readonly entries: readonly Entry[];
  /** Their bytes. */
  readonly ledger: string;
  /** What is in the output channel, and what was given to it before anything was taken out. */
  readonly log: { readonly shown: string; readonly raw: string };
  /** Bugs that were reported. */
  readonly bugs: readonly unknown[];
}

export interface ClickParts {
  readonly wire: OpenAIParts;
  readonly calls: readonly Call[];
  /** The name of the files. */
  readonly name: string;
  readonly signal?: AbortSignal;
}

/** Runs one click to its end in folders of its own. */
export async function clickOutcomeOf({ wire, calls, name, signal }: ClickParts): Promise<ClickOutcome> {
  const scratch = makeScratch('click');
  const first = channelLines.length;
  const log = createLog();
  log.hide(KEY);
  const raw: string[] = [];
  const bugs: unknown[] = [];
  const ledger = openLedger(join(scratch.path, 'storage', 'ledger'));
  // Nobody waits for a 429: the clock goes on by what was to be waited.
  let skipped = 0;
  const now = () => Date.now() + skipped;
  const waits: number[] = [];
  const queue = new Queue({
    limit: IN_FLIGHT,
    now,
    random: () => 0,
    async sleep(ms) {
      waits.push(ms);
      skipped += ms;
    },
  });
  const openai = createOpenAI({
    ...wire,
    log(line) {
      raw.push(JSON.stringify(line));
      log.info(JSON.stringify(line));
    },
  });
  const provider: ImageProvider = {
    origin: openai.origin,
    async *run(...asked) {
      try {
        yield* openai.run(...asked);
      } catch (error) {
        throw later(error, skipped);
      }
    },
  };
  const parts = {
    provider,
    shelf: shelfAt(scratch.path),
    ledger,
    queue,
    now,
    newId: () => crypto.randomUUID(),
    report(error: unknown) {
      bugs.push(error);
      log.error(error);
    },
    ...(calls.some(({ endpoint }) => endpoint !== 'generate') && { retoucher: sendingAsItIs }),
  };
  const events: RunEvent[] = [];
  let state: State = empty;
  for await (const event of run(requestOf(calls, name, wire), parts, signal ?? new AbortController().signal)) {
    events.push(event);
    if (event.kind !== 'partial' && event.kind !== 'held') state = reduce(state, event);
  }
  const [made] = state.runs.values();
  if (!made) throw new Error('the run was never told');
  const failures = made.calls.flatMap(({ state: end }) => (end.kind === 'failed' ? [end.failure] : []));
  const files = await filesIn(scratch.path);
  const entries = await ledger.read();
  await scratch.remove();
  const isLedger = ({ path }: FoundFile) => path.startsWith('storage/ledger/');
  return {
    run: made,
    pictures: [...state.pictures.values()],
    events,
    failures,
    notes: made.notes.map((note) => plain(noteSentence(note))),
    waits,
    files: files.filter((file) => !isLedger(file)),
    entries,
    ledger: files
      .filter(isLedger)
      .map(({ bytes }) => Buffer.from(bytes).toString())
      .join(''),
    log: { shown: channelLines.slice(first).join('\n'), raw: raw.join('\n') },
    bugs,
  };
}

/** What a card says of a failure, without the signs that isolate what is not ours, and the labels of its buttons. */
export function explainPlainly(failure: Failure) {
  const { sentence, buttons } = explain(failure);
  return { sentence: plain(sentence), labels: buttons.map(({ label }) => label) };
}

/** The provider's clock is the machine's: what it says of a time is moved to the one that goes on faster. */
function later(error: unknown, ms: number): unknown {
  const until = error instanceof Failed && error.failure.kind === 'rateLimited' ? error.failure.until : undefined;
  if (!(error instanceof Failed) || until === undefined) return error;
  return new Failed({ ...error.failure, kind: 'rateLimited', until: until + ms }, error);
}

/** The save folder and Easel's own storage, as the editor's shelf has them. */
function shelfAt(root: string): Shelf {
  const disk = openDisk(join(root, 'storage'));
  const saveIn =
    (folder: string) =>
    async (bytes: Bytes, { type }: FileInfo, name: string, spooled?: Spooled) => {
      const saved = await disk.saveNew(await disk.prepareFolder(root, folder), name, extensionOf(type), bytes, spooled);
      return { uri: pathToFileURL(saved.path).href, name: saved.name, sha256: await sha256(bytes) };
    };
  const save = saveIn('assets');
  return {
    keep: (bytes, info, name, _wanted, spooled) => save(bytes, info, name, spooled),
    keepRaw: saveIn('storage/answers'),
    spool: () => disk.spool(root, 'assets'),
  };
}

const sendingAsItIs: Retoucher = {
  prepare: async () => INPUTS,
  changes: () => false,
  finish: () => Promise.reject(new Error('nothing is changed')),
};

function requestOf(calls: readonly Call[], name: string, { server }: OpenAIParts): RunRequest {
  return {
    id: crypto.randomUUID(),
    order: { calls, model: modelOf(calls[0]?.model ?? ''), notes: [] },
    prompt: PROMPT,
    options: DEFAULT_OPTIONS,
    provider: server.origin,
    standIn: false,
    name,
    alt: PROMPT,
    parents: [],
  };
}

async function filesIn(root: string): Promise<readonly FoundFile[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(
    paths.sort().map(async (path) => ({
      path: path.slice(root.length + 1).replaceAll('\\', '/'),
      bytes: new Uint8Array(await readFile(path)),
    })),
  );
}

function plain(sentence: string): string {
  return sentence.replaceAll(/[\u2066-\u2069]/g, '');
}
