import * as l10n from '@vscode/l10n';
import { useState } from 'preact/hooks';
import type { FailedRequestView, FailureView, StepButton } from '../../core/protocol.ts';
import { post } from '../host.ts';
import { Button, Icon, IconButton, TextButton } from '../parts.tsx';

/** What went wrong, in the server's words too, and the steps that help. */
export function Failure({ run, failure }: { readonly run: string; readonly failure: FailureView }) {
  const { requests = [] } = failure;
  const calls = requests.map(({ call }) => call);
  const again = failure.buttons.find(({ step }) => step === 'tryAgain');
  return (
    <div class="failure">
      <p class="failure-sentence">
        <Icon name="error" />
        <span class="sentence">{failure.sentence}</span>
      </p>
      {failure.detail !== undefined && <blockquote dir="auto">{failure.detail}</blockquote>}
      {failure.requestId !== undefined && <RequestId id={failure.requestId} />}
      {requests.length > 1 && <Requests run={run} requests={requests} again={again} />}
      {failure.buttons.length > 0 && (
        <div class="buttons">
          {failure.buttons.map(({ step, label }, index) => (
            <Button
              key={step}
              primary={index === 0}
              onPress={() => post({ kind: 'step', run, step, ...(calls.length > 0 && { calls }) })}
            >
              {label}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

interface RequestsProps {
  readonly run: string;
  readonly requests: readonly FailedRequestView[];
  readonly again: StepButton | undefined;
}

/** The requests that failed in the same way, each of which can be tried again alone. */
function Requests({ run, requests, again }: RequestsProps) {
  return (
    <ol class="requests">
      {requests.map(({ call, requestId }, index) => {
        const name = l10n.t('Request {0} of {1}', index + 1, requests.length);
        return (
          <li key={call} class="failed-request">
            <span>{name}</span>
            {requestId !== undefined && <RequestId id={requestId} />}
            {again && (
              <TextButton
                icon="refresh"
                name={l10n.t('Try only this again: request {0} of {1}', index + 1, requests.length)}
                onPress={() => post({ kind: 'step', run, step: again.step, calls: [call] })}
              >
                {l10n.t('Try only this again')}
              </TextButton>
            )}
          </li>
        );
      })}
    </ol>
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
