import type { InsertMode, Place, TextRange } from '../../core/place.ts';
import { IMAGE_LEAD } from '../../core/prompt.ts';
import { findLanguage } from '../../core/syntax.ts';
import { findCodePlace } from '../code.ts';
import { findCssPlace } from '../css.ts';
import { copy, covers, edit, holds, shift, trim } from '../lines.ts';
import { findTagFill } from '../tag.ts';
import { INSIDE, isClosed, placeBelow, STRUCTURE } from './below.ts';
import { contentOf, type Element, findChain, isHeld, type Parent, parseHtml, rangeOf, walk } from './nodes.ts';

/** HTML and what is written like it: as `findPlace`, with `<img>` on its own line where it is allowed. */
export async function findHtmlPlace(text: string, range: TextRange, mode: InsertMode): Promise<Place> {
  const root = await parseHtml(text);
  const selected = trim(text, range);
  const replaced = findReplaceable(text, root, selected);
  if (replaced !== undefined) {
    return replaced.place;
  }
  const cursor = selected.start === selected.end;
  const chain = findChain(root, cursor ? selected.end : selected.end - 1, cursor);
  const last = chain.at(-1);
  if (last !== undefined && 'tagName' in last) {
    const inTag = await placeInTag(text, selected, last);
    if (inTag !== undefined) {
      return inTag;
    }
  }
  const elements = chain.filter((node) => 'tagName' in node);
  const inner = elements.at(-1);
  if (inner?.tagName === 'style' || inner?.tagName === 'script') {
    return placeInRawText(text, selected, inner, mode);
  }
  if (elements.some((element) => element.tagName === 'title' || element.tagName === 'textarea')) {
    return copy('html');
  }
  const isComment = last?.nodeName === '#comment';
  const startsInside = inner === undefined || contentOf(inner, text).start <= selected.start;
  const isText = !isComment && startsInside && (inner === undefined || !(STRUCTURE.has(inner.tagName) || isClosed(inner)));
  const inNoFlow = elements.some(
    (element) => /^(?:svg|math|select|ul|ol|dl|table)$/.test(element.tagName) && !holdsFlow(elements, element),
  );
  const crosses = findChain(root, selected.start, cursor).some((node) => !chain.includes(node) && !isHeld(node, selected));
  if (isText && !inNoFlow && !crosses && (cursor || mode === 'replace')) {
    return edit(selected, 'html');
  }
  return placeBelow(text, selected, chain);
}

/** An image comment or an `<img>` without `src` at the selection. `comment` is the whole comment's range. */
export function findReplaceable(
  text: string,
  root: Parent,
  selected: TextRange,
): { place: Place; comment?: TextRange } | undefined {
  for (const node of walk(root)) {
    const at = rangeOf(node);
    if (at === undefined || at.end < selected.start || at.start > selected.end) {
      continue;
    }
    if ('tagName' in node && (node.tagName === 'img' || node.tagName === 'image')) {
      const fill = covers(at, selected) ? findTagFill(text.slice(at.start, at.end), at.start) : undefined;
      if (fill !== undefined) {
        return { place: fill };
      }
    } else if (node.nodeName === '#comment' && 'data' in node && text.startsWith('<!--', at.start)) {
      const isImage = covers(at, selected) && IMAGE_LEAD.test(node.data.trim());
      if (isImage || (holds(selected, at) && text.slice(selected.start, selected.end) === text.slice(at.start, at.end))) {
        return { place: edit(at, 'html'), comment: at };
      }
    }
  }
  return undefined;
}

/** Inside a tag: an attribute's value takes the path. Undefined in the element's content. */
async function placeInTag(text: string, selected: TextRange, element: Element): Promise<Place | undefined> {
  const location = element.sourceCodeLocation;
  const tag = location?.startTag ?? (location?.endTag ? undefined : location);
  if (!tag || selected.end > tag.endOffset || selected.start < tag.startOffset || selected.end === tag.endOffset) {
    return undefined;
  }
  for (const [name, attribute] of Object.entries(location?.attrs ?? {})) {
    const written = text.slice(attribute.startOffset, attribute.endOffset);
    const lead = /^[^=]*=\s*["']?/.exec(written)?.[0];
    if (lead === undefined) {
      continue;
    }
    const quoted = /["']$/.test(lead);
    const value = { start: attribute.startOffset + lead.length, end: attribute.endOffset - (quoted ? 1 : 0) };
    const around = quoted ? { start: value.start - 1, end: value.end + 1 } : value;
    if (!holds(around, selected)) {
      continue;
    }
    const within = { start: Math.max(value.start, selected.start), end: Math.min(value.end, selected.end) };
    if (name === 'alt') {
      break;
    }
    if (name === 'style') {
      const place = await findCssPlace(
        `a{${text.slice(value.start, value.end)}}`,
        { start: within.start - value.start + 2, end: within.end - value.start + 2 },
        false,
      );
      return place.kind === 'edit' && place.form === 'cssPath' ? shift(place, value.start - 2) : copy('cssUrl');
    }
    return /^on|^[@:#]|^v-|^\(|^\[|^x-|^ng-/.test(name) ? copy('htmlAttribute') : edit(within, 'htmlAttribute');
  }
  return selected.start === selected.end ? copy('html') : undefined;
}

async function placeInRawText(text: string, selected: TextRange, element: Element, mode: InsertMode): Promise<Place> {
  const content = contentOf(element, text);
  if (!holds(content, selected)) {
    return copy('html');
  }
  const inner = text.slice(content.start, content.end);
  const range = { start: selected.start - content.start, end: selected.end - content.start };
  const attribute = (name: string): string => element.attrs.find((one) => one.name === name)?.value.toLowerCase() ?? '';
  if (element.tagName === 'style') {
    return shift(await findCssPlace(inner, range, attribute('lang') !== ''), content.start);
  }
  const id = /json|map|rules/.test(attribute('type')) ? 'json' : 'javascript';
  const language = findLanguage(id);
  return language === undefined ? copy('path') : shift(findCodePlace(inner, range, mode, language, id), content.start);
}

/** Whether something between `outer` and the selection may hold an image again, such as the cell of a table. */
function holdsFlow(elements: readonly Element[], outer: Element): boolean {
  return (
    !/^(?:svg|math|select)$/.test(outer.tagName) &&
    elements.slice(elements.indexOf(outer) + 1).some((element) => INSIDE.has(element.tagName))
  );
}
