import * as l10n from '@vscode/l10n';
import type { ExportResultView } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { TextButton } from '../parts.tsx';

/** What was written, and what is to be pasted into the project. */
export function Result({ result, sheet }: { readonly result: ExportResultView; readonly sheet: string }) {
  return (
    <div class="export-result">
      <ul class="export-written" aria-label={l10n.t('Files written')}>
        {result.files.map((file) => (
          <li key={file} dir="auto">
            {file}
          </li>
        ))}
      </ul>
      {result.snippets.map(({ label, text }, index) => (
        <figure key={label} class="snippet">
          <figcaption>
            {label}
            <TextButton icon="copy" onPress={() => post({ kind: 'copySnippet', export: sheet, snippet: index })}>
              {l10n.t('Copy')}
            </TextButton>
          </figcaption>
          <textarea readOnly rows={Math.min(text.split('\n').length, 8)} aria-label={label} value={text} />
        </figure>
      ))}
    </div>
  );
}
