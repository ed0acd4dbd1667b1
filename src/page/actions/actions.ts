import * as l10n from '@vscode/l10n';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { assertNever } from '../../core/failure.ts';
import { actionsFor, type PictureActionId, TRAITS, traitsOf } from '../../core/pictureAction.ts';
import type { PageState, PictureView } from '../../core/protocol.ts';
import { post } from '../host.ts';

/** How an action is called on a tile. */
export function actionLabel(action: PictureActionId, picture: PictureView): string {
  switch (action) {
    case 'insert':
      return picture.insertLabel;
    case 'useInstead':
      return picture.replaceLabel ?? '';
    case 'star':
    case 'unstar':
      return l10n.t('Star');
    case 'copyReference':
      return picture.insertCopies ? picture.insertLabel : l10n.t('Copy Reference');
    case 'edit':
      return l10n.t('Edit');
    case 'vary':
      return l10n.t('Create Variations');
    case 'extend':
      return l10n.t('Extend');
    case 'discard':
      return l10n.t('Discard');
    case 'insertWebp':
      return picture.webp?.label ?? '';
    case 'keep':
      return l10n.t('Keep');
    case 'keepOnly':
      return l10n.t('Keep Only This');
    case 'open':
      return l10n.t('Open');
    case 'reveal':
      return l10n.t('Reveal in Explorer');
    case 'useAsReference':
      return l10n.t('Use as Style Reference');
    case 'generateAgain':
      return l10n.t('Generate Again');
    case 'export':
      return l10n.t('Export Sizes…');
    case 'rename':
      return l10n.t('Rename…');
    case 'copyPath':
      return l10n.t('Copy Path');
    case 'copyImage':
      return l10n.t('Copy Image');
    case 'saveAs':
      return l10n.t('Save As…');
    case 'saveRaw':
      return l10n.t('Save Untouched Answer As…');
    default:
      return assertNever(action);
  }
}

/** What was discarded last, by whatever way: Ctrl+Z brings it back. */
let discarded: readonly string[] = [];

/** Learns from two states what was discarded between them; one that came back by other ways cannot come back again. */
export function noteDiscarded(before: PageState, next: PageState): void {
  const live = new Set(
    picturesOf(before)
      .filter(({ state }) => state !== 'discarded')
      .map(({ id }) => id),
  );
  const gone = picturesOf(next).filter(({ state }) => state === 'discarded');
  const fresh = gone.filter(({ id }) => live.has(id)).map(({ id }) => id);
  discarded = fresh.length > 0 ? fresh : discarded.filter((image) => gone.some(({ id }) => id === image));
}

function picturesOf({ cards }: PageState): readonly PictureView[] {
  return cards.flatMap(({ pictures }) => pictures);
}

/** Asks the host for an action. */
export function ask(action: Exclude<PictureActionId, 'copyImage'>, image: string): void {
  post(action === 'star' || action === 'unstar' ? { kind: 'star', image, on: action === 'star' } : { kind: action, image });
}

/** Takes the last discarding back and answers of what, the first of several; undefined where there is none. */
export function undoDiscard(): string | undefined {
  const images = discarded;
  discarded = [];
  for (const image of images) post({ kind: 'restore', image });
  return images[0];
}

/** Where an image stands: its tile, and the view that fills the panel. */
interface Stand {
  readonly image: string;
  readonly element: RefObject<HTMLElement | null>;
  take(action: PictureActionId): void;
}

const stands = new Set<Stand>();

/** Lets keys and commands reach an image: `perform` is called for what is offered there now. */
export function useActions(
  element: RefObject<HTMLElement | null>,
  picture: PictureView,
  trusted: boolean,
  perform: (action: PictureActionId) => void,
): void {
  useLayoutEffect(() => {
    const stand: Stand = {
      image: picture.id,
      element,
      take(asked) {
        // One key sets the star and takes it away.
        const action = asked === 'star' && picture.starred ? 'unstar' : asked;
        if (actionsFor(picture, trusted).some(({ id }) => id === action)) perform(action);
      },
    };
    stands.add(stand);
    return () => void stands.delete(stand);
  });
}

/** Does it as if the tile's own button were pressed; what is not offered there is not done. */
export function performOn(image: string, action: PictureActionId): void {
  const at = [...stands].find((stand) => stand.image === image && !stand.element.current?.closest('[inert]'));
  at?.take(action);
}

/** The keys of a tile, as `aria-keyshortcuts` has them. */
export function tileKeys(picture: PictureView, trusted: boolean): string {
  const keys = actionsFor(picture, trusted).flatMap(({ keys: [key] = [] }) => key ?? []);
  return ['enter', ...keys].map((key) => key[0]?.toUpperCase() + key.slice(1)).join(' ');
}

/** For VS Code's context menu: which picture it is, and what is true of it. Its own Cut, Copy, Paste mean nothing there. */
export function menuContext(picture: PictureView): string {
  const traits = traitsOf(picture);
  return JSON.stringify({
    // Nearly nothing of the menu is for a picture without a file.
    webviewSection: picture.missing === undefined ? 'image' : 'missing',
    preventDefaultContextMenuItems: true,
    image: picture.id,
    ...Object.fromEntries(TRAITS.map((trait) => [`easel.${trait}`, traits.has(trait)])),
  });
}
