import * as vscode from 'vscode';
import { exportFolders } from '../../core/exportFolder.ts';
import type { Preset } from '../../core/protocol.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';
import { readSettings } from '../settings.ts';

/** Where the files of an export go. */
export interface ExportFolder {
  readonly uri: vscode.Uri;
  /** As a person calls it: `public`. */
  readonly label: string;
  /** Makes it where it is missing. Throws `Failed`: `invalid` for one outside the workspace, links followed; `noPlace`. */
  prepare(outside: Outside): Promise<void>;
}

/** The nearest public folder of a picture, else the one it lies in. */
export async function findExportFolder(picture: vscode.Uri, preset: Preset): Promise<ExportFolder> {
  const workspace = vscode.workspace.getWorkspaceFolder(picture);
  if (!workspace) return chosenFolder(vscode.Uri.joinPath(picture, '..'));
  const { publicFolders } = readSettings(picture);
  const folders = exportFolders(picture.toString(), workspace.uri.toString(), publicFolders, preset);
  for (const relative of folders) {
    if (await isFolder(vscode.Uri.joinPath(workspace.uri, relative))) return folderWithin(workspace, relative);
  }
  return chosenFolder(vscode.Uri.joinPath(picture, '..'));
}

/** A folder that the user picked. */
export function chosenFolder(uri: vscode.Uri): ExportFolder {
  const isInside = vscode.workspace.getWorkspaceFolder(uri) !== undefined;
  const label = isInside ? vscode.workspace.asRelativePath(uri) : uri.fsPath;
  // The workspace folder itself has no path of its own.
  return { uri, label: label === uri.fsPath && isInside ? nameOf(uri) : label, prepare: async () => {} };
}

function folderWithin(workspace: vscode.WorkspaceFolder, relative: string): ExportFolder {
  const uri = vscode.Uri.joinPath(workspace.uri, relative);
  return {
    uri,
    label: relative === '' ? workspace.name : vscode.workspace.asRelativePath(uri),
    async prepare(outside) {
      // A link may lead out of the workspace.
      if (uri.scheme === 'file') await (await outside.disk()).prepareFolder(workspace.uri.fsPath, relative);
    },
  };
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}
