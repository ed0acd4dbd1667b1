import { hex, randomFrom } from './color.ts';
import type { Typeface } from './lettering.ts';
import { SCENES } from './scenes.ts';

/** What to draw. `width` × `height` in px. */
export interface Wish {
  readonly prompt: string;
  /** Which image of a count, from 0: another hue and another arrangement of the same scene. */
  readonly variant: number;
  readonly width: number;
  readonly height: number;
  readonly transparent: boolean;
}

const TRACKING = { title: -0.022, label: 0.1, facts: 0.01 };
/** Between a label's text and the end of its pill, in parts of the letters' size. */
const PADDING = 0.66;
/** Pairs of hues, in degrees of OKLCH, that make a good range: the colours between them are used too. */
const PALETTES: readonly (readonly [number, number])[] = [
  [268, 412],
  [245, 190],
  [20, 75],
  [288, 352],
  [200, 130],
  [255, 445],
  [345, 425],
  [225, 290],
  [160, 100],
  [300, 395],
  [180, 245],
  [5, 50],
];
const TITLE_LETTERS = 90;
/** From one baseline to the next, in parts of the letters' size. */
const LEADING = 1.12;
/** What does not stand before an ellipsis. */
const LOOSE_END = /[\s,.;:…–-]+$/;

/**
 * One placeholder as an SVG of shapes. The same wish gives the same text. White text has a contrast of at least 4.5:1 on
 * whatever the scene is: behind it lies ink of an opacity that is enough on pure white (WCAG 2.2, 1.4.3).
 */
export function drawPlaceholder({ prompt, variant, width, height, transparent }: Wish, typeface: Typeface): string {
  const choice = randomFrom(prompt);
  const scene = SCENES[Math.floor(choice() * SCENES.length)] ?? (() => '');
  const hues = PALETTES[(Math.floor(choice() * PALETTES.length) + variant) % PALETTES.length] ?? [0, 0];
  const unit = Math.min(width, height);
  const picture = scene({ width, height, unit, hues, random: randomFrom(`${variant} ${prompt}`) });

  const inset = transparent ? 0.03 * unit : 0;
  const frame: Frame = {
    width,
    height,
    unit,
    type: Math.min(Math.sqrt(width * height), 1.5 * unit),
    margin: inset + 0.065 * unit,
    ink: hex({ lightness: 0.17, chroma: 0.035, hue: hues[0] }),
  };
  const content = picture + drawTitle(typeface, prompt, frame) + drawLabels(typeface, frame);
  const card = `<clipPath id="card"><rect x="${inset}" y="${inset}" width="${width - 2 * inset}" height="${height - 2 * inset}" rx="${0.11 * unit}"/></clipPath><g clip-path="url(#card)">${content}</g>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${transparent ? card : content}</svg>`;
}

/** All in px. */
interface Frame {
  readonly width: number;
  readonly height: number;
  /** The shorter edge. */
  readonly unit: number;
  /** What letters are measured by: it grows with a panorama, although its shorter edge does not. */
  readonly type: number;
  readonly margin: number;
  readonly ink: string;
}

/** The prompt's first words at the lower left, on a shade that rises out of the lower edge. */
function drawTitle(typeface: Typeface, prompt: string, { width, height, unit, type, margin, ink }: Frame): string {
  const { lines, size } = layOutTitle(typeface, prompt, width - 2 * margin, height * 0.45, type);
  if (lines.length === 0) return '';
  const rise = LEADING * size * (lines.length - 1);
  const textTop = height - margin - rise - 0.75 * size;
  const outlines = lines.map((line, index) => {
    const y = height - margin - 0.012 * unit - rise + index * LEADING * size;
    return typeface.outline(line, { x: margin - 0.05 * size, y, size, tracking: TRACKING.title });
  });
  const top = Math.max(0, textTop - 0.24 * unit);
  const full = (textTop - 0.04 * unit - top) / (height - top);
  const stop = (offset: number, opacity: number): string =>
    `<stop offset="${offset.toFixed(4)}" stop-color="${ink}" stop-opacity="${opacity}"/>`;
  return `<linearGradient id="shade" x2="0" y2="1">${stop(0, 0)}${stop(full / 2, 0.3)}${stop(full, 0.64)}${stop(1, 0.76)}</linearGradient>
    <rect y="${top}" width="${width}" height="${height - top}" fill="url(#shade)"/><path d="${outlines.join('')}" fill="#fff"/>`;
}

