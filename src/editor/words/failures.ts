import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { assertNever, type Failure, type Invalid } from '../../core/failure.ts';
import type { FailureView } from '../../core/protocol.ts';
import { badImageSentence, badPictureSentence } from './badImages.ts';
import { dollars } from './labels.ts';
import { unreachableSentence } from './remote.ts';
import { stepButton, stepsOf } from './steps.ts';

/** A failure as whole sentences and the steps that help. The one place where this is decided. */
export function explain(failure: Failure): Omit<FailureView, 'requests'> {
  return {
    sentence: sentenceOf(failure),
    ...('message' in failure && failure.message && { detail: failure.message }),
    ...('requestId' in failure && failure.requestId && { requestId: failure.requestId }),
    buttons: stepsOf(failure).map(stepButton),
  };
}

function sentenceOf(failure: Failure): string {
  switch (failure.kind) {
    case 'cancelled':
      return failure.billable ? l10n.t('Cancelled. The server may still bill it.') : l10n.t('Cancelled. Nothing was made.');
    case 'untrusted':
      return l10n.t('Easel sends and writes nothing in a workspace that you do not trust.');
    case 'noKey':
      return l10n.t('{0} wants an API key, and none is set for it.', failure.origin);
    case 'badKey':
      return l10n.t('{0} does not accept the API key.', failure.origin);
    case 'denied':
      return failure.reason === 'organization'
        ? l10n.t(
            'OpenAI wants your organization to be verified before it makes images with this model. It may take 15 minutes to count.',
          )
        : l10n.t('The server does not allow this request with this key.');
    case 'refused':
      return refusedSentence(failure);
    case 'invalid':
      return invalidSentence(failure.invalid);
    case 'rejected':
      return failure.parameter
        ? l10n.t('The server rejects the value of “{0}”.', isolate(failure.parameter))
        : l10n.t('The server rejects the request (status {0}).', failure.status);
    case 'rateLimited':
      return failure.until === undefined
        ? l10n.t('The server has too many requests to answer now. Try again in a minute.')
        : l10n.t('The server has too many requests to answer now. Try again at {0}.', clock(failure.until));
    case 'noCredit':
      return l10n.t('Your account has no credit left, or has reached its limit. Nothing was made.');
    case 'overBudget':
      return l10n.t('This would go over your daily budget of {0}. Nothing was sent.', dollars(failure.budget));
    case 'unencrypted':
      return l10n.t('{0} is reached without encryption, which you have not allowed. Nothing was sent.', failure.origin);
    case 'noModel':
      return failure.replacement
        ? l10n.t(
            'The server does not know the model “{0}”, or has retired it. {1} replaces it.',
            isolate(failure.model),
            isolate(failure.replacement),
          )
        : l10n.t('The server does not know the model “{0}”.', isolate(failure.model));
    case 'noEndpoint':
      return l10n.t(
        'The server has no such service (status {0}). Is its address complete, with “/v1” at the end?',
        failure.status,
      );
    case 'unreachable':
      return unreachableSentence(failure);
    case 'timedOut':
      return l10n.t('No complete answer came within {0} seconds. The server may still bill the request.', failure.seconds);
    case 'incomplete':
      return l10n.t('The connection broke in the middle of the answer. The server may still bill the request.');
    case 'server':
      return l10n.t('The server failed (status {0}). It may have billed the request.', failure.status);
    case 'notAnApi':
      // No status: it does not even speak HTTP.
      if (failure.status === 0) return l10n.t('What answers at {0} is no web server that Easel understands.', failure.host);
      return l10n.t(
        '{0} did not answer as an image server; a proxy or a login page may have answered instead (status {1}).',
        failure.host,
        failure.status,
      );
    case 'redirected':
      return l10n.t(
        'The server wanted to send the request on to {0}. Easel does not follow, so that your prompt and key stay where you sent them.',
        failure.host,
      );
    case 'tooLarge':
      return l10n.t('The answer is larger than {0} MiB, so it was stopped.', Math.round(failure.limit / 2 ** 20));
    case 'noImage':
      return l10n.t('The server answered, but no image came back. Some servers answer so when they block a prompt.');
    case 'badImage':
      return failure.name === undefined ? badImageSentence(failure.reason) : badPictureSentence(failure.reason, failure.name);
    case 'expired':
      return l10n.t('The server’s link to the image does not work any more (status {0}).', failure.status);
    case 'notFetched':
      return l10n.t('The image was made, but it could not be fetched from {0}. It may have been billed.', failure.host);
    case 'urlRefused':
      return l10n.t('The server’s link to the image leads to a place that Easel does not fetch from.');
    case 'noPlace':
      return noPlaceSentence(failure);
    case 'noFile':
      return l10n.t('{0} is not there any more.', isolate(failure.name));
    case 'raster':
      return l10n.t('The built-in image engine failed. Generating with a server works without it; editing does not.');
    case 'notSent':
      return l10n.t('The window closed before this was sent. Nothing was made.');
    case 'unknownEnd':
      return l10n.t(
        'The window closed before an answer came. The server may have made and billed an image; nothing was sent again.',
      );
    case 'unexpected':
      return l10n.t('Something went wrong in Easel. The log has the details.');
    default:
      return assertNever(failure);
  }
}

