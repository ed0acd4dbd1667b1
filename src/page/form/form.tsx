import * as l10n from '@vscode/l10n';
import { useRef, useState } from 'preact/hooks';
import { isolate } from '../../core/bidi.ts';
import type { FormView } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { Button, IconButton, Note } from '../parts.tsx';
import { applyFlags, Flags, overrule } from './flags.tsx';
import { Options } from './options.tsx';
import { isSendable, PromptBox, SEND_KEYS } from './promptBox.tsx';
import { RecentPrompts, replaceText } from './recent.tsx';
import { References, useReferences } from './references.tsx';
import { WillBeSent } from './sent.tsx';
import { Thumbnail } from './thumbnail.tsx';
import { useDraft } from './useDraft.ts';

/** Where a prompt is written or reviewed, and sent. */
export function Form({ form, trusted }: { readonly form: FormView; readonly trusted: boolean }) {
  const [prompt, type] = useDraft(form);
  const box = useRef<HTMLTextAreaElement>(null);
  const [isRecalling, setRecalling] = useState(false);
  const { refusal, onPaste, onDragOver, onDrop } = useReferences(form, trusted);
  const canSend = form.canSend && trusted && isSendable(prompt);
  const label = form.source ? l10n.t('Create Variations') : l10n.t('Generate');

  const send = () => {
    if (canSend) post({ kind: 'generate', form: form.id, prompt });
  };

  return (
    <section class="form" aria-label={l10n.t('New image')} onDragOver={onDragOver} onDrop={onDrop}>
      {form.reason !== undefined && (
        <div id="reason">
          <Note icon="info">{form.reason}</Note>
        </div>
      )}
      {form.source && (
        <ul class="thumbnails">
          <Thumbnail src={form.source.src} label={l10n.t('Variations of {0}', isolate(form.source.name))} />
        </ul>
      )}
      <PromptBox
        value={prompt}
        placeholder={l10n.t('Describe the picture')}
        describedBy={form.reason === undefined ? 'estimate notes' : 'reason estimate notes'}
        onType={type}
        onSend={send}
        onPaste={onPaste}
        box={box}
        {...(!form.source && { onRecall: () => setRecalling(true) })}
      >
        {!form.source && trusted && (
          <div class="prompt-tools">
            <IconButton icon="history" name={l10n.t('History…')} onPress={() => setRecalling(true)} />
            {form.hasStyles && (
              <IconButton icon="symbol-color" name={l10n.t('Choose Style…')} onPress={() => post({ kind: 'chooseStyle' })} />
            )}
            <IconButton
              icon="file-media"
              name={l10n.t('Add Reference…')}
              onPress={() => post({ kind: 'pickReference', form: form.id })}
            />
          </div>
        )}
      </PromptBox>
      <Flags text={prompt} onType={type} style={form.style?.name} ofPicture={form.source !== undefined} />
      {isRecalling && (
        <RecentPrompts
          onLeave={() => setRecalling(false)}
          onEscape={() => box.current?.focus()}
          onTake={(text) => {
            setRecalling(false);
            if (box.current) replaceText(box.current, text);
          }}
        />
      )}
      <References form={form} />
      {refusal !== undefined && <Note icon="warning">{refusal}</Note>}
      {form.style && <WillBeSent prompt={prompt} style={form.style} />}
      <Options form={form.id} fields={applyFlags(form.fields, prompt)} onChoose={(option) => type(overrule(prompt, option))} />
      <div id="notes" class="form-notes" aria-live="polite">
        {!form.canSend && trusted && <Note icon="warning">{form.estimate}</Note>}
        {form.notes.map((note) => (
          <Note key={note} icon="info">
            {note}
          </Note>
        ))}
      </div>
      <div class="send">
        <div class="send-facts">
          <p id="estimate" dir="auto">
            {form.canSend || !trusted ? form.estimate : ''}
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
