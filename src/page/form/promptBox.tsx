import * as l10n from '@vscode/l10n';
import type { ComponentChildren, RefObject } from 'preact';
import { readFlags } from '../../core/flags.ts';
import { Note, readableKey } from '../parts.tsx';

/** The protocol takes no longer prompt: the host would drop the message without a word. */
export const PROMPT_LIMIT = 200_000;

export const SEND_KEYS = readableKey('Control+Enter');

interface PromptBoxProps {
  readonly value: string;
  readonly placeholder: string;
  readonly describedBy: string;
  readonly onType: (text: string) => void;
  readonly onSend: () => void;
  readonly box?: RefObject<HTMLTextAreaElement | null>;
  readonly onPaste?: (event: ClipboardEvent) => void;
  /** Arrow Up in an empty box, as in a terminal. */
  readonly onRecall?: () => void;
  /** Buttons beside the label. */
  readonly children?: ComponentChildren;
}

/** Whether a prompt can be sent as far as the page can tell: flags alone are none. */
export function isSendable(prompt: string): boolean {
  return readFlags(prompt).prompt.trim() !== '' && prompt.length <= PROMPT_LIMIT;
}

/** Where a prompt is written. */
export function PromptBox({ value, placeholder, describedBy, onType, onSend, box, onPaste, onRecall, children }: PromptBoxProps) {
  return (
    <>
      <div class="prompt-head">
        <label class="form-label" for="prompt">
          {l10n.t('Prompt')}
        </label>
        {children}
      </div>
      <textarea
        id="prompt"
        ref={box ?? null}
        class="prompt-input"
        dir="auto"
        rows={2}
        value={value}
        placeholder={placeholder}
        aria-describedby={describedBy}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        onPaste={onPaste}
        onInput={(event) => onType(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp' && value === '' && onRecall && !event.isComposing) {
            event.preventDefault();
            return onRecall();
          }
          // The Enter that ends a composition (Japanese, Chinese, …) is not ours.
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
          event.preventDefault();
          if (!event.repeat) onSend();
        }}
      />
      {value.length > PROMPT_LIMIT && (
        <Note icon="warning">{l10n.t('The prompt is too long to be sent: {0} characters.', value.length)}</Note>
      )}
    </>
  );
}
