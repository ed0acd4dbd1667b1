import { invalid } from './failure.ts';
import { type Fitted, fitOptions } from './fitOptions.ts';
import { frameOf } from './frame.ts';
import { type Endpoint, knows, type Model, SQUARE_PNG } from './models.ts';
import type { Note } from './note.ts';
import { formatSize } from './size.ts';
import type { EditTask, Options, Parameters } from './task.ts';

/**
 * One request about a picture: which endpoint, which part of the picture, how large the answer. The size follows the
 * picture, whatever the options say. Throws `Failed` `invalid` (endpoint) for a model that takes no pictures.
 */
export function fitEdit(task: EditTask, options: Options, model: Model): Fitted {
  const endpoint = endpointOf(task, model);
  const inputs = endpoint === 'variation' ? SQUARE_PNG : model.inputs;
  const { picture, canvas, bounds, region } = task;
  const { frame, size } = frameOf({
    picture,
    canvas,
    ...(bounds && { bounds }),
    region,
    model: task.kind === 'vary' ? atMost(model, VARIATION_PIXELS) : model,
    square: inputs.square,
  });
  const notes: Note[] = [];
  if (frame.isRegion) notes.push({ kind: 'region', width: frame.box.width, height: frame.box.height });
  if (picture.deep && task.kind !== 'vary') notes.push({ kind: 'shallow' });
  const references = Math.min(task.references, inputs.limit - 1);
  if (references < task.references) notes.push({ kind: 'fewerReferences', model: options.model, limit: inputs.limit });
  if (bounds && !model.masks) notes.push({ kind: 'noMasks' });
  const fitted = fitOptions({ ...options, size: 'auto', ...(task.kind !== 'vary' && { outputFormat: 'png' }) }, model);
  return {
    endpoint,
    notes: [...notes, ...fitted.notes.filter((note) => !isAboutOther(note))],
    parameters: {
      ...parametersOf(endpoint, fitted.parameters),
      size: formatSize(size),
      ...(endpoint === 'edit' && fitFidelity(options, model, notes)),
    },
    inputs: { frame, references, types: inputs.types, maxBytes: inputs.maxBytes, square: inputs.square },
  };
}

/** px; nobody asked for a large picture, and above it three variations would be asked about because of their price. */
const VARIATION_PIXELS = 2_000_000;

function atMost(model: Model, pixels: number): Model {
  if (model.sizes.kind !== 'custom') return model;
  return { ...model, sizes: { ...model.sizes, maxPixels: Math.min(model.sizes.maxPixels, pixels) } };
}

/**
 * OpenAI retired `/images/variations` (404 for good) and advises the edits endpoint with a prompt that asks for a variation;
 * other servers and models still have it.
 */
function endpointOf({ kind }: EditTask, model: Model): Endpoint {
  if (kind === 'vary' && model.endpoints.includes('variation')) return 'variation';
  if (model.endpoints.includes('edit')) return 'edit';
  throw invalid({ field: 'endpoint', model: model.name });
}

/** The two endpoints know neither `style` nor `moderation`; variations take a size and how to answer, and no more. */
export function parametersOf(endpoint: Endpoint, { style: _, moderation: __, ...edit }: Parameters): Parameters {
  if (endpoint === 'edit') return edit;
  return edit.response_format === undefined ? {} : { response_format: edit.response_format };
}

/** Whether a note is about an option that these endpoints do not have. */
export function isAboutOther(note: Note): boolean {
  return (note.kind === 'leftOut' || note.kind === 'changed') && (note.option === 'style' || note.option === 'moderation');
}

/** A model that does not know it answers 400, gpt-image-2 among them. Nothing is said of what the setting has for others. */
export function fitFidelity({ inputFidelity: value }: Options, model: Model, notes: Note[]): Parameters {
  const { inputFidelities } = model;
  const isKnown = knows(model, 'inputFidelity');
  if (value === 'auto' || value === '' || (isKnown && inputFidelities.length === 0)) return {};
  if (!isKnown || inputFidelities.includes(value)) return { input_fidelity: value };
  const [to = ''] = inputFidelities;
  notes.push({ kind: 'changed', option: 'inputFidelity', from: value, to });
  return { input_fidelity: to };
}
