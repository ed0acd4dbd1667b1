import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import { Failed } from '../core/failure.ts';
import { type Answer, answerSchema, type Operation, type Request } from './messages.ts';

/** After this long without work the worker is ended, and its memory (some 100 MB after large pictures) goes back. In ms. */
const IDLE = 60_000;

interface Waiting {
  readonly request: Request;
  resolve(result: unknown): void;
  reject(failed: Failed): void;
}

/** Calls into the worker thread. */
export interface Calls {
  /** Asks the worker. Throws `Failed`: `cancelled`, `raster`, `badImage`. */
  ask(operation: Operation, signal: AbortSignal): Promise<unknown>;
  dispose(): void;
}

/**
 * A worker thread that is started on first use.
 *
 * A call that is aborted is over at once, and the worker with it; other calls begin again in a new one. When the worker
 * cannot be started or dies, every waiting call throws `Failed` `raster`, and the next call starts a new worker.
 */
export function createCalls(parts: { readonly workerFile: URL | string; readonly log: { warn(message: string): void } }): Calls {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let idle: NodeJS.Timeout | undefined;
  let lastId = 0;
  let disposed = false;

  function start(): Worker {
    // The host's own flags, such as a debugger's port, are not for this thread.
    const started = new Worker(parts.workerFile, { execArgv: [], name: 'easel-raster' });
    started.on('message', (message: unknown) => {
      const answer = v.parse(answerSchema, message);
      if (answer.kind !== 'done') parts.log.warn(`raster: ${answer.detail}`);
      const call = settle(answer.id);
      if (answer.kind === 'done') call?.resolve(answer.result);
      else call?.reject(failureIn(answer));
    });
    // A worker that was ended on purpose is no longer `worker`, so what it still says does not count.
    started.on('error', (error) => fail(started, error));
    started.on('exit', (code) => fail(started, new Error(`the worker ended with code ${code}`)));
    return started;
  }

  function fail(failed: Worker, cause: Error): void {
    if (failed !== worker) return;
    parts.log.warn(`raster: ${cause.message}`);
    end();
    for (const id of [...waiting.keys()]) settle(id)?.reject(new Failed({ kind: 'raster' }, cause));
  }

  function end(): void {
    clearTimeout(idle);
    const ended = worker;
    worker = undefined;
    void ended?.terminate();
  }

  function send(request: Request): void {
    clearTimeout(idle);
    worker ??= start();
    worker.ref();
    worker.postMessage(request);
  }

  function settle(id: number): Waiting | undefined {
    const call = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0 && worker) {
      worker.unref();
      clearTimeout(idle);
      idle = setTimeout(end, IDLE).unref();
    }
    return call;
  }

  return {
    ask(operation, signal) {
      if (disposed || signal.aborted) return Promise.reject(cancelled());
      return new Promise((resolve, reject) => {
        lastId += 1;
        const request = { id: lastId, operation };
        const abort = (): void => {
          settle(request.id)?.reject(cancelled());
          end();
          for (const other of waiting.values()) send(other.request);
        };
        signal.addEventListener('abort', abort, { once: true });
        const over = (): void => signal.removeEventListener('abort', abort);
        waiting.set(request.id, {
          request,
          resolve: (result) => {
            over();
            resolve(result);
          },
          reject: (failed) => {
            over();
            reject(failed);
          },
        });
        try {
          send(request);
        } catch (cause) {
          settle(request.id)?.reject(new Failed({ kind: 'raster' }, cause));
        }
      });
    },
    dispose() {
      disposed = true;
      end();
      for (const id of [...waiting.keys()]) settle(id)?.reject(cancelled());
    },
  };
}

function failureIn(answer: Exclude<Answer, { kind: 'done' }>): Failed {
  const cause = new Error(answer.detail);
  return answer.kind === 'badImage'
    ? new Failed({ kind: 'badImage', reason: answer.reason }, cause)
    : new Failed({ kind: 'raster' }, cause);
}

function cancelled(): Failed {
  return new Failed({ kind: 'cancelled', billable: false });
}
