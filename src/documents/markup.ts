import type { InsertMode, Place, TextRange } from '../core/place.ts';
import { IMAGE_LEAD } from '../core/prompt.ts';
import type { Form } from '../core/reference.ts';
import { copy, edit, indentation, lineAt, lineBreakOf, lineEnd, lineStart, trim } from './lines.ts';
import { findClosed, findDedent } from './markupBlocks.ts';
import { findMacroPath } from './markupPath.ts';
import { findProsePlace } from './prose.ts';

/** The marks of a language whose images are blocks of their own, read line by line. */
export interface Markup {
  readonly form: Form;
  /** Its form within a line; without one an image is always a block. */
  readonly inline?: Form;
  /** A line that is a comment, up to its text. */
  readonly comment: RegExp;
  /** A heading of one line. */
  readonly heading: RegExp;
  /** The line below a heading that makes it one. */
  readonly underline?: RegExp;
  /** A line that ends a paragraph and is no part of it. */
  readonly border?: RegExp;
  /** A line that begins a block even without a blank line above. */
  readonly start?: RegExp;
  /** Whether headings and items need no blank line above, either. */
  readonly interrupts: boolean;
  /** A list item, up to its text. */
  readonly item: RegExp;
  /** What stands between an item and the block that belongs to it, instead of a blank line. */
  readonly joint?: string;
  /** Whether what belongs to an item is indented. */
  readonly indents: boolean;
}

const LATEX: Markup = {
  form: 'latex',
  inline: 'latex',
  comment: /^\s*%+\s?/,
  heading: /^\s*\\(?:part|chapter|(?:sub)*section|(?:sub)?paragraph|title|frametitle)\b/,
  border: /^\s*\\(?:begin|end)\b/,
  interrupts: true,
  item: /^\s*\\item\b(?:\[[^\]]*\])?\s*/,
  indents: false,
};

