import * as vscode from 'vscode';
import { VIEW_TYPE } from '../panel/viewType.ts';
import type { Store } from '../store.ts';

const { l10n } = vscode;

/** The pictures a command is about. */
export interface ChosenImages {
  readonly picture: vscode.Uri;
  readonly references: readonly vscode.Uri[];
}

/**
 * Which pictures a menu or the palette means: the one that was clicked, with the other selected ones as references; else the
 * one in the active tab; else one that is picked. Undefined when the user goes away.
 */
export async function chooseImages(given: readonly unknown[], store: Store): Promise<ChosenImages | undefined> {
  const [clicked, selected] = given;
  if (clicked instanceof vscode.Uri) {
    // What was clicked may be no picture, when a keybinding or a program says so: reading it will tell.
    const others = Array.isArray(selected) ? selected.filter((uri) => uri instanceof vscode.Uri) : [];
    const references = others.filter((uri) => isImage(uri) && uri.toString() !== clicked.toString());
    return { picture: clicked, references };
  }
  const picture = activeImage(store) ?? (await pickImage());
  return picture && { picture, references: [] };
}

function isImage({ path }: vscode.Uri): boolean {
  return /\.(png|jpe?g|webp)$/i.test(path);
}

/** The picture in the active tab: a preview's, or the one that is selected in the panel. */
function activeImage({ state }: Store): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) {
    return isImage(input.uri) ? input.uri : undefined;
  }
  // VS Code puts its own words in front of a panel's type.
  if (!(input instanceof vscode.TabInputWebview) || !input.viewType.endsWith(VIEW_TYPE)) return undefined;
  const selected = state.selected === undefined ? undefined : state.pictures.get(state.selected);
  return selected && selected.state !== 'discarded' ? vscode.Uri.parse(selected.uri) : undefined;
}

/** Pictures that are looked through, at most. */
const MOST = 5000;

async function pickImage(): Promise<vscode.Uri | undefined> {
  // Globs tell cases apart where the file system does.
  const pattern = '**/*.{[pP][nN][gG],[jJ][pP][gG],[jJ][pP][eE][gG],[wW][eE][bB][pP]}';
  const found = await vscode.workspace.findFiles(pattern, '**/node_modules/**', MOST);
  if (found.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('There is no PNG, JPEG or WebP picture in the workspace.'));
    return undefined;
  }
  const items = found
    .map((uri) => ({ uri, label: vscode.workspace.asRelativePath(uri) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (await vscode.window.showQuickPick(items, { title: l10n.t('Which picture?'), matchOnDescription: true }))?.uri;
}
