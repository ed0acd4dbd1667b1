import type { TextRange } from '../core/place.ts';
import type { Form } from '../core/reference.ts';
import { lineAt, lineStart } from './lines.ts';

/** How an image is written in a language: what stands in front of its path, the path, and the form of that. */
interface Macro {
  readonly pattern: RegExp;
  readonly form: Form;
}

const MACROS: Readonly<Record<string, Macro>> = {
  latex: { pattern: /(\\includegraphics\*?\s*(?:\[[^\]]*\]\s*)?\{)([^{}]*)\}/g, form: 'latexPath' },
  restructuredtext: {
    pattern: /^(\s*\.\.\s+(?:\|[^|]+\|\s+)?(?:image|figure)::[ \t]*)(.*?)[ \t]*$/g,
    form: 'directivePath',
  },
  asciidoc: { pattern: /((?<![\w:])image::?)([^\s[\]:][^[\]]*|)(?=\[)/g, form: 'macroPath' },
  typst: { pattern: /(\bimage\(\s*")((?:[^"\\]|\\.)*)"/g, form: 'typstPath' },
};

/** The path of an image that is there already, around a selection in it. */
export function findMacroPath(
  text: string,
  selected: TextRange,
  languageId: string,
): { readonly range: TextRange; readonly form: Form } | undefined {
  const macro = MACROS[languageId === 'tex' ? 'latex' : languageId];
  if (!macro) return undefined;
  const line = lineStart(text, selected.end);
  for (const match of lineAt(text, selected.end).matchAll(macro.pattern)) {
    const [, before = '', path = ''] = match;
    const start = line + match.index + before.length;
    const range = { start, end: start + path.length };
    if (range.start <= selected.start && selected.end <= range.end) return { range, form: macro.form };
  }
  return undefined;
}
