import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { Box } from '../../../core/box.ts';
import type { Size } from '../../../core/size.ts';
import { Button } from '../../parts.tsx';
import type { Rectangle } from '../strokes/operation.ts';

interface RectangleFieldsProps {
  readonly picture: Size;
  /** The rectangle that the numbers are of; without one they are of the next. */
  readonly selected: Rectangle | undefined;
  readonly onAdd: (box: Box) => void;
  readonly onChange: (box: Box) => void;
  readonly onRemove: () => void;
}

/** A rectangle in numbers, for those who have no mouse, and for those who want it exact. */
export function RectangleFields({ picture, selected, onAdd, onChange, onRemove }: RectangleFieldsProps) {
  const [draft, setDraft] = useState<Box>(() => middleOf(picture));
  const box = selected?.box ?? draft;
  const change = (part: Partial<Box>) => {
    const next = within({ ...box, ...part }, picture);
    if (selected) onChange(next);
    else setDraft(next);
  };
  const { width, height } = picture;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own
    <div class="rectangle-fields" role="group" aria-label={l10n.t('Rectangle')}>
      <NumberField id="rectangle-x" label={l10n.t('X')} value={box.x} min={0} max={width - 1} onNumber={(x) => change({ x })} />
      <NumberField id="rectangle-y" label={l10n.t('Y')} value={box.y} min={0} max={height - 1} onNumber={(y) => change({ y })} />
      <NumberField
        id="rectangle-width"
        label={l10n.t('Width')}
        value={box.width}
        min={1}
        max={width - box.x}
        onNumber={(next) => change({ width: next })}
      />
      <NumberField
        id="rectangle-height"
        label={l10n.t('Height')}
        value={box.height}
        min={1}
        max={height - box.y}
        onNumber={(next) => change({ height: next })}
      />
      <span class="buttons">
        <Button onPress={() => onAdd(box)}>{l10n.t('Add Rectangle')}</Button>
        {selected && <Button onPress={onRemove}>{l10n.t('Remove')}</Button>}
      </span>
    </div>
  );
}

interface NumberFieldProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly onNumber: (value: number) => void;
}

/** Whole px. What is half typed is left alone: the number counts when the field is left, or Enter pressed. */
export function NumberField({ id, label, value, min, max, onNumber }: NumberFieldProps) {
  const take = (input: HTMLInputElement) => {
    const typed = Math.round(input.valueAsNumber);
    if (Number.isFinite(typed) && typed !== value) onNumber(typed);
    else input.value = String(value);
  };
  return (
    <div class="number-field">
      <label for={id}>{label}</label>
      <input
        type="number"
        id={id}
        min={min}
        max={max}
        step={1}
        value={value}
        onChange={(event) => take(event.currentTarget)}
        onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget)}
      />
    </div>
  );
}

/** The nearest box that lies in the picture: its corner first. */
function within(box: Box, { width, height }: Size): Box {
  const x = clamp(box.x, 0, width - 1);
  const y = clamp(box.y, 0, height - 1);
  return { x, y, width: clamp(box.width, 1, width - x), height: clamp(box.height, 1, height - y) };
}

function middleOf({ width, height }: Size): Box {
  const half = { width: Math.max(1, Math.round(width / 2)), height: Math.max(1, Math.round(height / 2)) };
  return { x: Math.floor((width - half.width) / 2), y: Math.floor((height - half.height) / 2), ...half };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
