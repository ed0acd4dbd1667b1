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

/** A button that is an icon; its name is the tooltip too. */
export function IconButton({
  icon,
  name,
  onPress,
}: {
  readonly icon: string;
  readonly name: string;
  readonly onPress: () => void;
}) {
  return (
    <button type="button" class="icon-button" aria-label={name} title={name} onClick={onPress}>
      <Icon name={icon} />
    </button>
  );
}

/** One line of information. */
export function Note({ icon, children }: { readonly icon: string; readonly children: ComponentChildren }) {
  return (
    <p class="note">
      <Icon name={icon} />
      <span dir="auto">{children}</span>
    </p>
  );
}
