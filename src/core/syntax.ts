import type { Form } from './reference.ts';

/** A kind of string literal. */
export interface Quote {
  readonly open: string;
  readonly close: string;
  /** Whether a backslash keeps the next character from closing it. */
  readonly backslash: boolean;
  readonly multiline: boolean;
  /** How a path is escaped for it. */
  readonly form: Form;
}

/** Comment and string marks of a language. */
export interface Syntax {
  readonly line: readonly string[];
  readonly block: readonly (readonly [open: string, close: string])[];
  readonly strings: readonly Quote[];
}

/** What rules an insertion follows. `data`: values without statements (JSON, TOML, ini). */
export type Family = 'markdown' | 'html' | 'css' | 'code' | 'data' | 'yaml' | 'prose';

export interface Language extends Syntax {
  readonly family: Family;
}

const quote = (mark: string, form: Form, backslash = true, multiline = false): Quote => ({
  open: mark,
  close: mark,
  backslash,
  multiline,
  form,
});
const DOUBLE = quote('"', 'doubleQuoted');
const SINGLE = quote("'", 'singleQuoted');
const DOLLAR = quote('"', 'interpolated', true, true);
const SHELL = quote('"', 'shell', true, true);
const RAW_SINGLE = quote("'", 'raw', false, true);
const RAW_BACKTICK = quote('`', 'raw', false, true);
const TEMPLATE = quote('`', 'template', true, true);
const DOUBLED_SINGLE = quote("'", 'doubledSingle', false, true);
const DOUBLED_DOUBLE = quote('"', 'doubledDouble', false, false);
const TRIPLE_DOUBLE = quote('"""', 'doubleQuoted', true, true);
const TRIPLE_SINGLE = quote("'''", 'singleQuoted', true, true);
const TRIPLE_DOLLAR = quote('"""', 'interpolated', true, true);

const SLASH_STAR = ['/*', '*/'] as const;
const HTML_COMMENT = ['<!--', '-->'] as const;
const C: Syntax = { line: ['//'], block: [SLASH_STAR], strings: [DOUBLE, SINGLE] };
const JAVASCRIPT: Syntax = { line: ['//'], block: [SLASH_STAR], strings: [DOUBLE, SINGLE, TEMPLATE] };
const MARKUP: Syntax = { line: [], block: [HTML_COMMENT], strings: [DOUBLE, SINGLE] };
const PROSE: Syntax = { line: [], block: [HTML_COMMENT], strings: [] };
const SHELL_LIKE: Syntax = { line: ['#'], block: [], strings: [SHELL, RAW_SINGLE] };
const LISP: Syntax = { line: [';'], block: [['#|', '|#']], strings: [quote('"', 'doubleQuoted', true, true)] };

const all = (family: Family, syntax: Syntax, ids: string): [string, Language][] =>
  ids.split(' ').map((id) => [id, { family, ...syntax }]);

