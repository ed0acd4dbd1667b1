import { l10n } from 'vscode';
import { isolate } from '../../core/bidi.ts';
import { assertNever } from '../../core/failure.ts';
import type { Note } from '../../core/note.ts';
import type { Options } from '../../core/task.ts';
import { sizeLabel } from './labels.ts';

/** A note as one sentence. */
export function noteSentence(note: Note): string {
  switch (note.kind) {
    case 'split':
      return note.perCall === 1
        ? l10n.t('{0} makes one image a call: {1} calls.', isolate(note.model), note.calls)
        : l10n.t('{0} makes at most {1} images a call: {2} calls.', isolate(note.model), note.perCall, note.calls);
    case 'size':
      return l10n.t('{0} is not allowed: {1}.', isolate(note.from), isolate(note.to));
    case 'ratio':
      return l10n.t(
        '{0} makes no picture of exactly {1}; {2} comes nearest.',
        isolate(note.model),
        isolate(note.from),
        sizeLabel(note.to),
      );
    case 'leftOut':
      return l10n.t(
        '{0} does not know {1} “{2}”; it was left out.',
        isolate(note.model),
        optionName(note.option),
        isolate(note.value),
      );
    case 'changed':
      return l10n.t('{0} “{1}” is not possible here: {2}.', optionName(note.option), isolate(note.from), isolate(note.to));
    case 'shutdown':
      return shutdownSentence(note);
    case 'noMasks':
      return l10n.t('The server does not heed masks: it makes all of the picture anew.');
    case 'dropped':
      return l10n.t('The server does not know “{0}”, so the request went out without it.', isolate(note.parameter));
    case 'fewer':
      return l10n.t('{0} images were asked for, and {1} came.', note.asked, note.got);
    case 'otherType':
      return l10n.t('The server sent {0} instead of {1}; the file has the right extension.', isolate(note.got), note.asked);
    case 'otherSize':
      return l10n.t('The server sent {0} instead of {1}.', isolate(note.got), note.asked);
    case 'savedElsewhere':
      return l10n.t(
        '{0} could not be written, so the image is in Easel’s own storage. Use Save As… to put it where you want it.',
        isolate(note.folder),
      );
    case 'otherFolder':
      return l10n.t('The image could not be saved in “{0}”, so it lies in “{1}”.', isolate(note.wanted), isolate(note.got));
    case 'otherName':
      return note.isTaken
        ? l10n.t('There is another {0} by now, so the image was saved as {1}.', isolate(note.wanted), isolate(note.got))
        : l10n.t('Saved as {0}, because it could not be converted for {1}.', isolate(note.got), isolate(note.wanted));
    case 'noWorkspace':
      return l10n.t('No folder is open, so the image is in Easel’s own storage. Use Save As… to put it where you want it.');
    case 'region':
      return l10n.t('Only the part around the mask was sent ({0} × {1}), and its answer was put back.', note.width, note.height);
    case 'shallow':
      return l10n.t('The picture has more than 8 bits a channel; the result has 8.');
    case 'rawSaved':
      return l10n.t('The answer could not be fitted into the picture, so it was saved as it came.');
    case 'fewerReferences':
      return l10n.t('{0} takes at most {1} pictures; the last references were left out.', isolate(note.model), note.limit);
    case 'sidecar':
      return sidecarSentence(note.why, note.name);
    case 'noProvenance':
      return l10n.t('What made the image could not be written down, so only Easel’s own record knows it.');
    case 'noVariations':
      return l10n.t('The server has no service for variations, so it was asked for an edit instead.');
    default:
      return assertNever(note);
  }
}

/** When a model ends or has ended, and what takes its place. */
export function shutdownSentence({ model, date, replacement, past }: Omit<Extract<Note, { kind: 'shutdown' }>, 'kind'>): string {
  const [name, on] = [isolate(model), day(date)];
  if (replacement === undefined)
    return past ? l10n.t('{0} was shut down on {1}.', name, on) : l10n.t('{0} will be shut down on {1}.', name, on);
  return past
    ? l10n.t('{0} was shut down on {1}. {2} replaces it.', name, on, isolate(replacement))
    : l10n.t('{0} will be shut down on {1}. {2} replaces it.', name, on, isolate(replacement));
}

function sidecarSentence(why: Extract<Note, { kind: 'sidecar' }>['why'], name: string): string {
  switch (why) {
    case 'credentials':
      return l10n.t(
        'The image has content credentials (C2PA), which a change would break, so what made it is in {0}.',
        isolate(name),
      );
    case 'otherXmp':
      return l10n.t('The image has metadata of another program, so what made it is in {0}.', isolate(name));
    case 'format':
      return l10n.t('This image cannot hold so much metadata, so what made it is in {0}.', isolate(name));
    default:
      return assertNever(why);
  }
}

/** An option by the name it has for people. */
export function optionName(option: keyof Options): string {
  switch (option) {
    case 'model':
      return l10n.t('Model');
    case 'size':
      return l10n.t('Size');
    case 'quality':
      return l10n.t('Quality');
    case 'count':
      return l10n.t('Count');
    case 'background':
      return l10n.t('Background');
    case 'outputFormat':
      return l10n.t('Format');
    case 'style':
      return l10n.t('Style');
    case 'moderation':
      return l10n.t('Moderation');
    case 'inputFidelity':
      return l10n.t('Input fidelity');
    case 'promptAsIs':
      return l10n.t('Prompt as is');
    default:
      return assertNever(option);
  }
}

/** An ISO date as people write it. */
export function day(iso: string): string {
  return new Date(iso).toLocaleDateString(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
}
