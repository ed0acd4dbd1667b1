import * as vscode from 'vscode';
import type { Fact, Finding } from '../../core/checkup.ts';
import { Failed, type Failure, invalid } from '../../core/failure.ts';
import { checkPlace, workspaceFolderOf } from '../generation/shelf.ts';
import type { CheckupParts } from './parts.ts';

/** Whether images can be saved where the setting says; really tried, and nothing is left behind. */
export async function checkSaveFolder(
  folder: string,
  scope: vscode.Uri | undefined,
  { outside, storage }: Pick<CheckupParts, 'outside' | 'storage'>,
): Promise<Finding> {
  if (!vscode.workspace.isTrusted) return { check: 'folder', stopped: 'untrusted' };
  const workspace = workspaceFolderOf(scope);
  try {
    if (!workspace) await (await outside.disk()).probeFolder(storage.fsPath, 'images');
    else if (workspace.uri.scheme === 'file') await (await outside.disk()).probeFolder(workspace.uri.fsPath, folder);
    else {
      await checkPlace(outside, workspace, folder);
      await probeElsewhere(workspace.uri, folder);
    }
    return { check: 'folder', state: 'writable', ...(workspace && { folder }) };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return failed(error.failure);
  }
}

function failed(failure: Failure): Fact {
  return { check: 'folder', state: 'failed', failure };
}

/** The same in a file system that VS Code alone knows. Throws `Failed` `noPlace`, `invalid`. */
async function probeElsewhere(root: vscode.Uri, folder: string): Promise<void> {
  const { fs } = vscode.workspace;
  try {
    const file = vscode.Uri.joinPath(await findNearest(root, folder, folder), `.easel-${crypto.randomUUID()}.tmp`);
    await fs.writeFile(file, new TextEncoder().encode('Easel'));
    await fs.delete(file);
  } catch (error) {
    if (error instanceof Failed) throw error;
    const isReadOnly = error instanceof vscode.FileSystemError && error.code === 'NoPermissions';
    throw new Failed({ kind: 'noPlace', reason: isReadOnly ? 'readOnly' : 'other', folder }, error);
  }
}

async function findNearest(root: vscode.Uri, path: string, folder: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(root, path);
  const stat = await vscode.workspace.fs.stat(uri).then(undefined, (error) => {
    if (uri.path === root.path || path === '') throw error;
    return undefined;
  });
  if (!stat) return findNearest(root, path.replace(/(^|[\\/])[^\\/]*[\\/]*$/, ''), folder);
  if ((stat.type & vscode.FileType.Directory) === 0) throw invalid({ field: 'saveFolder', value: folder, problem: 'notAFolder' });
  return uri;
}
