import type { InsertMode, Place, TextRange } from '../core/place.ts';
import { edit, lineAt, lineBreakOf, lineEnd, trim } from './lines.ts';

/** Plain text and what is written like it: the path on its own line below, behind the quote marks and indentation of the line. */
export function findProsePlace(text: string, range: TextRange, mode: InsertMode): Place {
  const selected = trim(text, range);
  if (selected.start === selected.end) {
    return edit({ start: range.start, end: range.start }, 'path');
  }
  if (mode === 'replace') {
    return edit(selected, 'path');
  }
  const end = lineEnd(text, selected.end);
  const [prefix = ''] = /^\s*(?:%+\s?|(?:>\s?)*\s*(?:[-*+•]\s+|\d{1,9}[.)]\s+)?)/.exec(lineAt(text, end)) ?? [];
  return edit({ start: end, end }, 'path', lineBreakOf(text) + prefix.replace(/[^\s>%]/g, ' '));
}
