import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { assertNever, type Failure } from '../../core/failure.ts';

/** Why what a server sent was not kept. */
export function badImageSentence(reason: Extract<Failure, { kind: 'badImage' }>['reason']): string {
  switch (reason) {
    case 'notAnImage':
      return l10n.t('What the server sent is not an image that Easel can read.');
    case 'truncated':
      return l10n.t('The image that the server sent ends in the middle.');
    case 'damaged':
      return l10n.t('The image that the server sent is damaged.');
    case 'tooManyPixels':
      return l10n.t('The image has more than 33.5 megapixels, so it was not opened.');
    case 'tooManyBytes':
      return l10n.t('The image is larger than 50 MiB, so it was not kept.');
    default:
      return assertNever(reason);
  }
}

/** Why a file of the user's is not taken. */
export function badPictureSentence(reason: Extract<Failure, { kind: 'badImage' }>['reason'], name: string): string {
  switch (reason) {
    case 'notAnImage':
      return l10n.t('{0} is not a picture that Easel can read. It takes PNG, JPEG and WebP.', isolate(name));
    case 'truncated':
      return l10n.t('{0} ends in the middle, so it cannot be read.', isolate(name));
    case 'damaged':
      return l10n.t('{0} is damaged, so it cannot be read.', isolate(name));
    case 'tooManyPixels':
      return l10n.t('{0} has more than 33.5 megapixels. Make it smaller first.', isolate(name));
    case 'tooManyBytes':
      return l10n.t('{0} is larger than the model takes. Make it smaller first.', isolate(name));
    default:
      return assertNever(reason);
  }
}
