import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { FormView } from '../../core/protocol.ts';
import { keepView, post, viewState } from '../host.ts';
import { Button, Icon, Note } from '../parts.tsx';
import { Field } from './field.tsx';

/** The protocol takes no longer prompt: the host would drop the message without a word. */
const PROMPT_LIMIT = 200_000;

const SEND_KEYS = /Mac/.test(navigator.userAgent) ? '⌘↩' : 'Ctrl+Enter';

/** Where a prompt is written or reviewed, and sent. */
export function Form({ form, trusted }: { readonly form: FormView; readonly trusted: boolean }) {
  const [draft, setDraft] = useState(viewState().draft);
  const [expanded, setExpanded] = useState(viewState().expanded);
  const prompt = draft?.form === form.id ? draft.text : form.prompt;
  const tooLong = prompt.length > PROMPT_LIMIT;
  const canSend = form.canSend && trusted && !tooLong && prompt.trim() !== '';

  const type = (text: string) => {
    const next = { form: form.id, text };
    setDraft(next);
    keepView({ draft: next });
  };
  const send = () => {
    if (canSend) post({ kind: 'generate', form: form.id, prompt });
  };
  const toggle = () => {
    setExpanded(!expanded);
    keepView({ expanded: !expanded });
  };

  return (
    <section class="form" aria-label={l10n.t('New image')}>
      {form.reason !== undefined && (
        <div id="reason">
          <Note icon="info">{form.reason}</Note>
        </div>
      )}
      <label class="form-label" for="prompt">
        {l10n.t('Prompt')}
      </label>
      <textarea
        id="prompt"
        class="prompt-input"
        dir="auto"
        rows={2}
        value={prompt}
        placeholder={l10n.t('Describe the picture')}
        aria-describedby={form.reason === undefined ? 'estimate' : 'reason estimate'}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          // The Enter that ends a composition (Japanese, Chinese, …) is not ours.
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
          event.preventDefault();
          if (!event.repeat) send();
        }}
      />
      {tooLong && <Note icon="warning">{l10n.t('The prompt is too long to be sent: {0} characters.', prompt.length)}</Note>}
      {form.fields.length > 0 && (
        <button type="button" class="options-toggle" aria-expanded={expanded} aria-controls="options" onClick={toggle}>
          <Icon name={expanded ? 'chevron-down' : 'chevron-right'} />
          <span>{l10n.t('Options')}</span>
          {!expanded && <span class="options-summary">{form.fields.map(chosen).join(' · ')}</span>}
        </button>
      )}
      <div class="fields" id="options" hidden={!expanded || form.fields.length === 0}>
        {form.fields.map((field) => (
          <Field
            key={field.option}
            field={field}
            onChange={(value) => post({ kind: 'change', form: form.id, options: { [field.option]: value } })}
          />
        ))}
      </div>
      <div class="send">
        <div class="send-facts">
          <p id="estimate" dir="auto">
            {form.estimate}
          </p>
          {form.target !== undefined && (
            <p class="target" dir="auto">
              {form.target}
            </p>
          )}
        </div>
        <Button primary disabled={!canSend} onPress={send} title={l10n.t('Generate ({0})', SEND_KEYS)} name={l10n.t('Generate')}>
          {l10n.t('Generate')}
        </Button>
      </div>
    </section>
  );
}

function chosen(field: FormView['fields'][number]): string {
  return field.choices.find((choice) => choice.value === field.value)?.label ?? field.value;
}
