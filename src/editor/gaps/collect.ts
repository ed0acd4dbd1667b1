import * as vscode from 'vscode';
import { LONGEST_SHEET } from '../../core/protocol.ts';
import { languageOf } from '../documents/language.ts';
import { fileOf } from '../documents/notebook.ts';
import { nameOf } from '../pictures/files.ts';
import { type FinderParts, type FoundGap, findGaps, LONGEST_DOCUMENT, readReferences, referencesOf } from './finder.ts';

/** A gap, and who refers to it. */
export interface CollectedGap extends FoundGap {
  readonly document: vscode.Uri;
  /** From 1. */
  readonly line: number;
  /** Further references to the same file. */
  readonly others: number;
}

/** The gaps of some documents, each file once. */
export interface Collection {
  readonly gaps: readonly CollectedGap[];
  /** Documents that were looked through. */
  readonly documents: number;
  /** There was more than is looked through, or listed, at once. */
  readonly cut: boolean;
}

/** Documents of a folder, at most. */
const MOST_DOCUMENTS = 500;

/** By their extensions, the languages whose references are known. */
const LANGUAGES: Readonly<Record<string, string>> = {
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'mdx',
  html: 'html',
  htm: 'html',
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  css: 'css',
  scss: 'scss',
  less: 'less',
};

/** What tools put into a project: nobody fills gaps there. */
const GENERATED = '**/{node_modules,bower_components,vendor,dist,out,build,coverage,target,_site,.*}/**';

/** Looks through files and folders, in the order of their names. Stops when `token` is cancelled. */
export async function collectGaps(
  places: readonly vscode.Uri[],
  outside: FinderParts,
  token: vscode.CancellationToken,
): Promise<Collection> {
  const { documents, cut } = await findDocuments(places, token);
  const gaps = new Map<string, CollectedGap>();
  let isFull = false;
  for (const uri of documents) {
    if (token.isCancellationRequested || isFull) break;
    for (const gap of await gapsOf(uri, outside)) {
      const key = gap.target.toString();
      const known = gaps.get(key);
      if (known) gaps.set(key, { ...known, others: known.others + 1 });
      else if (gaps.size < LONGEST_SHEET) gaps.set(key, gap);
      else isFull = true;
    }
  }
  return { gaps: [...gaps.values()], documents: documents.length, cut: cut || isFull };
}

/** The gaps of an open document as it is now. */
export async function gapsOfDocument(document: vscode.TextDocument, outside: FinderParts): Promise<Collection> {
  const gaps = new Map<string, CollectedGap>();
  const { uri } = fileOf(document);
  const references = await referencesOf(document, outside);
  const found = await findGaps(references, { uri, languageId: languageOf(document) }, outside);
  for (const one of found) {
    const key = one.target.toString();
    const known = gaps.get(key);
    const line = document.positionAt(one.reference.range.start).line + 1;
    gaps.set(key, known ? { ...known, others: known.others + 1 } : { ...one, document: uri, line, others: 0 });
  }
  const all = [...gaps.values()];
  return { gaps: all.slice(0, LONGEST_SHEET), documents: 1, cut: all.length > LONGEST_SHEET };
}

async function gapsOf(uri: vscode.Uri, outside: FinderParts): Promise<readonly CollectedGap[]> {
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const languageId = open ? languageOf(open) : (languageByName(uri) ?? 'plaintext');
  const text = open?.getText() ?? (await readText(uri));
  if (text === undefined) return [];
  const references = open ? await referencesOf(open, outside) : await readReferences({ text, languageId }, outside);
  const found = await findGaps(references, { uri, languageId }, outside);
  return found.map((one) => ({ ...one, document: uri, line: lineAt(text, one.reference.range.start), others: 0 }));
}

async function findDocuments(
  places: readonly vscode.Uri[],
  token: vscode.CancellationToken,
): Promise<{ readonly documents: readonly vscode.Uri[]; readonly cut: boolean }> {
  const found = new Map<string, vscode.Uri>();
  let cut = false;
  for (const place of places) {
    if (!(await isFolder(place))) {
      if (languageByName(place) !== undefined) found.set(place.toString(), place);
      continue;
    }
    const pattern = new vscode.RelativePattern(place, `**/*.{${Object.keys(LANGUAGES).join(',')}}`);
    const files = await vscode.workspace.findFiles(pattern, GENERATED, MOST_DOCUMENTS + 1, token);
    for (const file of files.toSorted((one, other) => (one.path < other.path ? -1 : 1))) found.set(file.toString(), file);
  }
  const documents = [...found.values()];
  cut ||= documents.length > MOST_DOCUMENTS;
  return { documents: documents.slice(0, MOST_DOCUMENTS), cut };
}

function languageByName(uri: vscode.Uri): string | undefined {
  return LANGUAGES[/\.([^.]+)$/.exec(nameOf(uri))?.[1]?.toLowerCase() ?? ''];
}

/** Undefined for what is gone, too long, or no text. */
async function readText(uri: vscode.Uri): Promise<string | undefined> {
  try {
    const { size } = await vscode.workspace.fs.stat(uri);
    // UTF-8 has at most 3 bytes for each UTF-16 code unit.
    if (size > LONGEST_DOCUMENT * 3) return undefined;
    return new TextDecoder('utf-8', { fatal: true }).decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return undefined;
  }
}

async function isFolder(uri: vscode.Uri): Promise<boolean> {
  try {
    return ((await vscode.workspace.fs.stat(uri)).type & vscode.FileType.Directory) !== 0;
  } catch {
    return false;
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length;
}
