import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { type ExportFile, QUALITY } from '../../core/exportPlan.ts';
import type { ExportView } from '../../core/protocol.ts';
import type { Size } from '../../core/size.ts';
import type { Panel } from '../panel/panel.ts';
import { nameOf } from '../pictures/files.ts';
import { formatOf, formatsOf, viewFiles } from './choices.ts';
import type { Sheet } from './sheet.ts';

/** The sheet as the page shows it. */
export function viewExport(sheet: Sheet, plan: readonly ExportFile[], panel: Panel): ExportView {
  const { id, picture, facts, shown, sha256, choices, folder, taken, progress, result } = sheet;
  const files = viewFiles(plan, choices, taken);
  const format = formatOf(choices);
  const target = targetOf(sheet);
  const count = files.filter(({ ticked, taken: then }) => ticked && then !== 'skip').length;
  // The page keeps what it has loaded: other bytes under the same name have another address.
  const source = shown.scheme === 'git' ? shown : shown.with({ query: `version=${sha256.slice(0, 16)}` });
  return {
    id,
    picture: { src: panel.toSource(source.toString()), name: nameOf(picture), width: facts.width, height: facts.height },
    preset: choices.preset,
    focus: choices.focus,
    ...(target && { target }),
    ...(format && { format: { value: format, choices: formatsOf(choices) } }),
    ...(format && format !== 'png' && { quality: choices.quality[format] ?? QUALITY[format] }),
    files,
    folder: folder.label,
    summary: summaryOf(count, folder.label),
    canExport: count > 0 && !progress,
    ...(progress && { progress }),
    ...(result && { result }),
  };
}

/** What a crop's shape is that of. */
function targetOf({ choices: { preset, size } }: Sheet): Size | undefined {
  switch (preset) {
    case 'favicon':
      return { width: 512, height: 512 };
    case 'openGraph':
      return { width: 1200, height: 630 };
    case 'custom':
      return size;
    case 'responsive':
      return undefined;
  }
}

function summaryOf(count: number, folder: string): string {
  if (count === 0) return l10n.t('Nothing would be written: tick a file, or replace one.');
  return count === 1
    ? l10n.t('1 file goes into {0}.', isolate(folder))
    : l10n.t('{0} files go into {1}.', count, isolate(folder));
}
