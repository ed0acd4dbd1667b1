import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { firstWords } from '../../core/prompt.ts';
import type { NextStep } from '../../core/protocol.ts';
import { isRunning, type Picture, type Run } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import { explain } from './failures.ts';
import { countLabel, titleOf } from './labels.ts';

/** What a click on a lens does. */
export type LensAct =
  | { readonly verb: 'show' | 'cancel' | 'another' | 'hide' }
  | { readonly verb: 'insert' | 'copyReference' | 'discard'; readonly image: ImageId }
  | { readonly verb: 'step'; readonly step: NextStep };

/** One part of the line above a prompt. */
export interface Lens {
  readonly title: string;
  /** What the title had no room for. */
  readonly tooltip?: string;
  readonly act: LensAct;
}

/** Characters of a prompt, and of what went wrong, that stand above it: the steps beside it must fit a narrow editor. */
const SHORT = { prompt: 24, failure: 36 };
/** What is worth a click beside the text; the panel has the other steps. */
const OFFERED: readonly NextStep[] = ['tryAgain', 'editPrompt', 'setKey'];

/**
 * The line above the place of a prompt: `lighthouse… 0:23 · Cancel` while it runs, then what to do with its image, or what
 * went wrong. `pictures` are those of the run; `copyOnly`: no reference can stand there. Nothing once it is dealt with.
 */
export function lensesOf(run: Run, pictures: readonly Picture[], copyOnly: boolean, now: number): readonly Lens[] {
  if (isRunning(run)) {
    const words = firstWords(titleOf(run), SHORT.prompt).replace(/[\s\p{P}]+$/u, '');
    return [
      { title: `${isolate(`${words}…`)} ${clock(now - run.startedAt)}`, act: { verb: 'show' } },
      { title: l10n.t('Cancel'), act: { verb: 'cancel' } },
    ];
  }
  if (pictures.some(({ state }) => state === 'inserted')) return [];
  const [picture, ...others] = pictures.filter(({ state }) => state === 'kept');
  const another: Lens = { title: l10n.t('Another'), act: { verb: 'another' } };
  const hide: Lens = { title: l10n.t('Hide'), act: { verb: 'hide' } };
  if (!picture) return pictures.length > 0 ? [] : failureLenses(run, hide);
  // What is there already needs no reference.
  if (run.target !== undefined) return [];
  if (others.length > 0) {
    const title = l10n.t('Choose from {0}', countLabel(others.length + 1));
    return [{ title, act: { verb: 'show' } }, another, hide];
  }
  const insert: Lens = copyOnly
    ? { title: l10n.t('Copy Reference'), act: { verb: 'copyReference', image: picture.id } }
    : { title: l10n.t('Insert'), act: { verb: 'insert', image: picture.id } };
  return [insert, another, { title: l10n.t('Discard'), act: { verb: 'discard', image: picture.id } }, hide];
}

/** Who cancelled knows it. */
function failureLenses({ calls, failure: before }: Run, hide: Lens): readonly Lens[] {
  const failures = [
    ...(before ? [before] : []),
    ...calls.flatMap(({ state }) => (state.kind === 'failed' ? [state.failure] : [])),
  ];
  const failure = failures.find(({ kind }) => kind !== 'cancelled');
  if (!failure) return [];
  const { sentence, buttons } = explain(failure);
  const steps = buttons.filter(({ step }) => OFFERED.includes(step));
  return [
    { title: `$(error) ${firstWords(sentence, SHORT.failure)}`, tooltip: sentence, act: { verb: 'show' } },
    ...steps.map(({ step, label }): Lens => ({ title: label, act: { verb: 'step', step } })),
    hide,
  ];
}

function clock(duration: number): string {
  const seconds = Math.max(0, Math.floor(duration / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
