import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import type { FieldView } from '../../core/protocol.ts';
import { keepView, post, viewState } from '../host.ts';
import { Icon } from '../parts.tsx';
import { Field } from './field.tsx';

interface OptionsProps {
  /** The id that changes are posted under. */
  readonly form: string;
  readonly fields: readonly FieldView[];
  /** What else is to be done about a choice. */
  readonly onChoose?: (option: FieldView['option']) => void;
}

/** The options of a form, folded into one line until they are wanted. */
export function Options({ form, fields, onChoose }: OptionsProps) {
  const [expanded, setExpanded] = useState(viewState().expanded);
  const toggle = () => {
    setExpanded(!expanded);
    keepView({ expanded: !expanded });
  };
  return (
    <>
      {fields.length > 0 && (
        <button type="button" class="options-toggle" aria-expanded={expanded} aria-controls="options" onClick={toggle}>
          <Icon name={expanded ? 'chevron-down' : 'chevron-right'} />
          <span>{l10n.t('Options')}</span>
          {!expanded && <span class="options-summary">{fields.map(chosen).join(' · ')}</span>}
        </button>
      )}
      <div class="fields" id="options" hidden={!expanded || fields.length === 0}>
        {fields.map((field) => (
          <Field
            key={field.option}
            field={field}
            onChange={(value) => {
              onChoose?.(field.option);
              post({ kind: 'change', form, options: { [field.option]: value } });
            }}
          />
        ))}
      </div>
    </>
  );
}

function chosen(field: FieldView): string {
  return field.choices.find((choice) => choice.value === field.value)?.label ?? isolate(field.value);
}
