import * as vscode from 'vscode';
import type { Coverage } from '../../core/task.ts';
import { naming, readSubject } from '../generation/subject.ts';
import type { Outside } from '../outside.ts';
import { nameOf } from '../pictures/files.ts';
import { saveBytesAs } from '../pictures/saveAs.ts';

/** A mask of a file: its own, or what is transparent in it. Throws `Failed`: `badImage` with its name; `raster`. */
export async function readMask(outside: Outside, file: vscode.Uri, from: 'file' | 'transparency'): Promise<Coverage> {
  return naming(nameOf(file), async () => {
    const { bytes } = await readSubject(outside, file, new AbortController().signal);
    return (await outside.raster()).decodeMask(bytes, from, new AbortController().signal);
  });
}

/** The file that somebody chooses as the mask of a picture. */
export async function pickMask(picture: vscode.Uri): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    title: vscode.l10n.t('Load Mask'),
    openLabel: vscode.l10n.t('Load'),
    defaultUri: vscode.Uri.joinPath(picture, '..'),
    filters: { PNG: ['png'] },
  });
  return picked?.[0];
}

/** Saves a mask as a PNG where somebody says, beside its picture at first. Throws `Failed` `raster`. */
export async function saveMask(outside: Outside, coverage: Coverage, picture: vscode.Uri): Promise<void> {
  const bytes = await (await outside.raster()).encodeMask(coverage, false, new AbortController().signal);
  await saveBytesAs(outside, bytes, 'png', `${nameOf(picture).replace(/\.[^.]*$/, '')}-mask`, picture);
}
