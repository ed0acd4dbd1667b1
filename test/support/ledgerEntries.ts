import type { Entry } from '../../src/core/ledger.ts';
import { DEFAULT_OPTIONS } from './options.ts';

type EntryOf<Kind extends Entry['kind']> = Extract<Entry, { kind: Kind }>;

/** The beginning of a run of one call, `<run>-call`. */
export function startedRun(run: string, at: number, part: Partial<EntryOf<'started'>> = {}): EntryOf<'started'> {
  return {
    kind: 'started',
    at,
    run,
    window: '1-a',
    provider: 'https://api.openai.com',
    prompt: `prompt of ${run}`,
    options: DEFAULT_OPTIONS,
    calls: [`${run}-call`],
    parents: [],
    workspace: 'file:///project',
    ...part,
  };
}

/** An image of such a run. */
export function savedImage(run: string, image: string, at: number, part: Partial<EntryOf<'saved'>> = {}): EntryOf<'saved'> {
  return {
    kind: 'saved',
    at,
    run,
    call: `${run}-call`,
    image,
    uri: `file:///project/assets/${image}.png`,
    sha256: `sha of ${image}`,
    bytes: 1000,
    width: 64,
    height: 48,
    ...part,
  };
}

/** What such a run's call cost. */
export function usedBy(run: string, at: number): EntryOf<'used'> {
  const usage = { inputTextTokens: 10, inputImageTokens: 0, outputTokens: 1000 };
  return { kind: 'used', at, run, call: `${run}-call`, usage };
}

/** Takes an image of such a run out of the history, or puts it back. */
export function removedImage(run: string, image: string, at: number, on = true): EntryOf<'removed'> {
  return { kind: 'removed', at, image, run, call: `${run}-call`, on };
}
