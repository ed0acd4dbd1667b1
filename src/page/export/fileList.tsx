import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import type { ExportChange, ExportFileView } from '../../core/protocol.ts';

interface FileListProps {
  readonly files: readonly ExportFileView[];
  readonly disabled: boolean;
  readonly onChange: (change: ExportChange) => void;
}

/** What would be written, and what is in its way. */
export function FileList({ files, disabled, onChange }: FileListProps) {
  return (
    <ul class="export-list" aria-label={l10n.t('Files')}>
      {files.map((file) => (
        <li key={file.id}>
          <label class="checkbox">
            <input
              type="checkbox"
              checked={file.ticked}
              disabled={disabled}
              onChange={({ currentTarget }) => onChange({ of: 'tick', file: file.id, on: currentTarget.checked })}
            />
            <span dir="auto">{file.name}</span>
          </label>
          <span class="export-facts">{file.facts}</span>
          {file.upscaled && <span class="export-warning">{l10n.t('would be enlarged')}</span>}
          {file.taken && file.ticked && (
            <span class="export-taken">
              {l10n.t('exists:')}
              <select
                class="export-select"
                aria-label={l10n.t('{0} exists', isolate(file.name))}
                value={file.taken}
                disabled={disabled}
                onChange={({ currentTarget: { value } }) =>
                  onChange({ of: 'taken', file: file.id, existing: value === 'replace' ? 'replace' : 'skip' })
                }
              >
                <option value="skip">{l10n.t('Skip')}</option>
                <option value="replace">{l10n.t('Replace')}</option>
              </select>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
