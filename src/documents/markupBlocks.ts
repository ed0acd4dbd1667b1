import type { TextRange } from '../core/place.ts';
import { indentation, lineAt, lineEnd, lineStart } from './lines.ts';

/** A part of a document in which no image can stand: where it ends, and the indentation of what follows. */
export interface Closed {
  readonly end: number;
  readonly indent: string;
}

/** The outermost part around a selection in which no image can stand; `unsafe` where there is no place below it either. */
export function findClosed(text: string, selected: TextRange, languageId: string): Closed | 'unsafe' | undefined {
  switch (languageId) {
    case 'restructuredtext':
      return findLiteral(text, selected);
    case 'asciidoc':
      return findFence(text, selected, /^(-{4,}|\.{4,}|\+{4,}|\/{4,}|`{3,}|\|===|,===|:===)/, /^(?:\[.*\]|\.[^\s.].*)\s*$/);
    case 'typst':
      return findFence(text, selected, /^\s*(`{3,})/) ?? (isTypstCode(text, selected.end) ? 'unsafe' : undefined);
    default:
      return findEnvironment(text, selected);
  }
}

/** Between two lines that begin alike; `attached` are lines in front of the first that belong to it. */
function findFence(text: string, selected: TextRange, fence: RegExp, attached?: RegExp): Closed | 'unsafe' | undefined {
  let open: { readonly mark: string; readonly start: number } | undefined;
  let lead: number | undefined;
  for (let start = 0; start <= text.length; start = lineEnd(text, start) + lineBreakLength(text, start)) {
    const line = lineAt(text, start);
    const end = lineEnd(text, start);
    const [, mark] = fence.exec(line) ?? [];
    if (open === undefined && mark !== undefined) {
      open = { mark, start: lead ?? start };
    } else if (open !== undefined && mark === open.mark) {
      if (end >= selected.end) {
        return open.start <= selected.end ? { end, indent: indentation(text, open.start) } : undefined;
      }
      open = undefined;
    }
    lead = open === undefined && attached?.test(line) ? (lead ?? start) : undefined;
    if (open === undefined && lead === undefined && start > selected.end) {
      return undefined;
    }
    if (end === text.length) {
      break;
    }
  }
  return open !== undefined && open.start <= selected.end ? 'unsafe' : undefined;
}

function lineBreakLength(text: string, start: number): number {
  return text.startsWith('\r\n', lineEnd(text, start)) ? 2 : 1;
}

/** LaTeX environments whose text is code, mathematics or cells. */
const OPAQUE =
  /^(?:[vV]erbatim|lstlisting|minted|comment|filecontents|math|displaymath|equation|eqnarray|align(?:ed|at)?|gather|multline|flalign|array|cases|[bpvBV]?matrix|tabular[xy]?|longtable|tabbing|tikzpicture|picture|algorithm(?:ic)?)\*?$/;

/** In the preamble and behind the end of the document stands no image. */
function findEnvironment(text: string, selected: TextRange): Closed | 'unsafe' | undefined {
  let opaque: { readonly name: string; readonly start: number; depth: number } | undefined;
  const begin = /^[^%\n]*\\begin\{document\}/m.exec(text);
  const finish = /^[^%\n]*\\end\{document\}/m.exec(text);
  if ((begin && selected.end < begin.index + begin[0].length) || (finish && selected.end >= finish.index + finish[0].length)) {
    return 'unsafe';
  }
  for (const match of text.matchAll(/(?<!\\)%.*|\\(begin|end)\{([^{}\n]*)\}/g)) {
    const [whole, verb, name = ''] = match;
    if (opaque === undefined) {
      if (match.index >= selected.end) {
        return undefined;
      }
      opaque = verb === 'begin' && OPAQUE.test(name) ? { name, start: match.index, depth: 1 } : undefined;
    } else if (name === opaque.name) {
      opaque.depth += verb === 'begin' ? 1 : -1;
      if (opaque.depth === 0) {
        const end = lineEnd(text, match.index + whole.length);
        if (end >= selected.end) {
          return { end, indent: indentation(text, opaque.start) };
        }
        opaque = undefined;
      }
    }
  }
  return opaque && 'unsafe';
}

/** Directives without a place for an image, comments, and text that ends in `::`. */
const VERBATIM =
  /^\s*\.\. (?:code|code-block|sourcecode|parsed-literal|math|raw|highlight|csv-table|image|figure)::|^\s*\.\.(?:\s+(?!\S+::|[[_|]).*)?$|^(?!\s*\.\. ).*::\s*$/;

/** Text that reStructuredText does not read: it is indented below a line that is {@link VERBATIM}. */
function findLiteral(text: string, selected: TextRange): Closed | undefined {
  let found: Closed | undefined;
  let indent = indentation(text, selected.end).length;
  for (let start = lineStart(text, selected.end); start > 0 && indent > 0; ) {
    start = lineStart(text, start - 1);
    const line = lineAt(text, start);
    const own = indentation(text, start).length;
    if (line.trim() === '' || own >= indent) {
      continue;
    }
    indent = own;
    if (VERBATIM.test(line)) {
      found = { end: findDedent(text, selected.end, own), indent: line.slice(0, own) };
    }
  }
  return found;
}

/** The end of the last line in front of one that is indented no deeper than `indent`, counted in characters. */
export function findDedent(text: string, offset: number, indent: number): number {
  let end = lineEnd(text, offset);
  for (let next = text.indexOf('\n', end); next !== -1; ) {
    const line = lineAt(text, next + 1);
    if (line.trim() !== '') {
      if (indentation(text, next + 1).length <= indent) {
        return end;
      }
      end = lineEnd(text, next + 1);
    }
    next = text.indexOf('\n', next + 1);
  }
  return end;
}

/** Whether an offset of a Typst document is between the parentheses or braces of code, outside `[…]`. */
function isTypstCode(text: string, offset: number): boolean {
  const open: string[] = [];
  const code = (): boolean => open.length > 0 && open.at(-1) !== '[';
  for (const match of text.slice(0, offset).matchAll(/"(?:[^"\\\n]|\\.)*"|(?<!:)\/\/.*|\/\*[\s\S]*?\*\/|\\.|[[\](){}]/g)) {
    const [mark] = match;
    const before = text.slice(Math.max(0, match.index - 100), match.index);
    if (/^[[({]$/.test(mark)) {
      // Parentheses of prose are none of code.
      if (code() || /#[\w.-]*(?:\([^()]*\))?$|^[ \t]*#.*[=\s]$/m.test(before)) {
        open.push(mark);
      }
    } else if (/^[\])}]$/.test(mark)) {
      const pair = mark === ']' ? '[' : mark === ')' ? '(' : '{';
      if (open.at(-1) === pair) {
        open.pop();
      }
    }
  }
  return code();
}