function refusedSentence({ categories, stage }: Extract<Failure, { kind: 'refused' }>): string {
  const what = categories.join(', ');
  if (stage === 'output') {
    return what
      ? l10n.t(
          'The content policy refused the finished image ({0}). Another try may pass; else change the prompt.',
          isolate(what),
        )
      : l10n.t('The content policy refused the finished image. Another try may pass; else change the prompt.');
  }
  return what
    ? l10n.t('The content policy refused the prompt ({0}). Change the prompt.', isolate(what))
    : l10n.t('The content policy refused the prompt. Change the prompt.');
}

function invalidSentence(invalid: Invalid): string {
  switch (invalid.field) {
    case 'prompt':
      return invalid.problem === 'empty'
        ? l10n.t('There are no words to make an image of.')
        : l10n.t(
            'The prompt has {0} characters; {1} takes at most {2}.',
            invalid.length.toLocaleString(),
            isolate(invalid.model),
            invalid.limit.toLocaleString(),
          );
    case 'count':
      return l10n.t('The count is {0}; it must be a whole number from 1 to 10.', isolate(invalid.value));
    case 'size':
      return l10n.t(
        'The size is “{0}”; it must be “auto”, width x height, such as 1536x1024, or a ratio, such as 16:9.',
        isolate(invalid.value),
      );
    case 'saveFolder':
      return invalid.problem === 'notAFolder'
        ? l10n.t('The save folder “{0}” is not a folder.', isolate(invalid.value))
        : l10n.t('The save folder “{0}” lies outside the workspace. Choose one inside it.', isolate(invalid.value));
    case 'baseUrl':
      return addressSentence(invalid);
    case 'entry':
      return entrySentence(invalid);
    case 'setting':
      return l10n.t('The setting {0} has the value {1}, which it cannot have.', isolate(invalid.name), isolate(invalid.value));
    case 'arguments':
      return l10n.t('The command was called with a wrong value for “{0}”.', isolate(invalid.name));
    case 'input':
      return l10n.t('The agent’s tool was called with a wrong value for “{0}”.', isolate(invalid.name));
    case 'endpoint':
      return l10n.t('{0} makes images from words only. Choose a model that takes pictures.', isolate(invalid.model));
    case 'mask':
      return l10n.t('The mask is {0}, and the picture is {1}. They must have the same size.', invalid.size, invalid.picture);
    case 'picture':
      return l10n.t('{0} was changed since it was opened. Look at it again before it is sent.', isolate(invalid.name));
    case 'reference':
      return l10n.t(
        'The style “{0}” has the picture “{1}”, which does not lie in the workspace. Only pictures of the workspace are sent.',
        isolate(invalid.style),
        isolate(invalid.path),
      );
    case 'canvas':
      return l10n.t(
        'A picture of {0} cannot be made from this one. Make it larger on some side, up to 33.5 megapixels.',
        invalid.size,
      );
    default:
      return assertNever(invalid);
  }
}

function addressSentence({ value, problem }: Extract<Invalid, { field: 'baseUrl' }>): string {
  switch (problem) {
    case 'address':
      return l10n.t('“{0}” is not the address of a server. It must look like https://example.com/v1.', isolate(value));
    case 'credentials':
      return l10n.t(
        'The address of {0} has a name or a password in it. Leave that out and set it as the API key.',
        isolate(value),
      );
    case 'query':
      return l10n.t(
        'The address of {0} has more behind its path than an api-version. If that is a key, set it as the API key.',
        isolate(value),
      );
    default:
      return assertNever(problem);
  }
}

function entrySentence({ setting, position, name, property }: Extract<Invalid, { field: 'entry' }>): string {
  const entry = isolate(name ?? String(position));
  return property === ''
    ? l10n.t('Entry {0} of {1} cannot be read; it needs a name.', entry, isolate(setting))
    : l10n.t('Entry {0} of {1} cannot be used, because its “{2}” is not right.', entry, isolate(setting), isolate(property));
}

function noPlaceSentence({ reason, folder, waits }: Extract<Failure, { kind: 'noPlace' }>): string {
  switch (reason) {
    case 'full':
      return waits === undefined
        ? l10n.t('The disk is full: nothing can be saved in {0}.', isolate(folder))
        : l10n.t(
            'The disk is full: nothing can be saved in {0}. {1} still waits in Easel’s storage.',
            isolate(folder),
            isolate(waits),
          );
    case 'readOnly':
      return waits === undefined
        ? l10n.t('Easel may not write in {0}.', isolate(folder))
        : l10n.t('Easel may not write in {0}. {1} still waits in Easel’s storage.', isolate(folder), isolate(waits));
    case 'other':
      return waits === undefined
        ? l10n.t('Nothing can be saved in {0}.', isolate(folder))
        : l10n.t('Nothing can be saved in {0}. {1} still waits in Easel’s storage.', isolate(folder), isolate(waits));
    default:
      return assertNever(reason);
  }
}

function clock(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}
