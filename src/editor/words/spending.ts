import { l10n } from 'vscode';
import type { LearnedPrices } from '../../core/cost.ts';
import type { Learned } from '../../core/learned.ts';
import type { CardView, PageState } from '../../core/protocol.ts';
import { IN_FLIGHT } from '../../core/queue.ts';
import { isRunning, type Run } from '../../core/session.ts';
import { type Spent, spentOn, spentSince, startOfDay, startOfMonth } from '../../core/spending.ts';
import { type UsualTimes, usualTimeOf } from '../../core/usualTime.ts';
import { costLabel, dollars } from './labels.ts';

/** How long a run like this one takes, while it runs. */
export function viewUsual(run: Run, times: UsualTimes): Pick<CardView, 'usual'> {
  const time = isRunning(run) ? usualTimeOf(run, times) : undefined;
  if (time === undefined) return {};
  const duration = durationLabel(time);
  // More than can be in flight come one after the other.
  return { usual: run.calls.length > IN_FLIGHT ? l10n.t('usually {0} each', duration) : l10n.t('usually {0}', duration) };
}

/** What a run may cost while it runs, and what it has cost afterwards; nothing where nothing is known, or paid. */
export function viewCost(run: Run, learned: LearnedPrices): Pick<CardView, 'cost'> {
  if (isRunning(run)) return run.estimate ? { cost: costLabel(run.estimate) } : {};
  const label = spentLabel(spentOn(run, learned));
  return label === undefined ? {} : { cost: label };
}

/** What was spent today and in this month, as far as it is known; nothing where nothing was. */
export function viewSpent({ payments }: Pick<Learned, 'payments'>, now: number): Pick<PageState, 'spent'> {
  const today = spentLabel(spentSince(payments, startOfDay(now)));
  const month = spentLabel(spentSince(payments, startOfMonth(now)));
  if (month === undefined) return {};
  return { spent: today === undefined ? l10n.t('This month: {0}', month) : l10n.t('Today: {0} · this month: {1}', today, month) };
}

/** `$0.052`, `about $0.05`, `at least $0.05`; undefined where nothing is known. */
export function spentLabel({ dollars: amount, about, more }: Spent): string | undefined {
  if (amount <= 0) return undefined;
  if (more) return l10n.t('at least {0}', dollars(amount));
  return about ? l10n.t('about {0}', dollars(amount)) : dollars(amount);
}

/** `22 s`, `1 min 20 s`. */
function durationLabel(duration: number): string {
  const seconds = Math.round(duration / 1000);
  return seconds < 60 ? l10n.t('{0} s', seconds) : l10n.t('{0} min {1} s', Math.floor(seconds / 60), seconds % 60);
}
