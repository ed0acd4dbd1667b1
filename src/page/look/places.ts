import * as l10n from '@vscode/l10n';
import type { CardView, OriginalView, PageState, PictureView } from '../../core/protocol.ts';

/** A picture with the card it is on. */
export interface Place {
  readonly card: CardView;
  readonly picture: PictureView;
}

/** All pictures that can be looked at, as they stand in the gallery. */
export function placesOf({ cards }: PageState): readonly Place[] {
  return cards.flatMap((card) =>
    card.pictures.filter(({ state }) => state !== 'discarded').map((picture) => ({ card, picture })),
  );
}

/** What a picture can be compared with. */
export interface Other extends OriginalView {
  /** `original`, `raw`, or an image's id. */
  readonly key: string;
  /** What it is: `Original`, or its name. */
  readonly label: string;
}

/** What it was made from comes first, then the others of its card, then the rest of the gallery. */
export function othersOf({ card, picture }: Place, places: readonly Place[]): readonly Other[] {
  const { original } = card;
  const { raw } = picture;
  const others = places.filter((place) => place.picture.id !== picture.id);
  const near = others.filter((place) => place.card.id === card.id);
  const far = others.filter((place) => place.card.id !== card.id);
  return [
    ...(original ? [{ ...original, key: 'original', label: l10n.t('Original') }] : []),
    ...(raw ? [{ ...raw, key: 'raw', label: l10n.t('Untouched answer') }] : []),
    ...[...near, ...far].map(({ picture: { id, src, name, width, height } }) => ({
      key: id,
      label: name,
      src,
      name,
      width,
      height,
    })),
  ];
}
