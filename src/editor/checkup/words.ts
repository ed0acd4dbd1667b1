import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Check, Fact, Finding, Level } from '../../core/checkup.ts';
import type { Fix } from '../../core/checkupFixes.ts';
import { assertNever } from '../../core/failure.ts';
import { explain } from '../words/failures.ts';
import { remoteLabel } from '../words/remote.ts';
import { lookSentence } from '../words/servers.ts';
import { stepButton } from '../words/steps.ts';
import { keyFact, modelFact, proxyFact } from './facts.ts';

/** What a line is about. */
export function checkLabel(check: Check): string {
  switch (check) {
    case 'versions':
      return l10n.t('Versions');
    case 'place':
      return l10n.t('Where Easel runs');
    case 'trust':
      return l10n.t('Workspace trust');
    case 'settings':
      return l10n.t('Settings');
    case 'server':
      return l10n.t('Server');
    case 'proxy':
      return l10n.t('Proxy');
    case 'reach':
      return l10n.t('Connection');
    case 'key':
      return l10n.t('API key');
    case 'organization':
      return l10n.t('Organization');
    case 'model':
      return l10n.t('Model');
    case 'folder':
      return l10n.t('Save folder');
    case 'raster':
      return l10n.t('Image engine');
    case 'keyring':
      return l10n.t('Keyring');
    default:
      return assertNever(check);
  }
}

/** How bad it is, in a word. */
export function levelLabel(level: Level): string {
  switch (level) {
    case 'problem':
      return l10n.t('Problem');
    case 'warning':
      return l10n.t('Warning');
    case 'unknown':
      return l10n.t('Not known');
    case 'good':
      return l10n.t('OK');
    default:
      return assertNever(level);
  }
}

/** What was found, in a sentence. */
export function findingSentence(finding: Finding): string {
  if (!('stopped' in finding)) return factSentence(finding);
  switch (finding.stopped) {
    case 'untrusted':
      return l10n.t('Not tried: Easel sends and writes nothing in a workspace that you do not trust.');
    case 'unencrypted':
      return l10n.t('Not asked: it is reached without encryption, and you have not allowed that.');
    case 'time':
      return l10n.t('This check did not end in time.');
    case 'bug':
      return l10n.t('This check failed. The log has the details.');
    default:
      return assertNever(finding.stopped);
  }
}

function factSentence(fact: Fact): string {
  switch (fact.check) {
    case 'versions':
      return l10n.t('Easel {0}, {1} {2}, {3}', fact.easel, fact.editor, fact.version, fact.platform);
    case 'place':
      if (fact.remote) return l10n.t('{0}: servers and files are seen from there', remoteLabel(fact.remote));
      return fact.kind === 'ui' ? l10n.t('On this machine') : l10n.t('On this machine, beside the workspace');
    case 'trust':
      return fact.isTrusted ? l10n.t('Trusted') : l10n.t('Not trusted: Easel sends and writes nothing here');
    case 'settings':
      return explain(fact.failure).sentence;
    case 'server':
      return serverSentence(fact);
    case 'proxy':
      return proxyFact(fact.use);
    case 'reach':
      return reachSentence(fact);
    case 'key':
      return keyFact(fact);
    case 'organization':
      return organizationSentence(fact);
    case 'model':
      return fact.state === 'failed' ? explain(fact.failure).sentence : modelFact(fact);
    case 'folder':
      if (fact.state === 'failed') return explain(fact.failure).sentence;
      return fact.folder === undefined
        ? l10n.t('No folder is open; images go into Easel’s own storage, which can be written')
        : l10n.t('“{0}” can be written', isolate(fact.folder));
    case 'raster':
      return fact.state === 'failed' ? explain(fact.failure).sentence : l10n.t('Decoded a picture in {0} ms', fact.ms);
    case 'keyring':
      return keyringSentence(fact);
    default:
      return assertNever(fact);
  }
}

function serverSentence(fact: Extract<Fact, { check: 'server' }>): string {
  switch (fact.state) {
    case 'failed':
      return explain(fact.failure).sentence;
    case 'none':
      return l10n.t('None: the built-in placeholder makes the images');
    case 'known': {
      const address = isolate(fact.baseUrl);
      if (fact.isInsecure) return l10n.t('{0}: without encryption everyone on the way can read what is sent', address);
      return fact.name === undefined ? address : l10n.t('{0} at {1}', isolate(fact.name), address);
    }
    default:
      return assertNever(fact);
  }
}

/** The look costs nothing, so that what failures say about bills does not hold. */
function reachSentence(fact: Extract<Fact, { check: 'reach' }>): string {
  if (fact.state === 'answered') {
    return fact.isEncrypted
      ? l10n.t('{0} answered in {1} ms (status {2}); name and certificate are good', fact.host, fact.ms, fact.status)
      : l10n.t('{0} answered in {1} ms (status {2})', fact.host, fact.ms, fact.status);
  }
  return lookSentence(fact.failure);
}

function organizationSentence(fact: Extract<Fact, { check: 'organization' }>): string {
  switch (fact.state) {
    case 'refused':
      return l10n.t('Not verified when it was asked last ({0}). It may take 15 minutes to count.', day(fact.at));
    case 'works':
      return l10n.t('Its last request for this model made an image');
    case 'unknown':
      return l10n.t('Unknown until the first request: only that tells whether it must be verified');
    default:
      return assertNever(fact);
  }
}

function keyringSentence({ state }: Extract<Fact, { check: 'keyring' }>): string {
  switch (state) {
    case 'works':
      return l10n.t('Took a test entry, gave it back and deleted it');
    case 'forgets':
      return l10n.t('Does not give back what is put in: keys last for this window only.');
    case 'fails':
      return l10n.t('Does not take a test entry: keys last for this window only.');
    default:
      return assertNever(state);
  }
}

function day(at: number): string {
  return new Date(at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** What choosing a line does. */
export function fixLabel(fix: Fix): string {
  switch (fix.kind) {
    case 'step':
      return stepButton(fix.step).label;
    case 'setting':
      return l10n.t('Open the setting {0}', fix.name);
    case 'page':
      return fix.page === 'keyring' ? l10n.t('Read about keyrings') : l10n.t('Read about proxies and certificates');
    default:
      return assertNever(fix);
  }
}
