import type { RunRequest } from '../../core/keep.ts';
import { derivedName, slug } from '../../core/naming.ts';
import { altText } from '../../core/prompt.ts';
import type { State } from '../../core/session.ts';
import { baseOfTarget } from '../gaps/exactFile.ts';
import { nameOf } from '../pictures/files.ts';
import type { Wish } from './wish.ts';

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
