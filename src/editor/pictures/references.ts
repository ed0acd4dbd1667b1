import * as vscode from 'vscode';
import { sidecarName } from '../../core/provenance.ts';
import { nameOf } from './files.ts';

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

/** Which documents have which file names in them. */
export interface Named {
  readonly documents: ReadonlyMap<string, readonly vscode.Uri[]>;
  /** Every document could be looked through. */
  readonly complete: boolean;
}

interface Search {
  /** ms that it may take. */
  readonly within?: number;
  /** One is enough. */
  readonly first?: true;
  readonly token?: vscode.CancellationToken;
}

/**
 * The documents of the workspace that have some file names in them, as they are open or as they are saved. Their number, their
 * sizes and the time are bounded. What Easel itself wrote about an image is no document.
 */
export async function findNamed(names: readonly string[], { within = WITHIN, first, token }: Search = {}): Promise<Named> {
  const namesIn = createFinder(names);
  const found = new Map<string, vscode.Uri[]>();
  const sidecars = new Set(names.map(sidecarName));
  const note = (uri: vscode.Uri, text: string) => {
    if (sidecars.has(nameOf(uri))) return;
    for (const name of namesIn(text)) {
      const list = found.get(name) ?? [];
      if (!list.some((other) => other.toString() === uri.toString())) found.set(name, [...list, uri]);
    }
  };
  for (const document of vscode.workspace.textDocuments) note(document.uri, document.getText());
  const isEnough = () => first && found.size > 0;
  if (isEnough()) return { documents: found, complete: true };
  const files = await vscode.workspace.findFiles(`**/*.{${DOCUMENTS}}`, PASSED_OVER, MOST_FILES + 1, token);
  // Some file systems cannot be searched, and answer that there is nothing.
  const { workspaceFolders = [] } = vscode.workspace;
  const isBlind = files.length === 0 && workspaceFolders.some(({ uri }) => uri.scheme !== 'file');
  let complete = files.length <= MOST_FILES && !isBlind;
  const end = Date.now() + within;
  const rest = files.slice(0, MOST_FILES);
  const look = async (): Promise<void> => {
    for (let file = rest.pop(); file && !isEnough(); file = rest.pop()) {
      if (Date.now() > end || token?.isCancellationRequested) {
        complete = false;
        return;
      }
      const text = await readText(file);
      if (text === undefined) complete = false;
      else note(file, text);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, look));
  return { documents: found, complete };
}

/** Whether a document has one of these file names in it. Where there are too many documents to be sure, it may be so. */
export async function mayBeNamed(names: readonly string[]): Promise<boolean> {
  const { documents, complete } = await findNamed(names, { first: true });
  return !complete || documents.size > 0;
}

/** Letters of an extension with its dot: `.png`, `webp`. */
const END = 4;

/**
 * Finds the names that a text has in it, also as they are in a URL. A thousand names cost no more than one: only where one of
 * their extensions ends is looked at what stands before.
 */
function createFinder(names: readonly string[]): (text: string) => ReadonlySet<string> {
  const wanted = new Map(names.flatMap((name) => [name, encodeURIComponent(name), encodeURI(name)].map((text) => [text, name])));
  const lengths = [...new Set([...wanted.keys()].map(({ length }) => length))];
  const ends = [...new Set([...wanted.keys()].map((name) => name.slice(-END)))].map((end) => end.replaceAll(/\W/g, '\\$&'));
  return (text) => {
    const found = new Set<string>();
    for (const { index } of text.matchAll(new RegExp(ends.join('|'), 'g'))) {
      for (const length of lengths) {
        const name = wanted.get(text.slice(Math.max(0, index + END - length), index + END));
        if (name !== undefined) found.add(name);
      }
    }
    return found;
  };
}

/** Undefined for what cannot be read, or is too long to be read now; lists of packages name no pictures. */
async function readText(file: vscode.Uri): Promise<string | undefined> {
  if (/(^|\/)(package-lock|npm-shrinkwrap|pnpm-lock|composer\.lock)\.\w+$|\.min\.\w+$/.test(file.path)) return '';
  try {
    const { size } = await vscode.workspace.fs.stat(file);
    if (size > MOST_BYTES) return undefined;
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return undefined;
  }
}
