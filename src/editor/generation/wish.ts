import * as vscode from 'vscode';
import type { Box } from '../../core/box.ts';
import { Failed, type Failure } from '../../core/failure.ts';
import type { FileInfo } from '../../core/fileType.ts';
import { takeFlags } from '../../core/flags.ts';
import type { Bytes } from '../../core/image.ts';
import type { RawRecord } from '../../core/ledger.ts';
import { PLACEHOLDER } from '../../core/models.ts';
import type { Region } from '../../core/protocol.ts';
import type { Run } from '../../core/session.ts';
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
  /** The file that a document refers to and that is not there: what is made is saved exactly there. */
  readonly target?: vscode.Uri;
}

/** What a person wants made from a picture. */
export interface EditWish {
  readonly kind: EditKind;
  readonly picture: vscode.Uri;
  /** Hex SHA-256 of the picture that was painted on; absent: whatever is there now. */
  readonly sha256?: string;
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

/**
 * A wish whose flags became options. Read again it is the same. What is asked about a picture has its size from that, and
 * its prompt stays as it is.
 */
export function readWish(wish: Wish): Wish {
  return wish.edit ? wish : takeFlags(wish);
}

/**
 * A run of an earlier window is known by its prompt, its options, and its document or picture. Undefined where something was
 * painted: that is in no ledger, and such a request has to be looked at again.
 */
export function wishOfEarlierWindow({ prompt, options: asked, standIn, document, target, edit }: Run): Wish | undefined {
  const options = standIn ? { ...asked, model: PLACEHOLDER } : asked;
  const wish = {
    prompt,
    options,
    ...(document !== undefined && { scope: vscode.Uri.parse(document) }),
    ...(target !== undefined && { target: vscode.Uri.parse(target) }),
  };
  if (!edit) return wish;
  if (edit.kind !== 'vary') return undefined;
  const { kind, picture, references = [], strength } = edit;
  const uris = references.map((uri) => vscode.Uri.parse(uri));
  const parts = {
    kind,
    picture: vscode.Uri.parse(picture),
    references: uris,
    region: 'whole',
    ...(strength && { strength }),
  } as const;
  return { ...wish, edit: parts };
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
  readonly info: FileInfo;
  readonly name: string;
  readonly raw?: RawRecord;
}
