import { CHECKS, type Check, type Finding } from '../../core/checkup.ts';
import { inTime, TooLate } from '../../core/inTime.ts';
import type { Log } from '../log.ts';
import type { Checks } from './parts.ts';

/** What a run of the checks needs. */
export interface RunOptions {
  /** Hears what each check found as soon as it ends; undefined: there is nothing to tell. */
  tell(check: Check, finding: Finding | undefined): void;
  readonly signal: AbortSignal;
  readonly log: Pick<Log, 'error'>;
  /** How long one check may take. ms */
  readonly patience: number;
}

/** Runs all checks at once. None waits for another, and none can stop another. Nothing is told once `signal` is aborted. */
export async function runChecks(checks: Checks, { tell, signal, log, patience }: RunOptions): Promise<void> {
  const runOne = async (check: Check): Promise<Finding | undefined> => {
    try {
      return await inTime(checks[check](), patience);
    } catch (error) {
      if (error instanceof TooLate) return { check, stopped: 'time' };
      if (!signal.aborted) log.error(error);
      return { check, stopped: 'bug' };
    }
  };
  await Promise.all(
    CHECKS.map(async (check) => {
      const finding = await runOne(check);
      if (!signal.aborted) tell(check, finding);
    }),
  );
}
