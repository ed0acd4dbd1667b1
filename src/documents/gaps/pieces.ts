import type { Html, Root } from 'mdast';
import type { Extension } from 'mdast-util-from-markdown';
import type { TextRange } from '../../core/place.ts';
import { FRONT_MATTER, isUnclosed, parseMarkdown, rangeOf } from '../markdown/blocks.ts';

/** A piece of a Markdown document that means the same alone, but for the definitions of others. */
export interface Piece extends TextRange {
  readonly root: Root;
  /** An HTML block behind `root` that no piece could hold whole. */
  readonly html?: TextRange;
}

/** UTF-16 code units that a piece has at least: micromark needs 3 s for a megabyte in such pieces, 137 s for it at once. */
const LENGTH = 8_000;
/** Behind a blank line, what begins at the margin ends every quote, list and paragraph before it. */
const BORDER = /\n[ \t]*\r?\n(?=[^\s\uFEFF])/g;

const CLOSES: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [/^<!--/, /-->/g],
  [/^<\?/, /\?>/g],
  [/^<!\[CDATA\[/, /\]\]>/g],
  [/^<![a-z]/i, />/g],
  [/^<(?:script|pre|style|textarea)/i, /<\/(?:script|pre|style|textarea)>/gi],
];

/** Parses a Markdown document in pieces. It lets others run between them. */
export async function* parsePieces(text: string, extension: Extension): AsyncIterable<Piece> {
  // The parser skips a byte order mark and counts without it; there are files with two.
  const first = /^\uFEFF*/.exec(text)?.[0].length ?? 0;
  const matter = FRONT_MATTER.exec(text.slice(first, first + 100_000))?.[0].length ?? 0;
  for (let start = first; start < text.length; ) {
    const end = borderAfter(text, Math.max(start + LENGTH, matter));
    const root = await parseMarkdown(text.slice(start, end), { extension, continues: start > first });
    const last = root.children.at(-1);
    if (last === undefined || !isUnclosed(text.slice(start, end), last, 0)) {
      yield { start, end, root };
      start = end;
    } else {
      // A fence or an HTML block at the margin goes on over the border, or to the end of the document.
      const from = start + rangeOf(last).start;
      const until = last.type === 'html' ? endOfHtml(text, from, end, last) : endOfFence(text, from, end);
      root.children.pop();
      yield { start, end: from, root, ...(last.type === 'html' ? { html: { start: from, end: until } } : {}) };
      start = until;
    }
    await rest();
  }
}

function borderAfter(text: string, offset: number): number {
  BORDER.lastIndex = offset;
  const match = BORDER.exec(text);
  return match === null ? text.length : match.index + match[0].length;
}

function endOfFence(text: string, from: number, end: number): number {
  const [fence = '```'] = /^(?:`+|~+)/.exec(text.slice(from, from + 1_000)) ?? [];
  const close = new RegExp(`^ {0,3}${fence}${fence[0]}*[ \\t]*(?:\\r?\\n|\\r|$)`, 'gm');
  close.lastIndex = end;
  return close.exec(text) === null ? text.length : close.lastIndex;
}

function endOfHtml(text: string, from: number, end: number, node: Html): number {
  const close = CLOSES.find(([open]) => open.test(node.value.trimStart()))?.[1];
  if (close === undefined) {
    return end;
  }
  close.lastIndex = Math.max(from, end - 20);
  const line = /\n|\r(?!\n)/g;
  line.lastIndex = close.exec(text) === null ? text.length : close.lastIndex;
  return line.exec(text) === null ? text.length : line.lastIndex;
}

/** A turn of the event loop. */
export function rest(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
