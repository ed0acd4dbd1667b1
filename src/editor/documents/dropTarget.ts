import * as vscode from 'vscode';
import { EASEL_IMAGE } from '../../core/drag.ts';
import { selectLanguages } from './language.ts';

/** What references are known for; elsewhere files are VS Code's. */
const LANGUAGES = [
  ...['markdown', 'mdx', 'html', 'xhtml', 'vue', 'svelte', 'astro', 'handlebars', 'razor', 'php', 'twig', 'liquid', 'erb'],
  ...['javascriptreact', 'typescriptreact', 'css', 'scss', 'less', 'latex', 'tex', 'restructuredtext', 'asciidoc', 'typst'],
];

/** What kind of edit a drop makes: `editor.dropIntoEditor.preferences` names it in package.json. */
export const dropKind = () => vscode.DocumentDropOrPasteEditKind.Empty.append('easel', 'image');

/** Takes pictures of the panel in every document, and files in those of the languages that have references of their own. */
export function registerDropTarget(provide: vscode.DocumentDropEditProvider['provideDocumentDropEdits']): vscode.Disposable {
  const provider = { provideDocumentDropEdits: provide };
  const { registerDocumentDropEditProvider: register } = vscode.languages;
  const providedDropEditKinds = [dropKind()];
  return vscode.Disposable.from(
    register('*', provider, { providedDropEditKinds, dropMimeTypes: [EASEL_IMAGE] }),
    register(selectLanguages(LANGUAGES), provider, { providedDropEditKinds, dropMimeTypes: ['text/uri-list'] }),
  );
}
