import { type InputBoxValidationMessage, InputBoxValidationSeverity, l10n } from 'vscode';
import { assertNever } from '../../core/failure.ts';
import { cleanKey, doubtAbout, type KeyDoubt, keyProblem } from '../../core/key.ts';
import type { Server } from '../../core/server.ts';

/** What is said while a key is typed: why it cannot be one, or, as a warning that forbids nothing, why it may be the wrong one. */
export function keyHint(text: string, server: Server): string | InputBoxValidationMessage | undefined {
  if (!text.trim()) return undefined;
  const key = cleanKey(text);
  const doubt = doubtAbout(key, server);
  return (
    problemSentence(key) ?? (doubt && { message: doubtSentence(doubt, server), severity: InputBoxValidationSeverity.Warning })
  );
}

function problemSentence(key: string): string | undefined {
  switch (keyProblem(key)) {
    case undefined:
      return undefined;
    case 'empty':
      return l10n.t('There is no key in that text.');
    case 'spaces':
      return l10n.t('A key has no spaces in it.');
    case 'nonAscii':
      return l10n.t('A key has only plain letters, digits and signs.');
  }
}

/** Why a key may be a mistake at this server. */
export function doubtSentence(doubt: KeyDoubt, { origin }: Server): string {
  switch (doubt.kind) {
    case 'foreign':
      return l10n.t('This is a key of {0}; OpenAI will not take it.', doubt.vendor);
    case 'admin':
      return l10n.t('This key manages an organization; OpenAI makes no images with it.');
    case 'elsewhere':
      return l10n.t('This is a key of {0}; {1} is another server, and would get it.', doubt.vendor, origin);
    default:
      return assertNever(doubt);
  }
}
