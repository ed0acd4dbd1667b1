import * as vscode from 'vscode';
import { Failed, failureOf, invalid } from '../../core/failure.ts';
import { extensionOf } from '../../core/fileType.ts';
import type { Bytes, ImageInfo } from '../../core/image.ts';
import { collisionKey, numbered } from '../../core/naming.ts';
import type { Note } from '../../core/note.ts';
import type { Saved, Shelf } from '../../core/task.ts';
import type { Outside } from '../outside.ts';

/** Where the images of one request go. */
export interface Place {
  readonly shelf: Shelf;
  /** The workspace folder, where one is open. */
  readonly workspace?: vscode.WorkspaceFolder;
}

/**
 * Chooses the folder for a document's images and checks that it is allowed, before anything is sent. Nothing is created
 * yet. Throws `Failed` `invalid`.
 */
export async function openShelf(
  outside: Outside,
  storage: vscode.Uri,
  scope: vscode.Uri | undefined,
  saveFolder: string,
): Promise<Place> {
  const own = async (image: Bytes, info: ImageInfo, name: string, note: Note): Promise<Saved> => {
    const disk = await outside.disk();
    const folder = await disk.prepareFolder(storage.fsPath, 'images');
    return saveFile(outside, folder, image, info, name, note);
  };
  const keepRaw = async (image: Bytes, info: ImageInfo, name: string): Promise<Saved> =>
    saveFile(outside, await (await outside.disk()).prepareFolder(storage.fsPath, 'answers'), image, info, name);
  const workspace = workspaceFolderOf(scope);
  if (!workspace) {
    return { shelf: { keep: (image, info, name) => own(image, info, name, { kind: 'noWorkspace' }), keepRaw } };
  }

  if (workspace.uri.scheme === 'file') await (await outside.disk()).checkFolder(workspace.uri.fsPath, saveFolder);
  else if (leaves(saveFolder)) throw invalid({ field: 'saveFolder', value: saveFolder, problem: 'outside' });
  const keep =
    workspace.uri.scheme === 'file' ? keepOnDisk(outside, workspace, saveFolder) : keepElsewhere(outside, workspace, saveFolder);
  return {
    workspace,
    shelf: {
      keepRaw,
      async keep(image, info, name) {
        try {
          return await keep(image, info, name);
        } catch (error) {
          // It is paid for: any other place is better than none (promise P1).
          if (failureOf(error).kind === 'unexpected') throw error;
          return own(image, info, name, { kind: 'savedElsewhere', folder: saveFolder });
        }
      },
    },
  };
}

/** The workspace folder of a document; for one that is in none, such as an untitled one, the first. */
export function workspaceFolderOf(scope: vscode.Uri | undefined): vscode.WorkspaceFolder | undefined {
  return (scope && vscode.workspace.getWorkspaceFolder(scope)) ?? vscode.workspace.workspaceFolders?.[0];
}

function keepOnDisk(outside: Outside, workspace: vscode.WorkspaceFolder, saveFolder: string): Shelf['keep'] {
  return async (image, info, name) => {
    const disk = await outside.disk();
    const folder = await disk.prepareFolder(workspace.uri.fsPath, saveFolder);
    return saveFile(outside, folder, image, info, name);
  };
}

function keepElsewhere(outside: Outside, workspace: vscode.WorkspaceFolder, saveFolder: string): Shelf['keep'] {
  return async (image, info, name) => {
    const uri = await keepInFileSystem(vscode.Uri.joinPath(workspace.uri, saveFolder), image, name, extensionOf(info.type));
    return { uri: uri.toString(), name: uri.path.slice(uri.path.lastIndexOf('/') + 1), sha256: await outside.sha256(image) };
  };
}

async function saveFile(
  outside: Outside,
  folder: string,
  image: Bytes,
  info: ImageInfo,
  name: string,
  note?: Note,
): Promise<Saved> {
  const disk = await outside.disk();
  const saved = await disk.saveNew(folder, name, extensionOf(info.type), image);
  return {
    uri: vscode.Uri.file(saved.path).toString(),
    name: saved.name,
    sha256: await outside.sha256(image),
    ...(note && { note }),
  };
}

/** One writer at a time: these file systems have no exclusive create. */
let writing: Promise<unknown> = Promise.resolve();

/**
 * Saves in a folder that is not on this machine's disk: under a temporary name, then renamed without overwriting, to the
 * next free name. Throws `Failed` `noPlace`.
 */
export function keepInFileSystem(folder: vscode.Uri, image: Bytes, name: string, extension: string): Promise<vscode.Uri> {
  const result = writing.then(() => writeAndRename(folder, image, name, extension));
  writing = result.catch(() => undefined);
  return result;
}

async function writeAndRename(folder: vscode.Uri, image: Bytes, name: string, extension: string): Promise<vscode.Uri> {
  const { fs } = vscode.workspace;
  const temporary = vscode.Uri.joinPath(folder, `.easel-${crypto.randomUUID()}.tmp`);
  try {
    await fs.createDirectory(folder);
    const taken = new Set((await fs.readDirectory(folder)).map(([file]) => collisionKey(file)));
    await fs.writeFile(temporary, image);
    for (let n = 1; ; n++) {
      const file = extension ? `${numbered(name, n)}.${extension}` : numbered(name, n);
      if (taken.has(collisionKey(file))) continue;
      const uri = vscode.Uri.joinPath(folder, file);
      if (await renameNew(temporary, uri)) return uri;
    }
  } catch (error) {
    await fs.delete(temporary).then(undefined, () => undefined);
    const reason = error instanceof vscode.FileSystemError && error.code === 'NoPermissions' ? 'readOnly' : 'other';
    throw new Failed({ kind: 'noPlace', reason, folder: folder.path }, error);
  }
}

/** False when somebody took the name meanwhile. */
async function renameNew(from: vscode.Uri, to: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.rename(from, to, { overwrite: false });
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileExists') return false;
    throw error;
  }
}

function leaves(relative: string): boolean {
  return /^[\\/]|^[a-z]:/i.test(relative) || relative.split(/[\\/]/).includes('..');
}
