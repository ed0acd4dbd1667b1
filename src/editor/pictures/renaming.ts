import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { Failed } from '../../core/failure.ts';
import { collisionKey, safePart } from '../../core/naming.ts';
import type { ImageId } from '../../core/task.ts';
import { requireTrust } from '../trust.ts';
import { exists, nameOf, splitName } from './files.ts';
import { type MovedParts, noteMoved } from './moved.ts';
import { pictureOf } from './pictures.ts';

const { l10n } = vscode;

/**
 * Asks for a new name and renames a picture's file as the explorer does, so that VS Code's languages update what refers to
 * it. The extension stays: it says what is in the file. Throws `Failed`: `untrusted`, `noFile`, `noPlace`.
 */
export async function renamePicture(image: ImageId, parts: MovedParts): Promise<void> {
  requireTrust();
  const { store } = parts;
  const uri = vscode.Uri.parse(pictureOf(store, image).uri);
  const name = nameOf(uri);
  if (!(await exists(uri))) {
    store.dispatch({ kind: 'missing', image, on: true });
    void vscode.window.showInformationMessage(l10n.t('{0} is not there any more.', isolate(name)));
    return;
  }
  const typed = await vscode.window.showInputBox({
    title: l10n.t('Rename {0}', isolate(name)),
    value: name,
    valueSelection: [0, splitName(uri).base.length],
    validateInput: (text) => judge(text, uri),
  });
  if (typed === undefined) return;
  const target = targetOf(typed, uri);
  if (!target || target.toString() === uri.toString()) return;
  if (await isTaken(target, uri)) {
    void vscode.window.showErrorMessage(takenSentence(target));
    return;
  }
  const edit = new vscode.WorkspaceEdit();
  edit.renameFile(uri, target, { overwrite: false });
  if (!(await vscode.workspace.applyEdit(edit))) {
    throw new Failed({ kind: 'noPlace', reason: 'other', folder: vscode.Uri.joinPath(uri, '..').path });
  }
  // VS Code's own word about it may have come before.
  if (store.state.pictures.get(image)?.uri === uri.toString()) await noteMoved(image, target, parts);
}

async function judge(typed: string, uri: vscode.Uri): Promise<vscode.InputBoxValidationMessage | undefined> {
  const target = targetOf(typed, uri);
  const { Error: error, Info: info } = vscode.InputBoxValidationSeverity;
  if (!target) return { message: l10n.t('Type a name.'), severity: error };
  if (await isTaken(target, uri)) return { message: takenSentence(target), severity: error };
  const name = nameOf(target);
  return name === typed ? undefined : { message: l10n.t('The name will be {0}.', isolate(name)), severity: info };
}

/** Beside the file, with its extension; undefined where nothing of what was typed can be a name. */
function targetOf(typed: string, uri: vscode.Uri): vscode.Uri | undefined {
  const { extension } = splitName(uri);
  const end = extension && `.${extension}`;
  const hasEnd = end !== '' && typed.trim().toLowerCase().endsWith(end.toLowerCase());
  const base = safePart(hasEnd ? typed.trim().slice(0, -end.length) : typed);
  return base === '' ? undefined : vscode.Uri.joinPath(uri, '..', base + end);
}

/** Another spelling of its own name is free: some file systems take both for one. */
async function isTaken(target: vscode.Uri, uri: vscode.Uri): Promise<boolean> {
  return collisionKey(nameOf(target)) !== collisionKey(nameOf(uri)) && exists(target);
}

function takenSentence(target: vscode.Uri): string {
  return l10n.t('There is already a file or folder named {0}.', isolate(nameOf(target)));
}
