import type { InsertMode, Place, TextRange } from '../core/place.ts';
import { IMAGE_LEAD } from '../core/prompt.ts';
import type { Form } from '../core/reference.ts';
import type { Language, Syntax } from '../core/syntax.ts';
import { copy, covers, edit, indentation, lineAt, lineBreakOf, lineEnd, lineStart, trim } from './lines.ts';
import { findTagFill } from './tag.ts';
import { readTokens, type Token } from './tokens.ts';

const REACT = /^(?:javascriptreact|typescriptreact|jsx|tsx|javascript|typescript)$/;

/** Languages in which every `<img>` is JSX; in the others of {@link REACT} it may be. */
const JSX = /^(?:javascriptreact|typescriptreact|jsx|tsx)$/;

/** Code and data: inside a comment a line of its own, inside a string the path; anywhere else a reference breaks the file. */
export function findCodePlace(text: string, range: TextRange, mode: InsertMode, language: Language, languageId: string): Place {
  const selected = trim(text, range);
  const jsx = REACT.test(languageId) ? findJsx(text, selected) : undefined;
  if (jsx !== undefined) {
    return jsx;
  }
  const token = findToken(text, selected, language);
  switch (token?.kind) {
    case 'line':
      return placeInLineComment(text, selected, token, mode);
    case 'block':
      return placeInBlock(text, selected, token, mode, 'commentPath');
    case 'string':
      return placeInString(text, selected, token, mode, language);
    default:
      if (JSX.test(languageId)) {
        return isBetweenTags(text, selected) ? edit(selected, 'jsx') : copy('jsx');
      }
      return languageId === 'properties' || languageId === 'ini' || languageId === 'dotenv'
        ? placeInSetting(text, selected)
        : copy('path');
  }
}

function findToken(text: string, selected: TextRange, syntax: Syntax): Token | undefined {
  const cursor = selected.start === selected.end;
  const last = cursor ? selected.end : selected.end - 1;
  for (const token of readTokens(text, syntax)) {
    if (token.start > last) {
      return undefined;
    }
    const inside = cursor
      ? token.from <= last && last <= token.to
      : last < token.end || (token.kind === 'line' && last === token.end);
    if (inside) {
      return token;
    }
  }
  return undefined;
}

/** A cursor among the children of an element: behind a tag, and in front of a tag or an expression. */
function isBetweenTags(text: string, { start, end }: TextRange): boolean {
  const before = text.slice(Math.max(0, start - 2000), start);
  // `=>` ends no tag, and `<T>` behind a name is none.
  const behind = /(?:(?<![\w$])<(?:[A-Za-z][^<>]*)?|<\/[^<>]*)(?<!=)>\s*$|\/>\s*$/.test(before);
  return start === end && behind && /^\s*(?:<\/?[A-Za-z>]|\{)/.test(text.slice(end, end + 2000));
}

/** An image comment between braces and an `<img>` without `src`. */
function findJsx(text: string, selected: TextRange): Place | undefined {
  const start = Math.max(0, selected.start - 2000);
  const around = text.slice(start, selected.end + 2000);
  for (const match of around.matchAll(/\{\s*\/\*+([\s\S]*?)\*\/\s*\}|<img\b(?:\{[^{}]*\}|"[^"]*"|'[^']*'|[^>{}"'])*>/g)) {
    const node = { start: start + match.index, end: start + match.index + match[0].length };
    if (!covers(node, selected)) {
      continue;
    }
    const [, comment] = match;
    if (comment === undefined) {
      const fill = findTagFill(match[0], node.start);
      if (fill !== undefined) {
        return fill;
      }
    } else if (IMAGE_LEAD.test(comment.trim())) {
      return edit(node, 'jsx');
    }
  }
  return undefined;
}

function placeInLineComment(text: string, selected: TextRange, token: Token, mode: InsertMode): Place {
  const [mark = ''] = /^(?:\/\/[/!]*|#+|--+|;+|%+|\S+)[ \t]*/.exec(text.slice(token.start, token.end)) ?? [];
  const content = token.start + mark.length;
  const oneLine = selected.start >= token.start;
  if (oneLine && (selected.start === selected.end || mode === 'replace')) {
    return edit({ start: Math.max(content, selected.start), end: Math.max(content, selected.end) }, 'path');
  }
  const indent = indentation(text, token.start);
  return edit({ start: token.end, end: token.end }, 'path', lineBreakOf(text) + indent + mark);
}

function placeInBlock(text: string, selected: TextRange, token: Token, mode: InsertMode, form: Form): Place {
  const from = Math.max(token.from, selected.start);
  // A selection of the comment's mark alone ends in front of its text.
  const within = { start: from, end: Math.max(from, Math.min(token.to, selected.end)) };
  if (within.start === within.end || (mode === 'replace' && selected.start >= token.start)) {
    return edit(trim(text, within), form);
  }
  const lineBreak = lineBreakOf(text);
  const indent = indentation(text, within.end);
  const line = lineAt(text, within.end);
  const stars = text.startsWith('/*', token.start);
  const isFirst = lineStart(text, within.end) <= token.start;
  const own = /^\s*\*(?!\/)[ \t]*/.exec(line)?.[0];
  const prefix = !isFirst && own !== undefined ? own : stars && isFirst ? `${indent} * ` : indent;
  const end = lineEnd(text, within.end);
  if (end < token.to || !text.slice(token.to, token.end)) {
    return edit({ start: end, end }, form, lineBreak + prefix);
  }
  // The comment ends on this line: its mark moves to a line of its own.
  const tail = trim(text, { start: token.from, end: token.to }).end;
  const closing = stars ? (isFirst ? `${indent} ` : indent) : indent;
  return edit({ start: Math.max(tail, within.end), end: token.to }, form, lineBreak + prefix, lineBreak + closing);
}

function placeInString(text: string, selected: TextRange, token: Token, mode: InsertMode, language: Language): Place {
  const form = token.quote?.form ?? 'path';
  const isKey = language.family === 'data' && /^\s*:/.test(text.slice(token.end, token.end + 100));
  const isOpen = selected.start < token.start && text.slice(selected.start, token.start).trim() !== '';
  if (isKey || isOpen) {
    return copy('path');
  }
  // A documentation string stands where a statement would: it is prose.
  const isProse = token.quote?.open.length === 3 && text.slice(lineStart(text, token.start), token.start).trim() === '';
  if (isProse && language.family === 'code') {
    return placeInBlock(text, selected, token, mode, form);
  }
  const start = Math.max(token.from, Math.min(selected.start, token.to));
  return edit({ start, end: Math.max(start, Math.min(selected.end, token.to)) }, form);
}

/** `key = value` */
function placeInSetting(text: string, selected: TextRange): Place {
  const start = lineStart(text, selected.start);
  const [lead] = /^[^=:#;]*[=:][ \t]*/.exec(lineAt(text, selected.start)) ?? [];
  const isValue = lead !== undefined && selected.start >= start + lead.length && lineEnd(text, selected.start) >= selected.end;
  return isValue ? edit(selected, 'path') : copy('path');
}
