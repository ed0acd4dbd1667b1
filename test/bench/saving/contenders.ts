import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as v from 'valibot';
import { type AnswerServer, makeAnswer, type Pace, type ReadyAnswer } from './answerServer.ts';

/** What one contender took. */
export interface Taken {
  /** ms from the request to the last complete file; NaN of programs in a pipe. */
  readonly whole: number;
  /** ms from the last byte of the answer to the last complete file. */
  readonly afterLastByte: number;
  /** Of memory, above what it was before the request; NaN of programs in a pipe. */
  readonly peakBytes: number;
  /** ms; the longest time without a turn of the event loop. */
  readonly blockMs: number;
}

/** Asks for images in so many calls and saves them in `folder`. */
export type Contender = (server: AnswerServer, folder: string, images: number, calls?: number) => Promise<Taken>;

const Message = v.variant('kind', [
  v.object({ kind: v.picklist(['ready', 'complete']) }),
  v.object({ kind: v.literal('took'), peakBytes: v.number(), blockMs: v.number() }),
]);

/** What a program begins with, to have everything loaded. */
const WARM = makeAnswer(1, 64_000);

/** A program of ours that ends in `runContender`. */
export function programContender(file: 'easel.ts' | 'sdk.ts', ready: ReadyAnswer, pace: Pace): Contender {
  return async (server, folder, images, calls = 1) => {
    server.answer(WARM);
    const words = [server.baseUrl, folder, String(images), String(calls)];
    const child = fork(join(import.meta.dirname, file), words, { execArgv: ['--expose-gc'] });
    let startedAt = Number.NaN;
    let completeAt = Number.NaN;
    let took: { peakBytes: number; blockMs: number } | undefined;
    child.on('message', (message) => {
      const at = performance.now();
      const read = v.parse(Message, message);
      if (read.kind === 'took') took = read;
      else if (read.kind === 'complete') completeAt = at;
      else {
        server.answer(ready, pace);
        startedAt = performance.now();
        child.send('go');
      }
    });
    const [code] = await once(child, 'exit');
    if (code !== 0 || !took) throw new Error(`${file} ended with ${code}`);
    const { peakBytes, blockMs } = took;
    return { whole: completeAt - startedAt, afterLastByte: completeAt - server.lastByteAt(), peakBytes, blockMs };
  };
}

/** What a person would type in a shell. */
export function shellContender(ready: ReadyAnswer, pace: Pace): Contender {
  return async (server, folder, images) => {
    server.answer(ready, pace);
    const url = `${server.baseUrl}/images/generations`;
    const fetched = `curl -sS -N --json '{"prompt":"A cat"}' ${url} | jq -r '.data[].b64_json'`;
    const save =
      images === 1 ? 'base64 -d > 0.png' : `split -l 1 -d -a 1 --filter='base64 -d > "$FILE"' --additional-suffix=.png - ''`;
    const shell = spawn('sh', ['-c', `${fetched} | ${save}`], { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] });
    const [code] = await once(shell, 'exit');
    const completeAt = performance.now();
    if (code !== 0) throw new Error(`curl and jq ended with ${code}`);
    return { whole: Number.NaN, afterLastByte: completeAt - server.lastByteAt(), peakBytes: Number.NaN, blockMs: Number.NaN };
  };
}
