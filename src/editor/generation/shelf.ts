import * as vscode from 'vscode';
import { Failed, failureOf, invalid } from '../../core/failure.ts';
import type { FileName } from '../../core/fileName.ts';
import { extensionOf, type FileInfo } from '../../core/fileType.ts';
import type { Bytes } from '../../core/image.ts';
import { collisionKey, numbered } from '../../core/naming.ts';
import type { Note } from '../../core/note.ts';
import type { Spooled } from '../../core/spool.ts';
import type { Saved, Shelf } from '../../core/task.ts';
import type { Outside } from '../outside.ts';
import { WAITING } from '../waiting/place.ts';
import type { Filing } from './filing.ts';

/** What keeping needs of the outside. */
type Keeping = Pick<Outside, 'disk' | 'sha256'>;

/**
 * Opens the place where images are filed, and checks that it is allowed, before anything is sent. Nothing is created yet.
 * `filing` is for images of a workspace; without one they lie in Easel's own storage. `waiting`: they wait there until somebody
 * chooses them. Throws `Failed` `invalid`.
 */
export async function openShelf(
  outside: Keeping,
  storage: vscode.Uri,
  workspace: vscode.WorkspaceFolder | undefined,
  filing: Filing | undefined,
  waiting = false,
): Promise<Shelf> {
  const disk = await outside.disk();
  const own = async (image: Arrived, info: FileInfo, name: string, note: Note): Promise<Saved> => {
    const folder = await disk.prepareFolder(storage.fsPath, 'images');
    return saveFile(outside, folder, image, { name, extension: extensionOf(info.type), exact: false }, note);
  };
  const keepRaw = async (bytes: Bytes, info: FileInfo, name: string): Promise<Saved> => {
    const folder = await disk.prepareFolder(storage.fsPath, 'answers');
    return saveFile(outside, folder, { bytes }, { name, extension: extensionOf(info.type), exact: false });
  };
  if (!workspace || !filing) {
    return {
      keep: (bytes, info, name, _wanted, spooled) => own({ bytes, spooled }, info, name, { kind: 'noWorkspace' }),
      keepRaw,
      spool: () => disk.spool(storage.fsPath, 'images'),
    };
  }

  await checkPlace(outside, workspace, filing.folder);
  const wait = async (image: Arrived, { name, extension }: NewFile): Promise<Saved> => {
    const folder = await disk.prepareFolder(storage.fsPath, WAITING);
    return saveFile(outside, folder, image, { name, extension, exact: false });
  };
  const isOnDisk = workspace.uri.scheme === 'file';
  const keep = isOnDisk ? keepOnDisk : keepElsewhere;
  const root = waiting ? storage.fsPath : workspace.uri.fsPath;
  const spool = () => disk.spool(root, waiting ? WAITING : filing.folder);
  let index = 0;
  return {
    keepRaw,
    // Where it is to have a certain name, another way leads to it.
    ...((waiting || (isOnDisk && !filing.exact)) && { spool }),
    async keep(bytes, info, name, wanted = {}, spooled) {
      const image = { bytes, spooled };
      index += 1;
      const isOfType = filing.exact?.type === info.type;
      const extension = isOfType ? filing.exact.extension : extensionOf(info.type);
      const usual = { ...filing.place(name, index), extension, exact: isOfType };
      const file = filing.exact ? usual : { ...usual, name: wanted.name ?? usual.name };
      const exactly = `${file.name}.${filing.exact?.extension}`;
      // Where it cannot wait it is kept: any other place is better than none (promise P1).
      const waits = waiting && (await wait(image, file).catch(notUnexpected));
      if (waits) return waits;
      try {
        if (!filing.exact && wanted.folder !== undefined && wanted.folder !== file.folder) {
          const saved = await keep(outside, workspace, { ...file, folder: wanted.folder }, image).catch(notUnexpected);
          const note = { kind: 'otherFolder', wanted: wanted.folder, got: file.folder } as const;
          return saved ?? { ...(await keep(outside, workspace, file, image)), note };
        }
        const saved = await keep(outside, workspace, file, image);
        const isExact = !filing.exact || saved.name === exactly;
        return isExact ? saved : { ...saved, note: { kind: 'otherName', wanted: exactly, got: saved.name, isTaken: isOfType } };
      } catch (error) {
        // It is paid for: any other place is better than none (promise P1).
        if (failureOf(error).kind === 'unexpected') throw error;
        return own(image, info, file.name, { kind: 'savedElsewhere', folder: file.folder });
      }
    },
  };
}

/** The next place is tried after a failure, and not after a bug. */
function notUnexpected(error: unknown): undefined {
  if (failureOf(error).kind === 'unexpected') throw error;
  return undefined;
}

