import * as vscode from 'vscode';
import type { ExportFile, ExportWish } from '../../core/exportPlan.ts';
import { exportSnippet, manifestIcons, type SnippetPlace } from '../../core/exportSnippet.ts';
import type { ExportResultView } from '../../core/protocol.ts';
import { referencePath } from '../../core/publicFolder.ts';
import { formOf } from '../../core/syntax.ts';
import { languageOf } from '../documents/language.ts';
import { fileOf } from '../documents/notebook.ts';
import { editorInUse } from '../documents/source.ts';
import { readSettings } from '../settings.ts';

const { l10n } = vscode;

/** What is to be pasted into the project for the files of an export that lie in `folder`. */
export function snippetsFor(
  kind: ExportWish['kind'],
  files: readonly ExportFile[],
  folder: vscode.Uri,
  alt: string,
): ExportResultView['snippets'] {
  const place = placeFor(folder, alt);
  const snippet = exportSnippet(kind, files, place);
  const hasIcons = kind === 'favicon' && files.some(({ name }) => name.startsWith('icon-'));
  return [
    ...(snippet ? [{ label: labelOf(kind), text: snippet.text }] : []),
    ...(hasIcons ? [{ label: l10n.t('Web manifest'), text: manifestIcons(files, place.pathOf) }] : []),
  ];
}

function labelOf(kind: ExportWish['kind']): string {
  return kind === 'responsive' ? l10n.t('In the page') : l10n.t('In the head of the page');
}

/** As seen from the document that is being written, where that is a page; else from a page at the site's root. */
function placeFor(folder: vscode.Uri, alt: string): SnippetPlace {
  const workspace = vscode.workspace.getWorkspaceFolder(folder)?.uri.toString();
  const { publicFolders } = readSettings(folder);
  const document = editorInUse()?.document;
  const form = document && !document.isUntitled ? formOf(languageOf(document)) : 'path';
  const isPage = document && (form === 'html' || form === 'xhtml' || form === 'jsx' || form === 'markdown');
  const base = isPage ? fileOf(document).uri : vscode.Uri.joinPath(folder, '..', 'index.html');
  return {
    form: form === 'jsx' || form === 'xhtml' ? form : 'html',
    pathOf: (name) => referencePath(base.toString(), vscode.Uri.joinPath(folder, name).toString(), workspace, publicFolders),
    alt,
  };
}
