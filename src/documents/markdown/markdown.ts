import type { Nodes, Root } from 'mdast';
import type { InsertMode, Place, TextRange } from '../../core/place.ts';
import { IMAGE_LEAD } from '../../core/prompt.ts';
import { findLanguage } from '../../core/syntax.ts';
import { findCodePlace } from '../code.ts';
import { findHtmlPlace, findReplaceable } from '../html/html.ts';
import { parseHtml } from '../html/nodes.ts';
import { copy, covers, edit, holds, lineAt, lineBreakOf, lineEnd, lineStart, shift, trim } from '../lines.ts';
import { findYamlPlace } from '../yaml.ts';
import { placeAsParagraph, placeBelow, placeOnBlankLine } from './below.ts';
import { findBlocks, isContainer, parseMarkdown, rangeOf, takeWindow, walk } from './blocks.ts';

/** Markdown: as `findPlace`. The block structure stays: in a list item or quote the image is a paragraph of it. */
export async function findMarkdownPlace(document: string, range: TextRange, mode: InsertMode): Promise<Place> {
  const window = takeWindow(document, range);
  const text = document.slice(window.start, window.end);
  // The parser skips a byte order mark and counts without it.
  const skipped = text.startsWith('\uFEFF') ? 1 : 0;
  const body = text.slice(skipped);
  const offset = window.start + skipped;
  const inBody = { start: Math.max(0, range.start - offset), end: Math.max(0, range.end - offset) };
  return shift(await place(body, inBody, mode), offset);
}

async function place(text: string, range: TextRange, mode: InsertMode): Promise<Place> {
  const root = await parseMarkdown(text);
  const selected = trim(text, range);
  const cursor = selected.start === selected.end;
  const blocks = cursor ? findBlocks(root, selected.end, true) : findBlocksBeside(text, root, selected.end - 1);
  const replaced = (await replaceNode(text, root, selected)) ?? replaceJsxComment(text, selected, blocks);
  if (replaced !== undefined) {
    return replaced;
  }
  const leaf = blocks.at(-1);
  if (leaf?.type === 'yaml' || leaf?.type === 'toml') {
    return placeInFrontMatter(text, selected, leaf, mode);
  }
  const phrasing = leaf?.type === 'paragraph' || leaf?.type === 'heading' ? leaf : undefined;
  const destination = phrasing && findDestination(text, phrasing, selected);
  if (destination !== undefined) {
    return edit(destination, 'markdownDestination');
  }
  if (cursor) {
    return placeAtCursor(text, selected.end, blocks);
  }
  if (mode === 'replace' && phrasing !== undefined) {
    const inline = { start: startOf(phrasing), end: endOf(phrasing) };
    const isWithin = lineStart(text, rangeOf(phrasing).start) <= selected.start;
    const within = { start: Math.max(selected.start, inline.start), end: Math.min(selected.end, inline.end) };
    if (isWithin && within.start < within.end && !isInAtom(phrasing, within)) {
      return edit(within, 'markdown');
    }
  }
  return placeBelow(text, selected, blocks);
}

/** The blocks at an offset; where only a list or quote mark stands there, those that the mark begins. */
function findBlocksBeside(text: string, root: Root, offset: number): readonly Nodes[] {
  const blocks = findBlocks(root, offset, false);
  const end = lineEnd(text, offset);
  for (let at = offset; at < end; at += 1) {
    const found = at === offset ? blocks : findBlocks(root, at, false);
    const leaf = found.at(-1);
    if (leaf !== undefined && !isContainer(leaf)) {
      return found;
    }
  }
  return blocks;
}

