import {
  encode,
  escapeAttribute,
  escapeDirectivePath,
  escapeLatexPath,
  escapeLatexText,
  escapeMacroPath,
  escapeMacroText,
  escapeMarkdown,
  escapeWithBackslash,
  guard,
  isPlainInYaml,
  writeUrl,
} from './escape.ts';
import { assertNever } from './failure.ts';

export { relativePath } from './uri.ts';

/** How a reference to an image is written: for a language, or for the string it goes into. */
export type Form =
  /** `![alt](path)` */
  | 'markdown'
  /** The destination alone, between the parentheses of `![alt]()`. */
  | 'markdownDestination'
  /** `<img src="…" alt="…">` */
  | 'html'
  /** `<img src="…" alt="…" />` */
  | 'xhtml'
  /** The same, where `{…}` are numbers. */
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
  /** `\includegraphics[…]{…}` */
  | 'latex'
  /** `.. image:: …` with its options on lines of their own. */
  | 'restructuredText'
  /** `image::…[…]`, a block. */
  | 'asciidoc'
  /** `image:…[…]`, in a line. */
  | 'asciidocInline'
  /** `#image("…")` */
  | 'typst'
  /** The path in an image's macro of each of these. */
  | 'latexPath'
  | 'directivePath'
  | 'macroPath'
  | 'typstPath'
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

/** What else is known where a reference is written. */
export interface ReferenceDetails {
  /** The picture's, in px; written where the language has attributes for it. */
  readonly size?: { readonly width: number; readonly height: number };
  /** What each line after the first begins with. */
  readonly indent?: string;
}

/** Writes the reference to the image at `path` (as {@link relativePath} has it) with its alt text, escaped for its form. */
export function writeReference(form: Form, path: string, alt: string, details: ReferenceDetails = {}): Reference {
  const oneLine = alt.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  const { size, indent = '' } = details;
  switch (form) {
    case 'markdown':
      return withAlt('![', escapeMarkdown(oneLine), `](${writeUrl(path)})`);
    case 'html':
      return withAlt(`<img src="${writeUrl(path)}" alt="`, escapeAttribute(oneLine), `"${quotedSize(size)}>`);
    case 'xhtml':
      return withAlt(`<img src="${writeUrl(path)}" alt="`, escapeAttribute(oneLine), `"${quotedSize(size)} />`);
    case 'jsx': {
      const numbers = size ? ` width={${size.width}} height={${size.height}}` : '';
      return withAlt(`<img src="${writeUrl(path)}" alt="`, escapeAttribute(oneLine), `"${numbers} />`);
    }
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
    case 'latex':
      // Pixels say nothing on paper.
      return withAlt(
        '\\includegraphics[width=\\linewidth,alt={',
        escapeLatexText(oneLine),
        `}]{${writePath('latexPath', guard(path))}}`,
      );
    case 'restructuredText': {
      const option = `\n${indent}   `;
      const width = size ? `${option}:width: ${size.width}px` : '';
      return withAlt(`.. image:: ${writePath('directivePath', guard(path))}${option}:alt: `, oneLine, width);
    }
    case 'asciidoc':
    case 'asciidocInline': {
      const macro = form === 'asciidoc' ? 'image::' : 'image:';
      const numbers = size ? `,${size.width},${size.height}` : '';
      return withAlt(`${macro}${writePath('macroPath', path)}["`, escapeMacroText(oneLine), `"${numbers}]`);
    }
    case 'typst': {
      const text = escapeWithBackslash(oneLine, /["\\]/g);
      return withAlt(`#image("${writePath('typstPath', guard(path))}", alt: "`, text, '")');
    }
    default:
      return { text: writePath(form, guard(path)) };
  }
}

function quotedSize(size: ReferenceDetails['size']): string {
  return size ? ` width="${size.width}" height="${size.height}"` : '';
}

function withAlt(before: string, alt: string, after: string): Reference {
  return { text: before + alt + after, alt: { start: before.length, end: before.length + alt.length } };
}

type PathForm = Exclude<
  Form,
  | 'markdown'
  | 'markdownDestination'
  | 'html'
  | 'xhtml'
  | 'jsx'
  | 'htmlSource'
  | 'htmlSourceAndAlt'
  | 'htmlAttribute'
  | 'cssUrl'
  | 'cssDeclaration'
  | 'cssPath'
  | 'latex'
  | 'restructuredText'
  | 'asciidoc'
  | 'asciidocInline'
  | 'typst'
>;

/** A file's path as it is, escaped for the literal it goes into. */
function writePath(form: PathForm, path: string): string {
  switch (form) {
    case 'path':
      return encode(path, /\p{Cc}/gu);
    case 'commentPath':
      return encode(path, /[\p{Cc}*{}|#]|-(?=-|\})|\](?=\])/gu);
    case 'latexPath':
      return escapeLatexPath(path);
    case 'directivePath':
      return escapeDirectivePath(path);
    case 'macroPath':
      return escapeMacroPath(path);
    case 'raw':
      return encode(path, /[\p{Cc}'"`]|\](?=\])/gu);
    case 'doubleQuoted':
    case 'typstPath':
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
