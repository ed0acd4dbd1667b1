import * as vscode from 'vscode';
import type { Box } from '../../core/box.ts';
import { Failed, type Failure } from '../../core/failure.ts';
import type { FileInfo } from '../../core/fileType.ts';
import { takeFlags } from '../../core/flags.ts';
import type { Bytes } from '../../core/image.ts';
import type { AskedBy, RawRecord } from '../../core/ledger.ts';
import { PLACEHOLDER } from '../../core/models.ts';
import type { Region } from '../../core/protocol.ts';
import type { Run } from '../../core/session.ts';
import { optionsOfStyle, type Style } from '../../core/style.ts';
import type { CallId, Coverage, EditKind, Options } from '../../core/task.ts';
import type { Strength } from '../../core/variation.ts';
import type { AnchorId } from '../documents/anchors.ts';
import type { Styles } from '../styles/styles.ts';

/** What a person or a program asks for, before anything about it is checked. */
export interface Wish extends AskedBy {
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
  /** What is put around the prompt; absent: the style that is chosen when it is read. */
  readonly style?: Style | 'none';
  /** Pictures for a new one to go by; what is made from a picture has its own. */
  readonly references?: readonly vscode.Uri[];
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

/** What a person asks for who asks once more; a person's own wish is the same one, which others may wait for. */
export function byPerson(wish: Wish): Wish {
  if (!wish.by) return wish;
  const { by: _, ...others } = wish;
  return others;
}

/** The style of a wish that was read. */
export function styleOf({ style }: Pick<Wish, 'style'>): Style | undefined {
  return style === 'none' ? undefined : style;
}

/** The options of a wish: the settings', above them its style's, above them its own. */
export function optionsFor(wish: Pick<Wish, 'options' | 'style'>, settings: Options): Options {
  return { ...settings, ...optionsOfStyle(styleOf(wish) ?? {}), ...wish.options };
}

/** What is remembered of the style and the pictures of a generation. */
export function recordsOf(wish: Wish, references: readonly vscode.Uri[]): Pick<Run, 'style' | 'references'> {
  const style = styleOf(wish);
  return {
    ...(style && { style: { name: style.name, prefix: style.prefix, suffix: style.suffix } }),
    ...(references.length > 0 && { references: references.map(String) }),
  };
}

/**
 * A wish whose flags became options, in the style that is chosen now; what is asked about a picture has its style from that.
 * Read again it is the same. Throws `Failed` `invalid`.
 */
export function readWish(wish: Wish, styles: Pick<Styles, 'active'>): Wish {
  if (wish.edit) return takeFlags(wish);
  const style = wish.style ?? styles.active(wish.scope) ?? 'none';
  return wish.style ? takeFlags(wish) : { ...takeFlags(wish), style };
}

/**
 * A run of an earlier window is known by its prompt, its options, and its document or picture. Undefined where something was
 * painted: that is in no ledger, and such a request has to be looked at again.
 */
export function wishOfEarlierWindow({ prompt, options: asked, standIn, document, target, edit, ...run }: Run): Wish | undefined {
  const options = standIn ? { ...asked, model: PLACEHOLDER } : asked;
  const wish = {
    prompt,
    options,
    ...(document !== undefined && { scope: vscode.Uri.parse(document) }),
    ...(target !== undefined && { target: vscode.Uri.parse(target) }),
    // Its pictures are among the run's.
    style: run.style ? { ...run.style, references: [] } : ('none' as const),
    ...(run.references && { references: run.references.map((uri) => vscode.Uri.parse(uri)) }),
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

/** A wish of this window whose pictures lie where its run says: they may have gone elsewhere since. The same one where none has. */
export function wishWhere(wish: Wish, { edit, references = [] }: Run): Wish {
  const own = wish.edit ? [wish.edit.picture, ...wish.edit.references] : (wish.references ?? []);
  const now = edit ? [edit.picture, ...(edit.references ?? [])] : references.slice(0, own.length);
  if (now.length < own.length || own.every((uri, index) => uri.toString() === now[index])) return wish;
  const [picture, ...others] = now.map((uri) => vscode.Uri.parse(uri));
  if (!wish.edit || !picture) return { ...wish, references: now.map((uri) => vscode.Uri.parse(uri)) };
  // Its settings are those of its picture's place.
  const scope = wish.scope?.toString() === wish.edit.picture.toString() ? picture : wish.scope;
  return { ...wish, ...(scope && { scope }), edit: { ...wish.edit, picture, references: others } };
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
