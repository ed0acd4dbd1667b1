/** VS Code's id for what no extension claims. */
const UNCLAIMED = 'plaintext';

/**
 * The languages VS Code brings no extension for, by the ends of their files' names: without one such a file is plain text to
 * it, and a reference in it would be a bare path.
 */
const UNCLAIMED_LANGUAGES: ReadonlyMap<string, string> = new Map([
  ...named('mdx', 'mdx'),
  ...named('quarto', 'qmd'),
  ...named('rmd', 'rmd'),
  ...named('vue', 'vue'),
  ...named('svelte', 'svelte'),
  ...named('astro', 'astro'),
  ...named('nunjucks', 'njk nunjucks'),
  ...named('jinja-html', 'jinja jinja2 j2'),
  ...named('liquid', 'liquid'),
  ...named('twig', 'twig'),
  ...named('ejs', 'ejs'),
  ...named('erb', 'erb'),
  ...named('postcss', 'pcss postcss'),
  ...named('asciidoc', 'adoc asciidoc asc'),
  ...named('typst', 'typ'),
  ...named('restructuredtext', 'rst'),
  ...named('latex', 'tex ltx'),
  ...named('toml', 'toml'),
  ...named('kotlin', 'kt kts'),
  ...named('scala', 'scala sc'),
  ...named('elixir', 'ex exs'),
  ...named('elm', 'elm'),
  ...named('haskell', 'hs'),
  ...named('zig', 'zig'),
  ...named('nix', 'nix'),
  ...named('terraform', 'tf tfvars'),
  ...named('prisma', 'prisma'),
  ...named('proto', 'proto'),
  ...named('solidity', 'sol'),
  ...named('stylus', 'styl'),
  ...named('sass', 'sass'),
]);

function named(languageId: string, extensions: string): readonly (readonly [string, string])[] {
  return extensions.split(' ').map((extension) => [extension, languageId]);
}

/**
 * The language of a document whose file has that path: what VS Code says, and where it says plain text because nobody
 * installed an extension for it, what the file's name says.
 */
export function languageIdOf(languageId: string, path: string): string {
  if (languageId !== UNCLAIMED) return languageId;
  return UNCLAIMED_LANGUAGES.get(extensionOf(path)) ?? languageId;
}

/** Patterns of the files that have one of these languages and that VS Code may take for plain text. */
export function unclaimedPatterns(languageIds: readonly string[]): readonly string[] {
  const ends = [...UNCLAIMED_LANGUAGES].filter(([, languageId]) => languageIds.includes(languageId)).map(([end]) => end);
  return ends.map((end) => `**/*.${end}`);
}

function extensionOf(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
}
