import { withoutOverrides } from './bidi.ts';
import { cut } from './cut.ts';
import { holdsSecret } from './secret.ts';
import { type Family, findLanguage } from './syntax.ts';

/** What an image comment may begin with: `image: a cat`. */
export const IMAGE_LEAD = /^(?:todo:?\s+)?(?:easel|image|img|picture|pic|generate(?:\s+(?:an?\s+)?(?:image|picture))?)\s*:\s*/i;

const QUOTES: readonly (readonly [open: string, close: string])[] = [
  ['"""', '"""'],
  ["'''", "'''"],
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['„', '“'],
  ['„', '”'],
  ['‘', '’'],
  ['«', '»'],
  ['»', '«'],
  ['「', '」'],
  ['『', '』'],
];
const EMPHASIS = ['***', '**', '__', '~~', '*', '_'];
const LIST = /^(?:[-*+•]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+(?:\[[ xX]\]\s+)?)/;
const MARKS_ONLY = /^(?:[-*+•#>_~=`|\s]|\[[ xX]?\]|\d{1,9}[.)])*$/;

/** What a language marks its lines with. */
interface Marks {
  readonly line: RegExp | undefined;
  readonly open: RegExp;
  readonly close: RegExp;
  readonly stars: boolean;
  readonly markdown: boolean;
}

const escapeMark = (mark: string): string => mark.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');

/** A line comment's mark may be repeated or adorned: `///`, `//!`, `##`, `;;`. */
function lineMark(mark: string): string {
  return /^\w/.test(mark) ? `${mark}(?=\\s|$)` : `${escapeMark(mark)}(?:${escapeMark(mark.slice(-1))}|!)*`;
}

function readMarks(languageId: string): Marks {
  const language = findLanguage(languageId);
  const family: Family | undefined = language?.family;
  const unknown = language === undefined;
  const prose = family === 'prose' || family === 'markdown';
  const lines = (language?.line ?? []).map(lineMark);
  if (unknown || prose) {
    lines.push(String.raw`\/\/+(?=\s)`);
  }
  if (unknown) {
    lines.push(String.raw`#+(?=\s)`, String.raw`--+(?=\s)`, String.raw`;+(?=\s)`, String.raw`%+(?=\s)`);
  }
  const blocks = [...(language?.block ?? []).filter(([open]) => open.length > 1), ['{/*', '*/}'], ['<!--', '-->'], ['/*', '*/']];
  const opens = blocks.map(([open = '']) => (open === '/*' ? String.raw`\/\*+!?` : escapeMark(open)));
  const closes = blocks.map(([, close = '']) => (close === '*/' ? String.raw`(?<!\*)\*+\/` : escapeMark(close)));
  return {
    line: lines.length === 0 ? undefined : new RegExp(`^(?:${lines.join('|')})\\s?`),
    open: new RegExp(`^(?:${opens.join('|')})\\s*`),
    // A run of spaces or stars is tried from its beginning only: from each of its characters it takes the square of the time.
    close: new RegExp(`(?<!\\s)\\s*(?:${closes.join('|')})$`),
    stars: !prose,
    markdown: family === 'markdown',
  };
}

/**
 * Reads a selection as a prompt: comment, list, quote and heading marks of the language are taken off, so are quotes,
 * backticks and emphasis around all of it and the lead of an image comment; an image stands for its alt text. Wrapped
 * lines are joined; paragraphs and list items stay apart. What is not a mark stays; of nothing but marks "" is left.
 */
export function readPrompt(text: string, languageId: string): string {
  const marks = readMarks(languageId);
  const lines = text
    .replace(/\r\n?/g, '\n')
    .trim()
    .replace(/^```[^\n`]*\n([\s\S]*?)\n?```$/, '$1')
    .split('\n');
  const joined = joinLines(lines.map((line) => takeMarks(line, marks)));
  const shown = marks.markdown ? joined.replace(IMAGE, showAlt) : joined;
  return unwrap(readImage(shown)).replace(IMAGE_LEAD, '').trim().replace(MARKS_ONLY, '');
}

/** A Markdown image whose `!` is not escaped; another one may begin in its alt text, and is read instead. */
const IMAGE = /!(?<=(?<!\\)(?:\\\\)*!)\[((?:\\.|[^\]\\!]|!(?!\[))*)\]\((?:[^()\\]|\\.|\([^()]*\))*\)/g;

const showAlt = (_: string, alt: string): string => alt.replace(/\\([!-/:-@[-`{-~])/g, '$1');

interface Line {
  readonly text: string;
  /** A list item or a heading: it is not joined to what stands before it. */
  readonly apart: boolean;
  readonly heading: boolean;
}

function takeMarks(line: string, marks: Marks): Line {
  let text = line.trim();
  let apart = false;
  let heading = false;
  if (marks.markdown && /^(?:([-*_])\s*(?:\1\s*){2,}|=+)$/.test(text)) {
    return { text: '', apart, heading };
  }
  text = text.replace(marks.open, '').replace(marks.close, '');
  if (marks.line !== undefined) {
    text = text.replace(marks.line, '').trim();
  }
  if (marks.stars) {
    text = text.replace(/^\*(?:\s+|$)/, '');
  }
  for (let left = 8; left > 0; left -= 1) {
    const rest = text.replace(/^>\s?/, '').trimStart().replace(LIST, '');
    apart ||= LIST.test(text.replace(/^>\s?/, '').trimStart());
    const bare = marks.markdown ? rest.replace(/^#{1,6}(?:\s+|$)/, '') : rest;
    heading ||= bare !== rest;
    if (bare === text) break;
    text = bare;
  }
  // `## A heading ##`
  return { text: (heading ? text.replace(/(?<!\s)\s+#+\s*$/, '') : text).trim(), apart, heading };
}

/** Scripts that put no space between words. */
const UNSPACED = String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}、。，！？：；「」『』（）]`;
const ENDS_UNSPACED = new RegExp(`${UNSPACED}$`, 'u');
const STARTS_UNSPACED = new RegExp(`^${UNSPACED}`, 'u');

function joinLines(lines: readonly Line[]): string {
  const parts: string[] = [];
  let previous: Line = { text: '', apart: false, heading: false };
  for (const line of lines) {
    if (line.text === '') {
      if (parts.length > 0 && parts.at(-1) !== '\n\n') parts.push('\n\n');
    } else {
      parts.push(parts.length === 0 || parts.at(-1) === '\n\n' ? '' : separator(previous, line), line.text);
    }
    previous = line;
  }
  return parts.join('').trim();
}

function separator(previous: Line, line: Line): string {
  if (line.apart || line.heading || previous.heading || /^\p{Lu}[\p{L} ]{0,20}:\s/u.test(line.text)) return '\n';
  return ENDS_UNSPACED.test(previous.text.slice(-2)) && STARTS_UNSPACED.test(line.text) ? '' : ' ';
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", '#39': "'" };

/** An `<img>` that is all of the text stands for its alt text. */
function readImage(text: string): string {
  if (!/^<img\b[^>]*>$/i.test(text)) {
    return text;
  }
  const match = /\salt\s*=\s*(?:"([^"]*)"|'([^']*)'|\{["'`]([^"'`]*)["'`]\}|([^\s"'>]+))/i.exec(text);
  const alt = match?.slice(1).find((value) => value !== undefined) ?? '';
  return alt.replace(/&(amp|lt|gt|quot|apos|#39);/g, (entity, name: string) => ENTITIES[name] ?? entity);
}

/** Takes off what encloses all of the text: `"a" and "b"` stays. */
function unwrap(text: string): string {
  let inner = text.trim();
  for (let left = 6; left > 0; left -= 1) {
    const before = inner;
    for (const [open, close] of [...QUOTES, ...EMPHASIS.map((mark) => [mark, mark] as const)]) {
      inner = unwrapOnce(inner, open, close);
    }
    if (inner === before) {
      break;
    }
  }
  return inner;
}

function unwrapOnce(text: string, open: string, close: string): string {
  if (text.length <= open.length + close.length || !text.startsWith(open) || !text.endsWith(close)) {
    return text;
  }
  const inner = text.slice(open.length, -close.length);
  const bare = inner.replace(/\\./g, '');
  const emphasis = EMPHASIS.includes(open);
  if (bare.includes(open) || bare.includes(close) || inner.endsWith('\\') || (emphasis && /^\s|\s$/.test(inner))) {
    return text;
  }
  return open.length === 1 && (open === '"' || open === "'") ? inner.replaceAll(`\\${open}`, open).trim() : inner.trim();
}

/** A letter of these is a word of its own. */
const WORDS_OF_ONE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/** Why a prompt is shown for review before it is sent. */
export type ReviewReason = 'long' | 'wholeDocument' | 'short' | 'secret';

/**
 * Why a prompt is shown for review before it is sent, undefined when it may go at once. `facts` are the selection's:
 * `characters` and `lines` of it, and whether it is the whole document.
 */
export function reviewReason(
  prompt: string,
  facts: { readonly wholeDocument: boolean; readonly characters: number; readonly lines: number },
): ReviewReason | undefined {
  if (holdsSecret(prompt)) {
    return 'secret';
  }
  if (facts.wholeDocument) {
    return 'wholeDocument';
  }
  if (facts.characters > 1000 || facts.lines > 20) {
    return 'long';
  }
  return WORDS_OF_ONE.test(prompt) || (prompt.match(/\p{L}/gu) ?? []).length >= 3 ? undefined : 'short';
}

/** Alt text longer than this is cut: screen readers read it in one go. */
const ALT_LENGTH = 125;

/** The end of a sentence, and no abbreviation of a name: `J. Doe`, `3.5 mm` go on. */
const SENTENCE = /^.*?(?:(?:(?<!(?:^|[\s(])\p{Lu}\p{L}{0,2})\.|[!?])["'”’)]*(?=\s+["'“(]*[\p{Lu}\p{Lo}])|[。！？])/u;

/** The alt text of a prompt's image: its first sentence in one line, at most about 125 characters. */
export function altText(prompt: string): string {
  const line = toOneLine(prompt.trim().split(/\n\s*\n/, 1)[0] ?? '');
  return cut(SENTENCE.exec(line)?.[0] ?? line, ALT_LENGTH);
}

/** The first words of a prompt in one line of at most `characters`, with `…` where something is left out. */
export function firstWords(prompt: string, characters = 40): string {
  return cut(toOneLine(prompt), characters);
}

function toOneLine(text: string): string {
  // Bidi controls would turn round what stands next to it.
  return withoutOverrides(text)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
