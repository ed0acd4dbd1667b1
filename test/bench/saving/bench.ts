import { access, mkdir, readdir, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { IN_FLIGHT } from '../../../src/core/queue.ts';
import { makeScratch } from '../../support/scratch.ts';
import type { Result, Results } from '../rows.ts';
import { median } from '../statistics.ts';
import { type AnswerServer, makeAnswer, type Pace, startAnswerServer } from './answerServer.ts';
import { type Contender, programContender, shellContender, type Taken } from './contenders.ts';

/** Each contender takes each answer so often, one after the other in turn; the medians count. */
const TIMES = 7;
/** 200 Mbit/s: a fast line of a person's. What is decoded as it arrives is then done soon after the last byte. */
const LINE: Pace = { bytesPerSecond: 25_000_000 };
/** Requests in one run, and how long the server takes for each. */
const QUEUED = { calls: 200, after: 100 };

/** From the last byte of an answer to complete files; what of memory and of the event loop's time that takes. */
export async function benchSaving(): Promise<Results> {
  const server = await startAnswerServer();
  try {
    const one = await compete(server, 1, 4_000_000);
    const ten = await compete(server, 10, 2_000_000);
    const answerBytes = ten.answerBytes;
    return {
      oneToShell: ratio(one.easel, one.shell),
      oneToSdk: ratio(one.easel, one.sdk),
      tenToShell: ratio(ten.easel, ten.shell),
      tenToSdk: ratio(ten.easel, ten.sdk),
      memory: { measured: megabytes(ten.easel.peakBytes), against: megabytes(answerBytes) },
      memoryToSdk: { measured: megabytes(ten.easel.peakBytes), against: megabytes(ten.sdk.peakBytes) },
      block: { measured: ten.easel.blockMs, against: ten.sdk.blockMs },
    };
  } finally {
    await server.close();
  }
}

/** 200 small images by a request each: everything between the requests, saving too, has to fit into the pauses. */
export async function benchQueue(): Promise<Results> {
  const server = await startAnswerServer();
  try {
    const ready = makeAnswer(1, 64_000);
    const contender = programContender('easel.ts', ready, { after: QUEUED.after });
    const { whole } = await take(contender, server, 1, 64_000, QUEUED.calls);
    return { queue: { measured: whole, against: (QUEUED.calls / IN_FLIGHT) * QUEUED.after } };
  } finally {
    await server.close();
  }
}

interface Competition {
  readonly answerBytes: number;
  readonly easel: Taken;
  readonly sdk: Taken;
  readonly shell: Taken | { readonly missing: string };
}

async function compete(server: AnswerServer, images: number, bytes: number): Promise<Competition> {
  const ready = makeAnswer(images, bytes);
  const lacking = await missingPrograms(['curl', 'jq', 'base64', 'split']);
  const contenders = {
    easel: programContender('easel.ts', ready, LINE),
    sdk: programContender('sdk.ts', ready, LINE),
    ...(lacking.length === 0 && { shell: shellContender(ready, LINE) }),
  };
  const taken: Record<keyof typeof contenders, Taken[]> = { easel: [], sdk: [], shell: [] };
  for (let time = 0; time < TIMES; time++) {
    taken.easel.push(await take(contenders.easel, server, images, bytes));
    taken.sdk.push(await take(contenders.sdk, server, images, bytes));
    if (contenders.shell) taken.shell.push(await take(contenders.shell, server, images, bytes));
  }
  return {
    answerBytes: ready.body.length,
    easel: medians(taken.easel),
    sdk: medians(taken.sdk),
    shell: contenders.shell ? medians(taken.shell) : { missing: `no ${lacking.join(', ')} here` },
  };
}

/** Takes the answer once, in a folder of its own, and looks whether all of it is there. */
async function take(contender: Contender, server: AnswerServer, images: number, bytes: number, calls = 1): Promise<Taken> {
  const scratch = makeScratch('bench-saving');
  try {
    const folder = join(scratch.path, 'images');
    await mkdir(folder);
    const taken = await contender(server, folder, images, calls);
    const files = (await readdir(folder, { recursive: true })).filter(
      (file) => file.endsWith('.png') && !file.startsWith('warm'),
    );
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(folder, file))).size));
    if (sizes.filter((size) => size >= bytes).length !== images * calls)
      throw new Error(`not all of ${images * calls} images were saved`);
    return taken;
  } finally {
    await scratch.remove();
  }
}

function medians(taken: readonly Taken[]): Taken {
  const of = (name: keyof Taken) => median(taken.map((one) => one[name]));
  return { whole: of('whole'), afterLastByte: of('afterLastByte'), peakBytes: of('peakBytes'), blockMs: of('blockMs') };
}

function ratio(own: Taken, other: Taken | { readonly missing: string }): Result {
  return 'missing' in other ? other : { measured: own.afterLastByte, against: other.afterLastByte };
}

function megabytes(bytes: number): number {
  return bytes / 1e6;
}

async function missingPrograms(names: readonly string[]): Promise<readonly string[]> {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const isThere = async (name: string) => {
    const found = await Promise.allSettled(folders.map((folder) => access(join(folder, name))));
    return found.some(({ status }) => status === 'fulfilled');
  };
  const there = await Promise.all(names.map(isThere));
  return names.filter((_, index) => !there[index]);
}
