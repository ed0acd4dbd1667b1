import * as vscode from 'vscode';
import { Failed, type InputProblem, invalid } from '../../core/failure.ts';
import { safePart } from '../../core/naming.ts';
import { segmentsWithin } from '../../core/uri.ts';
import { typeOfTarget } from '../gaps/exactFile.ts';
import type { Outside } from '../outside.ts';
import { exists, nameOf } from '../pictures/files.ts';

/** What looking at paths works with. */
type Looking = Pick<Outside, 'disk'>;

/** What Easel makes where an agent names the file, and what it sends. */
const PICTURE = /\.(png|jpe?g|webp)$/i;

/**
 * The file that an agent wants an image to be saved as: in the workspace, links followed, with a name that every file system
 * takes. Nothing is created. Throws `Failed` `invalid` (input).
 */
export async function findTarget(path: string, outside: Looking): Promise<vscode.Uri> {
  const [first] = candidates(path, 'path');
  const segments = segmentsWithin(first.workspace.uri.toString(), first.uri.toString()) ?? [];
  const isPlain = segments.every((segment) => safePart(segment) === segment.normalize('NFC'));
  if (!isPlain || !PICTURE.test(first.uri.path) || typeOfTarget(first.uri) === undefined) {
    throw wrong('path', { problem: 'extension', value: path });
  }
  await requireInside(first, path, 'path', outside);
  return first.uri;
}

/** A picture of the workspace, links followed. `name`: the input's. Throws `Failed` `invalid` (input), `noFile`. */
export async function findPicture(path: string, name: string, outside: Looking): Promise<vscode.Uri> {
  const found = candidates(path, name);
  for (const place of found) {
    if (!(await exists(place.uri))) continue;
    if (!PICTURE.test(place.uri.path)) throw wrong(name, { problem: 'notAPicture', value: path });
    await requireInside(place, path, name, outside);
    return place.uri;
  }
  const [first] = found;
  await requireInside(first, path, name, outside);
  throw new Failed({ kind: 'noFile', name: nameOf(first.uri) });
}

interface PlaceInWorkspace {
  readonly uri: vscode.Uri;
  readonly workspace: vscode.WorkspaceFolder;
}

/** Where a path can lead by its words: with several folders it may begin with the name of one, or be one of any of them. */
function candidates(path: string, name: string): readonly [PlaceInWorkspace, ...PlaceInWorkspace[]] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) throw wrong(name, { problem: 'noWorkspace' });
  const plain = path.replaceAll('\\', '/');
  // One letter is a drive of Windows.
  if (/^[a-z][a-z\d+.-]+:/i.test(plain)) throw wrong(name, { problem: 'address', value: path });
  if (/\p{Cc}/u.test(plain)) throw wrong(name, { problem: 'wrong' });
  const isAbsolute = plain.startsWith('/') || /^[a-z]:/i.test(plain);
  const places = folders.flatMap((workspace): PlaceInWorkspace[] => {
    if (isAbsolute) return within(workspace, vscode.Uri.joinPath(workspace.uri.with({ path: '/' }), plain));
    const [head, ...rest] = plain.split('/');
    const inside = within(workspace, vscode.Uri.joinPath(workspace.uri, plain));
    const isNamed = folders.length > 1 && head === workspace.name && rest.length > 0;
    return isNamed ? [...within(workspace, vscode.Uri.joinPath(workspace.uri, ...rest)), ...inside] : inside;
  });
  // The folder whose name stands there comes before one that has a folder of this name.
  const [first, ...others] = places.toSorted((a, b) => Number(isNamedAfter(b, plain)) - Number(isNamedAfter(a, plain)));
  if (!first || plain.startsWith('~')) throw wrong(name, { problem: 'outside', value: path });
  return [first, ...others];
}

function isNamedAfter({ uri, workspace }: PlaceInWorkspace, path: string): boolean {
  const inner = segmentsWithin(workspace.uri.toString(), uri.toString())?.join('/');
  return path === `${workspace.name}/${inner}`;
}

function within(workspace: vscode.WorkspaceFolder, uri: vscode.Uri): PlaceInWorkspace[] {
  const segments = segmentsWithin(workspace.uri.toString(), uri.toString());
  return segments && segments.length > 0 ? [{ uri, workspace }] : [];
}

async function requireInside({ uri, workspace }: PlaceInWorkspace, path: string, name: string, outside: Looking): Promise<void> {
  const segments = segmentsWithin(workspace.uri.toString(), uri.toString()) ?? [];
  if (workspace.uri.scheme !== 'file') {
    // Where a link leads is not known there, so none is followed.
    if (await hasLink(workspace.uri, segments)) throw wrong(name, { problem: 'outside', value: path });
    return;
  }
  try {
    // A file is followed through its links as a folder is.
    await (await outside.disk()).checkFolder(workspace.uri.fsPath, segments.join('/'));
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'invalid') throw wrong(name, { problem: 'outside', value: path });
    throw error;
  }
}

async function hasLink(root: vscode.Uri, segments: readonly string[]): Promise<boolean> {
  for (const [index] of segments.entries()) {
    const part = vscode.Uri.joinPath(root, ...segments.slice(0, index + 1));
    const stat = await vscode.workspace.fs.stat(part).then(undefined, () => undefined);
    if (!stat) return false;
    if ((stat.type & vscode.FileType.SymbolicLink) !== 0) return true;
  }
  return false;
}

function wrong(name: string, problem: InputProblem): Failed {
  return invalid({ field: 'input', name, ...problem });
}
