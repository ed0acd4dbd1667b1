import * as v from 'valibot';
import type { ImageId } from './task.ts';

/** What of the history the page shows, and how to get at the rest. */
export interface GalleryView {
  /** The words that prompts are searched for; "" shows everything. */
  readonly search: string;
  /** How much was found, or what the cards have in common; a whole sentence. */
  readonly summary?: string;
  /** Only the relatives of an image are shown. */
  readonly family: boolean;
  /** There are older images that are not shown yet. */
  readonly older: boolean;
}

/** Where an image comes from, or what was made from it. */
export interface LineageView {
  /** `Edited from cat.png`; `2 edits of cat.png` */
  readonly label: string;
  /** The image to go to. Absent where the picture is not one of the history. */
  readonly image?: ImageId;
  /** What it leads to: the image itself, or all its relatives. */
  readonly leads: 'image' | 'family';
}

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

/** What the page may ask for about the history. */
export const GALLERY_INTENTS = [
  /** Shows only cards that have these words; "" all of them, relatives of an image too. */
  v.object({ kind: v.literal('search'), text: v.pipe(v.string(), v.maxLength(500)) }),
  /** More of what is older, or of what was found. */
  v.object({ kind: v.literal('older') }),
  /** Moves the focus to an image, which may not be on the page yet. */
  v.object({ kind: v.literal('showImage'), image: id }),
  /** Shows only an image, what it was made from, and what was made from it. */
  v.object({ kind: v.literal('showFamily'), image: id }),
] as const;
