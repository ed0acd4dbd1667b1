import type { Place, TextRange } from '../core/place.ts';
import type { Form } from '../core/reference.ts';

/** An insertion that replaces nothing but `start`…`end`, with what stands around the reference. */
export function edit(range: TextRange, form: Form, before = '', after = ''): Place {
  return { kind: 'edit', start: range.start, end: range.end, before, after, form };
}

export function copy(form: Form): Place {
  return { kind: 'copy', form };
}

/** A place found in a piece of a document, in the document's offsets. */
export function shift(place: Place, offset: number): Place {
  return place.kind === 'copy' ? place : { ...place, start: place.start + offset, end: place.end + offset };
}

/** The document's line end: the first one it has. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
  const first = text.indexOf('\n');
  return first > 0 && text[first - 1] === '\r' ? '\r\n' : '\n';
}

export function lineStart(text: string, offset: number): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line ends, in front of its line break. */
export function lineEnd(text: string, offset: number): number {
  const next = text.indexOf('\n', offset);
  const end = next === -1 ? text.length : next;
  return end > offset && text[end - 1] === '\r' ? end - 1 : end;
}

/** The line that holds `offset`, without its line break. */
export function lineAt(text: string, offset: number): string {
  return text.slice(lineStart(text, offset), lineEnd(text, offset));
}

/** The line after the one that ends at `end`; undefined at the end of the document. */
export function nextLine(text: string, end: number): string | undefined {
  const next = text.indexOf('\n', end);
  return next === -1 ? undefined : lineAt(text, next + 1);
}

/** The white space that the line at `offset` begins with. */
export function indentation(text: string, offset: number): string {
  return /^[ \t]*/.exec(lineAt(text, offset))?.[0] ?? '';
}

/** One more level, as the document's indentation is made. */
export function indentMore(indent: string): string {
  return indent.includes('\t') ? `${indent}\t` : `${indent}  `;
}

/** The range without white space at its ends. */
export function trim(text: string, range: TextRange): TextRange {
  let { start, end } = range;
  while (start < end && /\s/.test(text[start] ?? '')) {
    start += 1;
  }
  while (end > start && /\s/.test(text[end - 1] ?? '')) {
    end -= 1;
  }
  return { start, end };
}

/** Whether one of the two holds the other; a cursor at an edge counts. */
export function covers(one: TextRange, other: TextRange): boolean {
  return (one.start <= other.start && one.end >= other.end) || (other.start <= one.start && other.end >= one.end);
}

export function holds(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && outer.end >= inner.end;
}
