import type { Literal, Nodes, Parents, Root } from 'mdast';
import type { Extension } from 'mdast-util-from-markdown';
import type { TextRange } from '../../core/place.ts';
import { lineEnd, lineStart } from '../lines.ts';

/** Front matter between `+++`, as mdast-util-frontmatter makes it. */
interface Toml extends Literal {
  type: 'toml';
}

declare module 'mdast' {
  interface FrontmatterContentMap {
    toml: Toml;
  }
  interface RootContentMap {
    toml: Toml;
  }
}

/** Above this length (UTF-16 code units) only a piece of the document is parsed: a megabyte would take seconds. */
const WHOLE = 40_000;
/** What is parsed at least on each side of the selection. */
const AROUND = 8_000;
/** How far a good beginning is looked for. */
const REACH = 16_000;

/** Front matter of YAML or TOML at the beginning of a document. */
export const FRONT_MATTER = /^(---|\+\+\+)[ \t]*\r?\n(?:[\s\S]*?\r?\n)?\1[ \t]*(?:\r?\n|$)/;

/** How a text is parsed: as a whole document if nothing is said. */
export interface Parsing {
  /** Sees the parser's own tokens. */
  readonly extension?: Extension;
  /** Whether the text goes on with a document, so that it has no front matter. */
  readonly continues?: boolean;
}

/** Parses Markdown with front matter; every node has its offsets into `text`. */
export async function parseMarkdown(text: string, { extension = {}, continues = false }: Parsing = {}): Promise<Root> {
  const [{ fromMarkdown }, { frontmatter }, { frontmatterFromMarkdown }] = await Promise.all([
    import('mdast-util-from-markdown'),
    import('micromark-extension-frontmatter'),
    import('mdast-util-frontmatter'),
  ]);
  // Where a rule of dashes opens the document, trying it as front matter keeps micromark from seeing any list behind it.
  return !continues && FRONT_MATTER.test(text)
    ? fromMarkdown(text, {
        extensions: [frontmatter(['yaml', 'toml'])],
        mdastExtensions: [frontmatterFromMarkdown(['yaml', 'toml']), extension],
      })
    : fromMarkdown(text, { mdastExtensions: [extension] });
}

export function rangeOf(node: Nodes): TextRange {
  return { start: node.position?.start.offset ?? 0, end: node.position?.end.offset ?? 0 };
}

/**
 * The piece of a long document that is enough to judge the selection: from a heading or paragraph at the margin, outside
 * of any fence.
 */
