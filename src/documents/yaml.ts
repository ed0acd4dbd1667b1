import type { InsertMode, Place, TextRange } from '../core/place.ts';
import { copy, edit, holds, indentation, lineAt, lineBreakOf, lineEnd, lineStart, trim } from './lines.ts';

/** A value on one line: `key: value # comment`, `- value`. */
const ENTRY = /^(\s*(?:-\s+)*(?:(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'#[{-][^:#]*|[^\s"'#[{]):(?=\s|$)\s*)?)(.*)$/;
/** A value with its quotes, up to a comment. */
const VALUE = /^(?:[!&]\S+\s+)*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|(?:(?!\s#).)*)/;

/** YAML: in a value the path takes the selection's place; in a comment it gets a line of its own; else nothing is safe. */
export function findYamlPlace(text: string, range: TextRange, mode: InsertMode): Place {
  const selected = trim(text, range);
  const start = lineStart(text, selected.start);
  const end = lineEnd(text, selected.end);
  const scalar = isInBlockScalar(text, start);
  if (lineStart(text, selected.end) !== start || scalar) {
    return scalar && indentation(text, selected.end).length > 0 && isInBlockScalar(text, lineStart(text, selected.end))
      ? placeInBlockScalar(text, selected, mode)
      : copy('path');
  }
  const line = lineAt(text, start);
  const comment = findComment(line);
  if (comment !== -1 && selected.start > start + comment) {
    const mark = /^#+\s?/.exec(line.slice(comment))?.[0] ?? '# ';
    return selected.start === selected.end || mode === 'replace'
      ? edit({ start: Math.max(selected.start, start + comment + mark.length), end: selected.end }, 'path')
      : edit({ start: end, end }, 'path', lineBreakOf(text) + indentation(text, start) + mark);
  }
  const [, lead = '', rest = ''] = ENTRY.exec(line) ?? [];
  const isEntry = /[:-]\s+$/.test(lead) || (lead.trim() !== '' && rest === '');
  const [matched = '', value = ''] = VALUE.exec(rest) ?? [];
  const from = start + lead.length + matched.length - value.length;
  return isEntry ? placeInValue(text, { start: from, end: from + value.trimEnd().length }, selected) : copy('path');
}

function placeInValue(text: string, value: TextRange, selected: TextRange): Place {
  if (!holds(value, selected)) {
    return copy('path');
  }
  const written = text.slice(value.start, value.end);
  const [mark = ''] = written;
  if (mark === '"' || mark === "'") {
    const inner = { start: value.start + 1, end: value.end - 1 };
    const within = { start: Math.max(inner.start, selected.start), end: Math.min(inner.end, selected.end) };
    return within.start <= within.end ? edit(within, mark === '"' ? 'doubleQuoted' : 'doubledSingle') : copy('path');
  }
  // Flow collections hold keys and values of their own, an anchor or a block header is no text.
  if (/^[|>*&!]/.test(mark)) {
    return copy('path');
  }
  if (mark === '[' || mark === '{') {
    return placeInFlow(text, value, selected);
  }
  const space = text[value.start - 1] === ':' ? ' ' : '';
  return edit(selected, 'yamlPlain', space);
}

/** `[a cat, "a dog"]`: the item that holds the selection. */
function placeInFlow(text: string, value: TextRange, selected: TextRange): Place {
  const items = /"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^[\]{},"'\s][^[\]{},]*/g;
  for (const match of text.slice(value.start, value.end).matchAll(items)) {
    const start = value.start + match.index;
    const colon = /^[^"']*?:\s+/.exec(match[0])?.[0].length ?? 0;
    const item = { start: start + colon, end: start + match[0].trimEnd().length };
    const isKey = /^\s*:/.test(text.slice(start + match[0].length, value.end));
    if (holds(item, selected) && !isKey) {
      return placeInValue(text, item, selected);
    }
  }
  return copy('path');
}

/** Where a comment begins in a line: a `#` at its start or after white space, outside quotes; -1 without one. */
function findComment(line: string): number {
  for (const match of line.matchAll(/(?<=[:,[{-]\s+|^\s*)(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|(?<=^|\s)#/g)) {
    if (match[0] === '#') {
      return match.index;
    }
  }
  return -1;
}

function isInBlockScalar(text: string, start: number): boolean {
  let indent = indentation(text, start).length;
  for (let at = start; at > 0 && indent > 0; ) {
    at = lineStart(text, at - 1);
    const line = lineAt(text, at);
    const own = indentation(text, at).length;
    if (line.trim() !== '' && own < indent) {
      if (/(?:^|[:\s-]\s*)[|>][+-]?\d?[+-]?\s*(?:#.*)?$/.test(line)) {
        return true;
      }
      indent = own;
    }
  }
  return false;
}

/** The text of `|` and `>` needs no escapes, only its indentation. */
function placeInBlockScalar(text: string, selected: TextRange, mode: InsertMode): Place {
  if (mode === 'replace' || selected.start === selected.end) {
    return edit(selected, 'path');
  }
  const end = lineEnd(text, selected.end);
  return edit({ start: end, end }, 'path', lineBreakOf(text) + indentation(text, selected.end));
}
