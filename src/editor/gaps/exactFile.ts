import * as vscode from 'vscode';
import { invalid } from '../../core/failure.ts';
import type { FileType } from '../../core/fileType.ts';
import type { Retoucher } from '../../core/task.ts';
import { segmentsWithin } from '../../core/uri.ts';
import type { Filing } from '../generation/filing.ts';
import type { Outside } from '../outside.ts';

const TYPES: Readonly<Record<string, FileType>> = {
  png: 'png',
  jpg: 'jpeg',
  jpeg: 'jpeg',
  webp: 'webp',
  avif: 'avif',
  gif: 'gif',
};

/** What a file has to be by its name; undefined for what Easel makes none of. */
export function typeOfTarget(target: vscode.Uri): FileType | undefined {
  return TYPES[splitName(target).extension.toLowerCase()];
}

/** Files an image exactly where a document refers to. Throws `Failed` `invalid` for a place outside the workspace. */
export function fileExactly(target: vscode.Uri): { readonly filing: Filing; readonly workspace: vscode.WorkspaceFolder } {
  const workspace = vscode.workspace.getWorkspaceFolder(target);
  const segments = workspace && segmentsWithin(workspace.uri.toString(), target.toString());
  const type = typeOfTarget(target);
  if (!workspace || !segments || !type) throw invalid({ field: 'saveFolder', value: target.path, problem: 'outside' });
  const folder = segments.slice(0, -1).join('/') || '.';
  const { base, extension } = splitName(target);
  const place = () => ({ folder, name: base });
  return { workspace, filing: { folder, isDefault: false, place, exact: { type, extension } } };
}

/** ms; what an engine that hangs cannot finish is saved as it came. */
const CONVERT_WITHIN = 120_000;

/** Makes an answer of another type into what the file's name says. */
export function createConverter(outside: Outside, target: vscode.Uri): Retoucher {
  const type = typeOfTarget(target);
  return {
    prepare: async () => ({ images: [] }),
    changes: (answer) => type !== undefined && answer.type !== type,
    async finish(answer) {
      const raster = await outside.raster();
      const signal = AbortSignal.timeout(CONVERT_WITHIN);
      const bytes = await raster.convert(answer, type ?? 'png', signal);
      const { width, height } = await raster.probe(answer, signal);
      return { bytes, width, height, type: type ?? 'png' };
    },
  };
}

/** The name of a target without its extension. */
export function baseOfTarget(target: vscode.Uri): string {
  return splitName(target).base;
}

function splitName({ path }: vscode.Uri): { readonly base: string; readonly extension: string } {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const [, base = name, extension = ''] = /^(.+)\.([^.]+)$/.exec(name) ?? [];
  return { base, extension };
}
