import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { until } from './stage.ts';

/** Waits for a document's text; a wrong one is shown with its difference. */
export async function becomes(document: vscode.TextDocument, text: string): Promise<void> {
  await until('the text is there', () => document.getText() === text).catch(() => assert.equal(document.getText(), text));
}

/** One undo in the editor of a document. */
export async function undo(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand('undo');
}
