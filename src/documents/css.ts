import type { Place, TextRange } from '../core/place.ts';
import { IMAGE_LEAD } from '../core/prompt.ts';
import { copy, covers, edit, holds, indentation, indentMore, lineAt, lineBreakOf, lineEnd, lineStart, trim } from './lines.ts';

/** A `{…}` that is open at the selection. */
interface Block {
  readonly prelude: string;
  /** Where its prelude begins, and the first offset after `{`. */
  readonly start: number;
  readonly from: number;
}

/** What stands at the selection. */
interface Spot {
  readonly blocks: readonly Block[];
  readonly token: 'comment' | 'string' | 'url' | 'other';
  /** The token's range. */
  readonly at: TextRange;
  /** Where the declaration, comment or prelude at the selection begins. */
  readonly statement: number;
  /** Where it ends: after its `;`, else in front of its `}` or `{`. */
  readonly ends: { readonly offset: number; readonly by: 'semicolon' | 'brace' | 'block' | 'end' };
}

const TAKES_IMAGE =
  /^\s*(?:[\w-]*background(?:-image)?|list-style(?:-image)?|border-image(?:-source)?|[\w-]*mask(?:-image|-border|-border-source)?|content|cursor|src|shape-outside|--[\w-]+|\$[\w-]+|@[\w-]+)\s*:\s*/;
/** Blocks that hold rules; in nested CSS also declarations of the rule around them. */
const GROUPING =
  /^@(?:media|supports|layer|container|scope|starting-style|document|-moz-document|if|else|each|for|while|at-root)\b/i;
/** Blocks in which there is no `background-image`. */
const NO_DECLARATION =
  /^@(?:font-face|keyframes|-webkit-keyframes|-moz-keyframes|property|counter-style|font-feature-values|font-palette-values|view-transition|function)\b/i;

/**
 * CSS, SCSS, Less: in `url(…)` and strings the path, in the value of a property that takes images `url("…")`, else in a rule
 * a declaration on its own line. Outside a rule nothing is safe. `lineComments`: `//` begins a comment.
 */
export async function findCssPlace(text: string, range: TextRange, lineComments: boolean): Promise<Place> {
  const selected = trim(text, range);
  const masked = lineComments ? hideLineComments(text) : text;
  const spot = await readSpot(masked, selected);
  if (spot === undefined) {
    return copy('cssUrl');
  }
  const rule = findRule(spot.blocks);
  const { token, at } = spot;
  if (token === 'string' || token === 'url') {
    return placeInToken(text, selected, at);
  }
  if (token === 'comment') {
    return rule === undefined ? copy('cssUrl') : placeAtComment(text, selected, at, rule);
  }
  if (text !== masked && isHidden(text, masked, selected)) {
    const comment = { start: selected.start, end: lineEnd(text, selected.end) };
    return rule === undefined
      ? copy('cssUrl')
      : edit({ start: comment.end, end: comment.end }, 'cssDeclaration', lineBreakOf(text) + indentation(text, selected.end));
  }
  const statement = text.slice(spot.statement, spot.ends.offset);
  const lead = TAKES_IMAGE.exec(statement);
  if (lead !== null && spot.ends.by !== 'block' && takesUrl(text, spot.statement + lead[0].length, spot, selected)) {
    return edit(selected, 'cssUrl');
  }
  const inPrelude = spot.ends.by === 'block' && trim(text, { start: spot.statement, end: spot.ends.offset }).start < selected.end;
  return rule === undefined || inPrelude ? copy('cssUrl') : placeInRule(text, selected, spot, rule);
}

