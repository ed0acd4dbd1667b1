import { relativePath, segmentsWithin } from './uri.ts';

/** The folders that frameworks serve as the root of their site. Sources: the manuals of Vite and Next (`public`), Hugo (`static`). */
export const PUBLIC_FOLDERS: readonly string[] = ['public', 'static'];

/**
 * The path by which a document of the web refers to an image, decoded as `relativePath` has it: `/hero.png` from the site's
 * root where the image lies in a public folder, else relative to the document. All places are URI strings; `publicFolders`
 * are names or paths of folders (`public`, `site/static`), found anywhere below the workspace folder.
 *
 * The outermost public folder counts, because of `public/static/hero.png`. A document that lies in it itself refers
 * relatively, and so does one beyond the project that the folder belongs to: its site has another root.
 */
export function referencePath(
  document: string,
  image: string,
  workspaceFolder: string | undefined,
  publicFolders: readonly string[],
): string {
  const from = workspaceFolder === undefined ? undefined : segmentsWithin(workspaceFolder, document);
  const to = workspaceFolder === undefined ? undefined : segmentsWithin(workspaceFolder, image);
  const folder = from && to && findPublicFolder(to.slice(0, -1), publicFolders);
  if (!folder || !startsWith(from, folder.project) || startsWith(from, folder.path)) {
    return relativePath(document, image);
  }
  return `/${to.slice(folder.path.length).join('/')}`;
}

/** A public folder and the folder of the project it belongs to, as segments. */
export interface PublicFolder {
  readonly path: readonly string[];
  readonly project: readonly string[];
}

/** The outermost public folder of a folder, both as segments below the workspace folder. */
export function findPublicFolder(folder: readonly string[], publicFolders: readonly string[]): PublicFolder | undefined {
  const names = publicFolders.map((name) => name.split(/[\\/]/).filter((part) => part !== '' && part !== '.'));
  for (let start = 0; start < folder.length; start++) {
    const rest = folder.slice(start);
    const found = names.find((name) => name.length > 0 && startsWith(rest, name));
    if (found) {
      return { path: folder.slice(0, start + found.length), project: folder.slice(0, start) };
    }
  }
  return undefined;
}

function startsWith(segments: readonly string[], start: readonly string[]): boolean {
  return start.every((segment, index) => segment.normalize('NFC') === segments[index]?.normalize('NFC'));
}
