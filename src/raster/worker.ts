import { parentPort } from 'node:worker_threads';
import sharp from 'sharp';
import * as v from 'valibot';
import { Failed } from '../core/failure.ts';
import { type Answer, type Operation, type Request, requestSchema } from './messages.ts';
import { background } from './operations/background.ts';
import { composite } from './operations/composite.ts';
import { convert } from './operations/convert.ts';
import { cropBack } from './operations/cropBack.ts';
import { cutOut } from './operations/cutOut.ts';
import { draw } from './operations/draw.ts';
import { decodeMask, encodeMask } from './operations/mask.ts';
import { probe } from './operations/probe.ts';
import { render } from './operations/render.ts';

// No picture is drawn twice, and what libvips keeps would only hold memory.
sharp.cache(false);

let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (message: unknown) => {
  const request = v.parse(requestSchema, message);
  last = last.then(() => handle(request));
});

async function handle({ id, operation }: Request): Promise<void> {
  try {
    const result = await perform(operation);
    answer({ kind: 'done', id, result }, buffersIn(result));
  } catch (error) {
    const detail = error instanceof Error ? causeOf(error) : String(error);
    const failure = error instanceof Failed ? error.failure : undefined;
    if (failure?.kind === 'badImage') answer({ kind: 'badImage', id, reason: failure.reason, detail });
    else answer({ kind: 'failed', id, detail });
  }
}

function perform(operation: Operation): unknown {
  switch (operation.kind) {
    case 'draw':
      return draw(operation.svg, operation.format);
    case 'probe':
      return probe(operation.picture);
    case 'background':
      return background(operation.picture);
    case 'cutOut':
      return cutOut(operation);
    case 'composite':
      return composite(operation);
    case 'cropBack':
      return cropBack(operation.answer, operation.frame);
    case 'encodeMask':
      return encodeMask(operation.coverage, operation.hard);
    case 'decodeMask':
      return decodeMask(operation.file, operation.from);
    case 'convert':
      return convert(operation.picture, operation.type);
    case 'render':
      return render(operation);
  }
}

function causeOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

function answer(message: Answer, transfer: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transfer);
}

/** What is handed over instead of copied. */
function buffersIn(result: unknown): ArrayBuffer[] {
  if (result instanceof Uint8Array) return result.buffer instanceof ArrayBuffer ? [result.buffer] : [];
  return typeof result === 'object' && result !== null ? Object.values(result).flatMap(buffersIn) : [];
}
