import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { isNearItsEnd, type ModelChoice } from '../../core/catalogue.ts';
import type { Examination } from '../../core/examination.ts';
import { assertNever, type Failure } from '../../core/failure.ts';
import { daysUntil, type Endpoint, type Model, rowOf } from '../../core/models.ts';
import type { Server } from '../../core/server.ts';
import type { ServerKind } from '../servers/kinds.ts';
import { explain } from './failures.ts';
import { shutdownSentence } from './notes.ts';

/** What a server makes, as far as that is known. */
export function abilitiesLabel(endpoints: readonly Endpoint[]): string {
  const [edits, varies] = [endpoints.includes('edit'), endpoints.includes('variation')];
  if (edits && varies) return l10n.t('Makes images, edits and variations.');
  if (edits) return l10n.t('Makes images and edits; variations are asked for as edits.');
  return varies ? l10n.t('Makes images and variations.') : l10n.t('Makes images.');
}

/** What is said of masks where they are not heeded. */
export function masksLabel({ limits }: ServerKind): string | undefined {
  return limits.ignoresMasks ? l10n.t('It does not heed masks; Easel puts back what was to be kept.') : undefined;
}

/** What the look at a server found. */
export function foundLabel({ ms, models }: Examination): string {
  if (models === undefined) return l10n.t('It answered in {0} ms and has no list of models.', ms);
  return models.length === 1
    ? l10n.t('It answered in {0} ms and lists 1 model.', ms)
    : l10n.t('It answered in {0} ms and lists {1} models.', ms, models.length);
}

/** How many new names, and how many ends, are said. */
const MOST_SAID = 3;

/** What a server lists, which of it was not known before, and what of it ends. */
export function listedSentences(
  { host, isOpenAI }: Server,
  listed: readonly ModelChoice[],
  before: ReadonlySet<string>,
  today: Date,
): string {
  const isNew = listed.filter(({ name }) => !before.has(name) && !rowOf(name));
  const ends = listed.flatMap(({ name: model, shutdown: date, replacement }) =>
    date !== undefined && isNearItsEnd({ shutdown: date }, today)
      ? [{ model, date, past: daysUntil(date, today) <= 0, ...(replacement !== undefined && { replacement }) }]
      : [],
  );
  const names = isNew.slice(0, MOST_SAID).map(({ name }) => isolate(name));
  return [
    listedSentence(host, listed.length, isOpenAI),
    isNew.length === 0 ? '' : newSentence(names.join(', '), isNew.length),
    ...ends.slice(0, MOST_SAID).map(shutdownSentence),
    ends.length > MOST_SAID ? l10n.t('{0} more have ended or end within 60 days.', ends.length - MOST_SAID) : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function listedSentence(host: string, count: number, isOpenAI: boolean): string {
  if (isOpenAI)
    return count === 1
      ? l10n.t('{0} lists 1 model that makes images.', host)
      : l10n.t('{0} lists {1} models that make images.', host, count);
  return count === 1 ? l10n.t('{0} lists 1 model.', host) : l10n.t('{0} lists {1} models.', host, count);
}

function newSentence(names: string, count: number): string {
  if (count === 1) return l10n.t('1 is new: {0}.', names);
  return count > MOST_SAID ? l10n.t('{0} are new: {1} …', count, names) : l10n.t('{0} are new: {1}.', count, names);
}

/** What is said of a server that has no list of models, or none that can be read. */
export function nothingListedSentence({ host }: Server): string {
  return l10n.t('{0} has no list of models. Any name that it knows can be used.', host);
}

/** What a kind of server is like, in the list of servers to add. */
export function kindDetail({ key }: ServerKind): string {
  switch (key) {
    case 'needed':
      return l10n.t('wants an API key');
    case 'optional':
      return l10n.t('may want an API key');
    case 'none':
      return l10n.t('on your own machine or network, without key or cost');
    default:
      return assertNever(key);
  }
}

/** The question what a name stands for. */
export function isTitle(name: string): string {
  return l10n.t('Which model is “{0}”?', isolate(name));
}

/** A model in that question. */
export function modelItem({ name, label }: Pick<Model, 'name' | 'label'>): { label: string; description: string } {
  return { label, description: name === label ? '' : name };
}

/** What went wrong with a look at a server, which asks for nothing that could be billed. */
export function lookSentence(failure: Failure): string {
  switch (failure.kind) {
    case 'timedOut':
      return l10n.t('No complete answer came within {0} seconds.', failure.seconds);
    case 'incomplete':
      return l10n.t('The connection broke in the middle of the answer.');
    case 'server':
      return l10n.t('The server answers that it fails (status {0}).', failure.status);
    case 'noEndpoint':
      return l10n.t(
        'There is no list of models at this address (status {0}). Some servers have none; else its “/v1” may be missing.',
        failure.status,
      );
    case 'rejected':
      return l10n.t('The server rejects to list its models (status {0}).', failure.status);
    default:
      return explain(failure).sentence;
  }
}
