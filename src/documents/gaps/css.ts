import type { TextRange } from '../../core/place.ts';
import { hideLineComments } from '../css.ts';
import { trim } from '../lines.ts';
import type { Found } from './found.ts';

/** What names a style sheet, a font or a page, and no image. */
const ELSEWHERE = /^@(?:import|namespace|charset|use|forward|plugin|supports|container|document|-moz-document|font-face)$/;
/** Here a string is an image's address. */
const IMAGE_SET = /^(?:-webkit-)?image-set$/;

/** The addresses of images in CSS, SCSS, Less: `url(…)` and the strings of `image-set()`. `lineComments`: `//` begins a comment. */
export async function findCssImages(document: string, lineComments: boolean): Promise<readonly Found[]> {
  if (!/url\(|image-set\(/i.test(document)) {
    return [];
  }
  const { string, tokenize, tokenTypes: types, url } = await import('css-tree');
  const text = lineComments ? hideLineComments(document) : document;
  const found: Found[] = [];
  /** The at-keywords of the blocks that are open, "" for other blocks. */
  const blocks: string[] = [];
  const functions: { readonly name: string; readonly start: number }[] = [];
  let keyword = '';
  let begun = false;
  let interpolations = 0;
  const isElsewhere = (): boolean => ELSEWHERE.test(keyword) || blocks.some((block) => block === '@font-face');
  const end = (): void => {
    keyword = '';
    begun = false;
    functions.length = 0;
  };
  tokenize(text, (type, start, tokenEnd) => {
    const token = { start, end: tokenEnd };
    switch (type) {
      case types.WhiteSpace:
      case types.Comment:
        return;
      case types.LeftCurlyBracket:
        // `#{$name}` and `@{name}` open no block.
        if (text[start - 1] === '#' || text[start - 1] === '@') {
          interpolations += 1;
        } else {
          blocks.push(keyword);
          end();
        }
        return;
      case types.RightCurlyBracket:
        if (interpolations > 0) {
          interpolations -= 1;
        } else {
          blocks.pop();
          end();
        }
        return;
      case types.Semicolon:
        if (functions.length === 0) {
          end();
        }
        return;
      case types.Function:
        functions.push({ name: text.slice(start, tokenEnd - 1).toLowerCase(), start });
        break;
      case types.LeftParenthesis:
        functions.push({ name: '', start });
        break;
      case types.RightParenthesis:
        functions.pop();
        break;
      case types.AtKeyword:
        if (!begun) {
          keyword = text.slice(start, tokenEnd).toLowerCase();
        }
        break;
      case types.Url:
        if (!isElsewhere()) {
          const address = insideUrl(text, token);
          found.push({ url: url.decode(`url(${text.slice(address.start, address.end)})`), address, range: token });
        }
        break;
      case types.String: {
        const inner = functions.at(-1);
        const isUrl = inner?.name === 'url';
        if (inner !== undefined && (isUrl || IMAGE_SET.test(inner.name)) && !isElsewhere()) {
          const close = /\s*\)?/y;
          close.lastIndex = tokenEnd;
          const range = isUrl ? { start: inner.start, end: tokenEnd + (close.exec(text)?.[0].trimEnd().length ?? 0) } : token;
          const address = insideString(text, token);
          const mark = text[start] ?? '"';
          // SCSS joins strings by `+`.
          const isWhole = !isUrl || (range.end > tokenEnd && /^url\(\s*$/i.test(text.slice(inner.start, start)));
          !isUrl || /^url\(\s*\)?$/i.test(text.slice(inner.start, start) + text.slice(tokenEnd, range.end).trim());
          const decoded = string.decode(mark + text.slice(address.start, address.end) + mark);
          found.push({ url: decoded, address, range, ...(isWhole ? {} : { unsure: true }) });
        }
        break;
      }
    }
    begun = true;
  });
  return found;
}

function insideUrl(text: string, token: TextRange): TextRange {
  const isClosed = text[token.end - 1] === ')' && !isEscaped(text, token.end - 1);
  const written = trim(text, { start: token.start + 'url('.length, end: isClosed ? token.end - 1 : token.end });
  // The space behind an escape ends it.
  const isEscape = /\\[0-9a-f]{1,6}$/i.test(text.slice(Math.max(written.start, written.end - 7), written.end));
  return isEscape && written.end < token.end - 1 ? { start: written.start, end: written.end + 1 } : written;
}

function insideString(text: string, token: TextRange): TextRange {
  const last = token.end - 1;
  const isClosed = last > token.start && text[last] === text[token.start] && !isEscaped(text, last);
  return { start: token.start + 1, end: isClosed ? last : token.end };
}

function isEscaped(text: string, offset: number): boolean {
  let from = offset;
  while (text[from - 1] === '\\') {
    from -= 1;
  }
  return (offset - from) % 2 === 1;
}
