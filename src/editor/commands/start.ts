import * as vscode from 'vscode';
import { type CommandParts, registerCommand } from './parts.ts';

const { l10n } = vscode;

/** `easel.showPanel`, and the two commands that only the walkthrough offers. */
export function registerStart(parts: CommandParts): void {
  registerCommand('easel.showPanel', parts, async () => parts.panel.reveal());
  registerCommand('easel.usePlaceholder', parts, async () => {
    parts.standIn.on = true;
    vscode.window.showInformationMessage(
      l10n.t('In this window the placeholder model makes the images: offline, free, without a key.'),
    );
  });
  registerCommand('easel.openSample', parts, openSample);
}

/** A document with a sentence selected, ready for "Generate Image". */
async function openSample(): Promise<void> {
  const sentence = l10n.t('A white Siamese cat asleep on a stack of old books, soft morning light');
  const content = `# ${l10n.t('My first picture')}\n\n${sentence}\n`;
  const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
  const start = content.indexOf(sentence);
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(start + sentence.length));
  await vscode.window.showTextDocument(document, { selection });
}
