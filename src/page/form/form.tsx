import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { FormView } from '../../core/protocol.ts';
import { keepView, post, viewState } from '../host.ts';
import { Button, Note } from '../parts.tsx';
import { Options } from './options.tsx';
import { isSendable, PromptBox, SEND_KEYS } from './promptBox.tsx';

/** Where a prompt is written or reviewed, and sent. */
export function Form({ form, trusted }: { readonly form: FormView; readonly trusted: boolean }) {
  const [draft, setDraft] = useState(viewState().draft);
  const prompt = draft?.form === form.id ? draft.text : form.prompt;
  const canSend = form.canSend && trusted && isSendable(prompt);
  const label = form.source ? l10n.t('Create Variations') : l10n.t('Generate');

  const type = (text: string) => {
    const next = { form: form.id, text };
    setDraft(next);
    keepView({ draft: next });
  };
  const send = () => {
    if (canSend) post({ kind: 'generate', form: form.id, prompt });
  };

  return (
    <section class="form" aria-label={l10n.t('New image')}>
      {form.reason !== undefined && (
        <div id="reason">
          <Note icon="info">{form.reason}</Note>
        </div>
      )}
      {form.source && (
        <ul class="thumbnails">
          <Thumbnail src={form.source.src} label={l10n.t('Variations of {0}', form.source.name)} />
        </ul>
      )}
      <PromptBox
        value={prompt}
        placeholder={l10n.t('Describe the picture')}
        describedBy={form.reason === undefined ? 'estimate' : 'reason estimate'}
        onType={type}
        onSend={send}
      />
      <Options form={form.id} fields={form.fields} />
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
        <Button primary disabled={!canSend} onPress={send} title={`${label} (${SEND_KEYS})`} name={label}>
          {label}
        </Button>
      </div>
    </section>
  );
}

/** A small picture with its name. */
export function Thumbnail({ src, label }: { readonly src: string; readonly label: string }) {
  return (
    <li class="thumbnail">
      <img src={src} alt="" />
      <span dir="auto">{label}</span>
    </li>
  );
}
