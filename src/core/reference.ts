import { assertNever } from './failure.ts';

/** How a reference to an image is written: for a language, or for the string it goes into. */
export type Form =
  /** `![alt](path)` */
  | 'markdown'
  /** The destination alone, between the parentheses of `![alt]()`. */
  | 'markdownDestination'
  /** `<img src="…" alt="…">` */
  | 'html'
  /** `<img src="…" alt="…" />` */
  | 'jsx'
  /** `src="…"`, for an `<img>` that has its alt text. */
  | 'htmlSource'
  /** `src="…" alt="…"`, for an `<img>` without alt text. */
  | 'htmlSourceAndAlt'
  /** A URL in an attribute's value, quoted by either quote or by none. */
  | 'htmlAttribute'
  /** `url("…")` */
  | 'cssUrl'
  /** `background-image: url("…");` */
  | 'cssDeclaration'
  /** A URL inside `url(…)` or a CSS string. */
  | 'cssPath'
  /** The bare path, in prose. */
  | 'path'
  /** The bare path, in a comment between marks. */
  | 'commentPath'
  /** In `"…"` with backslash escapes (JSON, JavaScript, Python, C, YAML …). */
  | 'doubleQuoted'
  | 'singleQuoted'
  /** In `"…"` where `$` inserts a value (PHP, Kotlin, Ruby …). */
  | 'interpolated'
  /** In `"…"` of a shell: `$` and backtick run things. */
  | 'shell'
  /** In a JavaScript template literal. */
  | 'template'
  /** In `'…'` where a quote is doubled (SQL, YAML, Pascal). */
  | 'doubledSingle'
  | 'doubledDouble'
  /** In a literal without escapes. */
  | 'raw'
  /** A YAML scalar that stands without quotes; it gets them when it needs them. */
  | 'yamlPlain';

/** A reference as text. `alt` is the alt text's range in it (UTF-16 code units), a snippet's tab stop. */
export interface Reference {
  readonly text: string;
  readonly alt?: { readonly start: number; readonly end: number };
}

interface Uri {
  readonly scheme: string;
  readonly authority: string;
  readonly segments: readonly string[];
}

