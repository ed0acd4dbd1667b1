import * as l10n from '@vscode/l10n';
import { isolate } from '../../core/bidi.ts';
import { effectiveFlags, type Flag, type FlagOption, readFlags, withoutFlags } from '../../core/flags.ts';
import type { FieldView } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { Icon } from '../parts.tsx';

interface FlagsProps {
  /** The prompt as typed, with its flags. */
  readonly text: string;
  readonly onType: (text: string) => void;
  /** The style that the prompt gets; it is chosen for the workspace. */
  readonly style?: string | undefined;
  /** What is made from a picture has the size of that: another one is not used. */
  readonly ofPicture?: boolean;
}

/** The style of a prompt, and the flags at its end: each with a button that takes it away, a flag out of the text. */
export function Flags({ text, onType, style, ofPicture = false }: FlagsProps) {
  const flags = effectiveFlags(readFlags(text).flags);
  if (flags.length === 0 && style === undefined) return null;
  return (
    // biome-ignore lint/a11y/noRedundantRoles: Safari and VoiceOver drop the role of a list without bullets
    <ul class="form-chips" role="list" aria-label={style === undefined ? l10n.t('Flags') : l10n.t('Style and flags')}>
      {style !== undefined && (
        <Chip
          label={l10n.t('Style: {0}', isolate(style))}
          removeLabel={l10n.t('Remove the style {0}', isolate(style))}
          onRemove={() => post({ kind: 'dropStyle' })}
        />
      )}
      {flags.map((flag) => (
        <Chip
          key={flag.option}
          label={
            ofPicture && flag.option === 'size'
              ? l10n.t('{0} is not used: the size follows the picture', labelOf(flag))
              : labelOf(flag)
          }
          removeLabel={l10n.t('Remove {0}', labelOf(flag))}
          onRemove={() => onType(withoutFlags(text, flag.option))}
        />
      ))}
    </ul>
  );
}

/** A button goes with what it takes away; whoever pressed it goes on writing. */
function focusPrompt(button: Element): void {
  button.closest('.form, .request-part, .sheet-row')?.querySelector('textarea')?.focus();
}

interface ChipProps {
  readonly label: string;
  readonly removeLabel: string;
  readonly onRemove: () => void;
}

/** Something that goes with the prompt, and can be taken away. */
function Chip({ label, removeLabel, onRemove }: ChipProps) {
  return (
    <li class="form-chip">
      <span dir="auto">{label}</span>
      <RemoveButton label={removeLabel} onRemove={onRemove} />
    </li>
  );
}

/** Takes away what it stands on. */
export function RemoveButton({ label, onRemove }: { readonly label: string; readonly onRemove: () => void }) {
  return (
    <button
      type="button"
      class="form-chip-remove"
      aria-label={label}
      title={label}
      onClick={({ currentTarget }) => {
        focusPrompt(currentTarget);
        onRemove();
      }}
    >
      <Icon name="close" />
    </button>
  );
}

function labelOf({ option, value }: Flag): string {
  switch (option) {
    case 'size':
      return value.replace('x', '×');
    case 'count':
      return value === '1' ? l10n.t('1 image') : l10n.t('{0} images', value);
    case 'background':
      return value === 'transparent' ? l10n.t('Transparent background') : l10n.t('Opaque background');
    case 'quality':
      return l10n.t('Quality: {0}', value);
  }
}

/** The fields with what the flags say, because that is what counts. */
export function applyFlags(fields: readonly FieldView[], text: string): readonly FieldView[] {
  const flags = effectiveFlags(readFlags(text).flags);
  return fields.map((field) => {
    const flag = flags.find(({ option }) => option === field.option);
    if (!flag) return field;
    const isKnown = field.choices.some(({ value }) => value === flag.value);
    const choices = isKnown ? field.choices : [{ value: flag.value, label: labelOf(flag) }, ...field.choices];
    return { ...field, value: flag.value, choices };
  });
}

/** The text without the flags that a choice in the form has overruled. */
export function overrule(text: string, option: FieldView['option']): string {
  return isFlagOption(option) ? withoutFlags(text, option) : text;
}

function isFlagOption(option: FieldView['option']): option is FlagOption {
  return option !== 'model';
}
