import { readFlags, withFlags } from './flags.ts';
import type { TextRange } from './place.ts';
import { formatSize, parseSize } from './size.ts';

/** A reference to an image file in a document, whose path resolves for certain. */
export interface ImageReference {
  /** Decoded, without query and fragment, as it is written: `img/a cat.png`, `../x.png`, `/hero.png`. */
  readonly path: string;
  /** Whether the path begins at the site's root. */
  readonly fromRoot: boolean;
  /** The path as the document writes it, with its escapes, query and fragment, without quotes. */
  readonly address: TextRange;
  /** The whole reference: what a cursor stands in. */
  readonly range: TextRange;
  /** Markdown's `[id]: path`, where the path stands there and not in the reference. */
  readonly definition?: TextRange;
  readonly alt?: string;
  /** px */
  readonly width?: number;
  /** px */
  readonly height?: number;
  /** The nearest heading before it, or around it, as plain text. */
  readonly heading?: string;
}

/** What is generated where a reference's file does not exist. */
export interface Gap {
  /** With the flags that end its alt text. */
  readonly prompt: string;
  /** Whether the prompt is to be shown before it is sent: its alt text is too short to describe a picture. */
  readonly needsReview: boolean;
  /** `W×H` in px as the options have it, `1200x630`. Absent: nothing says it. */
  readonly size?: string;
  /** What the file has to be, by its extension. */
  readonly type: GapType;
  /** The format to ask the API for; where it is not `type`, the answer is converted. */
  readonly outputFormat: 'png' | 'jpeg' | 'webp';
}

export type GapType = 'png' | 'jpeg' | 'webp' | 'avif' | 'gif';

const TYPES: ReadonlyMap<string, GapType> = new Map([
  ['png', 'png'],
  ['jpg', 'jpeg'],
  ['jpeg', 'jpeg'],
  ['webp', 'webp'],
  ['avif', 'avif'],
  ['gif', 'gif'],
]);

/** Alt text of fewer words does not describe a picture. */
const ENOUGH_WORDS = 4;

/**
 * What is generated for a reference: the alt text, else the file's name as words, with the nearest heading where the alt
 * text has fewer than four words. Undefined for what no image model makes: svg, ico, every other extension.
 */
export function gapOf(reference: ImageReference): Gap | undefined {
  const name = reference.path.slice(reference.path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  const type = dot < 1 ? undefined : TYPES.get(name.slice(dot + 1).toLowerCase());
  if (type === undefined) {
    return undefined;
  }
  const { prompt: alt, flags } = readFlags(oneLine(reference.alt ?? ''));
  const needsReview = countWords(alt) < ENOUGH_WORDS;
  const subject = alt || nameAsWords(name.slice(0, dot));
  const { width, height } = reference;
  const size = width === undefined || height === undefined ? undefined : parseSize(`${width}x${height}`);
  return {
    prompt: withFlags(needsReview ? withHeading(subject, oneLine(reference.heading ?? '')) : subject, flags),
    needsReview,
    ...(size === undefined ? {} : { size: formatSize(size) }),
    type,
    outputFormat: type === 'avif' || type === 'gif' ? 'png' : type,
  };
}

/** `heroImage_wide@2x` → `hero image wide` */
export function nameAsWords(base: string): string {
  const words = base
    .normalize('NFC')
    .replace(/@\d+(?:\.\d+)?x$/i, '')
    .replace(/(?<=\p{Ll})(?=\p{Lu}\p{Ll})/gu, ' ')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ');
  return oneLine(words).toLowerCase();
}

function withHeading(subject: string, heading: string): string {
  const isSaid = ` ${subject} `.toLowerCase().includes(` ${heading} `.toLowerCase());
  if (heading === '' || isSaid) {
    return subject;
  }
  return subject === '' ? heading : `${subject}, ${heading}`;
}

function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** Chinese, Japanese and Thai have words without spaces between them. */
function countWords(text: string): number {
  return [...new Intl.Segmenter('und', { granularity: 'word' }).segment(text)].filter((part) => part.isWordLike).length;
}