interface Title {
  readonly lines: readonly string[];
  /** px */
  readonly size: number;
}

/** The largest size at which the prompt's first words fit into `width` × `height` px. */
function layOutTitle(typeface: Typeface, prompt: string, width: number, height: number, type: number): Title {
  const text = shorten(typeface.readable(prompt.slice(0, 600)));
  const smallest = 0.068 * type;
  for (let size = 0.15 * type; size > smallest; size *= 0.94) {
    const wrapped = wrap(typeface, text, width / size);
    const most = Math.min(size > 0.105 * type ? 2 : 4, Math.floor(height / (size * LEADING)));
    if (wrapped.whole && wrapped.lines.length <= most)
      return { lines: balance(typeface, text, width / size, wrapped.lines), size };
  }
  const { lines } = wrap(typeface, text, width / smallest);
  const shown = lines.slice(0, 4);
  if (shown.length === lines.length) return { lines, size: smallest };
  const last = shown.pop() ?? '';
  const kept = last.includes(' ') ? last.slice(0, last.lastIndexOf(' ')) : last.slice(0, -2);
  return { lines: [...shown, `${kept.replace(LOOSE_END, '')}…`], size: smallest };
}

function shorten(text: string): string {
  if (text.length <= TITLE_LETTERS) return text;
  const cut = text.slice(0, TITLE_LETTERS);
  const space = cut.lastIndexOf(' ');
  return `${cut.slice(0, space > TITLE_LETTERS / 2 ? space : TITLE_LETTERS).replace(LOOSE_END, '')}…`;
}

/** Fills lines of `width` (in parts of the size). `whole` is false when a word had to be broken. */
function wrap(typeface: Typeface, text: string, width: number): { lines: string[]; whole: boolean } {
  const lines: string[] = [];
  let whole = true;
  let line = '';
  const fits = (candidate: string): boolean => typeface.measure(candidate, TRACKING.title) <= width;
  for (const word of text.split(' ')) {
    if (line && fits(`${line} ${word}`)) {
      line = `${line} ${word}`;
      continue;
    }
    if (line) lines.push(line);
    line = '';
    for (const letter of word) {
      if (line && !fits(line + letter)) {
        lines.push(line);
        line = '';
        whole = false;
      }
      line += letter;
    }
  }
  if (line) lines.push(line);
  return { lines, whole };
}

/** Narrows the lines as long as their number stays, so that no last word stands alone. */
function balance(typeface: Typeface, text: string, width: number, lines: readonly string[]): readonly string[] {
  let best = lines;
  for (let narrower = width * 0.96; narrower > width * 0.5; narrower *= 0.96) {
    const tried = wrap(typeface, text, narrower);
    if (!tried.whole || tried.lines.length > lines.length) break;
    best = tried.lines;
  }
  return best;
}

/** The word PLACEHOLDER at the left of the upper edge, the size at its right. */
function drawLabels(typeface: Typeface, { width, height, type, margin, ink }: Frame): string {
  const [word, facts] = ['PLACEHOLDER', `${width} × ${height}`];
  const ems = typeface.measure(word, TRACKING.label) + typeface.measure(facts, TRACKING.facts) + 4 * PADDING;
  const size = Math.min(0.043 * type, (0.94 * (width - 2 * margin)) / ems);
  const tall = 1.95 * size;
  const pill = (text: string, tracking: number, alignRight: boolean): string => {
    const long = (typeface.measure(text, tracking) + 2 * PADDING) * size;
    const x = alignRight ? width - margin - long : margin;
    const y = margin + tall / 2 + 0.364 * size;
    const outline = typeface.outline(text, { x: x + PADDING * size, y, size, tracking });
    return `<rect x="${x}" y="${margin}" width="${long}" height="${tall}" rx="${tall / 2}" fill="${ink}" fill-opacity="0.72"/><path d="${outline}" fill="#fff"/>`;
  };
  return pill(word, TRACKING.label, false) + pill(facts, TRACKING.facts, true);
}
