/** Where the focus was, in words that outlive the elements: an image, and the card around it. */
interface Place {
  readonly image: string | undefined;
  readonly card: string | undefined;
  /** The images of all cards, in the order in which they stood. */
  readonly images: readonly string[];
}

/** What the focus was asked for before it was on the page, or before the page had it to give; whether it was scrolled to. */
let wanted: { readonly on: string; readonly isShown: boolean } | undefined;

/**
 * Moves the focus to the prompt, to the picture that is edited (`mask`) or to an image, now or as soon as it is there. A page
 * that does not have the focus takes it from nobody: who has gone on to the palette or a document writes there.
 */
export function focusOn(on: string): void {
  goTo(on, false);
}

function goTo(on: string, isShown: boolean): void {
  const target = on === 'prompt' || on === 'mask' || on === 'sheet' || on === 'export' ? document.getElementById(on) : tileOf(on);
  const isOurs = document.hasFocus();
  wanted = target && isOurs ? undefined : { on, isShown: isShown || target !== null };
  if (isOurs) target?.focus();
  // Once: who works elsewhere may have scrolled on since.
  if (isOurs || !isShown) target?.scrollIntoView({ block: 'nearest' });
}

/** Who points at something goes there, and nowhere else. */
export function forgetWanted(): void {
  wanted = undefined;
}

/** After an update, and when the page gets the focus: goes where it was wanted before. */
export function settleFocus(): void {
  if (wanted !== undefined) goTo(wanted.on, wanted.isShown);
}

/** Where the focus is now. */
export function rememberFocus(): Place | undefined {
  const { activeElement } = document;
  if (!(activeElement instanceof HTMLElement) || activeElement === document.body) return undefined;
  return {
    image: activeElement.closest<HTMLElement>('[data-image]')?.dataset.image,
    card: activeElement.closest<HTMLElement>('[data-card]')?.dataset.card,
    images: tiles().map(imageOf),
  };
}

/**
 * Puts the focus back after an update took its element away: to the nearest image that is left on the card, so that
 * several can be discarded in a row, else to the card. From somebody who works elsewhere it is not taken.
 */
export function restoreFocus(place: Place | undefined): void {
  if (!place?.card || document.activeElement !== document.body || !document.hasFocus()) return;
  const card = [...document.querySelectorAll<HTMLElement>('[data-card]')].find((element) => element.dataset.card === place.card);
  (nextTile(place, card) ?? card)?.focus();
}

/** The tile on the card that is closest to where the focus was: itself, one behind it, one before it. */
function nextTile({ image, images }: Place, card: HTMLElement | undefined): HTMLElement | null | undefined {
  if (image === undefined) return undefined;
  const at = images.indexOf(image);
  const others = at < 0 ? [] : [...images.slice(at + 1), ...images.slice(0, at).reverse()];
  return [image, ...others].map(tileOf).find((tile) => tile && card?.contains(tile));
}

/** Moves the focus among the images by an arrow key, Home or End. Returns whether the key meant that. */
export function moveAmongTiles(from: HTMLElement, key: string): boolean {
  const all = tiles();
  const at = all.indexOf(from);
  const next = pick(all, at, key);
  if (next === undefined) return false;
  next?.focus();
  return true;
}

/** The tile to go to; null where there is none in that direction, undefined for any other key. */
function pick(all: readonly HTMLElement[], at: number, key: string): HTMLElement | null | undefined {
  const rtl = getComputedStyle(document.body).direction === 'rtl';
  switch (key) {
    case 'ArrowLeft':
      return all[at + (rtl ? 1 : -1)] ?? null;
    case 'ArrowRight':
      return all[at + (rtl ? -1 : 1)] ?? null;
    case 'Home':
      return all[0] ?? null;
    case 'End':
      return all.at(-1) ?? null;
    case 'ArrowDown':
      return nearest(all[at], all.slice(at + 1));
    case 'ArrowUp':
      return nearest(all[at], all.slice(0, Math.max(at, 0)).reverse());
    default:
      return undefined;
  }
}

/** The first tile in another row, and in that row the one whose middle is closest. */
function nearest(from: HTMLElement | undefined, others: readonly HTMLElement[]): HTMLElement | null {
  if (!from) return null;
  const start = from.getBoundingClientRect();
  const apart = others.filter((tile) => Math.abs(tile.getBoundingClientRect().top - start.top) > 8);
  const row = apart[0]?.getBoundingClientRect().top;
  if (row === undefined) return null;
  const distance = (tile: HTMLElement) => {
    const box = tile.getBoundingClientRect();
    return Math.abs(box.left + box.width / 2 - start.left - start.width / 2);
  };
  return (
    apart
      .filter((tile) => Math.abs(tile.getBoundingClientRect().top - row) <= 8)
      .sort((one, other) => distance(one) - distance(other))[0] ?? null
  );
}

function tiles(): readonly HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-tile]')];
}

function tileOf(image: string): HTMLElement | null {
  return tiles().find((tile) => imageOf(tile) === image) ?? null;
}

function imageOf(tile: HTMLElement): string {
  return tile.closest<HTMLElement>('[data-image]')?.dataset.image ?? '';
}
