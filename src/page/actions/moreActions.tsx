import * as l10n from '@vscode/l10n';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts.tsx';

/** One line of the menu. */
export interface MoreAction {
  readonly label: string;
  readonly onPress: () => void;
  /** It can have the focus all the same, and does nothing. */
  readonly disabled?: boolean;
}

interface MoreActionsProps {
  readonly actions: readonly MoreAction[];
  readonly onOpen: () => void;
}

/** px, as in the style sheet: the place is chosen before the menu is drawn. */
const WIDTH = 260;
const LINE = 26;
const PADDING = 10;
const GAP = 4;

/** A button with a menu under it, for what is asked for less often. */
export function MoreActions({ actions, onOpen }: MoreActionsProps) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const name = l10n.t('More Actions…');
  const close = () => menu.current?.hidePopover();
  const leave = useRef<(() => void) | undefined>(undefined);
  useEffect(() => () => leave.current?.(), []);
  // It has its place in the window, and would stay there while its button goes. Not by an effect: what scrolls before that runs
  // would be missed.
  const follow = (top: number) => {
    const whileNear = () => {
      if (Math.abs((button.current?.getBoundingClientRect().top ?? 0) - top) > GAP) close();
    };
    window.addEventListener('scroll', whileNear, { passive: true });
    window.addEventListener('resize', close);
    leave.current = () => {
      window.removeEventListener('scroll', whileNear);
      window.removeEventListener('resize', close);
    };
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={name}
        title={name}
        aria-haspopup="menu"
        aria-expanded={open}
        popovertarget={id}
        // Before the menu opens, which is what a click of this button does by itself.
        onClick={({ currentTarget }) => menu.current && putBeside(menu.current, currentTarget, actions.length)}
      >
        <Icon name="ellipsis" />
      </button>
      <div
        ref={menu}
        id={id}
        class="menu"
        role="menu"
        aria-label={name}
        popover="auto"
        onToggle={({ newState, currentTarget }) => {
          setOpen(newState === 'open');
          leave.current?.();
          if (newState !== 'open') return;
          follow(button.current?.getBoundingClientRect().top ?? 0);
          // Not by an effect: one that is closed and opened again in no time was open all the time for the state.
          currentTarget.querySelector<HTMLElement>('[role=menuitem]')?.focus();
          onOpen();
        }}
        onKeyDown={(event) => {
          // Here letters are no shortcuts of the picture.
          event.stopPropagation();
          if (event.key === 'Tab') close();
          else if (menu.current && moveAmongItems(menu.current, event.key)) event.preventDefault();
        }}
      >
        {actions.map(({ label, onPress, disabled = false }, index) => (
          <button
            // A label changes under the focus, once a size is known.
            key={index}
            type="button"
            role="menuitem"
            tabIndex={-1}
            aria-disabled={disabled ? 'true' : undefined}
            onClick={() => {
              if (disabled) return;
              close();
              onPress();
            }}
          >
            {label}
          </button>
        ))}
      </div>
    </>
  );
}

/** Under the button, or above it where there is more room, and never beyond the window's edge. */
function putBeside(menu: HTMLElement, button: HTMLElement, lines: number): void {
  const { left, top, bottom } = button.getBoundingClientRect();
  const height = lines * LINE + PADDING;
  const isAbove = bottom + GAP + height > innerHeight && top > innerHeight - bottom;
  menu.style.left = `${Math.max(GAP, Math.min(left, innerWidth - WIDTH - GAP))}px`;
  menu.style.top = isAbove ? 'auto' : `${bottom + GAP}px`;
  menu.style.bottom = isAbove ? `${innerHeight - top + GAP}px` : 'auto';
}

/** Answers whether the key meant that. A letter goes to the next line that begins with it. */
function moveAmongItems(menu: HTMLElement, key: string): boolean {
  const items = [...menu.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? items.indexOf(activeElement) : -1;
  const next = pick(items, at, key);
  next?.focus();
  return next !== undefined;
}

function pick(items: readonly HTMLElement[], at: number, key: string): HTMLElement | undefined {
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items.at(at < 1 ? -1 : at - 1);
    case 'Home':
      return items[0];
    case 'End':
      return items.at(-1);
    default: {
      if (key.length !== 1 || key === ' ') return undefined;
      const others = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      return others.find((item) => item.textContent?.toLowerCase().startsWith(key.toLowerCase()));
    }
  }
}
