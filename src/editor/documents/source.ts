import * as vscode from 'vscode';
import { readFlags, withFlags } from '../../core/flags.ts';
import { type ReviewReason, readPrompt, reviewReason } from '../../core/prompt.ts';
import type { Wish } from '../generation/wish.ts';
import type { AnchorId, Anchors } from './anchors.ts';
import { languageOf } from './language.ts';
import { fileOf } from './notebook.ts';

/** A prompt with the place it was taken from. */
export interface Source {
  readonly prompt: string;
  readonly document: vscode.Uri;
  readonly anchor: AnchorId;
  /** Why it should be looked at before it is sent. */
  readonly reason: ReviewReason | undefined;
}

/** Reads every selection that is not empty, in the order of the document. The anchors are taken here: minutes may pass. */
export function readSources(editor: vscode.TextEditor, anchors: Anchors): readonly Source[] {
  const { document } = editor;
  return editor.selections
    .filter((selection) => !selection.isEmpty)
    .toSorted((a, b) => a.start.compareTo(b.start))
    .map((selection) => readSource(document, selection, anchors));
}

/** Several selections as one prompt, placed at the last of them. */
export function joinSources(sources: readonly Source[]): Source | undefined {
  const last = sources.at(-1);
  if (!last || sources.length === 1) return last;
  const parts = sources.map((source) => readFlags(source.prompt));
  const words = parts.map((part) => part.prompt).join('\n\n');
  // In the middle they would be words.
  const prompt = withFlags(
    words,
    parts.flatMap(({ flags }) => flags),
  );
  const reason = reviewReason(words, { wholeDocument: false, characters: prompt.length, lines: prompt.split('\n').length });
  return { ...last, prompt, reason };
}

/** A wish without a place of its own belongs where the cursor is. */
export function placeAtCursor(wish: Wish, anchors: Anchors): Wish {
  const editor = editorInUse();
  if (wish.anchor !== undefined || wish.target !== undefined || !editor) return wish;
  return { scope: fileOf(editor.document).uri, ...wish, anchor: anchors.take(editor.document, editor.selection) };
}

/** The editor that a person writes in. While the panel has the focus none is the active one, and one that is shown is meant. */
export function editorInUse(): vscode.TextEditor | undefined {
  const { activeTextEditor: active, visibleTextEditors } = vscode.window;
  // The Output view is a text editor too, but in no column.
  if (active && active.document.uri.scheme !== 'output') return active;
  return visibleTextEditors.find(({ viewColumn }) => viewColumn !== undefined);
}

/** Reads one selection as a prompt, and takes its place. */
export function readSource(document: vscode.TextDocument, selection: vscode.Selection, anchors: Anchors): Source {
  const text = document.getText(selection);
  const prompt = readPrompt(text, languageOf(document));
  const facts = {
    wholeDocument: text.trim() === document.getText().trim(),
    characters: text.length,
    lines: selection.end.line - selection.start.line + (selection.end.character > 0 ? 1 : 0),
  };
  return {
    prompt,
    document: fileOf(document).uri,
    anchor: anchors.take(document, selection),
    reason: reviewReason(readFlags(prompt).prompt, facts),
  };
}
