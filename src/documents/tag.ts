import type { Place } from '../core/place.ts';
import { edit } from './lines.ts';

interface Attribute {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

const ATTRIBUTE = /([^\s"'<>/={}]+)(?:\s*=\s*("[^"]*"|'[^']*'|\{[^{}]*\}|[^\s"'=<>`]+))?/g;
/** What carries the address where scripts, frameworks or `srcset` set it. */
const SOURCE = /^(?:srcset|:src|v-bind:src|\[src\]|\[attr\.src\]|bind:src|data-src|ngsrc|\[ngsrc\])$/i;

/**
 * How the `src` that an `<img …>` tag lacks is filled in, with `alt` only where that is missing or empty; its other
 * attributes stay. Undefined when it has one. `start` is the tag's offset in the document.
 */
export function findTagFill(tag: string, start: number): Place | undefined {
  const attributes = new Map<string, Attribute>();
  const body = tag.replace(/\/?>$/, '');
  for (const match of body.slice('<img'.length).matchAll(ATTRIBUTE)) {
    const from = start + '<img'.length + match.index;
    const name = (match[1] ?? '').toLowerCase();
    const value = (match[2] ?? '').replace(/^["']|["']$/g, '').trim();
    if (SOURCE.test(name)) {
      return undefined;
    }
    if (!attributes.has(name)) {
      attributes.set(name, { start: from, end: from + match[0].length, value });
    }
  }
  const source = attributes.get('src');
  const alt = ['alt', ':alt', 'v-bind:alt', '[alt]', '[attr.alt]']
    .map((name) => attributes.get(name))
    .find((one) => one !== undefined);
  if (/\{\s*\.\.\.|\{src\}/.test(body) || (source !== undefined && source.value !== '')) {
    return undefined;
  }
  const name = { start: start + '<img'.length, end: start + '<img'.length };
  if (alt !== undefined && alt.value !== '') {
    return source === undefined ? edit(name, 'htmlSource', ' ') : edit(source, 'htmlSource');
  }
  if (source === undefined || alt === undefined) {
    const empty = source ?? alt;
    return empty === undefined ? edit(name, 'htmlSourceAndAlt', ' ') : edit(empty, 'htmlSourceAndAlt');
  }
  const [first, last] = source.start < alt.start ? [source, alt] : [alt, source];
  const between = tag.slice(first.end - start, last.start - start);
  return edit({ start: first.start, end: last.end }, 'htmlSourceAndAlt', '', between.trimEnd());
}
