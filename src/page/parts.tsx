import type { ComponentChildren } from 'preact';
import '@vscode-elements/elements/dist/vscode-button/index.js';

/** A codicon, for the eye only. */
export function Icon({ name, spin = false }: { readonly name: string; readonly spin?: boolean }) {
  return <span class={`codicon codicon-${name}${spin ? ' codicon-modifier-spin' : ''}`} aria-hidden="true" />;
}

interface ButtonProps {
  readonly children: ComponentChildren;
  readonly onPress: () => void;
  readonly primary?: boolean;
  readonly disabled?: boolean;
  /** A whole name, where the label alone would be the same on every card. */
  readonly name?: string;
  readonly title?: string;
  readonly class?: string;
}

/** A button in words. A double click presses it once: what it asks for may cost money. */
export function Button({ children, onPress, primary = false, disabled = false, name, title, class: className }: ButtonProps) {
  return (
    <vscode-button
      class={className}
      secondary={!primary}
      disabled={disabled}
      aria-disabled={disabled ? 'true' : undefined}
      aria-label={name}
      title={title}
      onClick={(event: MouseEvent) => {
        if (event.detail <= 1 && !disabled) onPress();
      }}
    >
      <span class="label">{children}</span>
    </vscode-button>
  );
}

interface IconButtonProps {
  readonly icon: string;
  readonly name: string;
  readonly onPress: () => void;
  /** The key that does the same, as `aria-keyshortcuts` has it: `Control+Z`. */
  readonly keys?: string;
  /** For one that stays pressed. */
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

/** A button that is an icon; its name is the tooltip too. A disabled one can still have the focus, and does nothing. */
export function IconButton({ icon, name, onPress, keys, pressed, disabled = false }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={name}
      aria-keyshortcuts={keys}
      aria-pressed={pressed}
      aria-disabled={disabled ? 'true' : undefined}
      title={keys === undefined ? name : `${name} (${readableKey(keys)})`}
      onClick={() => !disabled && onPress()}
    >
      <Icon name={icon} />
    </button>
  );
}

const isMac = /Mac/.test(navigator.userAgent);

/** The first of some keys as it stands in a tooltip: `Ctrl+Z`. */
export function readableKey(keys: string): string {
  const first = (keys.split(' ')[0] ?? '').replace('ArrowLeft', '←').replace('ArrowRight', '→');
  return isMac
    ? first.replace('Control+', '⌘').replace('Shift+', '⇧').replace('Enter', '↩')
    : first.replace('Control+', 'Ctrl+').replace('Delete', 'Del').replace('Escape', 'Esc');
}

interface TextButtonProps {
  readonly icon: string;
  readonly children: string;
  readonly disabled?: boolean;
  /** For one that stays pressed. */
  readonly pressed?: boolean;
  /** A whole name, where the words alone would stand there several times. */
  readonly name?: string;
  /** The key that does the same. */
  readonly keys?: string;
  readonly onPress: () => void;
}

/** A quiet button in words. */
export function TextButton({ icon, children, disabled = false, pressed, name, keys, onPress }: TextButtonProps) {
  return (
    <button
      type="button"
      class="text-button"
      aria-label={name}
      aria-keyshortcuts={keys}
      title={keys === undefined ? undefined : `${children} (${readableKey(keys)})`}
      aria-pressed={pressed}
      aria-disabled={disabled ? 'true' : undefined}
      onClick={() => !disabled && onPress()}
    >
      <Icon name={icon} />
      <span>{children}</span>
    </button>
  );
}

/** One line of information. */
export function Note({ icon, children }: { readonly icon: string; readonly children: ComponentChildren }) {
  return (
    <p class="note">
      <Icon name={icon} />
      <span class="sentence">{children}</span>
    </p>
  );
}
