import type { Failure } from '../../core/failure.ts';
import { withoutParameter } from '../../core/leftOut.ts';
import type { Options, RunId } from '../../core/task.ts';
import type { Retry } from '../generation/generation.ts';
import { readSettings, switchModel } from '../settings.ts';
import { requireTrust } from '../trust.ts';
import type { About, StepParts } from './steps.ts';

/** Sends what a run still lacks again, with these changes. */
type Again = (run: RunId, parts: StepParts, what: Retry) => Promise<void>;

/** Makes the same image with the model that takes the place of the one that is gone, and keeps it where that one was set. */
export async function useReplacement(about: About, parts: StepParts, again: Again): Promise<void> {
  requireTrust();
  const asked = readAsked(about, parts);
  if (!asked) return;
  const { model } = asked.options;
  const named = asked.failures.find(({ kind }) => kind === 'noModel');
  const to = (named?.kind === 'noModel' && named.replacement) || modelsFor(about, parts).models.of(model).replacement;
  if (to !== undefined) await goOnWith(to, asked, about, parts, again);
}

/** Lets the user choose another model for the same image, and keeps it where the one that the server has not was set. */
export async function useAnotherModel(about: About, parts: StepParts, again: Again): Promise<void> {
  requireTrust();
  const asked = readAsked(about, parts);
  if (!asked) return;
  const { chooseModel } = await import('../servers/chooseModel.ts');
  const to = await chooseModel(modelsFor(about, parts), asked.options.model);
  if (to !== undefined) await goOnWith(to, asked, about, parts, again);
}

/** Makes the same image without the option whose value the server refuses. */
export async function leaveOut({ run, calls }: About, parts: StepParts, again: Again): Promise<void> {
  const asked = readAsked({ run, calls }, parts);
  const refused = asked?.failures.find(({ kind }) => kind === 'rejected');
  const options = refused?.kind === 'rejected' ? withoutParameter(refused.parameter ?? '') : undefined;
  if (run !== undefined && options) await again(run, parts, { calls, options });
}

/** What was asked for, and what came of it. */
interface Asked {
  readonly options: Options;
  readonly failures: readonly Failure[];
}

function readAsked({ run, calls: only }: About, { store }: StepParts): Asked | undefined {
  const state = run === undefined ? undefined : store.state.runs.get(run);
  if (!state) return undefined;
  const calls = only ? state.calls.filter(({ id }) => only.includes(id)) : state.calls;
  return { options: state.options, failures: calls.flatMap(({ state }) => (state.kind === 'failed' ? [state.failure] : [])) };
}

function scopeOf({ run }: About, { generation }: StepParts) {
  return run === undefined ? undefined : generation.wishOf(run)?.scope;
}

function modelsFor(about: About, parts: StepParts) {
  return parts.servers.of(readSettings(scopeOf(about, parts)));
}

async function goOnWith(model: string, { options }: Asked, about: About, parts: StepParts, again: Again): Promise<void> {
  const { run, calls } = about;
  if (run === undefined) return;
  await switchModel(options.model, model, scopeOf(about, parts));
  await again(run, parts, { calls, options: { model } });
}
