import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import type { CardView } from '../../core/protocol.ts';
import { Icon } from '../parts.tsx';
import { ask } from './actions.ts';

/** Once one of several results is inserted: the others can go, all at once. */
export function KeepOnlyOffer({ card, trusted }: { readonly card: CardView; readonly trusted: boolean }) {
  const chosen = card.pictures.find(({ state, others = 0 }) => state === 'inserted' && others > 0);
  if (!chosen || !trusted || card.running) return null;
  const { id, name, others = 0 } = chosen;
  const wait = card.pictures.some((other) => other.waits !== undefined && !other.starred);
  return (
    <p class="note">
      <Icon name="info" />
      <span class="sentence">
        {wait ? waitSentence(isolate(name), others) : stillSentence(isolate(name), others)}{' '}
        <button
          type="button"
          class="link"
          aria-label={l10n.t('Keep Only This: {0}', isolate(name))}
          onClick={() => ask('keepOnly', id)}
        >
          {l10n.t('Keep Only This')}
        </button>
      </span>
    </p>
  );
}

function stillSentence(name: string, others: number): string {
  return others === 1
    ? l10n.t('Beside {0}, another image of this request is still in your project.', name)
    : l10n.t('Beside {0}, {1} other images of this request are still in your project.', name, others);
}

function waitSentence(name: string, others: number): string {
  return others === 1
    ? l10n.t('Beside {0}, another image of this request is not discarded yet.', name)
    : l10n.t('Beside {0}, {1} other images of this request are not discarded yet.', name, others);
}
