import type { RunRequest } from '../../core/keep.ts';
import { derivedName, slug } from '../../core/naming.ts';
import { altText } from '../../core/prompt.ts';
import { pricingOf } from '../../core/server.ts';
import type { State } from '../../core/session.ts';
import type { RunId } from '../../core/task.ts';
import { baseOfTarget } from '../gaps/exactFile.ts';
import { nameOf } from '../pictures/files.ts';
import type { Prepared } from './prepare.ts';
import { recordsOf, type Wish } from './wish.ts';

/** How the images of a wish are called, what they show, and the images of ours that they were made from. */
export function namesOf(
  { prompt, edit, target, references = [] }: Wish,
  { pictures }: State,
): Pick<RunRequest, 'name' | 'alt' | 'parents'> {
  const sources = new Set((edit ? [edit.picture, ...edit.references] : references).map((uri) => uri.toString()));
  const parents = [...pictures.values()].filter(({ uri, state }) => sources.has(uri) && state !== 'discarded');
  if (!edit) {
    return { name: target ? baseOfTarget(target) : slug(prompt), alt: altText(prompt), parents: parents.map(({ id }) => id) };
  }
  const shown = parents.find(({ uri }) => uri === edit.picture.toString())?.alt;
  const file = nameOf(edit.picture);
  return {
    name: derivedName(file, edit.kind),
    // What was asked for says what is different; the picture's own words or name say what it shows.
    alt: shown ?? altText(file.replace(/\.[^.]*$/, '').replace(/[-_]+/g, ' ')),
    parents: parents.map(({ id }) => id),
  };
}

/** What is asked for in a run of a wish that is ready to be sent. */
export function requestOf(id: RunId, wish: Wish, prepared: Prepared, state: State): RunRequest {
  return {
    id,
    order: prepared.order,
    prompt: wish.prompt,
    options: prepared.options,
    provider: prepared.provider.origin,
    ...(prepared.server && { pricing: pricingOf(prepared.server) }),
    standIn: prepared.standIn,
    ...namesOf({ ...wish, references: prepared.references }, state),
    ...(prepared.workspace && { workspace: prepared.workspace.uri.toString() }),
    ...(wish.scope && { document: wish.scope.toString() }),
    ...(wish.target && { target: wish.target.toString() }),
    ...(prepared.edit && { edit: prepared.edit.record }),
    ...(prepared.folder !== undefined && { folder: prepared.folder }),
    ...(prepared.estimate && { estimate: prepared.estimate }),
    ...(wish.by && { by: wish.by }),
    ...recordsOf(wish, prepared.references),
  };
}
