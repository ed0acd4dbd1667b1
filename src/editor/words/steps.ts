import { l10n } from 'vscode';
import { assertNever, type Failure, type Invalid } from '../../core/failure.ts';
import { withoutParameter } from '../../core/leftOut.ts';
import type { NextStep, StepButton } from '../../core/protocol.ts';
import { OPENAI_BASE_URL } from '../../core/server.ts';

/** The steps that help, the most helpful first. */
export function stepsOf(failure: Failure): readonly NextStep[] {
  switch (failure.kind) {
    case 'cancelled':
    case 'timedOut':
    case 'incomplete':
    case 'server':
    case 'tooLarge':
    case 'expired':
    case 'notFetched':
    case 'urlRefused':
    case 'rateLimited':
    case 'noFile':
    case 'unknownEnd':
    case 'notSent':
      return ['tryAgain'];
    case 'badImage':
      // The file would have to change first.
      return failure.name === undefined ? ['tryAgain'] : [];
    case 'untrusted':
      return ['trust'];
    case 'noKey':
      return isOpenAI(failure.origin) ? ['setKey', 'tryAgain', 'getKey'] : ['setKey', 'tryAgain'];
    case 'badKey':
      return isOpenAI(failure.origin) ? ['setKey', 'tryAgain', 'getKey'] : ['setKey', 'tryAgain', 'checkSetup'];
    case 'denied':
      return failure.reason === 'organization' ? ['openVerification', 'tryAgain'] : ['setKey', 'tryAgain'];
    case 'refused':
      // A refused prompt would be refused again; another image of the same prompt may pass.
      return failure.stage === 'output' ? ['editPrompt', 'tryAgain'] : ['editPrompt'];
    case 'noImage':
      return ['editPrompt', 'tryAgain'];
    case 'invalid':
      return invalidSteps(failure.invalid);
    case 'rejected':
      return failure.parameter !== undefined && withoutParameter(failure.parameter)
        ? ['leaveOut', 'editPrompt', 'openSettings']
        : ['editPrompt', 'openSettings'];
    case 'noCredit':
      return ['openBilling', 'tryAgain'];
    case 'overBudget':
    case 'unencrypted':
      return ['openSettings'];
    case 'noModel':
      return failure.replacement ? ['useReplacement', 'openSettings'] : ['chooseModel', 'tryAgain'];
    case 'noEndpoint':
    case 'notAnApi':
    case 'redirected':
      return ['chooseServer', 'tryAgain', 'checkSetup'];
    case 'unreachable':
      return ['tryAgain', 'chooseServer', 'checkSetup'];
    case 'noPlace':
      return ['saveAs', 'openSettings'];
    case 'raster':
      return ['tryAgain', 'showLog'];
    case 'unexpected':
      return ['showLog', 'tryAgain', 'checkSetup'];
    default:
      return assertNever(failure);
  }
}

/** The page for keys is OpenAI's. */
function isOpenAI(origin: string): boolean {
  return OPENAI_BASE_URL.startsWith(`${origin}/`);
}

function invalidSteps({ field }: Invalid): readonly NextStep[] {
  switch (field) {
    case 'prompt':
    case 'picture':
      return ['editPrompt'];
    case 'arguments':
    case 'mask':
    case 'canvas':
    case 'input':
      return [];
    default:
      return ['openSettings'];
  }
}

/** A step with its label. */
export function stepButton(step: NextStep): StepButton {
  return { step, label: stepLabel(step) };
}

function stepLabel(step: NextStep): string {
  switch (step) {
    case 'tryAgain':
      return l10n.t('Try Again');
    case 'editPrompt':
      return l10n.t('Edit Prompt');
    case 'setKey':
      return l10n.t('Set API Key…');
    case 'getKey':
      return l10n.t('Get a Key');
    case 'openBilling':
      return l10n.t('Open Billing');
    case 'openVerification':
      return l10n.t('Verify Organization');
    case 'useReplacement':
      return l10n.t('Use the Replacement');
    case 'chooseModel':
      return l10n.t('Choose Model…');
    case 'leaveOut':
      return l10n.t('Try Without It');
    case 'chooseServer':
      return l10n.t('Change Server…');
    case 'openSettings':
      return l10n.t('Open Settings');
    case 'saveAs':
      return l10n.t('Save As…');
    case 'showLog':
      return l10n.t('Show Log');
    case 'checkSetup':
      return l10n.t('Check Setup');
    case 'trust':
      return l10n.t('Manage Trust');
    case 'varySubtly':
      return l10n.t('Subtle Variations');
    case 'varyMore':
      return l10n.t('Medium Variations');
    case 'varyStrongly':
      return l10n.t('Strong Variations');
    case 'reword':
      return l10n.t('Change Wording…');
    default:
      return assertNever(step);
  }
}
