import type * as vscode from 'vscode';
import { languageIdOf, unclaimedPatterns } from '../../core/documentLanguage.ts';
import type { PlacedDocument } from '../../core/place.ts';

/** The language that a document is written in, also where no extension for it is installed. */
export function languageOf(document: Pick<vscode.TextDocument, 'languageId' | 'uri'>): string {
  return languageIdOf(document.languageId, document.uri.path);
}

/** A document as places and references are found in it. */
export function placedDocument(document: vscode.TextDocument): PlacedDocument {
  return { text: document.getText(), languageId: languageOf(document) };
}

/** Selects the documents of some languages, also those that VS Code takes for plain text. */
export function selectLanguages(languageIds: readonly string[]): vscode.DocumentSelector {
  const unclaimed = unclaimedPatterns(languageIds).map((pattern) => ({ language: 'plaintext', pattern }));
  return [...languageIds, ...unclaimed];
}
