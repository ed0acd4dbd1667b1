import * as vscode from 'vscode';
import { selectLanguages } from '../documents/language.ts';
import type { Log } from '../log.ts';
import type { FinderParts } from './finder.ts';

/** The languages whose references are known; each provider loads its work when it is first asked. */
const LANGUAGES = [
  ...['markdown', 'mdx', 'quarto', 'rmd'],
  ...['html', 'xhtml', 'vue', 'vue-html', 'svelte', 'astro', 'handlebars', 'django-html', 'jinja-html', 'liquid', 'blade'],
  ...['css', 'scss', 'less', 'postcss', 'tailwindcss'],
];

/** Registers the quick fix for references to images that are not there. */
export function registerQuickFix(outside: FinderParts, log: Log): vscode.Disposable {
  const provider: vscode.CodeActionProvider = {
    async provideCodeActions(document, range, { only }, token) {
      if (only && !only.contains(vscode.CodeActionKind.QuickFix)) return [];
      try {
        const { offerGaps } = await import('./quickFix.ts');
        return [...(await offerGaps(document, range, token, outside))];
      } catch (error) {
        log.error(error);
        return [];
      }
    },
  };
  return vscode.languages.registerCodeActionsProvider(selectLanguages(LANGUAGES), provider, {
    providedCodeActionKinds: [vscode.CodeActionKind.QuickFix],
  });
}
