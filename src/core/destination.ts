import { invalid } from './failure.ts';
import { readUri, segmentsWithin } from './uri.ts';

/** What the rules are applied to. The places are URI strings. */
export interface Placing {
  /** The document; of a notebook's cell the notebook. */
  readonly document: string;
  /** The workspace folder that holds the document. */
  readonly workspaceFolder: string;
  /** The name that the file is to have, with its extension: `cat.png`. */
  readonly file: string;
  /** ms since 1970. */
  readonly now: number;
  /** Whether a glob matches a path, as picomatch does with `dot`. */
  readonly matches: (glob: string, path: string) => boolean;
}

/** Where a file goes: a folder relative to the workspace folder, '' for that itself, and the name with its extension. */
export interface Destination {
  readonly folder: string;
  readonly name: string;
}

/**
 * Where VS Code's setting `markdown.copyFiles.destination` (globs of documents → path of the file) puts a file that is made
 * for a Markdown document; undefined when no rule is for the document. Source: `copyFiles.ts` of VS Code 1.139's extension
 * markdown-language-features, whose rules these are: the first glob that matches counts, `/` in front is the workspace folder
 * (in a glob, too), `/` at the end stands for `/${fileName}`, an unknown variable stays as it is written.
 * Throws `Failed` `invalid` where the path leads out of the workspace folder.
 */
export function destinationOf(rules: Readonly<Record<string, string>>, placing: Placing): Destination | undefined {
  const document = readUri(placing.document)?.segments;
  const within = segmentsWithin(placing.workspaceFolder, placing.document);
  if (document === undefined || within === undefined) {
    return undefined;
  }
  const rule = Object.entries(rules).find(([glob]) =>
    // The rest of a glob after `/` is matched within the workspace folder, whose own name may hold brackets.
    glob.startsWith('/')
      ? placing.matches(glob.slice(1), within.join('/'))
      : placing.matches(glob.startsWith('**') ? glob : `**/${glob}`, `/${document.join('/')}`),
  );
  return rule && resolve(rule[1], placing, document, within);
}

function resolve(destination: string, placing: Placing, document: readonly string[], within: readonly string[]): Destination {
  const workspace = document.slice(0, document.length - within.length);
  const filled = fill(destination.trim() || FILE_NAME, readVariables(placing, document, within));
  const from = filled.startsWith('/') ? [] : document.slice(0, -1);
  const path: string[] = [...from];
  for (const part of filled.split('/')) {
    if (part === '..') {
      path.pop();
    } else if (part !== '' && part !== '.') {
      path.push(part);
    }
  }
  const inside = workspace.every((segment, index) => segment === path[index]) && path.length > workspace.length;
  if (!inside) {
    throw invalid({ field: 'saveFolder', value: destination, problem: 'outside' });
  }
  return { folder: path.slice(workspace.length, -1).join('/'), name: path.at(-1) ?? placing.file };
}

function readVariables(
  { file, now }: Placing,
  document: readonly string[],
  within: readonly string[],
): ReadonlyMap<string, string> {
  const absolute = (segments: readonly string[]): string => `/${segments.join('/')}`;
  const name = document.at(-1) ?? '';
  return new Map([
    ['documentDirName', absolute(document.slice(0, -1))],
    ['documentRelativeDirName', within.slice(0, -1).join('/')],
    ['documentFileName', name],
    ['documentBaseName', name.slice(0, name.length - extension(name).length)],
    ['documentExtName', extension(name).slice(1)],
    ['documentFilePath', absolute(document)],
    ['documentRelativeFilePath', within.join('/')],
    ['documentWorkspaceFolder', absolute(document.slice(0, document.length - within.length))],
    ['fileName', file],
    ['fileExtName', extension(file).slice(1)],
    ['unixTime', String(now)],
    ['isoTime', new Date(now).toISOString()],
  ]);
}

/** With its dot; a name that begins with its only dot has none. */
function extension(name: string): string {
  return /(?<=.)\.[^.]*$/.exec(name)?.[0] ?? '';
}

const FILE_NAME = `\${fileName}`;

/** `\$`, or `${name}` with an optional `/regular expression/replacement/`, in which `\/` is a slash. There are no flags. */
const VARIABLE = /(\\\$)|\$\{(\w+)(?:\/((?:\\\/|[^}/])+)\/((?:\\\/|[^}/])*)\/)?\}/g;

function fill(destination: string, variables: ReadonlyMap<string, string>): string {
  const rooted = destination.startsWith('/') ? `\${documentWorkspaceFolder}/${destination.slice(1)}` : destination;
  const whole = rooted.endsWith('/') ? rooted + FILE_NAME : rooted;
  return whole.replace(VARIABLE, (written: string, escaped?: string, name = '', pattern?: string, replacement?: string) => {
    if (escaped !== undefined) {
      return '$';
    }
    const value = variables.get(name);
    // VS Code takes an empty replacement for no transform.
    return value === undefined || !pattern || !replacement ? (value ?? written) : transform(value, pattern, replacement);
  });
}

function transform(value: string, pattern: string, replacement: string): string {
  const slashes = (text: string): string => text.replaceAll('\\/', '/');
  try {
    return value.replace(new RegExp(slashes(pattern)), slashes(replacement));
  } catch {
    return value;
  }
}
