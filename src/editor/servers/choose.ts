import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { failureOf } from '../../core/failure.ts';
import { readSettings, writeServers } from '../settings.ts';
import { explain } from '../words/failures.ts';
import { kindDetail } from '../words/servers.ts';
import { addServer } from './add.ts';
import type { CheckParts } from './check.ts';
import { serverOf } from './here.ts';
import { kindByHost, kindOf, SERVER_KINDS, type ServerKind } from './kinds.ts';
import { isAt, type Preset, readPresets } from './presets.ts';
import { useServer } from './use.ts';

const { l10n } = vscode;

type Choice =
  | { readonly kind: 'use'; readonly baseUrl: string }
  | { readonly kind: 'add'; readonly server: ServerKind }
  | { readonly kind: 'settings' };

interface Item extends vscode.QuickPickItem {
  readonly choice?: Choice;
  /** The preset that its button removes. */
  readonly preset?: Preset;
}

/** Lets the user choose where requests go: a server of theirs, one to add, or an address that is typed. Answers whether one was. */
export async function chooseServer(parts: CheckParts): Promise<boolean> {
  for (;;) {
    const choice = await pick(parts);
    if (choice === undefined) return false;
    if (choice === 'again') continue;
    switch (choice.kind) {
      case 'use':
        return useServer(parts.servers, choice.baseUrl);
      case 'add':
        return addServer(parts, choice.server);
      case 'settings':
        await vscode.commands.executeCommand('workbench.action.openSettings', 'easel.servers');
        return false;
    }
  }
}

/** `again`: the list has changed. */
function pick(parts: CheckParts): Promise<Choice | 'again' | undefined> {
  const list = vscode.window.createQuickPick<Item>();
  list.title = l10n.t('Choose a server, or type its base URL');
  list.placeholder = 'http://127.0.0.1:8080/v1';
  list.ignoreFocusOut = true;
  list.matchOnDescription = true;
  const settings: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('gear'), tooltip: l10n.t('Open Settings') };
  list.buttons = [settings];
  const items = itemsFor(parts);
  list.items = items;
  list.activeItems = items.filter(({ choice, label }) => choice !== undefined && label.startsWith('$(check)'));
  return new Promise((resolve) => {
    const end = (choice: Choice | 'again' | undefined) => {
      resolve(choice);
      list.dispose();
    };
    list.onDidChangeValue((value) => {
      list.items = typedItem(value, items);
    });
    list.onDidAccept(() => {
      // Enter can come before the items for what was typed.
      const [typed] = typedItem(list.value, []);
      const [picked = typed] = list.selectedItems;
      if (picked?.choice) end(picked.choice);
    });
    list.onDidTriggerButton(() => end({ kind: 'settings' }));
    list.onDidTriggerItemButton(async ({ item: { preset } }) => {
      if (!preset) return;
      await removePreset(preset);
      end('again');
    });
    list.onDidHide(() => end(undefined));
    list.show();
  });
}

/** An address that is typed is an item of its own, and the first. */
function typedItem(value: string, items: readonly Item[]): readonly Item[] {
  const typed = value.trim();
  if (!/^https?:\/\/./i.test(typed)) return items;
  try {
    const { baseUrl } = serverOf(typed, kindByHost(typed) ?? kindOf('compatible'));
    return [{ label: l10n.t('$(server) Use {0}', baseUrl), alwaysShow: true, choice: { kind: 'use', baseUrl: typed } }, ...items];
  } catch (error) {
    return [
      { label: l10n.t('$(error) This address cannot be used'), detail: explain(failureOf(error)).sentence, alwaysShow: true },
      ...items,
    ];
  }
}

function itemsFor(parts: CheckParts): readonly Item[] {
  const { baseUrl, servers } = readSettings(undefined);
  const { presets, problems } = readPresets(servers);
  const mark = (label: string, isCurrent: boolean) => (isCurrent ? `$(check) ${label}` : label);
  const openai = kindOf('openai');
  const isOpenAI = isAt({ baseUrl: openai.baseUrl, kind: openai.id }, baseUrl);
  const isPreset = presets.some((preset) => isAt(preset, baseUrl));
  return [
    { label: l10n.t('Your servers'), kind: vscode.QuickPickItemKind.Separator },
    ...presets.map(
      (preset): Item => ({
        label: mark(preset.name, isAt(preset, baseUrl)),
        description: [kindOf(preset.kind).product, preset.baseUrl].join(' · '),
        buttons: [{ iconPath: new vscode.ThemeIcon('trash'), tooltip: l10n.t('Remove from the List') }],
        choice: { kind: 'use', baseUrl: preset.baseUrl },
        preset,
      }),
    ),
    ...(isPreset || isOpenAI ? [] : currentItem(parts, baseUrl)),
    ...problems.map(
      (problem): Item => ({
        label: `$(warning) ${explain({ kind: 'invalid', invalid: { field: 'entry', setting: 'easel.servers', ...problem } }).sentence}`,
        choice: { kind: 'settings' },
      }),
    ),
    ...(presets.some((preset) => isAt(preset, openai.baseUrl))
      ? []
      : [{ label: mark(openai.product, isOpenAI), description: openai.baseUrl, choice: { kind: 'use', baseUrl: '' } } as const]),
    { label: l10n.t('Add a server'), kind: vscode.QuickPickItemKind.Separator },
    ...SERVER_KINDS.filter((kind) => kind !== openai).map(
      (kind): Item => ({
        label: kind.id === 'compatible' ? l10n.t('Another Server…') : l10n.t('{0}…', kind.product),
        description: kindDetail(kind),
        choice: { kind: 'add', server: kind },
      }),
    ),
  ];
}

/** The address in use, where it is no entry of the list. */
function currentItem({ servers }: CheckParts, baseUrl: string): readonly Item[] {
  try {
    const { host } = servers.of(readSettings(undefined)).server();
    return [{ label: `$(check) ${host}`, description: baseUrl, choice: { kind: 'use', baseUrl } }];
  } catch {
    // What is wrong with it is said where it is used.
    return [];
  }
}

/** The address stays in use where it is. */
async function removePreset(preset: Preset): Promise<void> {
  const { servers } = readSettings(undefined);
  const at = servers.findIndex((entry) => readPresets([entry]).presets[0]?.name === preset.name);
  const removed = servers[at];
  if (removed === undefined) return;
  await writeServers(servers.toSpliced(at, 1));
  const undo = l10n.t('Undo');
  void vscode.window
    .showInformationMessage(l10n.t('{0} was removed from your servers.', isolate(preset.name)), undo)
    // What was changed since stays.
    .then((pressed) => (pressed === undo ? writeServers(readSettings(undefined).servers.toSpliced(at, 0, removed)) : undefined));
}
