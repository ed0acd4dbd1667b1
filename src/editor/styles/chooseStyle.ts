import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { readStyles, type Style, styledPrompt } from '../../core/style.ts';
import { type CommandParts, registerCommand } from '../commands/parts.ts';
import { editorInUse } from '../documents/source.ts';
import { readSettings } from '../settings.ts';
import { styleProblemSentence } from '../words/styles.ts';
import type { Styles } from './styles.ts';

const { l10n } = vscode;

/** `easel.chooseStyle`: which of `easel.styles` prompts get. Sends nothing, and works in untrusted workspaces. */
export function registerChooseStyle(parts: CommandParts): void {
  registerCommand('easel.chooseStyle', parts, () => chooseStyle(parts.styles));
}

/** Lets the user choose one of the styles, or none; nothing changes when they go away. */
export async function chooseStyle(chosen: Styles): Promise<void> {
  const scope = editorInUse()?.document.uri;
  const { styles, problems } = readStyles(readSettings(scope).styles);
  const [problem] = problems;
  if (problem) vscode.window.showWarningMessage(styleProblemSentence(problem));
  if (styles.length === 0) {
    if (!problem) await explainStyles();
    return;
  }
  const active = activeName(chosen, scope);
  const none = { label: l10n.t('No Style'), description: active === undefined ? l10n.t('now') : '', name: undefined };
  const items = [none, ...styles.map((style) => itemOf(style, style.name === active))];
  const picked = await vscode.window.showQuickPick(items, { title: l10n.t('Style'), matchOnDetail: true });
  if (picked) await chosen.choose(picked.name);
}

function activeName(styles: Styles, scope: vscode.Uri | undefined): string | undefined {
  try {
    return styles.active(scope)?.name;
  } catch {
    // It is said when something is made with it.
    return undefined;
  }
}

function itemOf(style: Style, isActive: boolean): vscode.QuickPickItem & { readonly name: string } {
  return {
    name: style.name,
    label: isolate(style.name),
    description: isActive ? l10n.t('now') : '',
    detail: isolate(styledPrompt('…', style)),
  };
}

async function explainStyles(): Promise<void> {
  const open = l10n.t('Open Settings');
  const text = l10n.t('There is no style yet. The setting easel.styles has them.');
  if ((await vscode.window.showInformationMessage(text, open)) !== open) return;
  await vscode.commands.executeCommand('workbench.action.openSettings', 'easel.styles');
}