export function takeWindow(text: string, range: TextRange): TextRange {
  if (text.length <= WHOLE) {
    return { start: 0, end: text.length };
  }
  const last = Math.max(0, range.start - AROUND);
  let start = 0;
  let fence = '';
  let blank = true;
  for (let at = 0; at <= last; at = lineEndAfter(text, at)) {
    const line = text.slice(at, Math.min(lineEnd(text, at), at + 200));
    const [, mark = ''] = /^[ >]*(`{3,}|~{3,})/.exec(line) ?? [];
    const begins = fence === '' && (/^#{1,6}\s/.test(line) || (blank && /^[\p{L}\p{N}](?!\d*[.)]\s)/u.test(line)));
    if (begins) {
      start = at;
    }
    if (mark !== '') {
      fence = fence === '' ? mark : mark.startsWith(fence) ? '' : fence;
    }
    blank = line.trim() === '';
  }
  const end = Math.min(text.length, range.end + AROUND);
  const from = last - start > REACH ? lineStart(text, last) : start;
  return { start: from, end: lineEnd(text, end) };
}

function lineEndAfter(text: string, at: number): number {
  const next = text.indexOf('\n', at);
  return next === -1 ? text.length + 1 : next + 1;
}

/** The blocks around an offset, the outermost first; the last is the leaf, if there is one there. */
export function findBlocks(root: Root, offset: number, cursor: boolean): Nodes[] {
  const blocks: Nodes[] = [];
  let within: Parents | undefined = root;
  while (within !== undefined) {
    const block: Nodes | undefined = within.children.find((child) => {
      const at = rangeOf(child);
      return at.start <= offset && (cursor ? offset <= at.end : offset < at.end);
    });
    if (block !== undefined) {
      blocks.push(block);
    }
    within = block !== undefined && isContainer(block) ? block : undefined;
  }
  return blocks;
}

export function isContainer(node: Nodes): node is Extract<Nodes, { type: 'blockquote' | 'list' | 'listItem' }> {
  return node.type === 'blockquote' || node.type === 'list' || node.type === 'listItem';
}

/** A node and all below it, in the order of the text. It keeps its own stack: quotes can be nested ten thousand deep. */
export function* walk(root: Nodes): Iterable<Nodes> {
  const open: Nodes[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    yield node;
    if ('children' in node) {
      // One by one: a call takes no hundred thousand arguments.
      for (const child of node.children.toReversed()) {
        open.push(child);
      }
    }
  }
}

/** What a line must begin with to belong to these blocks: quote marks, and spaces for list items. */
export function prefixFor(text: string, blocks: readonly Nodes[]): string {
  let prefix = '';
  // The column, as tabs count, at which the content of the container begins.
  let base = 0;
  for (const block of blocks) {
    const { start } = rangeOf(block);
    const column = columnOf(text, start);
    if (block.type === 'blockquote') {
      const space = /[ \t]/.test(text[start + 1] ?? '') ? 1 : 0;
      prefix += `${' '.repeat(Math.max(0, column - base))}> `;
      base = column + 1 + space;
    } else if (block.type === 'listItem') {
      const marker = /^(?:[-*+]|\d{1,9}[.)])/.exec(text.slice(start, start + 12))?.[0].length ?? 1;
      const first = block.children[0];
      const gap = first === undefined ? 1 : columnOf(text, rangeOf(first).start) - column - marker;
      const isBeside = first !== undefined && lineStart(text, rangeOf(first).start) === lineStart(text, start);
      // More than four spaces are one, and indented code.
      const content = column + marker + (isBeside && gap >= 1 && gap <= 4 ? gap : 1);
      prefix += ' '.repeat(Math.max(0, content - base));
      base = content;
    }
  }
  return prefix;
}

function columnOf(text: string, offset: number): number {
  let column = 0;
  for (const character of text.slice(lineStart(text, offset), offset)) {
    column += character === '\t' ? 4 - (column % 4) : 1;
  }
  return column;
}

/** Whether a code or HTML block in `quotes` quotes is still open where it ends: only the end of its container ends it. */
export function isUnclosed(text: string, node: Nodes, quotes: number): boolean {
  const at = rangeOf(node);
  const written = text.slice(at.start, at.end).trimEnd();
  if (node.type === 'code') {
    const [, fence] = /^(`{3,}|~{3,})/.exec(written) ?? [];
    const last = at.start + written.lastIndexOf('\n') + 1;
    const [, marks = '', close = ''] = /^([\s>]*)(`{3,}|~{3,})[ \t]*$/.exec(text.slice(last, at.start + written.length)) ?? [];
    const isThere = marks.split('>').length - 1 === quotes && columnOf(text, last + marks.length) - columnOf(text, at.start) < 4;
    return fence !== undefined && (!written.includes('\n') || !isThere || !close.startsWith(fence));
  }
  if (node.type !== 'html') {
    return false;
  }
  const opens: readonly (readonly [RegExp, RegExp])[] = [
    [/^<!--/, /-->/],
    [/^<\?/, /\?>/],
    [/^<!\[CDATA\[/, /\]\]>/],
    [/^<![a-z]/i, />/],
    [/^<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  ];
  // Its indentation is a part of the node.
  const kind = opens.find(([open]) => open.test(written.trimStart()));
  return kind !== undefined && !kind[1].test(written);
}
