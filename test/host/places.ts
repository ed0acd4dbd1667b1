import * as assert from 'node:assert/strict';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { readPngSize } from '../support/pngSize.ts';
import { configure, generateOne } from './stage.ts';

/** A folder of the workspace by its name: `first` or `second`. */
export function folder(name: 'first' | 'second'): string {
  const found = vscode.workspace.workspaceFolders?.find((one) => one.name === name);
  assert.ok(found, `the workspace has a folder ${name}`);
  return found.uri.fsPath;
}

let count = 0;

/** A name that no other test uses. */
export function unique(name: string): string {
  count += 1;
  return `${name}-${process.pid}-${Date.now().toString(36)}-${count}`;
}

/** A text with the selection between ⟦ and ⟧. */
export function readMarked(marked: string): { readonly text: string; readonly start: number; readonly end: number } {
  const start = marked.indexOf('⟦');
  assert.ok(start >= 0 && marked.includes('⟧'), 'the text has its marks');
  return { text: marked.replace('⟦', '').replace('⟧', ''), start, end: marked.indexOf('⟧') - 1 };
}

/** Writes a file into a folder of the workspace, shows it, and selects what is marked. */
export async function openFile(
  extension: string,
  marked: string,
  where: 'first' | 'second' = 'first',
): Promise<{ readonly editor: vscode.TextEditor; readonly path: string }> {
  const path = join(folder(where), `${unique('document')}.${extension}`);
  await writeFile(path, readMarked(marked).text);
  // Not by openTextDocument: that keeps the document open for minutes after its editor was closed. And not as a preview: the
  // next file would take its place.
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(path), { preview: false });
  return { editor: selectMarked(activeEditor(), marked), path };
}

/** The editor that has the focus. */
export function activeEditor(): vscode.TextEditor {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor, 'an editor is active');
  return editor;
}

/** Selects in an editor what is marked. */
export function selectMarked(editor: vscode.TextEditor, marked: string): vscode.TextEditor {
  const { start, end } = readMarked(marked);
  editor.selection = new vscode.Selection(editor.document.positionAt(start), editor.document.positionAt(end));
  return editor;
}

/** Writes a file and the folders above it. */
export async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

/** The last part of a URI's path. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

/** `width x height` in px of a PNG on disk, by its header. */
export async function sizeOf(uri: vscode.Uri): Promise<string> {
  const { width, height } = readPngSize(await readFile(uri.fsPath));
  return `${width}x${height}`;
}

/**
 * A link in the workspace that leads out of it, to an empty folder: through one to a large folder every later search of the
 * workspace would go. Answers where it leads.
 */
export async function linkOutside(path: string): Promise<string> {
  const outside = join(folder('first'), '..', unique('outside'));
  await mkdir(outside);
  await symlink(outside, path);
  return outside;
}

/** Whether nothing is at a path. */
export async function isGone(path: string): Promise<boolean> {
  return readFile(path).then(
    () => false,
    () => true,
  );
}

/** Easel's own folder: what cannot be saved in the workspace lands in `images` of it. */
export async function findStorage(): Promise<string> {
  const blocked = unique('blocked');
  await writeFile(join(folder('first'), blocked), 'a file in the place of the folder');
  await configure({ saveFolder: blocked });
  const uri = await generateOne({ prompt: 'a picture without a place', model: 'placeholder', size: '64x64' });
  await configure({ saveFolder: undefined });
  return dirname(dirname(uri.fsPath));
}

/** A port of the loopback that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
