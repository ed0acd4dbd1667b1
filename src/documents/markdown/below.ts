import type { Nodes } from 'mdast';
import type { Place, TextRange } from '../../core/place.ts';
import { copy, edit, lineAt, lineBreakOf, lineEnd, lineStart, nextLine, trim } from '../lines.ts';
import { isContainer, isUnclosed, prefixFor, rangeOf } from './blocks.ts';

/** What the image goes below, and the blocks that it will be in. */
interface Target {
  readonly node: Nodes | undefined;
  readonly around: readonly Nodes[];
}

/** A paragraph of its own below the block that holds the selection's end, in the list item or quote that this belongs to. */
export function placeBelow(text: string, selected: TextRange, blocks: readonly Nodes[]): Place {
  const found = leaveContainers(text, selected, blocks);
  const quotes = found.around.filter((block) => block.type === 'blockquote').length;
  const target = found.node !== undefined && isUnclosed(text, found.node, quotes) ? closeByLeaving(found) : found;
  if (target === undefined) {
    return copy('markdown');
  }
  const end = lineEnd(text, target.node === undefined ? selected.end : trim(text, rangeOf(target.node)).end);
  const prefix = prefixFor(text, target.around);
  const lineBreak = lineBreakOf(text);
  const before = `${lineBreak}${prefix.trimEnd()}${lineBreak}${prefix}`;
  return edit({ start: end, end }, 'markdown', before, blankBelow(text, end, prefix));
}

/** A selection that begins outside of a list item or quote and reaches the end of all of it is placed below all of it. */
function leaveContainers(text: string, selected: TextRange, blocks: readonly Nodes[]): Target {
  const leaf = blocks.at(-1);
  const endOf = (node: Nodes): number => trim(text, rangeOf(node)).end;
  for (const [index, block] of blocks.entries()) {
    const depth = block.type === 'listItem' ? index - 1 : index;
    const container = block.type === 'listItem' || block.type === 'blockquote' ? blocks[depth] : undefined;
    const begins = selected.start < rangeOf(block).start;
    if (begins && container !== undefined && leaf !== undefined && endOf(container) === endOf(leaf)) {
      return { node: container, around: blocks.slice(0, depth) };
    }
  }
  return leaf === undefined || isContainer(leaf)
    ? { node: undefined, around: blocks }
    : { node: leaf, around: blocks.slice(0, -1) };
}

/** Only the end of its list or quote ends a fence that nobody closed; at the top level it runs to the document's end. */
function closeByLeaving({ around }: Target): Target | undefined {
  const depth = around.findLastIndex((block) => block.type === 'list' || block.type === 'blockquote');
  return depth === -1 ? undefined : { node: around[depth], around: around.slice(0, depth) };
}

/** A comment between two lines parts them; an image would join their paragraph, so it gets blank lines. */
export function placeAsParagraph(text: string, at: TextRange, blocks: readonly Nodes[]): Place {
  const prefix = prefixFor(text, blocks);
  const start = lineStart(text, at.start);
  const isFirst = blocks.some((block) => isContainer(block) && lineStart(text, rangeOf(block).start) === start);
  const above = start === 0 || isFirst ? '' : lineAt(text, start - 1);
  const before = /^[\s>]*$/.test(above) ? '' : lineBreakOf(text) + prefix;
  return edit(at, 'markdown', before, blankBelow(text, lineEnd(text, at.end), prefix));
}

/** A blank line, unless one is there or the document ends. */
function blankBelow(text: string, end: number, prefix: string): string {
  const next = nextLine(text, end);
  if (next === undefined || /^[\s>]*$/.test(next)) {
    return '';
  }
  return lineBreakOf(text) + (next.trimStart().startsWith('>') ? prefix.trimEnd() : '');
}

/** At a cursor on a blank line: where it stands, with a blank line where the neighbours would swallow the image. */
export function placeOnBlankLine(text: string, cursor: number, blocks: readonly Nodes[]): Place {
  const lineBreak = lineBreakOf(text);
  const start = lineStart(text, cursor);
  const above = start === 0 ? '' : lineAt(text, start - 1);
  // Tables and HTML go on until a blank line, and a line of dashes below would make a heading of the image.
  const before = /^\s*[|<]|\|\s*$|>\s*$/.test(above) ? lineBreak : '';
  const after = /^ {0,3}(?:-+|=+)\s*$/.test(nextLine(text, cursor) ?? '') ? lineBreak : '';
  // Four spaces would make code of it.
  const isCode = blocks.length === 0 && /\t| {4}/.test(text.slice(start, cursor));
  return edit({ start: isCode ? start : cursor, end: cursor }, 'markdown', before, after);
}
