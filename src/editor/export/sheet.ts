import type * as vscode from 'vscode';
import type { ExportFile } from '../../core/exportPlan.ts';
import type { ExportResultView } from '../../core/protocol.ts';
import type { PictureFacts } from '../../core/task.ts';
import { nameOf } from '../pictures/files.ts';
import { type Choices, planOf, viewFiles } from './choices.ts';
import type { ExportFolder } from './folder.ts';

/** The sheet that is open. */
export interface Sheet {
  readonly id: string;
  readonly picture: vscode.Uri;
  readonly sha256: string;
  readonly facts: PictureFacts;
  /** Where the page finds the picture: itself, or a copy. */
  readonly shown: vscode.Uri;
  readonly choices: Choices;
  readonly folder: ExportFolder;
  /** The user picked the folder, so it stays. */
  readonly isChosen: boolean;
  /** Names of the plan that the folder has already. */
  readonly taken: ReadonlySet<string>;
  readonly progress?: { readonly done: number; readonly total: number } | undefined;
  readonly result?: ExportResultView | undefined;
}

/** What the choices mean. */
export function filesOf({ choices, facts, picture }: Sheet): readonly ExportFile[] {
  return planOf(choices, facts, baseOf(picture));
}

/** What is ticked of a plan. */
export function tickedOf({ choices, taken }: Sheet, files: readonly ExportFile[]): readonly ExportFile[] {
  const views = viewFiles(files, choices, taken);
  return files.filter((_, index) => views[index]?.ticked);
}

/** What is to be made of a plan: what is ticked, without what is taken and stays. */
export function wantedOf(open: Sheet, files: readonly ExportFile[]): readonly ExportFile[] {
  return tickedOf(open, files).filter(({ name }) => !open.taken.has(name) || open.choices.replaced.has(name));
}

/** A picture's name without its extension. */
export function baseOf(picture: vscode.Uri): string {
  return nameOf(picture).replace(/(?<=.)\.[^.]*$/, '');
}
