import type { TextRange } from '../../core/place.ts';
import { contentOf, type Element, parseHtml, walk } from '../html/nodes.ts';
import { attributeOf, readAttribute } from './attribute.ts';
import { findCssImages } from './css.ts';
import { factsOf, type Picture, readPicture } from './facts.ts';
import { type Found, shiftFound } from './found.ts';
import { readCandidates } from './srcset.ts';

/** Whether a text may hold an image, a heading, or what changes where addresses lead. */
const MAY_MATTER = /<(?:img|image|source|video|link|meta|style|base|h[1-6])\b|\bstyle\s*=/i;
const ICON = /(?:^|\s)(?:icon|apple-touch-icon(?:-precomposed)?)(?:\s|$)/i;
const SHARED_IMAGE = /^(?:og:image(?::url|:secure_url)?|twitter:image(?::src)?)$/i;
/** A template in a list of addresses: where one of them ends is not certain. */
const TEMPLATE = /\{\{|\{%|<[%?]|\$\{|#\{/;

/** UTF-16 code units; more says nothing about a picture. */
const LONGEST_HEADING = 500;

/** The images of a document, or of a piece of one, and the last heading of it. */
export interface HtmlImages {
  readonly found: readonly Found[];
  readonly heading?: string;
}

/**
 * The addresses of images in HTML and what is written like it: `src` and `srcset` of `<img>` and `<source>`, icons, posters,
 * images for link previews, and the CSS of `style`. They have the order of the text.
 */
export async function findHtmlImages(text: string): Promise<HtmlImages> {
  if (!MAY_MATTER.test(text)) {
    return { found: [] };
  }
  const found: Found[] = [];
  let heading: string | undefined;
  let isBased = false;
  let picture: Picture | undefined;
  for (const node of walk(await parseHtml(text, false))) {
    if (!('tagName' in node)) {
      continue;
    }
    if (/^h[1-6]$/.test(node.tagName)) {
      heading = textOf(node) || heading;
    }
    if (node.tagName === 'picture') {
      picture = readPicture(node);
    }
    isBased ||= node.tagName === 'base' && node.attrs.some((one) => one.name === 'href');
    for (const one of await findInElement(text, node, picture)) {
      found.push(shiftFound(one, 0, heading));
    }
  }
  // The parser moves what stands between the rows of a table in front of it.
  found.sort((one, other) => one.address.start - other.address.start);
  return {
    found: isBased ? found.map((one) => ({ ...one, unsure: true })) : found,
    ...(heading === undefined ? {} : { heading }),
  };
}

async function findInElement(text: string, element: Element, picture: Picture | undefined): Promise<readonly Found[]> {
  const location = element.sourceCodeLocation;
  const tag = location?.startTag ?? location;
  if (!tag) {
    return [];
  }
  const range = { start: tag.startOffset, end: tag.endOffset };
  const found: Found[] = [...(await findInStyles(text, element, range))];
  switch (element.tagName) {
    case 'img':
      return [...found, ...(await findAddress(text, element, 'src', range)), ...(await findCandidates(text, element, range))];
    case 'source':
      return [...found, ...(await findCandidates(text, element, range, picture))];
    case 'video':
      return [...found, ...(await findAddress(text, element, 'poster', range))];
    case 'link':
      if (ICON.test(attributeOf(element, 'rel'))) {
        return [...found, ...(await findAddress(text, element, 'href', range))];
      }
      break;
    case 'meta':
      if (SHARED_IMAGE.test((attributeOf(element, 'property') || attributeOf(element, 'name')).trim())) {
        return [...found, ...(await findAddress(text, element, 'content', range))];
      }
      break;
  }
  return found;
}

async function findAddress(text: string, element: Element, name: string, range: TextRange): Promise<readonly Found[]> {
  const attribute = await readAttribute(text, element, name);
  const url = attribute?.value.trim() ?? '';
  return attribute === undefined || url === '' ? [] : [{ url, address: attribute.written, range, ...factsOf(element) }];
}

async function findCandidates(text: string, element: Element, range: TextRange, picture?: Picture): Promise<readonly Found[]> {
  const attribute = await readAttribute(text, element, 'srcset');
  if (attribute === undefined) {
    return [];
  }
  const unsure = TEMPLATE.test(attribute.value) ? { unsure: true as const } : {};
  return readCandidates(attribute.value).flatMap((candidate) => {
    const address = attribute.place({ start: candidate.start, end: candidate.start + candidate.url.length });
    const facts = factsOf(element, candidate, picture);
    return address === undefined ? [] : [{ url: candidate.url, address, range, ...facts, ...unsure }];
  });
}

/** In the attribute `style`, and in `<style>`. */
async function findInStyles(text: string, element: Element, tag: TextRange): Promise<readonly Found[]> {
  const attribute = await readAttribute(text, element, 'style');
  const inline = attribute === undefined ? [] : await findCssImages(attribute.value, false);
  const unsure = TEMPLATE.test(attribute?.value ?? '') ? { unsure: true as const } : {};
  const found = inline.flatMap((one) => {
    const address = attribute?.place(one.address);
    return address === undefined ? [] : [{ ...one, address, range: tag, ...unsure }];
  });
  if (element.tagName !== 'style') {
    return found;
  }
  const { start, end } = contentOf(element, text);
  const inner = await findCssImages(text.slice(start, end), attributeOf(element, 'lang') !== '');
  return [...found, ...inner.map((one) => shiftFound(one, start, undefined))];
}

function textOf(heading: Element): string {
  let text = '';
  for (const node of walk(heading)) {
    text += node.nodeName === '#text' && 'value' in node ? node.value : ' ';
    // Whatever is in it: a heading that nobody closed holds the whole document.
    if (text.length > LONGEST_HEADING) {
      break;
    }
  }
  return text.replace(/\s+/g, ' ').trim().slice(0, LONGEST_HEADING);
}
