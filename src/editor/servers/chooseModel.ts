import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { isNearItsEnd, type ModelChoice } from '../../core/catalogue.ts';
import { day } from '../words/notes.ts';
import type { Here } from './here.ts';

const { l10n } = vscode;

/** Lets the user choose one of the models that are suggested here, or name another; undefined when they go away. */
export async function chooseModel({ models }: Pick<Here, 'models'>, current: string): Promise<string | undefined> {
  const today = new Date();
  const items = models.suggested(today).map((choice) => ({
    label: isolate(choice.label),
    value: choice.name,
    description: describe(choice, current, today),
  }));
  // Enter alone changes nothing.
  items.sort((a, b) => Number(b.value === current) - Number(a.value === current));
  const title = l10n.t('Model');
  const picked = await vscode.window.showQuickPick(
    [...items, { label: l10n.t('Another Name…'), value: undefined, description: '' }],
    { title, ignoreFocusOut: true, matchOnDescription: true },
  );
  if (!picked || picked.value !== undefined) return picked?.value;
  const prompt = l10n.t('The name of a model as the server has it.');
  const typed = await vscode.window.showInputBox({ title, prompt, value: current, ignoreFocusOut: true });
  return typed?.trim() || undefined;
}

function describe(choice: ModelChoice, current: string, today: Date): string {
  const { name, label, shutdown } = choice;
  const facts = [
    name === label ? '' : isolate(name),
    name === current ? l10n.t('now') : '',
    shutdown !== undefined && isNearItsEnd(choice, today) ? l10n.t('ends on {0}', day(shutdown)) : '',
  ];
  return facts.filter(Boolean).join(' · ');
}
