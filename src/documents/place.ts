import type { InsertMode, Place, PlacedDocument, TextRange } from '../core/place.ts';
import { type Family, findLanguage } from '../core/syntax.ts';
import { findCodePlace } from './code.ts';
import { copy } from './lines.ts';
import { findMarkupPlace, isMarkup } from './markup.ts';
import { findProsePlace } from './prose.ts';
import { findYamlPlace } from './yaml.ts';

export type { InsertMode, Place, PlacedDocument, TextRange } from '../core/place.ts';

/**
 * Finds what inserting an image's reference at a selection, or at a cursor (start === end), does to a document. It only
 * looks; the parsers are loaded when the first document of their language is asked about.
 *
 * - An empty `![alt]()`, an image comment (led by `image:`, or any comment that is selected whole) and an `<img>` without
 *   `src` are replaced, in every mode.
 * - Inside a string or a value the path takes the selection's place.
 * - A cursor in prose takes the reference where it stands.
 * - Else it goes below, on its own; in `replace` mode into the place of the selected prose.
 * - Where it would break the file, it is to be copied.
 */
export async function findPlace(document: PlacedDocument, range: TextRange, mode: InsertMode): Promise<Place> {
  const { text, languageId } = document;
  const clamp = (offset: number): number => Math.max(0, Math.min(offset, text.length));
  const clamped = { start: clamp(Math.min(range.start, range.end)), end: clamp(Math.max(range.start, range.end)) };
  const language = findLanguage(languageId);
  const family: Family = language?.family ?? (looksLikeCode(text) ? 'code' : 'prose');
  if (isMarkup(languageId)) {
    return findMarkupPlace(text, clamped, mode, languageId);
  }
  switch (family) {
    case 'markdown': {
      const { findMarkdownPlace } = await import('./markdown/markdown.ts');
      return dress(await findMarkdownPlace(text, clamped, mode), languageId);
    }
    case 'html': {
      const { findHtmlPlace } = await import('./html/html.ts');
      return dress(await findHtmlPlace(text, clamped, mode), languageId);
    }
    case 'css': {
      const { findCssPlace } = await import('./css.ts');
      return findCssPlace(text, clamped, languageId !== 'css');
    }
    case 'yaml':
      return findYamlPlace(text, clamped, mode);
    case 'prose':
      return findProsePlace(text, clamped, mode);
    case 'code':
    case 'data':
      return language === undefined ? copy('path') : findCodePlace(text, clamped, mode, language, languageId);
  }
}

/** `<img>` in the dialects that want it closed. */
function dress(place: Place, languageId: string): Place {
  const form = languageId === 'mdx' ? 'jsx' : languageId === 'xhtml' ? 'xhtml' : undefined;
  return form !== undefined && place.form === 'html' ? { ...place, form } : place;
}

/** For languages nobody told us about: every third line ends as statements and blocks do. */
function looksLikeCode(text: string): boolean {
  const lines = text
    .slice(0, 20_000)
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.filter((line) => /[;{}]\s*$/.test(line)).length * 3 >= Math.max(1, lines.length);
}