function readUri(uri: string): Uri | undefined {
  const match = /^([a-z][a-z0-9+.-]*):(?:\/\/([^/?#]*))?([^?#]*)/i.exec(uri);
  const [, scheme = '', authority = '', path = ''] = match ?? [];
  if (match === null) {
    return undefined;
  }
  const segments = path.split('/').slice(1).map(decodeSegment);
  const [drive = ''] = segments;
  // VS Code writes `c%3A`, others `C:`.
  const normal = /^[a-z]:$/i.test(drive) ? [drive.toLowerCase(), ...segments.slice(1)] : segments;
  return { scheme: scheme.toLowerCase(), authority: authority.toLowerCase(), segments: normal };
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * The path of an image as seen from a document's folder, both given as URI strings (VS Code's `Uri.toString()`).
 * Decoded and with forward slashes; never with `./` in front. Where no relative path leads there (another scheme, host
 * or drive) it is the image's URI.
 */
export function relativePath(document: string, image: string): string {
  const from = readUri(document);
  const to = readUri(image);
  if (from === undefined || to === undefined || from.scheme !== to.scheme || from.authority !== to.authority) {
    return image;
  }
  const drives = [from, to].map(({ segments: [first = ''] }) => (/^[a-z]:$/.test(first) ? first : ''));
  if (drives[0] !== drives[1]) {
    return image;
  }
  const folder = from.segments.slice(0, -1);
  let shared = 0;
  while (shared < folder.length && shared < to.segments.length - 1 && folder[shared] === to.segments[shared]) {
    shared += 1;
  }
  return [...folder.slice(shared).map(() => '..'), ...to.segments.slice(shared)].join('/');
}

/** Writes the reference to the image at `path` (as {@link relativePath} has it) with its alt text, escaped for its form. */
export function writeReference(form: Form, path: string, alt: string): Reference {
  const oneLine = alt.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  switch (form) {
    case 'markdown':
      return withAlt('![', escapeMarkdown(oneLine), `](${writeUrl(path)})`);
    case 'html':
      return withAlt(`<img src="${writeUrl(path)}" alt="`, escapeAttribute(oneLine), '">');
    case 'jsx':
      return withAlt(`<img src="${writeUrl(path)}" alt="`, escapeAttribute(oneLine), '" />');
    case 'htmlSourceAndAlt':
      return withAlt(`src="${writeUrl(path)}" alt="`, escapeAttribute(oneLine), '"');
    case 'htmlSource':
      return { text: `src="${writeUrl(path)}"` };
    case 'markdownDestination':
    case 'htmlAttribute':
    case 'cssPath':
      return { text: writeUrl(path) };
    case 'cssUrl':
      return { text: `url("${writeUrl(path)}")` };
    case 'cssDeclaration':
      return { text: `background-image: url("${writeUrl(path)}");` };
    default:
      return { text: writePath(form, guard(path)) };
  }
}

function withAlt(before: string, alt: string, after: string): Reference {
  return { text: before + alt + after, alt: { start: before.length, end: before.length + alt.length } };
}

type PathForm = Exclude<
  Form,
  | 'markdown'
  | 'markdownDestination'
  | 'html'
  | 'jsx'
  | 'htmlSource'
  | 'htmlSourceAndAlt'
  | 'htmlAttribute'
  | 'cssUrl'
  | 'cssDeclaration'
  | 'cssPath'
>;

/** A file's path as it is, escaped for the literal it goes into. */
function writePath(form: PathForm, path: string): string {
  switch (form) {
    case 'path':
      return encode(path, /\p{Cc}/gu);
    case 'commentPath':
      return encode(path, /[\p{Cc}*{}|#]|-(?=-|\})|\](?=\])/gu);
    case 'raw':
      return encode(path, /[\p{Cc}'"`]|\](?=\])/gu);
    case 'doubleQuoted':
      return escapeWithBackslash(path, /["\\]/g);
    case 'singleQuoted':
      return escapeWithBackslash(path, /['\\]/g);
    case 'interpolated':
      return escapeWithBackslash(path, /["'\\$]|#(?=\{)/g);
    case 'shell':
      return escapeWithBackslash(path, /["\\$`]/g);
    case 'template':
      return escapeWithBackslash(path, /[`\\]|\$(?=\{)/g);
    case 'doubledSingle':
      return encode(path, /\p{Cc}/gu).replaceAll("'", "''");
    case 'doubledDouble':
      return encode(path, /\p{Cc}/gu).replaceAll('"', '""');
    case 'yamlPlain':
      return isPlainInYaml(path) ? path : `"${escapeWithBackslash(path, /["\\]/g)}"`;
    default:
      return assertNever(form);
  }
}

function escapeWithBackslash(path: string, marks: RegExp): string {
  const escaped = path.replace(marks, '\\$&');
  return escaped
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/\p{Cc}/gu, (character) => percent(character));
}

function isPlainInYaml(path: string): boolean {
  return /^[\p{L}\p{N}./_][\p{L}\p{N} ./_@+~()%=-]*$/u.test(path) && !/\s$|^[\d._]+$/.test(path);
}

const ABSOLUTE = /^(?!javascript:|data:|vbscript:)[a-z][a-z0-9+.-]+:\/\//i;

/** Keeps a path from being read as a host, a scheme or an option. */
function guard(path: string): string {
  if (ABSOLUTE.test(path)) {
    return path;
  }
  const rooted = path.replace(/^[/\\]{2,}/, '/');
  return /^-|^[^/]*:/.test(rooted) ? `./${rooted}` : rooted;
}

/**
 * A path as a relative URL that stands unharmed in Markdown, in an attribute with or without quotes, and in CSS. Letters
 * and digits of all scripts stay readable; CommonMark and browsers take them so. A URI keeps its own escapes.
 */
function writeUrl(path: string): string {
  const safe = guard(path);
  return ABSOLUTE.test(safe)
    ? encode(safe, /[^\p{L}\p{M}\p{N}\-._~/@+:%?#&=]|&(?=#?\w+;)/gu)
    : encode(safe, /[^\p{L}\p{M}\p{N}\-._~/@+]/gu);
}

function encode(text: string, unsafe: RegExp): string {
  return text.replace(unsafe, percent);
}

function percent(character: string): string {
  // encodeURIComponent throws on half a surrogate pair.
  const whole = /^\p{Surrogate}$/u.test(character) ? '\uFFFD' : character;
  return encodeURIComponent(whole).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Alt text that reads as itself: in CommonMark, in a table's cell, where `$` is mathematics. */
function escapeMarkdown(alt: string): string {
  return alt
    .replace(/[\\[\]`<>*|~$]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&');
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/**
 * The text as the value of a `vscode.SnippetString`, with the alt text as its first tab stop. Insert it with
 * `keepWhitespace`: line ends and indentation are in it already.
 */
export function toSnippet(text: string, alt?: { readonly start: number; readonly end: number }): string {
  const escapePart = (part: string): string => part.replace(/[$}\\]/g, '\\$&');
  if (alt === undefined) {
    return escapePart(text);
  }
  const stop = `\${1:${escapePart(text.slice(alt.start, alt.end))}}`;
  return `${escapePart(text.slice(0, alt.start))}${stop}${escapePart(text.slice(alt.end))}`;
}
