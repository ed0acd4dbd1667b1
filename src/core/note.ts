import type { Options } from './task.ts';

/** A fact the user should know about how the wish became an order or the order an answer. */
export type Note =
  /** The model makes fewer images a call than were asked for. */
  | { readonly kind: 'split'; readonly model: string; readonly calls: number; readonly perCall: number }
  | { readonly kind: 'size'; readonly from: string; readonly to: string }
  /** The model has no size of exactly this ratio. */
  | { readonly kind: 'ratio'; readonly model: string; readonly from: string; readonly to: string }
  /** The model does not know this option; it was left out. */
  | { readonly kind: 'leftOut'; readonly model: string; readonly option: keyof Options; readonly value: string }
  /** Another value of the option was taken. */
  | { readonly kind: 'changed'; readonly option: keyof Options; readonly from: string; readonly to: string }
  /** The model is dead, or will be on `date` (ISO). */
  | {
      readonly kind: 'shutdown';
      readonly model: string;
      readonly date: string;
      readonly past: boolean;
      readonly replacement?: string;
    }
  /** The server rejected a parameter, and the request went out again without it. */
  | { readonly kind: 'dropped'; readonly parameter: string }
  | { readonly kind: 'fewer'; readonly asked: number; readonly got: number }
  /** The file's type is not the one asked for. */
  | { readonly kind: 'otherType'; readonly asked: string; readonly got: string }
  | { readonly kind: 'otherSize'; readonly asked: string; readonly got: string }
  /** Saved in Easel's own storage: the folder could not be written. */
  | { readonly kind: 'savedElsewhere'; readonly folder: string }
  /** The folder that a person wanted did not take it, so it lies where images usually go. */
  | { readonly kind: 'otherFolder'; readonly wanted: string; readonly got: string }
  /** Another file has taken the name that a document refers to, or the image could not be converted for it. */
  | { readonly kind: 'otherName'; readonly wanted: string; readonly got: string; readonly isTaken: boolean }
  /** No workspace is open, so the image lies in Easel's own storage. */
  | { readonly kind: 'noWorkspace' }
  /** Only the part around the mask was sent; px. */
  | { readonly kind: 'region'; readonly width: number; readonly height: number }
  /** The picture has more than 8 bits a channel, and the result has 8. */
  | { readonly kind: 'shallow' }
  /** The server does not heed masks: what it makes of the rest is not wanted. */
  | { readonly kind: 'noMasks' }
  /** The answer could not be fitted back into the picture, so it was saved as it came. */
  | { readonly kind: 'rawSaved' }
  /** More references than the model takes: the last ones were left out. */
  | { readonly kind: 'fewerReferences'; readonly model: string; readonly limit: number }
  /** Where the image came from is in a file beside it, although it was to be in the image itself; see `Attached`. */
  | { readonly kind: 'sidecar'; readonly name: string; readonly why: 'credentials' | 'otherXmp' | 'format' }
  /** Where it came from could be written nowhere. */
  | { readonly kind: 'noProvenance' }
  /** The server has no endpoint for variations, so the edits endpoint was asked. */
  | { readonly kind: 'noVariations' };