/** Whether a folder, relative to the workspace folder, can have images. Nothing is created. Throws `Failed` `invalid`. */
export async function checkPlace(
  outside: Pick<Outside, 'disk'>,
  workspace: vscode.WorkspaceFolder,
  folder: string,
): Promise<void> {
  if (workspace.uri.scheme === 'file') await (await outside.disk()).checkFolder(workspace.uri.fsPath, folder);
  else checkElsewhere(folder);
}

/** The workspace folder of a document; for one that is in none, such as an untitled one, the first. */
export function workspaceFolderOf(scope: vscode.Uri | undefined): vscode.WorkspaceFolder | undefined {
  return (scope && vscode.workspace.getWorkspaceFolder(scope)) ?? vscode.workspace.workspaceFolders?.[0];
}

/** An image that has come, perhaps with its bytes in a temporary file. */
interface Arrived {
  readonly bytes: Bytes;
  readonly spooled?: Spooled | undefined;
}

/** A file as it is to be saved. */
interface NewFile extends FileName {
  readonly extension: string;
  /** Under this name unless it is taken, whatever other file systems take for the same one. */
  readonly exact: boolean;
}

async function keepOnDisk(
  outside: Keeping,
  workspace: vscode.WorkspaceFolder,
  { folder, ...file }: NewFile,
  image: Arrived,
): Promise<Saved> {
  const disk = await outside.disk();
  return saveFile(outside, await disk.prepareFolder(workspace.uri.fsPath, folder), image, file);
}

async function keepElsewhere(
  outside: Keeping,
  workspace: vscode.WorkspaceFolder,
  { folder, name, extension, exact }: NewFile,
  { bytes }: Arrived,
): Promise<Saved> {
  checkElsewhere(folder);
  const uri = await keepInFileSystem(vscode.Uri.joinPath(workspace.uri, folder), bytes, name, extension, exact);
  const saved = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return { uri: uri.toString(), name: saved, sha256: await outside.sha256(bytes), ...plainOf(saved, name, extension) };
}

/** What it was to be called, where that name was taken. */
function plainOf(saved: string, wanted: string, extension: string): Pick<Saved, 'plain'> {
  const plain = `${wanted}.${extension}`;
  return saved === plain ? {} : { plain };
}

async function saveFile(
  outside: Keeping,
  folder: string,
  { bytes, spooled }: Arrived,
  { name, extension, exact }: Omit<NewFile, 'folder'>,
  note?: Note,
): Promise<Saved> {
  const disk = await outside.disk();
  const [saved, sha256] = await Promise.all([
    exact ? disk.saveExact(folder, name, extension, bytes) : disk.saveNew(folder, name, extension, bytes, spooled),
    outside.sha256(bytes),
  ]);
  return {
    uri: vscode.Uri.file(saved.path).toString(),
    name: saved.name,
    sha256,
    ...plainOf(saved.name, name, extension),
    ...(note && { note }),
  };
}

/** One writer at a time: these file systems have no exclusive create. */
let writing: Promise<unknown> = Promise.resolve();

/**
 * Saves in a folder that is not on this machine's disk: under a temporary name, then renamed without overwriting, to the
 * next free name. Throws `Failed` `noPlace`.
 */
export function keepInFileSystem(
  folder: vscode.Uri,
  image: Bytes,
  name: string,
  extension: string,
  exact = false,
): Promise<vscode.Uri> {
  const result = writing.then(() => writeAndRename(folder, image, name, extension, exact));
  writing = result.catch(() => undefined);
  return result;
}

async function writeAndRename(
  folder: vscode.Uri,
  image: Bytes,
  name: string,
  extension: string,
  exact: boolean,
): Promise<vscode.Uri> {
  const { fs } = vscode.workspace;
  const temporary = vscode.Uri.joinPath(folder, `.easel-${crypto.randomUUID()}.tmp`);
  try {
    await fs.createDirectory(folder);
    const taken = new Set((await fs.readDirectory(folder)).map(([file]) => collisionKey(file)));
    await fs.writeFile(temporary, image);
    for (let n = 1; ; n++) {
      const file = extension ? `${numbered(name, n)}.${extension}` : numbered(name, n);
      if (!(exact && n === 1) && taken.has(collisionKey(file))) continue;
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

/** There are no links to follow in such a file system. Throws `Failed` `invalid`. */
function checkElsewhere(folder: string): void {
  const leaves = /^[\\/]|^[a-z]:/i.test(folder) || folder.split(/[\\/]/).includes('..');
  if (leaves) throw invalid({ field: 'saveFolder', value: folder, problem: 'outside' });
}
