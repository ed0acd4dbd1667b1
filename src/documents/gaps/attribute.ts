import type { TextRange } from '../../core/place.ts';
import type { Element } from '../html/nodes.ts';
import { trim } from '../lines.ts';

/** An attribute as the document has it. */
export interface Attribute {
  /** Decoded. */
  readonly value: string;
  /** What stands between the quotes, without white space at its ends. */
  readonly written: TextRange;
  /** Where a range of `value` stands in the document; undefined where that cannot be told. */
  readonly place: (range: TextRange) => TextRange | undefined;
}

/** The attribute of an element that was parsed out of `text`; undefined where it has none, or no value. */
export async function readAttribute(text: string, element: Element, name: string): Promise<Attribute | undefined> {
  const value = element.attrs.find((one) => one.name === name)?.value;
  const location = element.sourceCodeLocation?.attrs?.[name];
  if (value === undefined || location === undefined) {
    return undefined;
  }
  const whole = text.slice(location.startOffset, location.endOffset);
  const [lead, mark = ''] = /^[^=]+=\s*(["']?)/.exec(whole) ?? [];
  if (lead === undefined) {
    return undefined;
  }
  const start = location.startOffset + lead.length;
  const end = Math.max(start, location.endOffset - mark.length);
  const raw = text.slice(start, end);
  const isPlain = raw === value;
  const offsets = isPlain ? undefined : await mapOffsets(raw, value);
  return {
    value,
    written: trim(text, { start, end }),
    place: (range) => {
      if (isPlain) {
        return { start: start + range.start, end: start + range.end };
      }
      const [from, to] = [offsets?.[range.start], offsets?.[range.end]];
      return from === undefined || to === undefined ? undefined : { start: start + from, end: start + to };
    },
  };
}

/** The decoded value, "" without one. */
export function attributeOf(element: Element, name: string): string {
  return element.attrs.find((one) => one.name === name)?.value ?? '';
}

/** For each offset of the value, and for its end, where it stands in the raw text. Undefined where the two do not match. */
async function mapOffsets(raw: string, value: string): Promise<readonly number[] | undefined> {
  const { parseFragment } = await import('parse5');
  const offsets: number[] = [];
  let decoded = '';
  const add = (written: string, at: number, step: number): void => {
    for (let index = 0; index < written.length; index += 1) {
      offsets.push(at + index * step);
    }
    decoded += written;
  };
  let from = 0;
  for (const match of raw.matchAll(/&(?:#\d+|#x[\da-f]+|\w+);?|\r\n?/gi)) {
    add(raw.slice(from, match.index), from, 1);
    from = match.index + match[0].length;
    const [first] = parseFragment(`<a b="${match[0]}">`).childNodes;
    const character = first !== undefined && 'attrs' in first ? first.attrs[0]?.value : undefined;
    add(match[0].startsWith('\r') ? '\n' : (character ?? ''), match.index, 0);
  }
  add(raw.slice(from), from, 1);
  return decoded === value ? [...offsets, raw.length] : undefined;
}
