import type { EditKind } from './task.ts';

/** Code points of a slug, at most. */
const MAX_LENGTH = 48;

/** Bytes of a slug in UTF-8, at most: the file's name, with a number and an extension, has to stay within 200. */
const MAX_BYTES = 180;

/** What stands where nothing of the prompt can be part of a name. */
const NAMELESS = 'image';

/** Device names of Windows, which are no file names with any extension either. Source: "Naming Files, Paths", Microsoft. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?= *(\.|$))/i;

/**
 * Makes the base of a file's name from a prompt: `A white Siamese cat!` → `a-white-siamese-cat`. Letters and digits of every
 * script stay, in lower case and NFC; tags, punctuation and emoji do not, but of nothing but emoji these are the name. At most
 * 48 code points and 180 bytes, cut at a word; never empty, and taken by every file system.
 */
export function slug(prompt: string): string {
  const name = join(prompt.replace(/<[/!]?[a-z][^<>]{0,300}>/gi, ' ')) || join(prompt) || joinEmoji(prompt) || NAMELESS;
  return unreserve(name);
}

/**
 * Text as one part of a path, taken by every file system: NFC, without control and bidi characters, with `-` for separators
 * and for what Windows forbids, no device name, no dot or space at its end, at most 180 bytes in UTF-8, cut between two
 * characters as people count them. Empty where nothing is left.
 */
export function safePart(text: string): string {
  const visible = text
    .normalize('NFC')
    .replace(/[\p{Bidi_Control}\uFEFF]/gu, '')
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}]/gu, ' ')
    .replace(/[<>:"/\\|?*]/g, '-');
  return cutEnd(extend('', unreserve(cutEnd(visible)), 'grapheme', Number.POSITIVE_INFINITY));
}

function cutEnd(text: string): string {
  // From the beginning of a run only: from each of its characters it takes the square of the time.
  return text.replace(/(?<![\s.])[\s.]+$/u, '').replace(/^\s+/u, '');
}

function unreserve(name: string): string {
  return name.replace(RESERVED, `$&-${NAMELESS}`);
}

/** The n-th name to try: `cat`, `cat-2`, `cat-3` … */
export function numbered(name: string, n: number): string {
  return n === 1 ? name : `${name}-${n}`;
}

/**
 * The base for what is made of a file: `cat.png` → `cat-edit`. What was made so before keeps its one ending:
 * `cat-edit-2.png` → `cat-edit`. At most 180 bytes in UTF-8.
 */
export function derivedName(fileName: string, kind: EditKind): string {
  const base = safePart(fileName.replace(/\.[^.]*$/, '').replace(/-(edit|extended|variation)(-\d+)?$/, ''));
  const start = new TextEncoder().encode(base).length <= MAX_DERIVED ? base : slug(base);
  return `${start || NAMELESS}-${ENDINGS[kind]}`;
}

const ENDINGS: Readonly<Record<EditKind, string>> = { edit: 'edit', extend: 'extended', vary: 'variation' };
/** Leaves room for the longest ending, in bytes of UTF-8. */
const MAX_DERIVED = MAX_BYTES - 10;

/** The same for names which some file system takes for one: by case (`Straße`, `STRASSE`) or by normalisation. */
export function collisionKey(fileName: string): string {
  // Lower case first, because the capital ẞ has itself as upper case.
  return fileName.normalize('NFD').toLowerCase().toUpperCase().normalize('NFD');
}

function join(text: string): string {
  let name = '';
  for (const [word] of words(text)) {
    const start = name && `${name}-`;
    if (fits(start + word)) {
      name = start + word;
    } else {
      // Chinese, Japanese, Thai … have no spaces: the last word that fits is looked for inside the run.
      const longer = extend(start, word, 'word');
      return longer === start ? name || extend('', word, 'grapheme') : longer;
    }
  }
  return name;
}

/** Without what joins and colours emoji, which cannot be seen in a name. */
function joinEmoji(text: string): string {
  const emoji = text.match(/(?!\p{Cn})\p{Extended_Pictographic}|\p{Regional_Indicator}{2}/gu) ?? [];
  return extend('', emoji.join(''), 'grapheme');
}

function words(text: string): Iterable<RegExpMatchArray> {
  return (
    text
      .toLowerCase()
      // The zero-width space parts words; whatever else cannot be seen, the bidi controls among it, is only in the way.
      .replaceAll('\u200b', ' ')
      .replace(/[\p{Default_Ignorable_Code_Point}'‘’ʼʻ＇]/gu, '')
      .normalize('NFC')
      .matchAll(/[\p{L}\p{N}][\p{L}\p{N}\p{Mn}\p{Mc}]*/gu)
  );
}

function extend(start: string, word: string, granularity: 'word' | 'grapheme', length = MAX_LENGTH): string {
  let text = start;
  for (const { segment } of new Intl.Segmenter('und', { granularity }).segment(word)) {
    if (!fits(text + segment, length)) break;
    text += segment;
  }
  return text;
}

function fits(text: string, length = MAX_LENGTH): boolean {
  return [...text].length <= length && new TextEncoder().encode(text).length <= MAX_BYTES;
}
