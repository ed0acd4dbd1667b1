import * as vscode from 'vscode';
import { takeFlags } from '../../core/flags.ts';
import { optionsOfStyle } from '../../core/style.ts';
import type { Options } from '../../core/task.ts';
import { joinSources, readSources } from '../documents/source.ts';
import { readLearned } from '../generation/prices.ts';
import type { Wish } from '../generation/wish.ts';
import { choicesOf, currentValue, estimateLabel, type OfferedOption, readChanges } from '../panel/form.ts';
import { chooseModel } from '../servers/chooseModel.ts';
import type { Here } from '../servers/here.ts';
import { readSettings } from '../settings.ts';
import { optionName } from '../words/notes.ts';
import type { CommandParts } from './parts.ts';

const { l10n } = vscode;

type Item = vscode.QuickPickItem & { readonly action: 'send' | 'prompt' | OfferedOption };

/** The options in the order of the quick pick. */
const ORDER: readonly OfferedOption[] = ['model', 'size', 'quality', 'count', 'background'];

/** One quick pick with everything about the next image; Enter sends. Answers the saved files' URIs. */
export async function pickOptions(parts: CommandParts): Promise<readonly vscode.Uri[]> {
  const editor = vscode.window.activeTextEditor;
  const source = editor && joinSources(readSources(editor, parts.anchors));
  const scope = editor?.document.uri;
  const settings = readSettings(scope);
  const here = parts.servers.of(settings);
  const { prices: learned } = await readLearned(parts);
  let { prompt, options } = takeFlags({
    prompt: source?.prompt ?? '',
    options: { ...settings.options, ...optionsOfStyle(parts.styles.active(scope) ?? {}) },
  });
  for (;;) {
    const item = await pick(itemsFor(prompt, options, estimateLabel(options, here, learned).label, here), prompt);
    if (!item) return [];
    if (item.action === 'send') {
      prompt ||= (await askForPrompt('')) ?? '';
      if (!prompt.trim()) continue;
      const anchor = source?.anchor ?? (editor && parts.anchors.take(editor.document, editor.selection));
      const wish: Wish = { prompt, options, ...(scope && { scope }), ...(anchor !== undefined && { anchor }) };
      return (await parts.generation.start(wish)).map(({ uri }) => vscode.Uri.parse(uri));
    }
    if (item.action === 'prompt') {
      const asked = await askForPrompt(prompt);
      if (asked !== undefined) ({ prompt, options } = takeFlags({ prompt: asked, options }));
      continue;
    }
    options = await choose(item.action, options, here);
  }
}

function itemsFor(prompt: string, options: Options, estimate: string, here: Here): readonly Item[] {
  return [
    { action: 'send', label: l10n.t('$(sparkle) Generate'), description: estimate },
    { action: 'prompt', label: l10n.t('Prompt'), description: prompt || l10n.t('none yet') },
    ...ORDER.flatMap((option): Item[] => {
      const offered = choicesOf(option, options, here);
      if (!offered) return [];
      const value = currentValue(option, options, here);
      return [
        {
          action: option,
          label: optionName(option),
          description: offered.choices.find((choice) => choice.value === value)?.label ?? value,
        },
      ];
    }),
  ];
}

function pick(items: readonly Item[], prompt: string): Thenable<Item | undefined> {
  return vscode.window.showQuickPick(items, {
    title: l10n.t('Generate Image with Options'),
    placeHolder: prompt
      ? l10n.t('Enter sends; choose an option to change it')
      : l10n.t('Enter asks for the prompt; choose an option to change it'),
    ignoreFocusOut: true,
  });
}

function askForPrompt(value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('Prompt'),
    prompt: l10n.t('Describe the image.'),
    value,
    ignoreFocusOut: true,
  });
}

/** Lets the user choose a value of one option; the old one stays when they go away. */
async function choose(option: OfferedOption, options: Options, here: Here): Promise<Options> {
  if (option === 'model') return { ...options, model: (await chooseModel(here, options.model)) ?? options.model };
  const offered = choicesOf(option, options, here);
  if (!offered) return options;
  const other = l10n.t('Another Value…');
  const current = currentValue(option, options, here);
  const items = offered.choices.map(({ value, label }) => ({
    label,
    value,
    description: value === current ? l10n.t('now') : '',
  }));
  // Enter alone changes nothing.
  items.sort((a, b) => Number(b.value === current) - Number(a.value === current));
  const picked = await vscode.window.showQuickPick(
    offered.free ? [...items, { label: other, value: undefined, description: '' }] : items,
    {
      title: optionName(option),
      ignoreFocusOut: true,
    },
  );
  if (!picked) return options;
  const value =
    picked.value ??
    (await vscode.window.showInputBox({ title: optionName(option), value: String(options[option]), ignoreFocusOut: true }));
  return value ? { ...options, ...readChanges({ [option]: value.trim() }) } : options;
}
