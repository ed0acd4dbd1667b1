import type { RunRequest } from '../../core/keep.ts';
import { derivedName, slug } from '../../core/naming.ts';
import { altText } from '../../core/prompt.ts';
import type { State } from '../../core/session.ts';
import { baseOfTarget } from '../gaps/exactFile.ts';
import { nameOf } from '../pictures/files.ts';
import type { Wish } from './wish.ts';

/** How the images of a wish are called, what they show, and the images of ours that they were made from. */
export function namesOf({ prompt, edit, target }: Wish, { pictures }: State): Pick<RunRequest, 'name' | 'alt' | 'parents'> {
  if (target) return { name: baseOfTarget(target), alt: altText(prompt), parents: [] };
  if (!edit) return { name: slug(prompt), alt: altText(prompt), parents: [] };
  const sources = new Set([edit.picture, ...edit.references].map((uri) => uri.toString()));
  const parents = [...pictures.values()].filter(({ uri, state }) => sources.has(uri) && state !== 'discarded');
  const shown = parents.find(({ uri }) => uri === edit.picture.toString())?.alt;
  const file = nameOf(edit.picture);
  return {
    name: derivedName(file, edit.kind),
    // What was asked for says what is different; the picture's own words or name say what it shows.
    alt: shown ?? altText(file.replace(/\.[^.]*$/, '').replace(/[-_]+/g, ' ')),
    parents: parents.map(({ id }) => id),
  };
}
