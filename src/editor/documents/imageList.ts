import * as vscode from 'vscode';
import { tabsOf } from '../pictures/files.ts';
import { IMAGE_EXTENSIONS } from './illustration.ts';

const { l10n } = vscode;

/** Images in the list, at most. */
const MOST = 5000;

/** Up to so many stand with the newest first; more would take seconds to ask. */
const MOST_BY_AGE = 500;

/** ms that an item is looked at before it is shown beside. */
const REST = 120;

interface Item extends vscode.QuickPickItem {
  readonly uri: vscode.Uri;
}

/** Lets an image of the workspace be chosen; the one that is looked at in the list is shown beside. Undefined: nobody chose. */
export async function chooseWorkspaceImage(): Promise<vscode.Uri | undefined> {
  const items = await listImages();
  if (items.length === 0) {
    void vscode.window.showInformationMessage(l10n.t('There is no image in the workspace.'));
    return undefined;
  }
  const preview = createPreview();
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick<Item>();
    pick.title = l10n.t('Insert Image');
    pick.placeholder = l10n.t('Choose an image by its path');
    pick.items = items;
    // The preview beside must not close the list.
    pick.ignoreFocusOut = true;
    pick.onDidChangeActive(([active]) => preview.show(active?.uri));
    pick.onDidAccept(() => {
      const [chosen] = pick.selectedItems;
      if (!chosen) return;
      resolve(chosen.uri);
      pick.hide();
    });
    pick.onDidHide(async () => {
      pick.dispose();
      await preview.close();
      resolve(undefined);
    });
    pick.show();
  });
}

async function listImages(): Promise<readonly Item[]> {
  // Globs tell cases apart where the file system does.
  const anyCase = IMAGE_EXTENSIONS.map((extension) =>
    extension.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`),
  );
  const found = await vscode.workspace.findFiles(`**/*.{${anyCase.join(',')}}`, '**/node_modules/**', MOST);
  const ages = found.length > MOST_BY_AGE ? [] : await Promise.all(found.map(readTime));
  return found
    .map((uri, index) => ({ uri, label: vscode.workspace.asRelativePath(uri), time: ages[index] ?? 0 }))
    .sort((a, b) => b.time - a.time || a.label.localeCompare(b.label))
    .map(({ uri, label }) => ({ uri, label, iconPath: uri }));
}

/** ms since 1970 */
function readTime(uri: vscode.Uri): Thenable<number> {
  return vscode.workspace.fs.stat(uri).then(
    ({ mtime }) => mtime,
    () => 0,
  );
}

/** Shows one image after the other in a column beside, and leaves the tabs as they were. */
function createPreview(): { show(uri: vscode.Uri | undefined): void; close(): Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let opened: vscode.Uri | undefined;
  let isOver = false;

  async function open(uri: vscode.Uri): Promise<void> {
    if (isOver) return;
    const isNew = tabsOf(uri).length === 0;
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: true };
    await vscode.commands.executeCommand('vscode.open', uri, column);
    const before = opened;
    if (before?.toString() === uri.toString()) return;
    opened = isNew ? uri : undefined;
    await closeTabs(before);
  }

  return {
    show(uri) {
      clearTimeout(timer);
      if (!uri) return;
      timer = setTimeout(() => {
        // An image that is gone or cannot be shown stays in the list all the same.
        last = last.then(() => open(uri)).catch(() => undefined);
      }, REST);
    },
    async close() {
      clearTimeout(timer);
      isOver = true;
      await last;
      await closeTabs(opened);
    },
  };
}

/** Where previews are off by a setting, the next image does not take the tab of the one before. */
async function closeTabs(uri: vscode.Uri | undefined): Promise<void> {
  const tabs = uri ? tabsOf(uri) : [];
  if (tabs.length > 0) await vscode.window.tabGroups.close(tabs, true);
}
