import * as v from 'valibot';
import type { Raster } from '../core/raster.ts';
import { createCalls } from './calls.ts';
import { type Operation, resultSchemas } from './messages.ts';

/**
 * The pixel engine, in a worker thread that is started on first use. It does one thing after the other: two large pictures
 * at once would need twice the memory.
 *
 * A call that is aborted is over at once, and the worker with it; other calls begin again in a new one. When the worker
 * cannot be started or dies, every waiting call throws `Failed` `raster`, and the next call starts a new worker.
 * `workerFile` is the built `rasterWorker.js`. `log` gets the engine's own words, never what was drawn.
 */
export function createRaster(parts: {
  readonly workerFile: URL | string;
  readonly log: { warn(message: string): void };
}): Raster & { dispose(): void } {
  const calls = createCalls(parts);
  const { bytes, facts, background, inputs, finished, coverage } = resultSchemas;

  async function ask<T>(schema: v.GenericSchema<unknown, T>, operation: Operation, signal: AbortSignal): Promise<T> {
    return v.parse(schema, await calls.ask(operation, signal));
  }

  return {
    draw: (svg, format, signal) => ask(bytes, { kind: 'draw', svg, format }, signal),
    probe: (picture, signal) => ask(facts, { kind: 'probe', picture }, signal),
    background: (picture, signal) => ask(background, { kind: 'background', picture }, signal),
    cutOut: (cut, signal) => ask(inputs, { kind: 'cutOut', ...cut }, signal),
    composite: (pasted, signal) => ask(finished, { kind: 'composite', ...pasted }, signal),
    cropBack: (answer, frame, signal) => ask(finished, { kind: 'cropBack', answer, frame }, signal),
    encodeMask: (plane, hard, signal) => ask(bytes, { kind: 'encodeMask', coverage: plane, hard }, signal),
    decodeMask: (file, from, signal) => ask(coverage, { kind: 'decodeMask', file, from }, signal),
    convert: (picture, type, signal) => ask(bytes, { kind: 'convert', picture, type }, signal),
    render: (picture, rendering, signal) => ask(bytes, { kind: 'render', picture, ...rendering }, signal),
    dispose: () => calls.dispose(),
  };
}
