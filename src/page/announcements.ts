import * as l10n from '@vscode/l10n';
import { isolate } from '../core/bidi.ts';
import type { CardView, PageState } from '../core/protocol.ts';

/**
 * What a screen reader should hear of a change: starts, each image of several, ends, failures, what came otherwise than it was
 * asked for, and discarded images; never the ticking of a clock, an early picture or what it costs.
 */
export function announce(before: PageState, after: PageState): string {
  const known = new Map(before.cards.map((card) => [card.id, card]));
  const newest = Math.max(0, ...before.cards.map(({ startedAt }) => startedAt));
  // What comes back out of the history is no news.
  const cards = after.cards.filter(({ id, startedAt }) => known.has(id) || startedAt >= newest);
  return cards.flatMap((card) => announceCard(known.get(card.id), card)).join(' ');
}

function announceCard(before: CardView | undefined, after: CardView): readonly string[] {
  const said = new Set(before && sentencesOf(before));
  // What is said of a request while it begins was said before it was sent.
  const now = before ? sentencesOf(after) : after.failures.map(({ sentence }) => sentence);
  const news = [...new Set(now)].filter((sentence) => !said.has(sentence));
  if (after.running && !before?.running) return [l10n.t('Generating: {0}', after.facts), ...news];
  if (!after.running && before?.running) return [...finished(after), ...news];
  const states = new Map(before?.pictures.map((picture) => [picture.id, picture.state]));
  const discarded = after.pictures
    .filter((picture) => picture.state === 'discarded' && states.has(picture.id) && states.get(picture.id) !== 'discarded')
    .map((picture) => l10n.t('Discarded {0}', isolate(picture.name)));
  return [...arrived(before, after), ...news, ...discarded];
}

/** What is said on a card: of its images the same sentence counts once. */
function sentencesOf({ failures, notes, pictures }: CardView): readonly string[] {
  return [...failures.map(({ sentence }) => sentence), ...notes, ...pictures.flatMap(({ background }) => background ?? [])];
}

/** The last image is said when the run is over. */
function arrived(before: CardView | undefined, { running, pictures, pending }: CardView): readonly string[] {
  const isNew = pictures.length > (before?.pictures.length ?? 0);
  if (!running || !isNew || pending.length === 0) return [];
  return [l10n.t('Image {0} of {1} is ready.', pictures.length, pictures.length + pending.length)];
}

function finished(card: CardView): readonly string[] {
  const { length } = card.pictures;
  if (length === 0) return [];
  return [length === 1 ? l10n.t('1 image is ready.') : l10n.t('{0} images are ready.', length)];
}
