import type { ImageReference } from '../../core/gap.ts';
import type { PlacedDocument, TextRange } from '../../core/place.ts';
import { findLanguage } from '../../core/syntax.ts';
import type { Found } from './found.ts';
import { readPath } from './path.ts';

/**
 * The references to image files in Markdown, HTML and CSS, and what is written like them, whose paths resolve for certain,
 * in the order of the text; none in other languages. Whether the files exist is the caller's to see. It never throws. A
 * megabyte of Markdown takes some seconds, with rests in between.
 */
export async function findImages(document: PlacedDocument): Promise<readonly ImageReference[]> {
  const found = await findAddresses(document);
  return found.flatMap(({ url, unsure, ...facts }) => {
    const file = unsure ? undefined : readPath(url);
    return file === undefined ? [] : [{ ...file, ...facts }];
  });
}

/** The addresses of all images, also those that lead elsewhere or hold a template. */
export async function findAddresses({ text, languageId }: PlacedDocument): Promise<readonly Found[]> {
  switch (findLanguage(languageId)?.family) {
    case 'markdown': {
      const { findMarkdownImages } = await import('./markdown.ts');
      const found = await findMarkdownImages(text);
      return languageId === 'mdx' ? withoutComments(text, found) : found;
    }
    case 'html': {
      const { findHtmlImages } = await import('./html.ts');
      return (await findHtmlImages(text)).found;
    }
    case 'css': {
      const { findCssImages } = await import('./css.ts');
      return findCssImages(text, languageId !== 'css' && languageId !== 'tailwindcss');
    }
    default:
      return [];
  }
}

/** MDX writes its comments between braces, where Markdown sees text. */
function withoutComments(text: string, found: readonly Found[]): readonly Found[] {
  const comments: TextRange[] = [...text.matchAll(/\{\s*\/\*[\s\S]*?\*\/\s*\}/g)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));
  return found.filter(({ range }) => !comments.some(({ start, end }) => start <= range.start && range.end <= end));
}