/** An empty `![alt]()`, an image comment, or an `<img>` without `src`. */
async function replaceNode(text: string, root: Root, selected: TextRange): Promise<Place | undefined> {
  for (const node of walk(root)) {
    const at = rangeOf(node);
    if (at.end < selected.start || at.start > selected.end) {
      continue;
    }
    if (node.type === 'image' && node.url === '' && covers(at, selected)) {
      const empty = /\]\(\s*(<>)?(?=\s*(?:["'(][^\n]*)?\)$)/.exec(text.slice(at.start, at.end));
      if (empty !== null && (node.alt ?? '') === '') {
        return edit(at, 'markdown');
      }
      const end = at.start + (empty?.index ?? 0) + (empty?.[0].length ?? 0);
      return empty === null ? edit(at, 'markdown') : edit({ start: end - (empty[1]?.length ?? 0), end }, 'markdownDestination');
    }
    if (node.type === 'html') {
      const place = await replaceHtml(text, root, node, selected);
      if (place !== undefined) {
        return place;
      }
    }
  }
  return undefined;
}

async function replaceHtml(text: string, root: Root, node: Nodes, selected: TextRange): Promise<Place | undefined> {
  const at = rangeOf(node);
  const slice = text.slice(at.start, at.end);
  const inNode = { start: Math.max(0, selected.start - at.start), end: Math.min(slice.length, selected.end - at.start) };
  const found = findReplaceable(slice, await parseHtml(slice), inNode);
  if (found === undefined) {
    return undefined;
  }
  const { comment } = found;
  if (comment === undefined || slice.slice(0, comment.start).trim() !== '' || slice.slice(comment.end).trim() !== '') {
    return shift(found.place, at.start);
  }
  const whole = { start: at.start + comment.start, end: at.start + comment.end };
  const blocks = findBlocks(root, at.start, false);
  return blocks.at(-1) === node ? placeAsParagraph(text, whole, blocks) : edit(whole, 'markdown');
}

/** MDX: an image comment between braces. */
function replaceJsxComment(text: string, selected: TextRange, blocks: readonly Nodes[]): Place | undefined {
  const leaf = blocks.at(-1);
  if (leaf?.type !== 'paragraph') {
    return undefined;
  }
  const at = rangeOf(leaf);
  for (const match of text.slice(at.start, at.end).matchAll(/\{\s*\/\*+([\s\S]*?)\*\/\s*\}/g)) {
    const comment = { start: at.start + match.index, end: at.start + match.index + match[0].length };
    if (covers(comment, selected) && IMAGE_LEAD.test((match[1] ?? '').trim())) {
      return edit(comment, 'markdown');
    }
  }
  return undefined;
}

function placeInFrontMatter(text: string, selected: TextRange, node: Nodes, mode: InsertMode): Place {
  const at = rangeOf(node);
  const start = lineEnd(text, at.start);
  const end = lineStart(text, at.end);
  if (selected.start < start || selected.end > end) {
    return copy('path');
  }
  const inner = text.slice(start, end);
  const range = { start: selected.start - start, end: selected.end - start };
  const toml = findLanguage('toml');
  return shift(
    node.type === 'toml' && toml !== undefined
      ? findCodePlace(inner, range, mode, toml, 'toml')
      : findYamlPlace(inner, range, mode),
    start,
  );
}

/** The destination of a link or image that the selection covers, or in which the cursor stands while it is empty. */
function findDestination(text: string, leaf: Nodes, selected: TextRange): TextRange | undefined {
  for (const node of walk(leaf)) {
    if ((node.type !== 'link' && node.type !== 'image') || !holds(rangeOf(node), selected)) {
      continue;
    }
    const at = rangeOf(node);
    const from = node.type === 'link' ? (node.children.at(-1)?.position?.end.offset ?? at.start + 1) : at.start;
    const match = /\]\(\s*(<[^<>\n]*>|[^\s<>]*?)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*\)$/.exec(text.slice(from, at.end));
    const written = match?.[1] ?? '';
    const start = from + (match?.index ?? 0) + (match?.[0].indexOf(written, 2) ?? 0);
    const destination = { start, end: start + written.length };
    const inner = written.startsWith('<') ? { start: start + 1, end: destination.end - 1 } : destination;
    if (match !== null && holds(destination, selected) && holds(selected, inner)) {
      return destination;
    }
  }
  return undefined;
}

const startOf = (leaf: Nodes): number =>
  'children' in leaf && leaf.children[0] ? rangeOf(leaf.children[0]).start : rangeOf(leaf).start;

function endOf(leaf: Nodes): number {
  const last = 'children' in leaf ? leaf.children.at(-1) : undefined;
  return last === undefined ? rangeOf(leaf).end : rangeOf(last).end;
}

/** Whether one end of the range lies inside of what shows its text as it is, or in a link's destination. */
function isInAtom(leaf: Nodes, range: TextRange): boolean {
  return [range.start, range.end].some((offset) => atomAt(leaf, offset) !== undefined);
}

function atomAt(leaf: Nodes, offset: number): TextRange | undefined {
  for (const node of walk(leaf)) {
    const at = rangeOf(node);
    if (at.start >= offset || offset >= at.end) {
      continue;
    }
    const isText =
      'children' in node && node.children.some((child) => rangeOf(child).start <= offset && offset <= rangeOf(child).end);
    if (node !== leaf && node.type !== 'text' && !isText) {
      return at;
    }
  }
  return undefined;
}

async function placeAtCursor(text: string, cursor: number, blocks: readonly Nodes[]): Promise<Place> {
  const leaf = blocks.at(-1);
  const at = { start: cursor, end: cursor };
  const start = lineStart(text, cursor);
  const isBlank = lineAt(text, cursor).trim() === '';
  if (isBlank && (leaf === undefined || isContainer(leaf))) {
    return placeOnBlankLine(text, cursor, blocks);
  }
  if (leaf === undefined) {
    return edit(at, 'markdown');
  }
  const [outer] = blocks;
  if (!isBlank && outer !== undefined && cursor === start && rangeOf(outer).start === cursor && leaf.type !== 'paragraph') {
    const lineBreak = lineBreakOf(text);
    return edit(at, 'markdown', '', lineBreak + lineBreak);
  }
  switch (leaf.type) {
    case 'paragraph':
    case 'heading': {
      const inside = Math.max(
        startOf(leaf),
        Math.min(cursor, leaf.type === 'heading' ? Math.max(endOf(leaf), startOf(leaf)) : cursor),
      );
      const end = atomAt(leaf, inside)?.end ?? inside;
      return edit({ start: end, end }, 'markdown');
    }
    case 'html': {
      const node = rangeOf(leaf);
      const place = await findHtmlPlace(
        text.slice(node.start, node.end),
        { start: cursor - node.start, end: cursor - node.start },
        'auto',
      );
      const isThere =
        place.kind === 'edit' && place.form === 'html' && place.start === cursor - node.start && place.before === '';
      return isThere ? shift(place, node.start) : placeBelow(text, at, blocks);
    }
    case 'code':
    case 'definition':
    case 'thematicBreak':
      return placeBelow(text, at, blocks);
    default:
      return isBlank || cursor > start ? edit(at, 'markdown') : placeBelow(text, at, blocks);
  }
}
