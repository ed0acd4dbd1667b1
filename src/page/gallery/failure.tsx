import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { FailureView } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { Button, Icon, IconButton } from '../parts.tsx';

/** What went wrong, in the server's words too, and the steps that help. */
export function Failure({ run, failure }: { readonly run: string; readonly failure: FailureView }) {
  return (
    <div class="failure">
      <p class="failure-sentence">
        <Icon name="error" />
        <span dir="auto">{failure.sentence}</span>
      </p>
      {failure.detail !== undefined && <blockquote dir="auto">{failure.detail}</blockquote>}
      {failure.requestId !== undefined && <RequestId id={failure.requestId} />}
      {failure.buttons.length > 0 && (
        <div class="buttons">
          {failure.buttons.map(({ step, label }, index) => (
            <Button key={step} primary={index === 0} onPress={() => post({ kind: 'step', run, step })}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

function RequestId({ id }: { readonly id: string }) {
  const [copied, setCopied] = useState(false);
  const copy = () => {
    // Without the permission the id can still be selected by hand.
    navigator.clipboard.writeText(id).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <p class="request">
      <span>{l10n.t('Request ID:')}</span>
      <code>{id}</code>
      <IconButton icon={copied ? 'check' : 'copy'} name={copied ? l10n.t('Copied') : l10n.t('Copy Request ID')} onPress={copy} />
    </p>
  );
}
