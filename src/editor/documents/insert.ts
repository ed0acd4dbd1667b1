import * as vscode from 'vscode';
import type { InsertMode, Place } from '../../core/place.ts';
import { referencePath } from '../../core/publicFolder.ts';
import { type Reference, relativePath, toSnippet, writeReference } from '../../core/reference.ts';
import type { Picture } from '../../core/session.ts';
import type { Size } from '../../core/size.ts';
import { isWebLanguage } from '../../core/syntax.ts';
import { workspaceFolderOf } from '../generation/shelf.ts';
import type { Outside } from '../outside.ts';
import { readSettings } from '../settings.ts';
import type { Spot } from './anchors.ts';
import { languageOf, placedDocument } from './language.ts';
import { fileOf, notebookOf } from './notebook.ts';

/** An image that a reference leads to: `info` where its size in px is known. */
export type Illustration = Pick<Picture, 'uri' | 'alt'> & { readonly info?: Size };

/** What became of a reference. */
export type Inserted =
  | { readonly kind: 'inserted' }
  /** It lies in the clipboard instead. */
  | { readonly kind: 'copied'; readonly why: 'gone' | 'wouldBreak' }
  /** It is nowhere: nobody asked for it, so the clipboard is not touched. */
  | { readonly kind: 'left' };

/** How an insertion is made. */
export interface Manner {
  readonly mode: InsertMode;
  /** Somebody clicked: move to the document with the alt text selected. Else neither cursor nor clipboard is touched. */
  readonly takeFocus: boolean;
}

/** Typing goes on while a document is read: so often it is read again. */
const TRIES = 5;

/**
 * Puts the reference to a picture at a spot, as one edit that one undo takes back. Where a reference cannot stand, or the
 * spot is gone, the reference is copied instead, or left where nobody clicked. `locate` answers where the spot is now.
 */
export async function insertReference(
  outside: Outside,
  picture: Illustration,
  locate: () => Promise<Spot | undefined>,
  { mode, takeFocus }: Manner,
): Promise<Inserted> {
  for (let tries = 0; tries < TRIES; tries++) {
    const spot = await locate();
    if (!spot) break;
    const { document } = spot;
    const { version } = document;
    const place = await outside.findPlace(placedDocument(document), spot, mode);
    if (document.version !== version) continue;
    const reference = referenceAt(place, document, picture);
    if (place.kind === 'copy') {
      if (!takeFocus) return { kind: 'left' };
      await vscode.env.clipboard.writeText(reference.text);
      return { kind: 'copied', why: 'wouldBreak' };
    }
    const { text, alt } = surround(reference, place);
    const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
    // No cell of a notebook can be shown as a text editor.
    const done =
      takeFocus && !notebookOf(document)
        ? await applySnippet(document, range, toSnippet(text, alt))
        : await applyEdit(document, range, text);
    if (done) return { kind: 'inserted' };
  }
  if (!takeFocus) return { kind: 'left' };
  await vscode.env.clipboard.writeText(await referenceText(outside, picture, undefined));
  return { kind: 'copied', why: 'gone' };
}

/** The reference to an image as it stands at a place of a document. */
export function referenceAt(place: Place, document: vscode.TextDocument, picture: Illustration): Reference {
  const indent = place.kind === 'edit' && place.indent !== undefined && { indent: place.indent };
  const details = { ...(picture.info && { size: picture.info }), ...indent };
  return writeReference(place.form, pathFor(document, picture), picture.alt, details);
}

/** The same with what stands before and after it at its place. */
export function surround({ text, alt }: Reference, { before, after }: Extract<Place, { kind: 'edit' }>): Reference {
  const shift = before.length;
  return { text: before + text + after, ...(alt && { alt: { start: alt.start + shift, end: alt.end + shift } }) };
}

/** The reference for the clipboard: as it would stand at a spot, or as Markdown with the path from the workspace folder. */
export async function referenceText(outside: Outside, picture: Illustration, spot: Spot | undefined): Promise<string> {
  if (spot) {
    const { document } = spot;
    const { form } = await outside.findPlace(placedDocument(document), spot, 'auto');
    return referenceAt({ kind: 'copy', form }, document, picture).text;
  }
  const path = vscode.workspace.asRelativePath(vscode.Uri.parse(picture.uri), false).replaceAll('\\', '/');
  return writeReference('markdown', path, picture.alt).text;
}

/** In what browsers read from the site's root, where the image lies in a folder that is served as that. */
function pathFor(document: vscode.TextDocument, picture: Illustration): string {
  const base = baseOf(document);
  if (!isWebLanguage(languageOf(document))) return relativePath(base.toString(), picture.uri);
  const workspace = workspaceFolderOf(base)?.uri.toString();
  return referencePath(base.toString(), picture.uri, workspace, readSettings(base).publicFolders);
}

/** An untitled document has no folder yet: its references start at the workspace's. */
function baseOf(document: vscode.TextDocument): vscode.Uri {
  const { uri, isUntitled } = fileOf(document);
  const workspace = workspaceFolderOf(uri);
  return isUntitled && workspace ? vscode.Uri.joinPath(workspace.uri, 'untitled') : uri;
}

/** In an editor that shows the document, so that the alt text can be typed over at once. */
async function applySnippet(document: vscode.TextDocument, range: vscode.Range, snippet: string): Promise<boolean> {
  const { version } = document;
  const visible = vscode.window.visibleTextEditors.find((editor) => editor.document === document);
  const editor = await vscode.window.showTextDocument(document, visible?.viewColumn ?? vscode.ViewColumn.Active);
  // Typing may have gone on until it was shown.
  if (document.version !== version) return false;
  // The text has its indentation already; the snippet must not add the line's once more.
  const options = { undoStopBefore: true, undoStopAfter: true, keepWhitespace: true };
  return editor.insertSnippet(new vscode.SnippetString(snippet), range, options);
}

async function applyEdit(document: vscode.TextDocument, range: vscode.Range, text: string): Promise<boolean> {
  const before = vscode.window.visibleTextEditors
    .filter((editor) => editor.document === document)
    .map((editor) => ({ editor, selections: editor.selections }));
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, range, text);
  if (!(await vscode.workspace.applyEdit(edit))) return false;
  for (const { editor, selections } of before) {
    // VS Code lets a selection that ends here grow over what is inserted: the next key would delete both.
    if (selections.every(({ end }) => end.isBeforeOrEqual(range.start))) editor.selections = selections;
  }
  return true;
}
