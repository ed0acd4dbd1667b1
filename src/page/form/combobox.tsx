import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import type { Choice, FieldView } from '../../core/protocol.ts';
import { Icon } from '../parts.tsx';

/** Characters that the protocol takes; a longer value would be dropped by the host without a word. */
const LIMITS: Readonly<Record<FieldView['option'], number>> = { model: 200, size: 20, quality: 20, background: 20, count: 3 };

interface ComboboxProps {
  readonly id: string;
  readonly field: FieldView;
  readonly onChange: (value: string) => void;
}

/**
 * A field with suggestions into which anything may be typed. Own, because <vscode-single-select> loses what was typed when
 * the focus leaves it or Enter is pressed, and has English words in it.
 */
export function Combobox({ id, field, onChange }: ComboboxProps) {
  const input = useRef<HTMLInputElement>(null);
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [active, setActive] = useState(-1);
  const label = field.choices.find((choice) => choice.value === field.value)?.label ?? field.value;
  // All choices until something is typed: whoever opens the list wants to see what else there is.
  const shown = typed === undefined ? field.choices : field.choices.filter((choice) => matches(choice, typed));

  const close = () => {
    setOpen(false);
    setTyped(undefined);
    setActive(-1);
  };
  const take = (value: string) => {
    close();
    if (value !== '' && value !== field.value) onChange(value);
  };
  const takeTyped = () => {
    const text = typed?.trim();
    if (text === undefined) return close();
    take(field.choices.find((choice) => choice.label.toLowerCase() === text.toLowerCase())?.value ?? text);
  };
  const show = () => {
    if (!open) setActive(field.choices.findIndex((choice) => choice.value === field.value));
    setOpen(true);
  };
  const press = (event: KeyboardEvent) => {
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        event.preventDefault();
        if (!open) return show();
        return setActive(step(active, event.key === 'ArrowDown' ? 1 : -1, shown.length));
      case 'Enter': {
        if (event.isComposing) return;
        const choice = open ? shown[active] : undefined;
        return choice ? take(choice.value) : takeTyped();
      }
      case 'Escape':
        if (open) event.stopPropagation();
        return close();
      default:
        return;
    }
  };

  return (
    <div class="combobox">
      <input
        ref={input}
        id={id}
        role="combobox"
        type="text"
        autocomplete="off"
        spellcheck={false}
        maxLength={LIMITS[field.option]}
        aria-expanded={open && shown.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={open && shown[active] ? `${id}-${active}` : undefined}
        value={typed ?? label}
        onFocus={(event) => event.currentTarget.select()}
        onClick={show}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setActive(-1);
          setOpen(true);
        }}
        onKeyDown={press}
        onBlur={takeTyped}
      />
      <button
        type="button"
        tabIndex={-1}
        class="combobox-toggle"
        aria-label={l10n.t('Show choices: {0}', isolate(field.label))}
        // The input keeps the focus: to leave it is to take what was typed.
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => {
          input.current?.focus();
          if (open) close();
          else show();
        }}
      >
        <Icon name="chevron-down" />
      </button>
      <div class="combobox-list" id={`${id}-list`} role="listbox" aria-label={field.label} hidden={!open || shown.length === 0}>
        {shown.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys arrive at the input, which keeps the focus
          <div
            key={choice.value}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            class={index === active ? 'active' : undefined}
            ref={index === active && open ? reveal : null}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(choice.value)}
          >
            {choice.label}
          </div>
        ))}
      </div>
    </div>
  );
}

function reveal(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}

function matches(choice: Choice, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  return choice.label.toLowerCase().includes(text) || choice.value.toLowerCase().includes(text);
}

function step(from: number, by: number, length: number): number {
  if (length === 0) return -1;
  if (from < 0) return by > 0 ? 0 : length - 1;
  return (from + by + length) % length;
}
