import { Failed, type Failure } from '../../src/core/failure.ts';
import type { Endpoint } from '../../src/core/models.ts';
import type { Call, Inputs, Parameters, Progress, Upload } from '../../src/core/task.ts';
import { createOpenAI, type OpenAIParts } from '../../src/provider/openai.ts';
import type { WireLine } from '../../src/provider/wire.ts';
import { pngOf } from './imagesSamples.ts';
import { createMemory, readServer } from './servers.ts';

export const KEY = 'sk-test-0123456789abcdefghij';
export const PROMPT = 'A white siamese cat, unmistakable prompt';
export const INPUTS: Inputs = { images: [uploadOf(pngOf('64x48', 7))] };

/** Everything that one call reported, and how it ended. */
export interface Outcome {
  readonly steps: readonly Progress[];
  readonly failure: Failure | undefined;
  readonly ms: number;
}

/** Every line that any test's wire wrote. */
export const allLines: WireLine[] = [];

export function callOf(parameters: Parameters = {}, n = 1): Call {
  return callAt('generate', parameters, n);
}

/** A call to any endpoint; what edits and variations send is `INPUTS`, or what is given. */
export function callAt(endpoint: Endpoint, parameters: Parameters = {}, n = 1, inputs = INPUTS): Call {
  const planned = { prompt: PROMPT, model: 'gpt-image-2.6-flare', n, parameters: { size: '64x48', ...parameters } };
  return endpoint === 'generate' ? { ...planned, endpoint } : { ...planned, endpoint, inputs };
}

/** A picture as it is sent. */
export function uploadOf(bytes: Uint8Array, type: Upload['type'] = 'png', name = `image.${type}`): Upload {
  return { bytes: new Uint8Array(bytes), type, name };
}

export function partsFor(baseUrl: string, changes: Partial<OpenAIParts> = {}): OpenAIParts {
  return {
    server: readServer(baseUrl),
    key: KEY,
    timeoutMs: 10_000,
    memory: createMemory(),
    log: (line) => allLines.push(line),
    ...changes,
  };
}

/** Runs one call to its end. An error that is not a `Failed` is a bug, and thrown. */
export async function outcomeOf(parts: OpenAIParts, call: Call, signal = new AbortController().signal): Promise<Outcome> {
  const steps: Progress[] = [];
  const startedAt = performance.now();
  const end = (failure?: Failure) => ({ steps, failure, ms: performance.now() - startedAt });
  try {
    for await (const step of createOpenAI(parts).run(call, signal)) steps.push(step);
    return end();
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return end(error.failure);
  }
}

export function ofKind<K extends Progress['kind']>({ steps }: Pick<Outcome, 'steps'>, kind: K) {
  return steps.filter((step): step is Extract<Progress, { kind: K }> => step.kind === kind);
}
