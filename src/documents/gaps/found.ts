import type { TextRange } from '../../core/place.ts';

/** An image's address as a document has it, wherever it leads. */
export interface Found {
  /** Decoded by the rules of the language, not as a URL. */
  readonly url: string;
  /** The address as written, without quotes or brackets. */
  readonly address: TextRange;
  /** The whole reference. */
  readonly range: TextRange;
  /** The definition that holds the address, in Markdown. */
  readonly definition?: TextRange;
  readonly alt?: string;
  /** px */
  readonly width?: number;
  /** px */
  readonly height?: number;
  readonly heading?: string;
  /** What stands around it may change where it leads: `<base href>`, a template in the same `srcset`. */
  readonly unsure?: true;
}

/** The same in a document that begins `offset` before the piece it was found in, under its heading. */
export function shiftFound(found: Found, offset: number, heading: string | undefined): Found {
  const shift = ({ start, end }: TextRange): TextRange => ({ start: start + offset, end: end + offset });
  const nearest = found.heading ?? heading;
  return {
    ...found,
    address: shift(found.address),
    range: shift(found.range),
    ...(nearest === undefined ? {} : { heading: nearest }),
  };
}
