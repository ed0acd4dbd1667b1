import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { cut } from '../../core/cut.ts';
import { post } from '../host.ts';

type Listener = (prompts: readonly string[]) => void;

let listener: Listener | undefined;

/** Hands the recent prompts to the list that asked for them. */
export function deliverRecent(prompts: readonly string[]): void {
  listener?.(prompts);
}

interface RecentPromptsProps {
  readonly onTake: (prompt: string) => void;
  /** The focus went elsewhere. */
  readonly onLeave: () => void;
  /** Should take the focus, and with it the list goes. */
  readonly onEscape: () => void;
}

/** A box to search in, and under it the prompts of the last requests, newest first. */
export function RecentPrompts({ onTake, onLeave, onEscape }: RecentPromptsProps) {
  const box = useRef<HTMLInputElement>(null);
  const [prompts, setPrompts] = useState<readonly string[] | undefined>(undefined);
  const [search, setSearch] = useState('');
  const [active, setActive] = useState(0);
  const shown = (prompts ?? []).filter((prompt) => matches(prompt, search));
  useEffect(() => {
    listener = setPrompts;
    post({ kind: 'recentPrompts' });
    box.current?.focus();
    return () => {
      if (listener === setPrompts) listener = undefined;
    };
  }, []);

  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown.length > 0) setActive((active + step + shown.length) % shown.length);
    else if (event.key === 'Enter' && !event.isComposing) take(shown[active]);
    else if (event.key === 'Escape') onEscape();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const take = (prompt: string | undefined) => {
    if (prompt !== undefined) onTake(prompt);
  };

  return (
    <div class="recent">
      <input
        ref={box}
        class="prompt-input recent-search"
        type="text"
        dir="auto"
        role="combobox"
        autocomplete="off"
        spellcheck={false}
        placeholder={l10n.t('Search recent prompts')}
        aria-label={l10n.t('Search recent prompts')}
        aria-expanded={shown.length > 0}
        aria-controls="recent-list"
        aria-autocomplete="list"
        aria-activedescendant={shown[active] === undefined ? undefined : `recent-${active}`}
        value={search}
        onInput={(event) => {
          setSearch(event.currentTarget.value);
          setActive(0);
        }}
        onKeyDown={press}
        onBlur={onLeave}
      />
      <div class="recent-list" id="recent-list" role="listbox" aria-label={l10n.t('Recent prompts')} hidden={shown.length === 0}>
        {shown.map((prompt, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys arrive at the input, which keeps the focus
          <div
            key={prompt}
            id={`recent-${index}`}
            role="option"
            tabIndex={-1}
            dir="auto"
            title={prompt.slice(0, 1000)}
            aria-selected={index === active}
            class={index === active ? 'active' : undefined}
            ref={index === active ? reveal : null}
            // The input keeps the focus: to leave it is to close the list.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(prompt)}
          >
            {cut(prompt, 300)}
          </div>
        ))}
      </div>
      {prompts && shown.length === 0 && (
        <p class="recent-none" role="status">
          {prompts.length === 0 ? l10n.t('There are no prompts yet.') : l10n.t('No recent prompt has these words.')}
        </p>
      )}
    </div>
  );
}

/** Whether a prompt has every word that is searched for. */
function matches(prompt: string, search: string): boolean {
  const text = prompt.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function reveal(option: HTMLElement | null): void {
  option?.scrollIntoView({ block: 'nearest' });
}

/** Puts a prompt in the place of what is in a box, so that the browser's own undo brings that back. */
export function replaceText(box: HTMLTextAreaElement, prompt: string): void {
  box.focus();
  box.select();
  // Deprecated, and still the only way that is undone by Ctrl+Z.
  if (document.execCommand('insertText', false, prompt)) return;
  box.value = prompt;
  box.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
