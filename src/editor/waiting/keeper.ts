import * as vscode from 'vscode';
import { readDescribed } from '../../core/description.ts';
import { Failed, failureOf } from '../../core/failure.ts';
import { derivedName, slug } from '../../core/naming.ts';
import { type Picture, picturesOf, type Run } from '../../core/session.ts';
import type { ImageId } from '../../core/task.ts';
import { createFiling } from '../generation/filing.ts';
import { checkPlace, keepInFileSystem } from '../generation/shelf.ts';
import type { Outside } from '../outside.ts';
import { nameOf, readFile, splitName } from '../pictures/files.ts';
import { type MovedParts, noteMoved } from '../pictures/moved.ts';
import { pictureOf } from '../pictures/pictures.ts';
import { isNumberOf } from '../pictures/plainName.ts';
import { followWithSidecar } from '../provenance/sidecar.ts';
import { readSettings } from '../settings.ts';
import { requireTrust } from '../trust.ts';
import { isWaitingFile } from './place.ts';

/** Brings images that wait in Easel's storage (`easel.keep`: `chosen`) into the project. */
export interface Keeper {
  /** Whether an image waits there. */
  waits(picture: Pick<Picture, 'uri' | 'state'>): boolean;
  /**
   * Moves an image that waits into the save folder, under its name or the next free one; for another it does nothing. Throws
   * `Failed`: `untrusted`, `noFile`, `invalid`, `noPlace`. It waits on then.
   */
  keep(image: ImageId): Promise<void>;
}

/** What keeping works with. */
export interface KeeperParts extends MovedParts {
  readonly outside: MovedParts['outside'] & Pick<Outside, 'globs'>;
  /** Easel's own folder. */
  readonly storage: vscode.Uri;
}

export function createKeeper(parts: KeeperParts): Keeper {
  const { store, storage } = parts;
  /** A double click, or Insert right after a star, must not move twice: the second waits for the first. */
  const moving = new Map<ImageId, Promise<void>>();
  const waits: Keeper['waits'] = ({ uri, state }) => state !== 'discarded' && isWaitingFile(uri, storage);

  return {
    waits,
    async keep(image) {
      const picture = pictureOf(store, image);
      if (!waits(picture)) return;
      requireTrust();
      const begun = moving.get(image) ?? moveToProject(picture, parts);
      moving.set(image, begun);
      try {
        await begun;
      } finally {
        moving.delete(image);
      }
    },
  };
}

async function moveToProject(picture: Picture, parts: KeeperParts): Promise<void> {
  const from = vscode.Uri.parse(picture.uri);
  const to = await fileAway(picture, from, parts);
  await noteMoved(picture.id, to, parts);
  await followWithSidecar(from, to, parts);
}

/** Into the folder that a person said, else into the one where images of its request go. */
async function fileAway(picture: Picture, from: vscode.Uri, parts: KeeperParts): Promise<vscode.Uri> {
  const run = parts.store.state.runs.get(picture.run);
  const workspace = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.toString() === run?.workspace);
  if (!run || !workspace) {
    throw new Failed({ kind: 'noPlace', reason: 'other', folder: readable(run?.workspace), waits: picture.name });
  }
  const folder = await usualFolder(picture, run, workspace, parts);
  const wanted = readDescribed(run.described ?? {}).folder;
  const name = nameFor(picture);
  try {
    if (wanted === undefined || wanted === folder) return await moveInto(workspace, folder, name, from, parts);
    try {
      return await moveInto(workspace, wanted, name, from, parts);
    } catch (error) {
      if (!['noPlace', 'invalid'].includes(failureOf(error).kind)) throw error;
      const moved = await moveInto(workspace, folder, name, from, parts);
      parts.store.dispatch({ kind: 'note', run: run.id, note: { kind: 'otherFolder', wanted, got: folder } });
      return moved;
    }
  } catch (error) {
    const failure = failureOf(error);
    throw failure.kind === 'noPlace' ? new Failed({ ...failure, waits: picture.name }, error) : error;
  }
}

/** As it would have been when it was made, by the settings of now. Relative to the workspace folder. */
async function usualFolder(
  picture: Picture,
  run: Run,
  workspace: vscode.WorkspaceFolder,
  { outside, store }: KeeperParts,
): Promise<string> {
  const document = run.document === undefined ? undefined : vscode.Uri.parse(run.document);
  const settings = readSettings(document ?? workspace.uri);
  const filing = await createFiling({
    outside,
    document: run.edit ? undefined : document,
    at: new Date(run.startedAt),
    options: run.options,
    settings,
    workspace,
    saveFolder: () => settings.saveFolder,
  });
  const index = picturesOf(store.state, run.id).findIndex(({ id }) => id === picture.id) + 1;
  return filing.place(calledIn(run), index).folder;
}

function calledIn({ usual, edit, prompt }: Run): string {
  if (usual?.name !== undefined) return usual.name;
  return edit ? derivedName(nameOf(vscode.Uri.parse(edit.picture)), edit.kind) : slug(prompt);
}

/** What got a number among the images that wait may be the first of its name in the project. */
function nameFor({ name, plain }: Picture): string {
  return plain !== undefined && isNumberOf(name, plain) ? plain : name;
}

/** Never over another file, and under its name only when it is whole. */
async function moveInto(
  workspace: vscode.WorkspaceFolder,
  folder: string,
  name: string,
  from: vscode.Uri,
  { outside }: KeeperParts,
): Promise<vscode.Uri> {
  if (workspace.uri.scheme === 'file') {
    const disk = await outside.disk();
    const prepared = vscode.Uri.file(await disk.prepareFolder(workspace.uri.fsPath, folder));
    return vscode.Uri.file(await disk.takeBack(from.fsPath, vscode.Uri.joinPath(prepared, name).fsPath));
  }
  await checkPlace(outside, workspace, folder);
  const { base, extension } = splitName(vscode.Uri.joinPath(workspace.uri, name));
  const bytes = await readFile(from);
  const saved = await keepInFileSystem(vscode.Uri.joinPath(workspace.uri, folder), bytes, base, extension);
  // What cannot be removed is a copy that nothing leads to.
  await vscode.workspace.fs.delete(from).then(undefined, () => undefined);
  return saved;
}

function readable(uri: string | undefined): string {
  return uri === undefined ? '' : nameOf(vscode.Uri.parse(uri));
}
