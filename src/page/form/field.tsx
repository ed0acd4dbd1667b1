import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FieldView } from '../../core/protocol.ts';
import { Combobox } from './combobox.tsx';
import '@vscode-elements/elements/dist/vscode-option/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';

interface FieldProps {
  readonly field: FieldView;
  readonly onChange: (value: string) => void;
}

/** One option of the form with its label. */
export function Field({ field, onChange }: FieldProps) {
  const id = `field-${field.option}`;
  return (
    <div class={`field field-${field.option}`}>
      <label class="form-label" id={`${id}-label`} for={field.free ? id : undefined}>
        {field.label}
      </label>
      {field.free ? <Combobox id={id} field={field} onChange={onChange} /> : <Select id={id} field={field} onChange={onChange} />}
    </div>
  );
}

function Select({ id, field, onChange }: FieldProps & { readonly id: string }) {
  const element = useRef<HTMLElement>(null);
  // The element shows a choice at once. What counts is the host's answer, which may be the old value.
  useLayoutEffect(() => {
    const select = element.current;
    if (select && 'value' in select && select.value !== field.value) select.value = field.value;
  });
  const known = field.choices.some((choice) => choice.value === field.value);
  const choices = known ? field.choices : [{ value: field.value, label: field.value }, ...field.choices];
  return (
    <vscode-single-select
      ref={element}
      id={id}
      label={field.label}
      onChange={() => {
        const select = element.current;
        if (select && 'value' in select && typeof select.value === 'string' && select.value !== field.value)
          onChange(select.value);
      }}
    >
      {choices.map((choice) => (
        <vscode-option key={choice.value} value={choice.value} selected={choice.value === field.value}>
          {choice.label}
        </vscode-option>
      ))}
    </vscode-single-select>
  );
}
