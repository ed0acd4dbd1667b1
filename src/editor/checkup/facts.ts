import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Fact } from '../../core/checkup.ts';
import { assertNever } from '../../core/failure.ts';
import type { ProxyUse } from '../../core/proxy.ts';

/** What is known of the proxy. The system may have one that no setting names. */
export function proxyFact(use: ProxyUse): string {
  switch (use.kind) {
    case 'none':
      return l10n.t('None in http.proxy and in the environment');
    case 'used':
      return l10n.t('{0}, by {1}', isolate(use.address), use.by);
    case 'off':
      return l10n.t('{0}, by {1}, is not used: http.proxySupport is off', isolate(use.address), use.by);
    case 'excepted':
      return use.except === undefined
        ? l10n.t('{0}, by {1}, is not used for this machine', isolate(use.address), use.by)
        : l10n.t('{0}, by {1}, is not used for this server, by {2}', isolate(use.address), use.by, use.except);
    default:
      return assertNever(use);
  }
}

/** What is known of the key; never the key. */
export function keyFact({ origin, state }: Extract<Fact, { check: 'key' }>): string {
  switch (state) {
    case 'missing':
      return l10n.t('{0} wants an API key, and none is set for it.', origin);
    case 'none':
      return l10n.t('None is set for {0}. The first request tells whether it wants one.', origin);
    case 'notAsked':
      return l10n.t('None is set, and {0} lists its models without one', origin);
    case 'accepted':
      return l10n.t('Set, and accepted by {0}', origin);
    case 'rejected':
      return l10n.t('{0} does not accept the API key.', origin);
    case 'mute':
      return l10n.t('Set, but it may not list the models of {0}. It may make images all the same.', origin);
    case 'unproven':
      return l10n.t('Set. {0} did not say whether it accepts it.', origin);
    case 'withheld':
      return l10n.t('Set, and not sent: {0} is reached without encryption, and nobody has said that it may travel so.', origin);
    case 'untried':
      return l10n.t('Set. In a workspace that you do not trust it is not tried.');
    case 'unreadable':
      return l10n.t('The system’s keyring does not give out the key for {0}.', origin);
    default:
      return assertNever(state);
  }
}

/** What is known of the model. A list of models informs, and forbids nothing. */
export function modelFact(fact: Exclude<Extract<Fact, { check: 'model' }>, { state: 'failed' }>): string {
  const model = isolate(fact.model);
  switch (fact.state) {
    case 'over':
      return fact.replacement === undefined
        ? l10n.t('{0} was shut down on {1}.', model, fact.date)
        : l10n.t('{0} was shut down on {1}. {2} replaces it.', model, fact.date, isolate(fact.replacement));
    case 'ending':
      return fact.replacement === undefined
        ? l10n.t('{0} will be shut down on {1}.', model, fact.date)
        : l10n.t('{0} will be shut down on {1}. {2} replaces it.', model, fact.date, isolate(fact.replacement));
    case 'unlisted': {
      const some = fact.some.map(isolate).join(', ');
      return fact.count > fact.some.length
        ? l10n.t('The server does not list {0}, which may work all the same. It lists {1} models: {2} …', model, fact.count, some)
        : l10n.t('The server does not list {0}, which may work all the same. It lists {1}.', model, some);
    }
    case 'listed':
      return l10n.t('{0}, listed by the server', model);
    case 'known':
      return l10n.t('{0}, known to Easel; the server has not listed its models', model);
    case 'strange':
      return l10n.t('{0} is not known to Easel, and the server has not listed its models. It may work all the same.', model);
    case 'builtIn':
      return l10n.t('The built-in placeholder');
    default:
      return assertNever(fact);
  }
}
