const ABSOLUTE = /^(?!javascript:|data:|vbscript:)[a-z][a-z0-9+.-]+:\/\//i;

/** Keeps a path from being read as a host, a scheme or an option. */
export function guard(path: string): string {
  if (ABSOLUTE.test(path)) {
    return path;
  }
  const rooted = path.replace(/^[/\\]{2,}/, '/');
  return /^-|^[^/]*:/.test(rooted) ? `./${rooted}` : rooted;
}

/**
 * A path as a relative URL that stands unharmed in Markdown, in an attribute with or without quotes, and in CSS. Letters,
 * digits and emoji stay readable; CommonMark and browsers take them so. A URI keeps its own escapes.
 */
export function writeUrl(path: string): string {
  const safe = guard(path);
  return ABSOLUTE.test(safe)
    ? encode(safe, /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\-._~/@+:%?#&=]|&(?=#?\w+;)/gu)
    : encode(safe, /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic}\-._~/@+]/gu);
}

/** The text with what `unsafe` finds (one character a match, or some) percent-encoded. */
export function encode(text: string, unsafe: RegExp): string {
  return text.replace(unsafe, percent);
}

function percent(character: string): string {
  // encodeURIComponent throws on half a surrogate pair.
  const whole = /^\p{Surrogate}$/u.test(character) ? '\uFFFD' : character;
  return encodeURIComponent(whole).replace(/[!'()*\-._~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Alt text that reads as itself: in CommonMark, in a table's cell, where `$` is mathematics and braces are expressions (MDX). */
export function escapeMarkdown(alt: string): string {
  return alt
    .replace(/[\\[\]`<>*|~${}]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/&(?=#?\w+;)/g, '\\&');
}

/** Text that nothing in Markdown takes for more than text: no link, not even of an address by itself, and no line less. */
export function escapeForMarkdown(text: string): string {
  return text
    .trim()
    .replace(/[!-/:-@[-`{-~]/g, '\\$&')
    .replace(/(?<!\s)\s*\n\s*/g, '  \n');
}

/** A value between double quotes. Braces and an `@` before a word are code to Svelte, Angular, Jinja, Razor … */
export function escapeAttribute(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[{}]|(?<!\w)@(?=\w)/g, (mark) => `&#${mark.charCodeAt(0)};`);
}

/** A path in the braces of a LaTeX command. Spaces and letters of all scripts need nothing since the kernel of 2019. */
export function escapeLatexPath(path: string): string {
  return encode(path, /[\p{Cc}\\]|\^(?=\^)/gu)
    .replace(/[#%{}]/g, '\\$&')
    .replaceAll('~', '\\string~');
}

const LATEX: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
};

/** Text in the braces of a LaTeX command. */
export function escapeLatexText(text: string): string {
  return text.replace(/[\\~^#$%&_{}]/g, (mark) => LATEX[mark] ?? `\\${mark}`);
}

/**
 * The URI of a reStructuredText directive. White space counts only behind a backslash; Sphinx takes the URI for a file's
 * name, so nothing is encoded but what docutils would cut the name at.
 */
export function escapeDirectivePath(path: string): string {
  return encode(path, /[\p{Cc}#?]|%(?=[\da-f]{2})/giu).replace(/[\\ ]/g, '\\$&');
}

/** The target of an AsciiDoc image macro. Asciidoctor itself encodes spaces for HTML, and PDF wants them as they are. */
export function escapeMacroPath(path: string): string {
  const safe = encode(writeUrl(path), /[@+~]|_(?=_)|-(?=-)|\.(?=\.\.)/g);
  return safe.replace(/%20/g, ' ');
}

/**
 * The first value in the brackets of an AsciiDoc macro, between double quotes: character references stand for marks, but for
 * those that mean nothing, such as one full stop or hyphen by itself.
 */
export function escapeMacroText(text: string): string {
  const marks = /[^\p{L}\p{M}\p{N}\p{Extended_Pictographic} ,;!?()/.-]|(?<=\()[CRT]|\.{2,}|-{2,}|\p{Cc}/gu;
  return text.replace(marks, (found) => [...found].map(reference).join(''));
}

function reference(mark: string): string {
  return /^[\p{L}\p{S}\p{P}]$/u.test(mark) ? `&#${mark.codePointAt(0)};` : mark;
}

/** A path between quotes where a backslash escapes; `marks` are what is escaped besides line breaks and tabs. */
export function escapeWithBackslash(path: string, marks: RegExp): string {
  const escaped = path.replace(marks, '\\$&');
  return escaped
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/\p{Cc}/gu, (character) => percent(character));
}

/** Whether a path may stand without quotes as YAML's value. */
export function isPlainInYaml(path: string): boolean {
  return /^[\p{L}\p{N}./_][\p{L}\p{N} ./_@+~()%=-]*$/u.test(path) && !/\s$|^[\d._]+$/.test(path);
}
