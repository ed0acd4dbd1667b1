import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Examination } from '../../core/examination.ts';
import { assertNever } from '../../core/failure.ts';
import type { Endpoint, Model } from '../../core/models.ts';
import type { ServerKind } from '../servers/kinds.ts';

/** What a server makes, as far as that is known. */
export function abilitiesLabel(endpoints: readonly Endpoint[]): string {
  const [edits, varies] = [endpoints.includes('edit'), endpoints.includes('variation')];
  if (edits && varies) return l10n.t('Makes images, edits and variations.');
  if (edits) return l10n.t('Makes images and edits; variations are asked for as edits.');
  return varies ? l10n.t('Makes images and variations.') : l10n.t('Makes images.');
}

/** What is said of masks where they are not heeded. */
export function masksLabel({ limits }: ServerKind): string | undefined {
  return limits.ignoresMasks ? l10n.t('It does not heed masks; Easel puts back what was to be kept.') : undefined;
}

/** What the look at a server found. */
export function foundLabel({ ms, models }: Examination): string {
  if (models === undefined) return l10n.t('It answered in {0} ms and has no list of models.', ms);
  return models.length === 1
    ? l10n.t('It answered in {0} ms and lists 1 model.', ms)
    : l10n.t('It answered in {0} ms and lists {1} models.', ms, models.length);
}

/** What a kind of server is like, in the list of servers to add. */
export function kindDetail({ key }: ServerKind): string {
  switch (key) {
    case 'needed':
      return l10n.t('wants an API key');
    case 'optional':
      return l10n.t('may want an API key');
    case 'none':
      return l10n.t('on your own machine or network, without key or cost');
    default:
      return assertNever(key);
  }
}

/** The question what a name stands for. */
export function isTitle(name: string): string {
  return l10n.t('Which model is “{0}”?', isolate(name));
}

/** A model in that question. */
export function modelItem({ name, label }: Pick<Model, 'name' | 'label'>): { label: string; description: string } {
  return { label, description: name === label ? '' : name };
}
