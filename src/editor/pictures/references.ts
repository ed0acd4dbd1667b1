import * as vscode from 'vscode';

/** What images are referred to from. */
const DOCUMENTS = [
  'md,markdown,mdx,qmd,rmd,txt,rst,adoc,asciidoc,typ,tex,ltx,bib,org,ipynb',
  'html,htm,xhtml,xml,svg,vue,svelte,astro,php,erb,ejs,hbs,liquid,njk,twig,pug',
  'css,scss,sass,less,styl,js,cjs,mjs,jsx,ts,cts,mts,tsx',
  'json,jsonc,json5,yaml,yml,toml,webmanifest,py,rb,go,rs,java,kt,swift,dart,cs,c,h,cpp,hpp',
].join(',');

/** Folders of what was installed or built. */
const PASSED_OVER = '**/{node_modules,.git,dist,build,out,.next,.cache,vendor}/**';

/** Files, at most. */
const MOST_FILES = 5000;

/** Bytes of a file, at most. */
const MOST_BYTES = 10_000_000;

/** ms that looking may take. */
const WITHIN = 6000;

/** Read at the same time. */
const AT_ONCE = 16;

/**
 * Whether a document of the workspace has one of these file names in it, as it is open or as it is saved. Where there are
 * too many documents to be sure, it may be so.
 */
export async function mayBeNamed(names: readonly string[]): Promise<boolean> {
  const wanted = [...new Set(names.flatMap((name) => [name, encodeURIComponent(name)]))];
  const isNamedIn = (text: string) => wanted.some((name) => text.includes(name));
  if (vscode.workspace.textDocuments.some((document) => isNamedIn(document.getText()))) return true;
  const files = await vscode.workspace.findFiles(`**/*.{${DOCUMENTS}}`, PASSED_OVER, MOST_FILES + 1);
  if (files.length > MOST_FILES) return true;
  // Some file systems cannot be searched, and answer that there is nothing.
  const { workspaceFolders = [] } = vscode.workspace;
  if (files.length === 0 && workspaceFolders.some(({ uri }) => uri.scheme !== 'file')) return true;
  const end = Date.now() + WITHIN;
  const rest = [...files];
  let found = false;
  const look = async (): Promise<void> => {
    for (let file = rest.pop(); file && !found; file = rest.pop()) {
      // Another one may have found it meanwhile.
      if (Date.now() > end || isNamedIn(await readText(file, names))) found = true;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return found;
}

/** What cannot be read, or is too long to be read now, is taken for a document that names them, but for lists of packages. */
async function readText(file: vscode.Uri, names: readonly string[]): Promise<string> {
  if (/(^|\/)(package-lock|npm-shrinkwrap|pnpm-lock|composer\.lock)\.\w+$|\.min\.\w+$/.test(file.path)) return '';
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > MOST_BYTES) return names.join();
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return names.join();
  }
}
