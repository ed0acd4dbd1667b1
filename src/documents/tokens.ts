import type { Quote, Syntax } from '../core/syntax.ts';
import { lineEnd } from './lines.ts';

/** A comment or string. `start`…`end` with its marks, `from`…`to` without. */
export interface Token {
  readonly kind: 'line' | 'block' | 'string';
  readonly start: number;
  readonly end: number;
  readonly from: number;
  readonly to: number;
  readonly quote?: Quote;
}

const escapeMark = (mark: string): string => mark.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/**
 * The comments and strings of a text in order. A string that does not end on its line, where its language wants that, is
 * none: an apostrophe in a regular expression or a lifetime must not swallow the rest of the file.
 */
export function* readTokens(text: string, syntax: Syntax): Iterable<Token> {
  const marks = [...syntax.line, ...syntax.block.map(([open]) => open), ...syntax.strings.map((quote) => quote.open)];
  if (marks.length === 0) {
    return;
  }
  // Long marks first: `"""` before `"`, `--[[` before `--`.
  const sorted = [...new Set(marks)].toSorted((one, other) => other.length - one.length);
  const open = new RegExp(sorted.map((mark) => (/^\w/.test(mark) ? `(?<=^\\s*)${mark}\\b` : escapeMark(mark))).join('|'), 'gm');
  for (let match = open.exec(text); match !== null; match = open.exec(text)) {
    const token = readToken(text, match.index, match[0], syntax);
    if (token !== undefined) {
      yield token;
      open.lastIndex = Math.max(token.end, match.index + match[0].length);
    }
  }
}

function readToken(text: string, start: number, mark: string, syntax: Syntax): Token | undefined {
  const block = syntax.block.find(([open]) => open === mark);
  const from = start + mark.length;
  if (block !== undefined) {
    const found = text.indexOf(block[1], from);
    const to = found === -1 ? text.length : found;
    return { kind: 'block', start, end: found === -1 ? to : to + block[1].length, from, to };
  }
  const quote = syntax.strings.find((one) => one.open === mark);
  if (quote !== undefined) {
    const to = findClose(text, from, quote);
    return to === -1 ? undefined : { kind: 'string', start, end: to + quote.close.length, from, to, quote };
  }
  if (!isLineComment(text, start, mark)) {
    return undefined;
  }
  const end = lineEnd(text, from);
  return { kind: 'line', start, end, from, to: end };
}

/** `$#`, `\%`, `a!=b` and `http://` begin no comment. */
function isLineComment(text: string, start: number, mark: string): boolean {
  const before = text[start - 1] ?? '\n';
  return mark === '#' || mark === '%' || mark === '!' || mark === ';' ? /[\s;{}()[\],]/.test(before) : !/[:\\]/.test(before);
}

function findClose(text: string, from: number, quote: Quote): number {
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '\\' && quote.backslash) {
      at += 1;
    } else if (character === '\n' && !quote.multiline) {
      return -1;
    } else if (text.startsWith(quote.close, at)) {
      return at;
    }
  }
  return -1;
}