const LANGUAGES: ReadonlyMap<string, Language> = new Map([
  ...all('markdown', PROSE, 'markdown mdx quarto rmd github-issues prompt instructions chatagent'),
  ...all('html', MARKUP, 'html xhtml vue vue-html svelte handlebars mustache razor aspnetcorerazor cshtml php-html'),
  ...all('html', MARKUP, 'django-html jinja-html jinja twig liquid erb ejs blade angular astro nunjucks'),
  ...all('css', { line: [], block: [SLASH_STAR], strings: [] }, 'css tailwindcss'),
  ...all('css', { line: ['//'], block: [SLASH_STAR], strings: [] }, 'scss less postcss'),
  ...all('prose', PROSE, 'plaintext log git-commit git-rebase scminput search-result org textile wikitext'),
  ...all('prose', { line: ['..'], block: [], strings: [] }, 'restructuredtext'),
  ...all('prose', { line: ['//'], block: [['////', '////']], strings: [] }, 'asciidoc'),
  ...all('prose', { line: ['//'], block: [SLASH_STAR], strings: [] }, 'typst'),
  ...all('prose', { ...PROSE, line: ['%'] }, 'latex tex bibtex'),
  ...all('data', { line: [], block: [], strings: [DOUBLE] }, 'json'),
  ...all('data', { line: ['//'], block: [SLASH_STAR], strings: [DOUBLE, SINGLE] }, 'jsonc json5 jsonl hjson'),
  ...all(
    'data',
    {
      line: ['#'],
      block: [],
      strings: [TRIPLE_DOUBLE, quote("'''", 'raw', false, true), DOUBLE, quote("'", 'raw', false)],
    },
    'toml',
  ),
  ...all('data', { line: ['#', ';', '!'], block: [], strings: [] }, 'ini properties dotenv editorconfig ignore'),
  ...all('yaml', { line: ['#'], block: [], strings: [] }, 'yaml dockercompose github-actions-workflow'),
  ...all(
    'code',
    { ...MARKUP, strings: [quote('"', 'htmlAttribute', false), quote("'", 'htmlAttribute', false)] },
    'xml xsl svg xaml',
  ),
  ...all('code', C, 'c cpp csharp java objective-c objective-cpp cuda-cpp hlsl glsl shaderlab wgsl proto proto3 stylus'),
  ...all('code', JAVASCRIPT, 'javascript javascriptreact typescript typescriptreact jsx tsx qml'),
  ...all('code', { ...C, strings: [quote('"', 'doubleQuoted', true, true)] }, 'rust prisma'),
  ...all('code', { ...C, strings: [DOUBLE, RAW_BACKTICK] }, 'go'),
  ...all('code', { ...C, strings: [TRIPLE_DOUBLE, DOUBLE] }, 'swift zig solidity'),
  ...all('code', { ...C, strings: [TRIPLE_DOLLAR, DOLLAR, SINGLE] }, 'kotlin scala groovy'),
  ...all('code', { ...C, strings: [TRIPLE_DOLLAR, TRIPLE_SINGLE, DOLLAR, quote("'", 'interpolated')] }, 'dart'),
  ...all(
    'code',
    { line: ['//', '#'], block: [SLASH_STAR], strings: [DOLLAR, quote("'", 'singleQuoted', true, true)] },
    'php hack',
  ),
  ...all('code', { line: ['//'], block: [SLASH_STAR, ['(*', '*)']], strings: [DOUBLE] }, 'fsharp ocaml'),
  ...all(
    'code',
    {
      line: ['//'],
      block: [
        ['{', '}'],
        ['(*', '*)'],
      ],
      strings: [DOUBLED_SINGLE],
    },
    'pascal objectpascal',
  ),
  ...all('code', { line: ['#'], block: [], strings: [TRIPLE_DOUBLE, TRIPLE_SINGLE, DOUBLE, SINGLE] }, 'python starlark'),
  ...all(
    'code',
    { line: ['#'], block: [], strings: [TRIPLE_DOLLAR, DOLLAR, SINGLE] },
    'julia elixir coffeescript crystal gdscript nim',
  ),
  ...all('code', { line: ['#'], block: [], strings: [DOLLAR, SINGLE] }, 'ruby perl r tcl'),
  ...all('code', { line: ['#'], block: [['<#', '#>']], strings: [DOUBLED_DOUBLE, DOUBLED_SINGLE] }, 'powershell'),
  ...all('code', SHELL_LIKE, 'shellscript bash zsh fish dockerfile makefile just'),
  ...all('code', { line: ['#', '//'], block: [SLASH_STAR], strings: [DOLLAR] }, 'terraform hcl nix'),
  ...all('code', { line: ['--'], block: [SLASH_STAR], strings: [DOUBLED_SINGLE, DOUBLED_DOUBLE] }, 'sql plsql mysql pgsql'),
  ...all(
    'code',
    { line: ['--'], block: [['--[[', ']]']], strings: [DOUBLE, SINGLE, { ...RAW_SINGLE, open: '[[', close: ']]' }] },
    'lua luau',
  ),
  ...all('code', { line: ['--'], block: [['{-', '-}']], strings: [DOUBLE] }, 'haskell elm purescript'),
  ...all('code', { line: ['--'], block: [], strings: [DOUBLED_DOUBLE] }, 'ada vhdl applescript'),
  ...all('code', LISP, 'clojure lisp commonlisp emacs-lisp scheme racket'),
  ...all('code', { line: [';'], block: [], strings: [DOUBLE, SINGLE] }, 'asm nasm autohotkey'),
  ...all('code', { line: ['%'], block: [['%{', '%}']], strings: [DOUBLE, SINGLE] }, 'matlab octave erlang prolog'),
  ...all('code', { line: ["'"], block: [], strings: [DOUBLED_DOUBLE] }, 'vb vba'),
  ...all('code', { line: ['!'], block: [], strings: [DOUBLED_DOUBLE, DOUBLED_SINGLE] }, 'fortran fortran-modern FortranFreeForm'),
  ...all('code', { line: ['::', 'REM', 'rem'], block: [], strings: [] }, 'bat'),
  ...all('code', { line: ['//-', '//'], block: [], strings: [DOUBLE, SINGLE] }, 'jade pug'),
  ...all('code', { line: ['//'], block: [SLASH_STAR], strings: [DOUBLE, SINGLE] }, 'sass'),
]);

/** Whether browsers read what is made of a language: there `/` is the root of a site, and WebP is understood. */
export function isWebLanguage(languageId: string): boolean {
  const family = findLanguage(languageId)?.family;
  return family === 'markdown' || family === 'html' || family === 'css' || WEB_CODE.test(languageId);
}

const WEB_CODE = /^(?:javascript|typescript)(?:react)?$|^[jt]sx$|^(?:stylus|sass|jade|pug)$/;

/** The form of a reference that stands by itself in a document of a language: for the clipboard, where no place is known. */
export function formOf(languageId: string): Form {
  const own = OWN_FORMS.get(languageId);
  if (own !== undefined) {
    return own;
  }
  switch (findLanguage(languageId)?.family) {
    case 'markdown':
      return 'markdown';
    case 'html':
      return 'html';
    case 'css':
      return 'cssUrl';
    default:
      return 'path';
  }
}

const OWN_FORMS: ReadonlyMap<string, Form> = new Map([
  ['xhtml', 'xhtml'],
  ['javascriptreact', 'jsx'],
  ['typescriptreact', 'jsx'],
  ['jsx', 'jsx'],
  ['tsx', 'jsx'],
  ['latex', 'latex'],
  ['tex', 'latex'],
  ['restructuredtext', 'restructuredText'],
  ['asciidoc', 'asciidoc'],
  ['typst', 'typst'],
]);

/** The marks of a language by VS Code's language id; undefined for one we do not know. */
export function findLanguage(languageId: string): Language | undefined {
  return LANGUAGES.get(languageId);
}
