import type { CallView, Run } from './session.ts';

/** What a call brought stays, and so does an image that could not be saved: it waits for a place, and is paid for. */
export function isWorthKeeping({ state }: Pick<CallView, 'state'>): boolean {
  return state.kind === 'done' || (state.kind === 'failed' && state.failure.kind === 'noPlace');
}

/** Calls that still owe images and may be asked for again. */
export function unfinishedCalls({ calls }: Run): readonly CallView[] {
  return calls.filter((call) => !isWorthKeeping(call));
}

/** Images that some calls still owe. */
export function missingImages(calls: readonly CallView[]): number {
  return calls.reduce((sum, { n, got }) => sum + n - got, 0);
}

/** Whether all of a run failed for want of a key: a server that is not OpenAI says only by a 401 that it wants one. */
export function wantsKey(run: Run | undefined): boolean {
  const calls = run?.calls ?? [];
  return calls.length > 0 && calls.every(({ state }) => state.kind === 'failed' && state.failure.kind === 'noKey');
}
