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
