import type { Point } from '../stage/view.ts';
import { ZOOM_SIGNS, type Zooming } from '../stage/zoomButtons.tsx';

/** What a key does while a picture is looked at. */
export type LookCommand =
  | { readonly kind: 'close' }
  | { readonly kind: 'compare' }
  | { readonly kind: 'zoom'; readonly zooming: Zooming }
  /** To a neighbour in the gallery, or to its ends. */
  | { readonly kind: 'go'; readonly to: 'previous' | 'next' | 'first' | 'last' }
  | { readonly kind: 'pan'; readonly by: Point };

/** The keys, as `aria-keyshortcuts` has them. */
export const LOOK_KEYS = {
  close: 'Escape',
  compare: 'V',
  previous: 'ArrowLeft PageUp',
  next: 'ArrowRight PageDown',
} as const;

/** CSS px that an arrow key moves the picture by. */
const PAN_STEP = 40;

const ARROWS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -PAN_STEP, y: 0 },
  ArrowRight: { x: PAN_STEP, y: 0 },
  ArrowUp: { x: 0, y: -PAN_STEP },
  ArrowDown: { x: 0, y: PAN_STEP },
};

const PAGES = { PageUp: 'previous', PageDown: 'next', Home: 'first', End: 'last' } as const;

/**
 * What a key means; undefined where it means nothing. While a part of the picture lies outside (`moves`), the arrow keys move
 * it; else those of the line's direction lead to its neighbours.
 */
export function lookCommand(event: KeyboardEvent, moves: boolean): LookCommand | undefined {
  const { key } = event;
  if (event.altKey || event.ctrlKey || event.metaKey || (event.shiftKey && key !== '+' && key !== 'V')) return undefined;
  if (key === 'Escape') return { kind: 'close' };
  if (key === 'v' || key === 'V') return { kind: 'compare' };
  const zooming = ZOOM_SIGNS[key];
  if (zooming) return { kind: 'zoom', zooming };
  if (scrolls(event.target)) return undefined;
  if (key === 'PageUp' || key === 'PageDown' || key === 'Home' || key === 'End') return { kind: 'go', to: PAGES[key] };
  const by = ARROWS[key];
  if (!by) return undefined;
  if (moves) return { kind: 'pan', by };
  if (by.x === 0) return undefined;
  const rtl = getComputedStyle(document.body).direction === 'rtl';
  return { kind: 'go', to: by.x < 0 === rtl ? 'next' : 'previous' };
}

/** What is beside the picture has its own use for these keys. */
function scrolls(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[role=slider], [role=radiogroup], .look-details') !== null;
}
