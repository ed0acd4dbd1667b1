import * as vscode from 'vscode';
import type { Servers } from './here.ts';

const { l10n } = vscode;

/** Lets the user choose a server whose answers are to be forgotten, or all. What the settings say of it stays. */
export async function forgetServer({ memory }: Servers): Promise<void> {
  const known = memory.known();
  if (known.length === 0) {
    vscode.window.showInformationMessage(l10n.t('No server has taught Easel anything yet.'));
    return;
  }
  const all = { label: l10n.t('All Servers'), forgotten: known };
  const items = known.map((baseUrl) => ({ label: baseUrl, forgotten: [baseUrl] }));
  const picked = await vscode.window.showQuickPick(known.length > 1 ? [...items, all] : items, {
    title: l10n.t('Forget what a server can do'),
    placeHolder: l10n.t('Its models, and what it turned out not to know'),
  });
  if (!picked) return;
  for (const baseUrl of picked.forgotten) memory.forget(baseUrl);
  vscode.window.showInformationMessage(
    picked === all
      ? l10n.t('What all servers can do was forgotten. The next answers teach it anew.')
      : l10n.t('What {0} can do was forgotten. Its next answers teach it anew.', picked.label),
  );
}
