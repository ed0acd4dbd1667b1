import * as vscode from 'vscode';
import type { ToHost } from '../../core/protocol.ts';
import { pictureOf } from '../pictures/pictures.ts';
import type { Store } from '../store.ts';
import { requireTrust } from '../trust.ts';
import type { Exporting } from './exporting.ts';

/** What the page asks of the sheet with the sizes. */
export type ExportIntent = Extract<
  ToHost,
  { kind: 'export' | 'changeExport' | 'chooseExportFolder' | 'runExport' | 'cancelExport' | 'copySnippet' | 'closeExport' }
>;

/** Carries it out. Throws what `Exporting` throws; `untrusted`. */
export async function carryOutExport(intent: ExportIntent, exporting: Exporting, store: Store): Promise<void> {
  switch (intent.kind) {
    case 'export':
      requireTrust();
      return exporting.open(vscode.Uri.parse(pictureOf(store, intent.image).uri));
    case 'changeExport':
      return exporting.change(intent.export, intent.change);
    case 'chooseExportFolder':
      return exporting.chooseFolder(intent.export);
    case 'runExport':
      return exporting.run(intent.export);
    case 'cancelExport':
      return exporting.cancel(intent.export);
    case 'copySnippet':
      return exporting.copySnippet(intent.export, intent.snippet);
    case 'closeExport':
      return exporting.close(intent.export);
  }
}
