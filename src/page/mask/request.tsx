import * as l10n from '@vscode/l10n';
import type { ComponentChildren, RefObject } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { EditorView } from '../../core/protocol.ts';
import { applyFlags, Flags, overrule } from '../form/flags.tsx';
import { Options } from '../form/options.tsx';
import { isSendable, PromptBox, SEND_KEYS } from '../form/promptBox.tsx';
import { useTelling } from '../form/useDraft.ts';
import { keepEditor, keptEditor, post } from '../host.ts';
import { Button, Note } from '../parts.tsx';

interface RequestProps {
  readonly editor: EditorView;
  readonly trusted: boolean;
  /** What the button says. */
  readonly label: string;
  readonly placeholder: string;
  /** Why it cannot be sent, as far as the page knows. */
  readonly fault?: string | undefined;
  /** Posts it; until then it is not asked for again. */
  readonly onSend: (prompt: string) => Promise<void>;
  /** What stands between the prompt and the options. */
  readonly children?: ComponentChildren;
}

/** The prompt of an edit, its options, and the button that sends it. */
export function Request({ editor, trusted, label, placeholder, fault, onSend, children }: RequestProps) {
  const [text, setText] = useState(() => keptEditor(editor.id).text);
  const sending = useRef(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const prompt = text ?? editor.prompt;
  const canSend = editor.canSend && trusted && fault === undefined && isSendable(prompt);
  const type = (next: string) => {
    setText(next);
    keepEditor(editor.id, { text: next });
  };
  useTelling(editor, prompt, () => post({ kind: 'draft', form: editor.id, prompt }));
  const send = () => {
    // The button is not disabled meanwhile: it would lose the focus.
    if (!canSend || sending.current) return;
    sending.current = true;
    onSend(prompt).finally(() => {
      sending.current = false;
    });
  };
  return (
    <div class="request-part">
      <PromptBox
        box={box}
        value={prompt}
        placeholder={placeholder}
        describedBy={editor.reason === undefined ? 'estimate notes' : 'reason estimate notes'}
        onType={type}
        onSend={send}
      />
      <Flags text={prompt} onType={type} ofPicture />
      {editor.mode === 'edit' && <Chips box={box} />}
      {children}
      <Options
        form={editor.id}
        fields={applyFlags(editor.fields, prompt)}
        onChoose={(option) => type(overrule(prompt, option))}
      />
      <div id="notes" class="form-notes" aria-live="polite">
        {editor.notes.map((note) => (
          <Note key={note} icon="info">
            {note}
          </Note>
        ))}
      </div>
      <div class="send">
        <div class="send-facts">
          {fault !== undefined && (
            <p class="fault" dir="auto">
              {fault}
            </p>
          )}
          <p id="estimate" dir="auto">
            {editor.estimate}
          </p>
        </div>
        <div class="buttons">
          <Button onPress={() => post({ kind: 'closeEditor', editor: editor.id })}>{l10n.t('Close')}</Button>
          <Button primary disabled={!canSend} onPress={send} title={`${label} (${SEND_KEYS})`} name={label}>
            {label}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** What people ask for most, ready to be filled in. */
function Chips({ box }: { readonly box: RefObject<HTMLTextAreaElement | null> }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw a frame of its own
    <div class="chips" role="group" aria-label={l10n.t('Suggestions')}>
      {listChips().map(({ label, prompt }) => (
        <button key={label} type="button" class="chip" onClick={() => box.current && insert(box.current, prompt)}>
          {label}
        </button>
      ))}
    </div>
  );
}

function listChips(): readonly { readonly label: string; readonly prompt: string }[] {
  return [
    {
      label: l10n.t('Remove'),
      prompt: l10n.t('Remove what is in the marked area and fill it with what lies behind it. Change nothing else.'),
    },
    {
      label: l10n.t('Replace Text'),
      prompt: l10n.t({
        message: 'Replace the text with “…” in the same font, size, colour and perspective. Change nothing else.',
        comment: ['“…” is selected, so that the new text can be typed at once'],
      }),
    },
    {
      label: l10n.t('Continue Background'),
      prompt: l10n.t('Continue the surrounding background seamlessly across the marked area, in the same light and texture.'),
    },
  ];
}

/** Puts a prompt in the place of what is there, so that the browser's own undo brings that back, and selects the gap. */
function insert(box: HTMLTextAreaElement, prompt: string): void {
  box.focus();
  box.select();
  // Deprecated, and still the only way that is undone by Ctrl+Z.
  if (!document.execCommand('insertText', false, prompt)) {
    box.value = prompt;
    box.dispatchEvent(new InputEvent('input', { bubbles: true }));
  }
  const gap = prompt.indexOf('…');
  if (gap >= 0) box.setSelectionRange(gap, gap + 1);
}
