import * as vscode from 'vscode';
import { EASEL_IMAGE } from '../../core/drag.ts';
import { toSnippet } from '../../core/reference.ts';
import type { ImageId } from '../../core/task.ts';
import type { Outside } from '../outside.ts';
import type { Store } from '../store.ts';
import { dropKind } from './dropTarget.ts';
import { illustrationOf, isImageFile } from './illustration.ts';
import { type Illustration, referenceAt, surround } from './insert.ts';
import type { Insertion } from './insertion.ts';
import { placedDocument } from './language.ts';

const { l10n } = vscode;

/** What dropping works with. */
export interface DroppingParts {
  readonly outside: Pick<Outside, 'findPlace'>;
  readonly store: Store;
  readonly insertion: Pick<Insertion, 'prepare' | 'copyInstead' | 'noteInserted'>;
}

/** Image files dropped at once, at most. */
const MOST = 20;

/** Turns pictures of the panel and image files that are dropped on a document into the text that Insert would write there. */
export type Dropping = (
  document: vscode.TextDocument,
  position: vscode.Position,
  data: vscode.DataTransfer,
  token: vscode.CancellationToken,
) => Promise<vscode.DocumentDropEdit | undefined>;

/** Whatever is no image is left to VS Code. Throws `Failed`: `untrusted`, `noFile`. */
export function createDropping({ outside, store, insertion }: DroppingParts): Dropping {
  /** What lies in a picture's data is an id, and one that names nothing is nothing. */
  async function ours(data: vscode.DataTransfer): Promise<ImageId | undefined> {
    const id = await data.get(EASEL_IMAGE)?.asString();
    return id !== undefined && store.state.pictures.has(id) ? id : undefined;
  }

  return async (document, position, data, token) => {
    const image = await ours(data);
    const files = image === undefined && vscode.workspace.isTrusted ? await filesIn(data) : [];
    if (image === undefined && files.length === 0) return undefined;
    const pictures: readonly Illustration[] =
      image === undefined
        ? await Promise.all(files.map((file) => illustrationOf(file, store)))
        : [await insertion.prepare(image)];
    if (token.isCancellationRequested) return undefined;
    const offset = document.offsetAt(position);
    const place = await outside.findPlace(placedDocument(document), { start: offset, end: offset }, 'auto');
    if (token.isCancellationRequested) return undefined;
    const references = pictures.map((picture) => referenceAt(place, document, picture));
    const [first] = references;
    if (!first) return undefined;
    if (place.kind === 'copy') {
      // VS Code has a way of its own with files, and none with a picture of the panel.
      if (image !== undefined) await insertion.copyInstead(first.text);
      return undefined;
    }
    // Several stand in a row where one would stand in the line, else below each other.
    const between = place.before.includes('\n') || place.after.includes('\n') ? `\n${place.indent ?? ''}` : ' ';
    const joined = references.length === 1 ? first : { text: references.map((reference) => reference.text).join(between) };
    if (references.length > 1 && !first.alt) return undefined;
    const { text: written, alt } = surround(joined, place);
    const edit = editFor(document, offset, place, written, alt);
    if (image !== undefined) void insertion.noteInserted(image, document.uri);
    return edit;
  };
}

/** At the cursor VS Code puts it itself, with the alt text to type over; elsewhere it is an edit beside. */
function editFor(
  document: vscode.TextDocument,
  offset: number,
  place: { readonly start: number; readonly end: number },
  text: string,
  alt: { readonly start: number; readonly end: number } | undefined,
): vscode.DocumentDropEdit {
  const isHere = place.start === offset && place.end === offset && !text.includes('\n');
  const snippet = isHere ? new vscode.SnippetString(toSnippet(text, alt)) : '';
  const edit = new vscode.DocumentDropEdit(snippet, l10n.t('Insert Easel Image'), dropKind());
  if (isHere) return edit;
  const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
  edit.additionalEdit = new vscode.WorkspaceEdit();
  edit.additionalEdit.replace(document.uri, range, text);
  return edit;
}

/** The files that were dropped, when all of them are images. */
async function filesIn(data: vscode.DataTransfer): Promise<readonly vscode.Uri[]> {
  const list = (await data.get('text/uri-list')?.asString()) ?? '';
  const uris = list
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap(readUri);
  return uris.length <= MOST && uris.every(isWorkspaceImage) ? uris : [];
}

/** A page of the web is no file of the project. */
function isWorkspaceImage(uri: vscode.Uri): boolean {
  return isImageFile(uri) && (uri.scheme === 'file' || vscode.workspace.getWorkspaceFolder(uri) !== undefined);
}

function readUri(line: string): readonly vscode.Uri[] {
  try {
    return [vscode.Uri.parse(line, true)];
  } catch {
    return [];
  }
}
