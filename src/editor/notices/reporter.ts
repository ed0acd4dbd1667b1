import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { Failed, type Failure, failureOf } from '../../core/failure.ts';
import type { NextStep } from '../../core/protocol.ts';
import { Refused } from '../generation/wish.ts';
import type { Log } from '../log.ts';
import { explain } from '../words/failures.ts';
import type { About } from './steps.ts';

/** Says failures as notifications, and is where every command's errors end. */
export interface Reporter {
  /** Runs it; what it throws becomes one notification, and undefined is answered. */
  guard<T>(work: () => Promise<T>): Promise<T | undefined>;
  say(failure: Failure, about: About): Promise<void>;
}

/** `take` carries out the buttons. */
export function createReporter(log: Log, take: (step: NextStep, about: About) => Promise<void>): Reporter {
  async function say(failure: Failure, about: About): Promise<void> {
    if (failure.kind === 'cancelled' && !failure.billable) return;
    const { sentence, detail, requestId, buttons } = explain(failure);
    const facts = [
      sentence,
      detail && vscode.l10n.t('The server says: “{0}”', isolate(detail)),
      requestId && vscode.l10n.t('Request id: {0}', requestId),
    ];
    const text = facts.filter(Boolean).join(' ');
    const labels = buttons.filter(({ step }) => about.run !== undefined || !needsRun(step)).map(({ label }) => label);
    const picked = await (failure.kind === 'cancelled'
      ? vscode.window.showInformationMessage(text)
      : vscode.window.showErrorMessage(text, ...labels));
    const step = buttons.find(({ label }) => label === picked)?.step;
    if (step) await guard(() => take(step, { ...about, setting: settingOf(failure) }));
  }

  async function guard<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Failed)) log.error(error);
      else log.warn(`A command failed: ${error.failure.kind}.`);
      // Nobody waits for the notification to be closed.
      void say(failureOf(error), error instanceof Refused ? { wish: error.wish } : {});
      return undefined;
    }
  }

  return { guard, say };
}

function settingOf(failure: Failure): string | undefined {
  if (failure.kind !== 'invalid') return undefined;
  const { invalid } = failure;
  return invalid.field === 'entry' ? invalid.setting : invalid.field === 'setting' ? invalid.name : undefined;
}

/** Steps that mean nothing before there is a run. */
function needsRun(step: NextStep): boolean {
  return ['tryAgain', 'saveAs', 'useReplacement', 'chooseModel', 'leaveOut'].includes(step);
}
