import opentype, { type Font } from 'opentype.js';

/** Where a line of text stands. All in px; `y` is the baseline. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Space between letters, in parts of the size. */
  readonly tracking: number;
}

/** Text as shapes: the raster draws no fonts. */
export interface Typeface {
  /** The text with everything it has no glyph for left out, and white space made one blank. */
  readable(text: string): string;
  /** The width at size 1. */
  measure(text: string, tracking: number): number;
  /** SVG path data. */
  outline(text: string, place: Place): string;
}

/**
 * Reads WOFF files that lie end to end in `data`; for each letter the first font that has it is taken. A font is only
 * parsed when a letter needs it.
 */
export function readTypeface(data: ArrayBuffer): Typeface {
  const fonts = splitFonts(data).map(parseOnce);

  function glyphOf(letter: string) {
    for (const parsed of fonts) {
      const font = parsed();
      const glyph = font.charToGlyph(letter);
      if (glyph.index > 0) return { font, glyph };
    }
    return undefined;
  }

  /** Every glyph with where it starts, at size 1. */
  function set(text: string, tracking: number) {
    let x = 0;
    let last: ReturnType<typeof glyphOf>;
    const placed = [...text].flatMap((letter) => {
      const found = glyphOf(letter);
      if (!found) return [];
      const { font, glyph } = found;
      if (last) x += tracking + (last.font === font ? font.getKerningValue(last.glyph, glyph) / font.unitsPerEm : 0);
      last = found;
      const start = x;
      x += (glyph.advanceWidth ?? 0) / font.unitsPerEm;
      return [{ ...found, x: start }];
    });
    return { placed, width: x };
  }

  return {
    readable(text) {
      // A mark that is not one letter with its base has no place in a line set letter by letter.
      const letters = [...text.normalize('NFC').replace(/\s+/gu, ' ')].filter((letter) => !/\p{M}|\p{C}/u.test(letter));
      return letters
        .filter((letter) => glyphOf(letter))
        .join('')
        .replace(/ +/g, ' ')
        .trim();
    },
    measure: (text, tracking) => set(text, tracking).width,
    outline(text, { x, y, size, tracking }) {
      return set(text, tracking)
        .placed.map(({ font, glyph, x: start }) => glyph.getPath(x + start * size, y, size, undefined, font).toPathData(2))
        .join('');
    },
  };
}

function parseOnce(data: ArrayBuffer): () => Font {
  let font: Font | undefined;
  return () => {
    font ??= opentype.parse(data);
    return font;
  };
}

/** A WOFF header holds the length of its file at byte 8. Source: W3C WOFF 1.0, section 3. */
function splitFonts(data: ArrayBuffer): ArrayBuffer[] {
  const view = new DataView(data);
  const fonts: ArrayBuffer[] = [];
  for (let at = 0; at < data.byteLength; ) {
    const length = view.getUint32(at + 8);
    if (length === 0 || at + length > data.byteLength) throw new RangeError('not a sequence of WOFF files');
    fonts.push(data.slice(at, at + length));
    at += length;
  }
  return fonts;
}
