import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { exists } from '../pictures/files.ts';
import type { Settings } from '../settings.ts';

/** Folders that frameworks serve, in which pages find their images. */
const SERVED = ['public', 'static', 'src/assets', 'docs/assets'];
const ASKED = 'easel.askedAboutFolder';

/** Where a workspace's images go while nobody has said it. */
export interface FolderQuestion {
  /** The answer so far; the setting's default while there is none. */
  folder(): string;
  /** Asks, once for each workspace folder, and remembers the answer in its settings. Nobody has to answer. */
  ask(): void;
}

/**
 * A workspace without the default folder, but with one that its framework serves, is asked about. Undefined where there is
 * nothing to ask: the folder is chosen or there, or it was asked before.
 */
export async function createFolderQuestion(
  workspace: vscode.WorkspaceFolder,
  { saveFolder, isSaveFolderSet }: Settings,
  answers: vscode.Memento,
): Promise<FolderQuestion | undefined> {
  const asked = () => answers.get<readonly string[]>(ASKED, []);
  const id = workspace.uri.toString();
  const isThere = (folder: string) => exists(vscode.Uri.joinPath(workspace.uri, folder));
  if (isSaveFolderSet || asked().includes(id) || (await isThere(saveFolder))) return undefined;
  const served = (await Promise.all(SERVED.map(async (folder) => ((await isThere(folder)) ? [folder] : [])))).flat()[0];
  if (served === undefined) return undefined;
  let chosen = saveFolder;

  async function ask(folder: string): Promise<void> {
    if (asked().includes(id)) return;
    await answers.update(ASKED, [...asked(), id]);
    const picked = await vscode.window.showInformationMessage(
      vscode.l10n.t('Where do images of “{0}” go?', isolate(workspace.name)),
      saveFolder,
      folder,
    );
    if (picked === undefined) return;
    chosen = picked;
    const configuration = vscode.workspace.getConfiguration('easel', workspace.uri);
    await configuration.update('saveFolder', picked, vscode.ConfigurationTarget.WorkspaceFolder);
  }
  return { folder: () => chosen, ask: () => void ask(served) };
}
