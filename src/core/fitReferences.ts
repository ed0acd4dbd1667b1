import { invalid } from './failure.ts';
import { fitFidelity, isAboutOther, parametersOf } from './fitEdit.ts';
import { type Fitted, fitOptions } from './fitOptions.ts';
import type { Model } from './models.ts';
import type { Note } from './note.ts';
import type { Options } from './task.ts';

/**
 * One request with pictures to go by: all of them are inputs, none is kept, and the size is the options'. They go to the
 * edits endpoint, without a mask. Throws `Failed` `invalid` (size, endpoint) for a model that takes no pictures.
 */
export function fitReferences(count: number, options: Options, model: Model): Fitted {
  if (!model.endpoints.includes('edit')) throw invalid({ field: 'endpoint', model: model.name });
  const { limit, types, maxBytes, square } = model.inputs;
  const references = Math.min(count, limit);
  const notes: Note[] = references < count ? [{ kind: 'fewerReferences', model: options.model, limit }] : [];
  const fitted = fitOptions(options, model);
  const fidelity = fitFidelity(options, model, notes);
  return {
    endpoint: 'edit',
    notes: [...notes, ...fitted.notes.filter((note) => !isAboutOther(note))],
    parameters: { ...parametersOf('edit', fitted.parameters), ...fidelity },
    inputs: { references, types, maxBytes, square },
  };
}
