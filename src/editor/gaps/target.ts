import * as vscode from 'vscode';
import { Failed } from '../../core/failure.ts';
import type { ImageReference } from '../../core/gap.ts';
import { safePart } from '../../core/naming.ts';
import { findPublicFolder } from '../../core/publicFolder.ts';
import { findLanguage } from '../../core/syntax.ts';
import { segmentsWithin } from '../../core/uri.ts';
import type { Outside } from '../outside.ts';
import { readSettings } from '../settings.ts';
import { typeOfTarget } from './exactFile.ts';

/** A document that refers to images; of a notebook's cell the notebook. */
export interface Referring {
  readonly uri: vscode.Uri;
  readonly languageId: string;
}

/**
 * The file that a reference leads to, where that is certain, it lies in the workspace with its links followed, it is of a
 * type that Easel makes, and nothing is there. Else undefined: then there is no gap.
 */
export async function findTarget(
  reference: Pick<ImageReference, 'path' | 'fromRoot'>,
  document: Referring,
  outside: Pick<Outside, 'disk'>,
): Promise<vscode.Uri | undefined> {
  const workspace = vscode.workspace.getWorkspaceFolder(document.uri);
  const within = workspace && segmentsWithin(workspace.uri.toString(), document.uri.toString());
  if (!workspace || !within) return undefined;
  const root = reference.fromRoot ? await findSiteRoot(workspace.uri, within, document) : within.slice(0, -1);
  const segments = root && walk(root, reference.path);
  if (!segments?.length || !segments.every(isPlainName)) return undefined;
  const target = vscode.Uri.joinPath(workspace.uri, ...segments);
  if (typeOfTarget(target) === undefined || !(await isMissing(target))) return undefined;
  // Some renderers take a path from the root for one from the workspace: what is there is no gap to them.
  const other = reference.fromRoot ? walk([], reference.path) : undefined;
  if (other?.length && !(await isMissing(vscode.Uri.joinPath(workspace.uri, ...other)))) return undefined;
  return (await isInside(workspace.uri, segments, outside)) ? target : undefined;
}

/** The segments from the workspace folder on; undefined where the path leaves it. */
function walk(from: readonly string[], path: string): readonly string[] | undefined {
  const segments = [...from];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') segments.push(part);
    else if (segments.pop() === undefined) return undefined;
  }
  return segments;
}

/** A name that every file system takes, and no folder of a tool's own. */
function isPlainName(name: string): boolean {
  return safePart(name) === name.normalize('NFC') && !/^(\.git|node_modules)$/i.test(name);
}

/**
 * What `/` means in a document: the public folder it lies in, else the only one beside it or beside a folder above it. Where
 * there is none: the workspace folder, for Markdown because VS Code reads it so, and for a site that begins there.
 */
async function findSiteRoot(
  workspace: vscode.Uri,
  within: readonly string[],
  document: Referring,
): Promise<readonly string[] | undefined> {
  const folder = within.slice(0, -1);
  const names = readPublicFolders(document.uri);
  const own = findPublicFolder(folder, names);
  if (own) return own.path;
  const publics = names
    .map((name) => name.split(/[\\/]/).filter((part) => part !== '' && part !== '.'))
    .filter((name) => name.length > 0 && !name.includes('..'));
  for (let length = folder.length; length >= 0; length--) {
    const places = publics.map((name) => [...folder.slice(0, length), ...name]);
    const there = await Promise.all(places.map((place) => isFolder(vscode.Uri.joinPath(workspace, ...place))));
    const found = places.filter((_, index) => there[index]);
    if (found.length > 0) return found.length === 1 ? found[0] : undefined;
  }
  const isMarkdown = findLanguage(document.languageId)?.family === 'markdown';
  return isMarkdown || !(await isMissing(vscode.Uri.joinPath(workspace, 'index.html'))) ? [] : undefined;
}

function readPublicFolders(scope: vscode.Uri): readonly string[] {
  try {
    return readSettings(scope).publicFolders;
  } catch (error) {
    // A wrong setting is said when something is made.
    if (error instanceof Failed) return [];
    throw error;
  }
}

/** Whether there is certainly nothing. A file in the place of the folder is something: nothing could be saved there. */
async function isMissing(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return false;
  } catch (error) {
    return error instanceof vscode.FileSystemError && error.code === 'FileNotFound';
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

async function isInside(workspace: vscode.Uri, segments: readonly string[], outside: Pick<Outside, 'disk'>): Promise<boolean> {
  if (workspace.scheme !== 'file') return true;
  try {
    await (await outside.disk()).checkFolder(workspace.fsPath, segments.slice(0, -1).join('/') || '.');
    return true;
  } catch (error) {
    if (error instanceof Failed) return false;
    throw error;
  }
}
