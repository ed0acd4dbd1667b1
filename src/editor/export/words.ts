import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { Failed, failureOf } from '../../core/failure.ts';
import type { ExportResultView } from '../../core/protocol.ts';
import type { Outside } from '../outside.ts';
import { explain } from '../words/failures.ts';
import { bytesLabel } from '../words/labels.ts';
import { undoReplacing, type WrittenFiles } from './writing.ts';

const { l10n } = vscode;

/** What the sheet says once the files are written. */
export function resultOf(outcome: WrittenFiles, folder: string): Omit<ExportResultView, 'snippets'> {
  return {
    sentence: sentenceOf(outcome, folder),
    files: outcome.written.map(({ name, bytes }) => `${name} · ${bytesLabel(bytes.byteLength)}`),
  };
}

/** Says what was replaced, with Undo, and what was left out. */
export async function sayWritten(outside: Outside, outcome: WrittenFiles, folder: string): Promise<void> {
  const { replaced, left } = outcome;
  if (replaced.length === 0 && left.length === 0) return;
  const undo = l10n.t('Undo');
  const buttons = replaced.length > 0 ? [undo] : [];
  if ((await vscode.window.showInformationMessage(sentenceOf(outcome, folder), ...buttons)) !== undo) return;
  try {
    await undoReplacing(outside, replaced);
  } catch (error) {
    // The command that replaced them has ended long since, and reports nothing any more.
    if (!(error instanceof Failed)) throw error;
    void vscode.window.showErrorMessage(explain(failureOf(error)).sentence);
  }
}

function sentenceOf({ written, replaced, left }: WrittenFiles, folder: string): string {
  const count = written.length;
  return [
    count === 1
      ? l10n.t('1 file was written into {0}.', isolate(folder))
      : l10n.t('{0} files were written into {1}.', count, isolate(folder)),
    replaced.length === 1
      ? l10n.t('One replaced an older one, which is in Easel’s bin.')
      : replaced.length > 1 && l10n.t('{0} replaced older ones, which are in Easel’s bin.', replaced.length),
    left.length > 0 && l10n.t('Left as it was, because the name was taken: {0}.', left.join(', ')),
  ]
    .filter(Boolean)
    .join(' ');
}
