import * as vscode from 'vscode';
import { Failed, invalid } from '../../core/failure.ts';
import type { Style } from '../../core/style.ts';
import { readSubject } from '../generation/subject.ts';
import { styleOf, type Wish } from '../generation/wish.ts';
import type { Outside } from '../outside.ts';

/**
 * The pictures that go along with a generation: the user's own, then those of its style. Each is looked at, so that what is
 * no picture is said before anything is asked or sent. Throws `Failed`: `noFile`; `badImage` with its name; `invalid`
 * (reference) for a path of a style that leaves the workspace, links followed; `raster`.
 */
export async function findReferences(wish: Wish, outside: Outside): Promise<readonly vscode.Uri[]> {
  if (wish.edit) return [];
  const style = styleOf(wish);
  const uris = [...(wish.references ?? [])];
  for (const path of style?.references ?? []) if (style) uris.push(await findStyleReference(path, style, wish.scope, outside));
  const unlike = [...new Map(uris.map((uri) => [uri.toString(), uri])).values()];
  for (const uri of unlike) await readSubject(outside, uri, new AbortController().signal);
  return unlike;
}

/** Where a style's path leads by its words; undefined where it leaves the workspace folder, or there is none. */
export function placeOfReference(path: string, scope: vscode.Uri | undefined): vscode.Uri | undefined {
  const workspace = workspaceOf(scope);
  const segments = path
    .replaceAll('\\', '/')
    .split('/')
    .filter((part) => part !== '.');
  if (!workspace || segments.some((part) => part === '..' || part === '') || /^[a-z][a-z\d+.-]*:|^~/i.test(path))
    return undefined;
  return vscode.Uri.joinPath(workspace.uri, ...segments);
}

async function findStyleReference(
  path: string,
  { name: style }: Style,
  scope: vscode.Uri | undefined,
  outside: Pick<Outside, 'disk'>,
): Promise<vscode.Uri> {
  const uri = placeOfReference(path, scope);
  const workspace = workspaceOf(scope);
  if (!uri || !workspace) throw invalid({ field: 'reference', path, style });
  if (workspace.uri.scheme !== 'file') return uri;
  try {
    // A file is followed through its links as a folder is.
    await (await outside.disk()).checkFolder(workspace.uri.fsPath, path);
  } catch (error) {
    if (error instanceof Failed && error.failure.kind === 'invalid') throw invalid({ field: 'reference', path, style });
    throw error;
  }
  return uri;
}

function workspaceOf(scope: vscode.Uri | undefined): vscode.WorkspaceFolder | undefined {
  return (scope && vscode.workspace.getWorkspaceFolder(scope)) ?? vscode.workspace.workspaceFolders?.[0];
}