/** `//` comments as white space of the same length: the tokenizer knows none, and an apostrophe in one would open a string. */
export function hideLineComments(text: string): string {
  const parts =
    /\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?|url\(\s*[^"'\s)][^)\n]*\)?|\/\/[^\r\n]*/gi;
  return text.replace(parts, (part) => (part.startsWith('//') ? ' '.repeat(part.length) : part));
}

function isHidden(text: string, masked: string, selected: TextRange): boolean {
  const last = Math.max(lineStart(text, selected.end), selected.end - 1);
  return (
    masked[last] === ' ' &&
    text.slice(lineStart(text, last), selected.end + 1) !== masked.slice(lineStart(text, last), selected.end + 1)
  );
}

async function readSpot(text: string, selected: TextRange): Promise<Spot | undefined> {
  const { tokenize, tokenTypes: types } = await import('css-tree');
  const cursor = selected.start === selected.end;
  const probe = cursor ? selected.end : selected.end - 1;
  const blocks: Block[] = [];
  let statement = 0;
  let spot: Omit<Spot, 'ends'> | undefined;
  let ends: Spot['ends'] | undefined;
  let parentheses = 0;
  let interpolations = 0;
  tokenize(text, (type, start, end) => {
    if (ends !== undefined) {
      return;
    }
    if (spot === undefined && (cursor ? probe < end : probe >= start && probe < end)) {
      const isComment = type === types.Comment && probe > start;
      const isString = (type === types.String || type === types.BadString) && probe > start;
      const isUrl = (type === types.Url || type === types.BadUrl) && probe >= start + 4;
      const token = isComment ? 'comment' : isString ? 'string' : isUrl ? 'url' : 'other';
      spot = { blocks: [...blocks], token, at: { start, end }, statement };
    }
    const found = spot !== undefined;
    switch (type) {
      case types.LeftParenthesis:
      case types.Function:
        parentheses += 1;
        break;
      case types.RightParenthesis:
        parentheses = Math.max(0, parentheses - 1);
        break;
      case types.LeftCurlyBracket:
        // `#{$name}` in a selector or a value opens no block.
        if (text[start - 1] === '#' || text[start - 1] === '@') {
          interpolations += 1;
        } else if (found && probe < start) {
          ends = { offset: start, by: 'block' };
        } else {
          blocks.push({ prelude: text.slice(statement, start).trim(), start: statement, from: end });
          statement = end;
          parentheses = 0;
          if (spot !== undefined) {
            spot = { ...spot, blocks: [...blocks], statement };
          }
        }
        break;
      case types.RightCurlyBracket:
        if (interpolations > 0) {
          interpolations -= 1;
        } else if (found) {
          ends = { offset: start, by: 'brace' };
        } else {
          blocks.pop();
          statement = end;
          parentheses = 0;
        }
        break;
      case types.Semicolon:
        if (parentheses === 0 && found) {
          ends = { offset: end, by: 'semicolon' };
        } else if (parentheses === 0) {
          statement = end;
        }
        break;
      case types.Comment:
        if (text.slice(statement, start).trim() === '' && !found) {
          statement = end;
        }
        break;
    }
  });
  const found = spot ?? (cursor ? { blocks, token: 'other' as const, at: selected, statement } : undefined);
  return found && { ...found, ends: ends ?? { offset: text.length, by: 'end' } };
}

/** The rule whose declarations stand here. */
function findRule(blocks: readonly Block[]): Block | undefined {
  for (const block of blocks.toReversed()) {
    const prelude = block.prelude.replace(/^(?:\s|\/\*[\s\S]*?\*\/)+/, '');
    if (NO_DECLARATION.test(prelude)) {
      return undefined;
    }
    if (!GROUPING.test(prelude)) {
      return blocks.at(-1);
    }
  }
  return undefined;
}

/** Inside the quotes or parentheses. */
function placeInToken(text: string, selected: TextRange, at: TextRange): Place {
  const written = text.slice(at.start, at.end);
  const open = /^(?:url\(\s*|["'])/i.exec(written)?.[0].length ?? 0;
  const close = /(?:\s*\)|["'])$/.exec(written)?.[0].length ?? 0;
  const from = at.start + open;
  const to = Math.max(from, at.end - close);
  const start = Math.max(from, Math.min(selected.start, to));
  return edit({ start, end: Math.max(start, Math.min(selected.end, to)) }, 'cssPath');
}

/** Whether `url(…)` may take the selection's place: not as the argument of a function, nor beside another image of the layer. */
function takesUrl(text: string, value: number, spot: Spot, selected: TextRange): boolean {
  if (selected.start < value || selected.end > spot.ends.offset || /[;{}]/.test(text.slice(selected.start, selected.end))) {
    return false;
  }
  const before = text.slice(value, selected.start);
  const open = before.split('(').length - before.split(')').length;
  const layer = `${before.split(/,(?![^(]*\))/).at(-1)} ${text.slice(selected.end, spot.ends.offset).split(/,(?![^(]*\))/)[0]}`;
  return open === 0 && !/\b(?:url|image|image-set|cross-fade|element|[\w-]*gradient)\(/i.test(layer);
}

function placeAtComment(text: string, selected: TextRange, comment: TextRange, rule: Block): Place {
  const content = text.slice(comment.start + 2, comment.end - 2).trim();
  if (covers(comment, selected) && (IMAGE_LEAD.test(content) || holds(selected, comment))) {
    return edit(comment, 'cssDeclaration');
  }
  const indent =
    text.slice(lineStart(text, comment.start), comment.start).trim() === ''
      ? indentation(text, comment.start)
      : indentMore(indentation(text, rule.from));
  return ownLine(text, comment.end, indent, rule);
}

function placeInRule(text: string, selected: TextRange, spot: Spot, rule: Block): Place {
  const written = text.slice(spot.statement, spot.ends.offset);
  const body = trim(text, { start: spot.statement, end: spot.ends.offset });
  if (selected.start === selected.end && (body.start >= selected.end || written.trim() === '')) {
    const alone = lineAt(text, selected.end).trim() === '';
    return alone ? edit(selected, 'cssDeclaration') : ownLine(text, selected.end, indentMore(indentation(text, rule.from)), rule);
  }
  const begins = text.slice(lineStart(text, body.start), body.start).trim() === '';
  const indent = begins ? indentation(text, body.start) : indentMore(indentation(text, rule.from - 1));
  const place = ownLine(text, body.end, indent, rule);
  // The last declaration of a rule may lack its semicolon.
  return place.kind === 'edit' && spot.ends.by !== 'semicolon' && body.end > body.start
    ? { ...place, start: body.end, before: `;${place.before}` }
    : place;
}

/** A line below `offset`: behind what is left of the line, unless the rule ends or goes on there. */
function ownLine(text: string, offset: number, indent: string, rule: Block): Place {
  const lineBreak = lineBreakOf(text);
  const end = lineEnd(text, offset);
  const rest = text.slice(offset, end);
  if (/^\s*(?:\/\*(?:(?!\*\/).)*\*\/\s*|\/\/.*)?$/.test(rest)) {
    return edit({ start: end, end }, 'cssDeclaration', lineBreak + indent);
  }
  const space = /^\s*/.exec(rest)?.[0].length ?? 0;
  const closes = rest[space] === '}';
  return edit(
    { start: offset, end: offset + space },
    'cssDeclaration',
    lineBreak + indent,
    lineBreak + (closes ? indentation(text, rule.from - 1) : indent),
  );
}
