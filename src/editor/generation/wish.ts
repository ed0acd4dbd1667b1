import type * as vscode from 'vscode';
import type { Box } from '../../core/box.ts';
import { Failed, type Failure } from '../../core/failure.ts';
import type { Bytes, ImageInfo } from '../../core/image.ts';
import type { Region } from '../../core/protocol.ts';
import type { CallId, Coverage, EditKind, Options } from '../../core/task.ts';
import type { Strength } from '../../core/variation.ts';
import type { AnchorId } from '../documents/anchors.ts';

/** What a person or a program asks for, before anything about it is checked. */
export interface Wish {
  readonly prompt: string;
  /** What differs from the settings. */
  readonly options: Partial<Options>;
  /** The document whose settings and workspace folder hold. */
  readonly scope?: vscode.Uri;
  /** Where the reference would go. */
  readonly anchor?: AnchorId;
  /** The picture that something is made from. */
  readonly edit?: EditWish;
}

/** What a person wants made from a picture. */
export interface EditWish {
  readonly kind: EditKind;
  readonly picture: vscode.Uri;
  /** Further pictures that are sent along. */
  readonly references: readonly vscode.Uri[];
  readonly region: Region;
  /** What may change; absent: everything. Of an extension it is what the canvas has more. */
  readonly coverage?: Coverage;
  /** The result of an extension, in the picture's px. */
  readonly canvas?: Box;
  /** Of variations: says what their card offers next. */
  readonly strength?: Strength;
}

/** A wish that was refused before there was a run: what was asked for must not be lost with it. */
export class Refused extends Failed {
  readonly wish: Wish;

  constructor(failure: Failure, wish: Wish, cause: unknown) {
    super(failure, cause);
    this.wish = wish;
  }
}

/** A finished image that no folder took. */
export interface HeldImage {
  readonly call: CallId;
  readonly bytes: Bytes;
  readonly info: ImageInfo;
  readonly name: string;
}
