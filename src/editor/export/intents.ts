import type { ToHost } from '../../core/protocol.ts';
import type { Exporting } from './exporting.ts';

/** What the page asks of the sheet with the sizes, once it is open. */
export type ExportIntent = Extract<
  ToHost,
  { kind: 'changeExport' | 'chooseExportFolder' | 'runExport' | 'cancelExport' | 'copySnippet' | 'closeExport' }
>;

/** Carries it out. Throws what `Exporting` throws. */
export async function carryOutExport(intent: ExportIntent, exporting: Exporting): Promise<void> {
  switch (intent.kind) {
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
