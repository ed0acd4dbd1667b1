import { type Finding, levelOf } from './checkup.ts';
import { assertNever, type Failure } from './failure.ts';
import type { NextStep } from './protocol.ts';

/** What helps: a step that failures have too, one setting, or a page to read. */
export type Fix =
  | { readonly kind: 'step'; readonly step: NextStep }
  | { readonly kind: 'setting'; readonly name: string }
  | { readonly kind: 'page'; readonly page: 'keyring' | 'proxy' };

/** What helps against a finding, where something does. */
export function fixOf(finding: Finding): Fix | undefined {
  if ('stopped' in finding) {
    switch (finding.stopped) {
      case 'time':
        return undefined;
      case 'untrusted':
        return step('trust');
      case 'unencrypted':
        return step('chooseServer');
      case 'bug':
        return step('showLog');
      default:
        return assertNever(finding.stopped);
    }
  }
  if (levelOf(finding) === 'good') return undefined;
  switch (finding.check) {
    case 'versions':
    case 'place':
    case 'proxy':
      return undefined;
    case 'trust':
      return step('trust');
    case 'settings':
      return fixOfSetting(finding.failure) ?? step('openSettings');
    case 'server':
      return (finding.state === 'failed' ? fixOfSetting(finding.failure) : undefined) ?? step('chooseServer');
    case 'reach':
      return finding.state === 'answered' ? undefined : fixOfReach(finding.failure);
    case 'key':
      if (finding.state === 'unreadable') return { kind: 'page', page: 'keyring' };
      return finding.state === 'untried' ? step('trust') : step('setKey');
    case 'organization':
      return finding.state === 'refused' ? step('openVerification') : undefined;
    case 'model':
      return (finding.state === 'failed' ? fixOfSetting(finding.failure) : undefined) ?? setting('easel.model');
    case 'folder':
      return setting('easel.saveFolder');
    case 'raster':
      return step('showLog');
    case 'keyring':
      return { kind: 'page', page: 'keyring' };
    default:
      return assertNever(finding);
  }
}

/** A failure may name the setting that is wrong. */
function fixOfSetting(failure: Failure): Fix | undefined {
  if (failure.kind !== 'invalid') return undefined;
  if (failure.invalid.field === 'setting') return setting(failure.invalid.name);
  return failure.invalid.field === 'entry' ? setting(failure.invalid.setting) : undefined;
}

function fixOfReach(failure: Failure): Fix {
  if (failure.kind !== 'unreachable') return step('chooseServer');
  switch (failure.reason) {
    case 'proxy':
      return setting('http.proxy');
    case 'certificate':
      return { kind: 'page', page: 'proxy' };
    case 'unknownHost':
    case 'refused':
    case 'other':
      return step('chooseServer');
  }
}

function step(name: NextStep): Fix {
  return { kind: 'step', step: name };
}

function setting(name: string): Fix {
  return { kind: 'setting', name };
}
