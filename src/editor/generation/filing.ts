import * as v from 'valibot';
import * as vscode from 'vscode';
import { destinationOf } from '../../core/destination.ts';
import { type FileName, fileNameOf } from '../../core/fileName.ts';
import { extensionOf, type FileType } from '../../core/fileType.ts';
import type { Options } from '../../core/task.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';
import type { Settings } from '../settings.ts';

/** Under which name, in which folder the images of a request lie. */
export interface Filing {
  /** Relative to the workspace folder: allowed or not before anything is sent. */
  readonly folder: string;
  /** Nobody chose the folder, and no rule is for the document. */
  readonly isDefault: boolean;
  /** Of one image: `folder` relative to the workspace folder, `name` without number and extension. `slug`: what it is called. */
  place(slug: string, index: number): FileName;
  /** A document refers to exactly this file: its type, and its extension as it is written there. */
  readonly exact?: { readonly type: FileType; readonly extension: string };
}

/** What filing works with. */
export interface FilingParts {
  readonly outside: Pick<Outside, 'globs'>;
  /** That it is made for; absent: none, or it is made from a picture. */
  readonly document?: vscode.Uri | undefined;
  /** When it is made. */
  readonly at: Date;
  readonly options: Options;
  readonly settings: Settings;
  readonly workspace: vscode.WorkspaceFolder;
  /** The save folder, as far as it is known when an image comes. */
  saveFolder(): string;
}

/** VS Code's own: for which documents files go where. */
const CopyFiles = v.fallback(v.record(v.string(), v.string()), {});

/**
 * `easel.saveFolder` where somebody set it, else what VS Code's `markdown.copyFiles.destination` says of the document, else
 * the default folder; the name by `easel.fileName`. Throws `Failed` `invalid` for a template or a place that is not allowed.
 */
export async function createFiling(parts: FilingParts): Promise<Filing> {
  const { outside, document, at, options, settings, workspace, saveFolder } = parts;
  const own = (slug: string, index: number): FileName =>
    fileNameOf(settings.fileName, {
      slug,
      at,
      model: options.model,
      index,
      documentBaseName: document ? nameOf(document).replace(/(?<=.)\.[^.]*$/, '') : '',
      documentDirName: document ? nameOf(vscode.Uri.joinPath(document, '..')) : '',
      workspaceFolder: workspace.name,
    });
  const rules = settings.isSaveFolderSet || !document ? {} : readCopyFiles(document);
  const usual = fileInto(saveFolder, own, !settings.isSaveFolderSet);
  if (!document || Object.keys(rules).length === 0) return usual;
  const matches = await outside.globs();
  const placed = (slug: string, index: number) => {
    const file = `${own(slug, index).name}.${extensionOf(options.outputFormat === 'jpeg' ? 'jpeg' : 'png')}`;
    const about = { document: document.toString(), workspaceFolder: workspace.uri.toString(), file, now: at.getTime(), matches };
    return destinationOf(rules, about);
  };
  const first = placed('image', 1);
  if (!first) return usual;
  return {
    folder: first.folder,
    isDefault: false,
    place(slug, index) {
      const { folder, name } = placed(slug, index) ?? first;
      // The image's own type decides its extension.
      return { folder, name: name.replace(/(?<=.)\.[^.]*$/, '') };
    },
  };
}

function fileInto(saveFolder: () => string, own: (slug: string, index: number) => FileName, isDefault: boolean): Filing {
  const below = (folder: string) => [saveFolder(), folder].filter(Boolean).join('/');
  return {
    isDefault,
    folder: below(own('image', 1).folder),
    place(slug, index) {
      const { folder, name } = own(slug, index);
      return { folder: below(folder), name };
    },
  };
}

/** Only for Markdown: the rules are of VS Code's Markdown extension. */
function readCopyFiles(document: vscode.Uri): Readonly<Record<string, string>> {
  const open = vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === document.toString());
  const isMarkdown = open ? open.languageId === 'markdown' : /\.(md|markdown)$/i.test(document.path);
  if (!isMarkdown) return {};
  return v.parse(CopyFiles, vscode.workspace.getConfiguration('markdown', document).get('copyFiles.destination'));
}
