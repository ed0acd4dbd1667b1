import type { Place, TextRange } from '../../core/place.ts';
import { copy, edit, indentation, indentMore, lineBreakOf, lineEnd, lineStart, trim } from '../lines.ts';
import { contentOf, type Element, type Node, rangeOf } from './nodes.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.split(' '));
/** What stands behind them, not in them: an image in a heading or paragraph is allowed, but belongs below. */
const BEHIND = words(
  'p h1 h2 h3 h4 h5 h6 pre figcaption summary legend ul ol dl menu select svg math video audio picture object iframe map table canvas noscript hgroup',
);
/** What may hold an image on a line of its own. */
export const INSIDE = words(
  'body div section article main aside header footer nav li dd dt td th caption blockquote figure details fieldset form address center template dialog search',
);
/** Between the rows and cells of a table, and in lists between the items, an image is moved elsewhere. */
export const STRUCTURE = words('tbody thead tfoot tr colgroup option optgroup datalist');
/** Here nothing but text or metadata stands. */
const CLOSED = words('head title textarea html script style xmp plaintext noembed noframes');

/** Text and whole inline elements. */
const INLINE =
  /^(?:[^<]|<(b|i|em|strong|a|span|code|kbd|small|sub|sup|u|s|q|cite|abbr|mark)\b[^<>]*>[^<>]*<\/\1>|<(?:br|wbr)\b[^<>]*>)*/i;
/** Whether nothing but text or metadata stands in it. */
export const isClosed = (element: Element): boolean => CLOSED.has(element.tagName);

/** Finds the innermost element that may hold an image on its own line, and the place in it below the selection. */
export function placeBelow(text: string, selected: TextRange, chain: readonly Node[]): Place {
  const tree = chain.toReversed();
  const comment = tree[0]?.nodeName === '#comment' ? tree[0] : undefined;
  let child = comment && rangeOf(comment);
  for (const node of tree) {
    if (!('tagName' in node)) {
      continue;
    }
    const at = rangeOf(node);
    if (isClosed(node)) {
      return copy('html');
    }
    const content = contentOf(node, text);
    const wholly = selected.start < content.start || selected.end > content.end;
    if (INSIDE.has(node.tagName) && !wholly && !isInOpaque(tree, node)) {
      return placeInside(text, selected, child, content, node);
    }
    // A start tag without its end, such as `<my-icon />` in Vue, holds what follows only for the parser.
    const open = node.sourceCodeLocation?.endTag === undefined && !BEHIND.has(node.tagName) && content.end > content.start;
    child = open || at === undefined ? child : at;
  }
  return placeInside(text, selected, child, { start: 0, end: text.length }, undefined);
}

/** Inside a picture or a list of choices no element holds an image, whatever its name. */
function isInOpaque(tree: readonly Node[], node: Node): boolean {
  return tree
    .slice(tree.indexOf(node) + 1)
    .some((outer) => /^(?:svg|math|select|video|audio|picture|object|iframe)$/.test(outer.nodeName));
}

/** Behind `child` (or the selected text) in `content`: where the line ends, or in front of the markup it goes on with. */
function placeInside(
  text: string,
  selected: TextRange,
  child: TextRange | undefined,
  content: TextRange,
  parent: Element | undefined,
): Place {
  const lineBreak = lineBreakOf(text);
  const reached = Math.min(child?.end ?? selected.end, content.end);
  // An element without an end tag reaches to the next one, over the line break.
  const from = Math.max(content.start, trim(text, { start: content.start, end: reached }).end);
  const end = Math.min(lineEnd(text, from), content.end);
  const stop = from + (INLINE.exec(text.slice(from, end))?.[0].length ?? 0);
  const begin = child?.start ?? selected.start;
  const indent = indentation(text, begin);
  const opener = text.slice(lineStart(text, begin), content.start).trim();
  const inner = parent !== undefined && content.start >= lineStart(text, begin) && opener !== '' ? indentMore(indent) : indent;
  if (stop === lineEnd(text, from)) {
    return edit({ start: stop, end: stop }, 'html', lineBreak + inner);
  }
  const start = Math.max(from, trim(text, { start: from, end: stop }).end);
  return edit({ start, end: stop }, 'html', lineBreak + inner, lineBreak + (stop >= content.end ? indent : inner));
}
