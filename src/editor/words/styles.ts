import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { EntryProblem } from '../../core/namedList.ts';

/** Why a style cannot be used. */
export function styleProblemSentence({ position, name, property }: EntryProblem): string {
  const style = name ?? String(position);
  return property === ''
    ? l10n.t('Style {0} of easel.styles is not a style; it needs a name.', isolate(style))
    : l10n.t('Style {0} of easel.styles cannot be used, because its “{1}” is not right.', isolate(style), isolate(property));
}
