import type * as vscode from 'vscode';
import { Failed, type Failure } from '../../core/failure.ts';
import type { Bytes, ImageInfo } from '../../core/image.ts';
import type { CallId, Options } from '../../core/task.ts';
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
