import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import { type ExportChange, type ExportView, LONGEST_EXPORT, PRESETS, type Preset } from '../../core/protocol.ts';
import type { ExportFormat } from '../../core/raster.ts';
import { post } from '../host.ts';
import { NumberField } from '../mask/tools/rectangleFields.tsx';
import { Button, IconButton } from '../parts.tsx';
import { Crop } from './crop.tsx';
import { FileList } from './fileList.tsx';
import { Result } from './result.tsx';
import { Tabs } from './tabs.tsx';

/** Where the sizes that a project needs of a picture are chosen and made. */
export function ExportSheet({ sheet, trusted }: { readonly sheet: ExportView; readonly trusted: boolean }) {
  const { id, picture, target, progress, result } = sheet;
  const change = (wanted: ExportChange) => post({ kind: 'changeExport', export: id, change: wanted });
  return (
    <section id="export" class="editor export" tabIndex={-1} aria-labelledby="export-title">
      <header class="editor-head">
        <h2 id="export-title" dir="auto">
          {l10n.t('Export Sizes of {0}', isolate(picture.name))}
        </h2>
        <span class="picture-facts">{l10n.t('{0} × {1} px', picture.width, picture.height)}</span>
        <IconButton icon="close" name={l10n.t('Close')} onPress={() => post({ kind: 'closeExport', export: id })} />
      </header>
      <Presets preset={sheet.preset} onChoose={(preset) => change({ of: 'preset', preset })} />
      <div class="export-body">
        <div class="export-picture">
          <Crop
            key={id}
            picture={picture}
            target={target}
            focus={sheet.focus}
            onMove={(focus) => change({ of: 'focus', ...focus })}
          />
          {sheet.preset === 'favicon' && <Tabs picture={picture} focus={sheet.focus} />}
        </div>
        <div class="export-files">
          <Choices sheet={sheet} onChange={change} />
          <FileList files={sheet.files} disabled={progress !== undefined} onChange={change} />
          <p class="export-folder">
            <span dir="auto">{l10n.t('Folder: {0}', isolate(sheet.folder))}</span>{' '}
            <button type="button" class="link" onClick={() => post({ kind: 'chooseExportFolder', export: id })}>
              {l10n.t('Change …')}
            </button>
          </p>
          <div class="send">
            <p class="send-facts" id="export-summary" dir="auto">
              {sheet.summary}
            </p>
            <div class="buttons">
              {progress && <Button onPress={() => post({ kind: 'cancelExport', export: id })}>{l10n.t('Cancel')}</Button>}
              <Button primary disabled={!sheet.canExport || !trusted} onPress={() => post({ kind: 'runExport', export: id })}>
                {l10n.t('Export')}
              </Button>
            </div>
          </div>
          {progress && <Progress {...progress} />}
          <div role="status">{result && <p dir="auto">{result.sentence}</p>}</div>
          {result && <Result result={result} sheet={id} />}
        </div>
      </div>
    </section>
  );
}

function Progress({ done, total }: { readonly done: number; readonly total: number }) {
  return (
    <label class="export-progress">
      {l10n.t('Making file {0} of {1}', Math.min(done + 1, total), total)}
      <progress max={total} value={done} />
    </label>
  );
}

function Presets({ preset, onChoose }: { readonly preset: Preset; readonly onChoose: (preset: Preset) => void }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own
    <div class="chips" role="group" aria-label={l10n.t('What it is for')}>
      {PRESETS.map((name) => (
        <button key={name} type="button" class="chip" aria-pressed={name === preset} onClick={() => onChoose(name)}>
          {labelOf(name)}
        </button>
      ))}
    </div>
  );
}

function labelOf(preset: Preset): string {
  switch (preset) {
    case 'favicon':
      return l10n.t('Favicon Set');
    case 'openGraph':
      return l10n.t('Open Graph 1200 × 630');
    case 'responsive':
      return l10n.t('Responsive Widths');
    case 'custom':
      return l10n.t('Custom Size');
  }
}

interface ChoicesProps {
  readonly sheet: ExportView;
  readonly onChange: (change: ExportChange) => void;
}

/** What a preset leaves open. */
function Choices({ sheet, onChange }: ChoicesProps) {
  const { preset, target, format, quality } = sheet;
  if (!format) return null;
  return (
    <div class="rectangle-fields">
      {preset === 'custom' && target && (
        <>
          <NumberField
            id="export-width"
            label={l10n.t('Width')}
            value={target.width}
            min={1}
            max={LONGEST_EXPORT}
            onNumber={(width) => onChange({ of: 'size', width: side(width), height: target.height })}
          />
          <NumberField
            id="export-height"
            label={l10n.t('Height')}
            value={target.height}
            min={1}
            max={LONGEST_EXPORT}
            onNumber={(height) => onChange({ of: 'size', width: target.width, height: side(height) })}
          />
        </>
      )}
      <span class="number-field">
        <label for="export-format">{l10n.t('Format')}</label>
        <select
          id="export-format"
          class="export-select"
          value={format.value}
          onChange={({ currentTarget: { value } }) => {
            const chosen = format.choices.find((choice) => choice === value);
            if (chosen) onChange({ of: 'format', format: chosen });
          }}
        >
          {format.choices.map((choice) => (
            <option key={choice} value={choice}>
              {nameOfFormat(choice)}
            </option>
          ))}
        </select>
      </span>
      {quality !== undefined && (
        <NumberField
          id="export-quality"
          label={l10n.t('Quality')}
          value={quality}
          min={1}
          max={100}
          onNumber={(value) => onChange({ of: 'quality', quality: Math.min(Math.max(value, 1), 100) })}
        />
      )}
    </div>
  );
}

function side(value: number): number {
  return Math.min(Math.max(value, 1), LONGEST_EXPORT);
}

function nameOfFormat(format: ExportFormat): string {
  return format === 'webp' ? 'WebP' : format.toUpperCase();
}
