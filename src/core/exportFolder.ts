import type { Preset } from './protocol.ts';
import { findPublicFolder } from './publicFolder.ts';
import { segmentsWithin } from './uri.ts';

/**
 * Where the files of an export may go, relative to the workspace folder ('' for that itself), the best place first; each
 * stands only where there is such a folder, and the last always. The places are URI strings.
 *
 * A picture in a public folder is served already, so its sizes stay beside it; what browsers look for at the site's root goes
 * there. Another picture's files go into the public folder that is nearest on the way up.
 */
export function exportFolders(
  picture: string,
  workspaceFolder: string,
  publicFolders: readonly string[],
  preset: Preset,
): readonly string[] {
  const folder = segmentsWithin(workspaceFolder, picture)?.slice(0, -1) ?? [];
  const beside = folder.join('/');
  const around = findPublicFolder(folder, publicFolders)?.path.join('/');
  if (around !== undefined) return preset === 'favicon' || preset === 'openGraph' ? [around] : [beside];
  const names = publicFolders.map((name) => name.split(/[\\/]/).filter((part) => part !== '' && part !== '.'));
  const near = Array.from({ length: folder.length + 1 }, (_, up) => folder.slice(0, folder.length - up)).flatMap((above) =>
    names.filter((name) => name.length > 0 && !name.includes('..')).map((name) => [...above, ...name].join('/')),
  );
  return [...near, beside];
}