const MARKUPS: ReadonlyMap<string, Markup> = new Map([
  ['latex', LATEX],
  ['tex', LATEX],
  [
    'restructuredtext',
    {
      form: 'restructuredText',
      comment: /^\s*\.\.\s+(?!\S+::|[[_|])/,
      heading: /^(?!)/,
      start: /^\s*\.\.\s/,
      interrupts: false,
      underline: /^([=\-~^"'`#*+:.<>_])\1{2,}\s*$/,
      item: /^\s*(?:[-*+•]|\d{1,9}[.)]|#\.)\s+/,
      indents: true,
    },
  ],
  [
    'asciidoc',
    {
      form: 'asciidoc',
      inline: 'asciidocInline',
      comment: /^\/\/(?!\/)\s?/,
      heading: /^={1,6}\s+\S/,
      border: /^(?:-{4,}|\.{4,}|\+{4,}|={4,}|\*{4,}|_{4,}|\/{4,}|`{3}|[|,:]===|\[[^\]]*\]\s*$)/,
      interrupts: false,
      item: /^\s*(?:[-*]|\*{2,5}|\.{1,5}|\d{1,9}\.)\s+/,
      joint: '+',
      indents: false,
    },
  ],
  [
    'typst',
    {
      form: 'typst',
      inline: 'typst',
      comment: /^\s*\/\/+\s?/,
      heading: /^\s*=+\s/,
      border: /^\s*(?:[\])}]|```)/,
      interrupts: true,
      item: /^\s*(?:[-+]|\d{1,9}\.)\s+/,
      indents: true,
    },
  ],
]);

/** Whether a language is one of those that {@link findMarkupPlace} reads. */
export function isMarkup(languageId: string): boolean {
  return MARKUPS.has(languageId);
}

/**
 * LaTeX, reStructuredText, AsciiDoc, Typst: the image stands between blank lines below the paragraph, item or heading; where
 * the language has images in a line, a cursor in one and the mode `replace` put it there. In the path of an image that is there
 * already the new path takes its place. Below what is shown as it is
 * written, never in it; in a comment the path, unless the comment is one for an image.
 */
export function findMarkupPlace(text: string, range: TextRange, mode: InsertMode, languageId: string): Place {
  const markup = MARKUPS.get(languageId) ?? LATEX;
  const selected = trim(text, range);
  const cursor = selected.start === selected.end;
  const line = lineAt(text, selected.end);
  const mark = markup.comment.exec(line)?.[0];
  if (mark !== undefined) {
    const start = lineStart(text, selected.end);
    const isImage = IMAGE_LEAD.test(line.slice(mark.length)) && lineStart(text, selected.start) === start;
    return isImage
      ? placeBlock(text, { start: start + indentation(text, start).length, end: lineEnd(text, start) }, markup)
      : findProsePlace(text, range, mode);
  }
  const existing = findMacroPath(text, selected, languageId);
  if (existing !== undefined) {
    return edit(existing.range, existing.form);
  }
  const closed = findClosed(text, selected, languageId);
  if (closed !== undefined) {
    return closed === 'unsafe' ? copy(markup.form) : placeAfter(text, closed.end, closed.indent, markup);
  }
  if (cursor && line.trim() === '') {
    return placeBlock(text, { start: range.start, end: range.start }, markup);
  }
  if (markup.inline !== undefined && (cursor || mode === 'replace')) {
    return edit(selected, markup.inline);
  }
  return mode === 'replace' && isParagraph(text, selected)
    ? placeBlock(text, selected, markup)
    : placeBelow(text, selected, markup, languageId);
}

/** In the place of a range that has its lines for itself, with a blank line on either side. */
function placeBlock(text: string, range: TextRange, markup: Markup): Place {
  const lineBreak = lineBreakOf(text);
  const start = lineStart(text, range.start);
  const indent = text.slice(start, range.start);
  const above = start === 0 ? '' : lineAt(text, start - 1);
  return {
    ...edit(range, markup.form, above.trim() === '' ? '' : lineBreak + indent, gapBelow(text, range.end)),
    ...(markup.form === 'restructuredText' && { indent }),
  };
}

function gapBelow(text: string, end: number): string {
  const next = text.indexOf('\n', end);
  return next === -1 || lineAt(text, next + 1).trim() === '' ? '' : lineBreakOf(text);
}

function placeBelow(text: string, selected: TextRange, markup: Markup, languageId: string): Place {
  const block = findBlock(text, selected.end, markup);
  const lead = block.kind === 'item' ? markup.item.exec(lineAt(text, block.start))?.[0] : undefined;
  // Below a directive's first line come its options, which are indented and are no place for another.
  const own = indentation(text, markup.inline === undefined ? block.start : selected.end);
  const indent = lead === undefined || !markup.indents ? own : lead.replace(/\S/g, ' ');
  // What is indented below a block is a part of it.
  const end = markup.inline === undefined ? findDedent(text, block.end, indent.length) : block.end;
  const closed = findClosed(text, { start: end, end }, languageId);
  return closed === 'unsafe' ? copy(markup.form) : placeAfter(text, end, indent, markup, lead && markup.joint);
}

function placeAfter(text: string, end: number, indent: string, markup: Markup, joint?: string): Place {
  const lineBreak = lineBreakOf(text);
  const before = `${lineBreak}${joint ?? ''}${lineBreak}${indent}`;
  const after = joint === undefined ? gapBelow(text, end) : '';
  return { ...edit({ start: end, end }, markup.form, before, after), ...(indent !== '' && { indent }) };
}

/** A paragraph, item or heading: from the start of its first line to the end of its last. */
interface Block {
  readonly kind: 'text' | 'item' | 'heading';
  readonly start: number;
  readonly end: number;
}

/** The block that holds an offset, among those that follow each other without a blank line. */
function findBlock(text: string, offset: number, markup: Markup): Block {
  const isApart = (line: string): boolean => line.trim() === '' || markup.border?.test(line) === true;
  let start = lineStart(text, offset);
  while (start > 0 && !isApart(lineAt(text, start - 1))) {
    start = lineStart(text, start - 1);
  }
  let block: Block = { kind: kindOf(lineAt(text, start), undefined, markup) ?? 'text', start, end: lineEnd(text, start) };
  for (let next = text.indexOf('\n', block.end); next !== -1; next = text.indexOf('\n', block.end)) {
    const line = lineAt(text, next + 1);
    const end = lineEnd(text, next + 1);
    if (isApart(line)) {
      return block;
    }
    const isUnderline = markup.underline?.test(line) === true;
    const kind = isUnderline ? undefined : kindOf(line, block, markup);
    if (kind !== undefined && offset <= block.end) {
      return block;
    }
    block = kind === undefined ? { ...block, kind: isUnderline ? 'heading' : block.kind, end } : { kind, start: next + 1, end };
  }
  return block;
}

/** What a line begins below a block; undefined where it goes on with it. */
function kindOf(line: string, above: Block | undefined, markup: Markup): Block['kind'] | undefined {
  const alone = above === undefined || above.kind === 'heading';
  if ((alone || markup.interrupts) && markup.heading.test(line)) {
    return 'heading';
  }
  if ((alone || markup.interrupts || above.kind === 'item') && markup.item.test(line)) {
    return 'item';
  }
  return alone || markup.start?.test(line) ? 'text' : undefined;
}

/** Whether a selection is whole lines between blank ones. */
function isParagraph(text: string, selected: TextRange): boolean {
  const start = lineStart(text, selected.start);
  const above = start === 0 ? '' : lineAt(text, start - 1);
  const starts = text.slice(start, selected.start).trim() === '' && above.trim() === '';
  return starts && selected.end === lineEnd(text, selected.end) && gapBelow(text, selected.end) === '';
}
