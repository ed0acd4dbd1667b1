import { Parser } from 'htmlparser2';
import MarkdownIt from 'markdown-it';
import postcss from 'postcss';
import valueParser from 'postcss-value-parser';
import { parseSrcset } from 'srcset';
import type { PlacedDocument } from '../../src/core/place.ts';

/** The addresses of a document's images as other parsers see them: Markdown as the page it is rendered to, and its HTML. */
export function listImages({ text, languageId }: PlacedDocument): string[] {
  switch (languageId) {
    case 'markdown':
      return imagesOfPage(render(text));
    case 'html':
      return imagesOfPage(text);
    case 'css':
      return imagesOfSheet(text);
    default:
      return [];
  }
}

function render(text: string): string {
  const markdown = new MarkdownIt('commonmark');
  // A viewer shows it so; the addresses are compared as they are written.
  markdown.validateLink = () => true;
  markdown.normalizeLink = (url) => url;
  return markdown.render(text.replace(/^\uFEFF?(---|\+\+\+)[ \t]*\r?\n(?:[\s\S]*?\r?\n)?\1[ \t]*(?:\r?\n|$)/, ''));
}

function imagesOfPage(html: string): string[] {
  const images: string[] = [];
  let sheet: string | undefined;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const { style, src, srcset, rel, href, poster, property, content } = attributes;
        images.push(...(style === undefined ? [] : imagesOfSheet(`a{${style}}`)));
        if (name === 'style') sheet = '';
        const single =
          name === 'img'
            ? src
            : name === 'video'
              ? poster
              : name === 'link' && /(^|\s)(icon|apple-touch-icon)(\s|$)/i.test(rel ?? '')
                ? href
                : name === 'meta' && /^(og|twitter):image$/.test(property ?? attributes.name ?? '')
                  ? content
                  : undefined;
        const list = name === 'img' || name === 'source' ? parseSrcset(srcset ?? '') : [];
        images.push(...[single ?? '', ...list.map(({ url }) => url)].map((url) => url.trim()).filter((url) => url !== ''));
      },
      ontext(text) {
        if (sheet !== undefined) sheet += text;
      },
      onclosetag(name) {
        if (name === 'style' && sheet !== undefined) {
          images.push(...imagesOfSheet(sheet));
          sheet = undefined;
        }
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return images;
}

function imagesOfSheet(css: string): string[] {
  const images: string[] = [];
  postcss.parse(css).walkDecls((declaration) => {
    const { parent } = declaration;
    if (parent?.type === 'atrule' && 'name' in parent && parent.name === 'font-face') return;
    valueParser(declaration.value).walk((node) => {
      if (node.type !== 'function') return;
      const taken = /^(-webkit-)?image-set$/i.test(node.value) ? 'string' : /^url$/i.test(node.value) ? 'any' : 'none';
      for (const inner of node.nodes) {
        const isAddress = inner.type === 'string' || (taken === 'any' && inner.type === 'word');
        if (taken !== 'none' && isAddress && inner.value !== '') images.push(unescapeCss(inner.value));
      }
    });
  });
  return images;
}

function unescapeCss(text: string): string {
  return text.replace(/\\(?:([\da-f]{1,6})\s?|(\r?\n)|(.))/gi, (_, code?: string, line?: string, character = '') =>
    code === undefined ? (line === undefined ? character : '') : String.fromCodePoint(Number.parseInt(code, 16)),
  );
}
