import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import type { FieldView, SheetRowView, SheetView } from '../../core/protocol.ts';
import { Combobox } from '../form/combobox.tsx';
import { applyFlags, Flags, overrule } from '../form/flags.tsx';
import { useTelling } from '../form/useDraft.ts';
import { post } from '../host.ts';
import { Icon, Note } from '../parts.tsx';

interface RowProps {
  readonly sheet: SheetView;
  readonly row: SheetRowView;
  /** As typed. */
  readonly prompt: string;
  readonly onType: (text: string) => void;
  readonly onSend: () => void;
}

/** One image of the sheet. */
export function Row({ sheet, row, prompt, onType, onSend }: RowProps) {
  const id = `sheet-${row.id}`;
  const isRunning = row.running !== undefined;
  useTelling(row, prompt, () => post({ kind: 'changeSheet', sheet: sheet.id, row: row.id, prompt }));
  const notes = [row.reason !== undefined && `${id}-reason`, row.failure !== undefined && `${id}-failure`].filter(Boolean);
  return (
    <li class="sheet-row">
      <div class="sheet-row-head">
        <label class="sheet-place">
          <input
            type="checkbox"
            checked={row.ticked}
            disabled={isRunning}
            onChange={(event) => post({ kind: 'changeSheet', sheet: sheet.id, row: row.id, ticked: event.currentTarget.checked })}
          />
          <bdi>{row.place}</bdi>
        </label>
        {row.from !== undefined && (
          <span class="sheet-from" dir="auto">
            {row.from}
          </span>
        )}
      </div>
      {row.failure !== undefined && (
        <div id={`${id}-failure`} class="sheet-failure">
          <Note icon="error">{row.failure}</Note>
        </div>
      )}
      {row.reason !== undefined && (
        <div id={`${id}-reason`}>
          <Note icon="info">{row.reason}</Note>
        </div>
      )}
      {isRunning ? (
        <div class="sheet-running">
          <p dir="auto">{prompt}</p>
          <p class="note">
            <Icon name="loading" spin />
            <span>{row.running}</span>
          </p>
        </div>
      ) : (
        <div class="sheet-fields">
          <textarea
            class="prompt-input"
            dir="auto"
            rows={2}
            value={prompt}
            aria-label={l10n.t('Prompt for {0}', isolate(row.place))}
            aria-describedby={notes.length > 0 ? notes.join(' ') : undefined}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            onInput={(event) => onType(event.currentTarget.value)}
            onKeyDown={(event) => {
              // The Enter that ends a composition (Japanese, Chinese, …) is not ours.
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
              event.preventDefault();
              if (!event.repeat) onSend();
            }}
          />
          <Flags text={prompt} onType={onType} />
          <div class="sheet-size">
            <label class="form-label" for={`${id}-size`}>
              {l10n.t('Size')}
            </label>
            <Combobox
              id={`${id}-size`}
              field={sizeField(sheet, row, prompt)}
              onChange={(size) => {
                onType(overrule(prompt, 'size'));
                post({ kind: 'changeSheet', sheet: sheet.id, row: row.id, size });
              }}
            />
          </div>
        </div>
      )}
    </li>
  );
}

function sizeField({ sizes, freeSizes }: SheetView, row: SheetRowView, prompt: string): FieldView {
  const isKnown = sizes.some(({ value }) => value === row.size);
  const choices = isKnown ? sizes : [{ value: row.size, label: row.size.replace('x', '×') }, ...sizes];
  const field = {
    option: 'size',
    label: l10n.t('Size of {0}', isolate(row.place)),
    value: row.size,
    choices,
    free: freeSizes,
  } as const;
  return applyFlags([field], prompt)[0] ?? field;
}
