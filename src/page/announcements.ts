import * as l10n from '@vscode/l10n';
import type { CardView, PageState } from '../core/protocol.ts';

/** What a screen reader should hear of a change: starts, ends, failures and discarded images, never the ticking of a clock. */
export function announce(before: PageState, after: PageState): string {
  const known = new Map(before.cards.map((card) => [card.id, card]));
  return after.cards.flatMap((card) => announceCard(known.get(card.id), card)).join(' ');
}

function announceCard(before: CardView | undefined, after: CardView): readonly string[] {
  const news = after.failures.slice(before?.failures.length ?? 0).map((failure) => failure.sentence);
  if (after.running && !before?.running) return [l10n.t('Generating: {0}', after.facts), ...news];
  if (!after.running && before?.running) return [...finished(after), ...news];
  const states = new Map(before?.pictures.map((picture) => [picture.id, picture.state]));
  const discarded = after.pictures
    .filter((picture) => picture.state === 'discarded' && states.has(picture.id) && states.get(picture.id) !== 'discarded')
    .map((picture) => l10n.t('Discarded {0}', picture.name));
  return [...news, ...discarded];
}

function finished(card: CardView): readonly string[] {
  const { length } = card.pictures;
  if (length === 0) return [];
  return [length === 1 ? l10n.t('1 image is ready.') : l10n.t('{0} images are ready.', length)];
}
