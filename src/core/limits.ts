import type { Endpoint, Model, SettledOption } from './models.ts';
import type { Upload } from './task.ts';

/** What a server narrows of every model. Absent: as the model has it. */
export interface Limits {
  readonly endpoints?: readonly Endpoint[];
  /** The most images in one call. */
  readonly perCall?: number;
  /** The same for what is made from pictures. */
  readonly perEdit?: number;
  readonly outputFormats?: readonly string[];
  /** The types of picture that it reads. */
  readonly inputTypes?: readonly Upload['type'][];
  /** Options that it does not read. */
  readonly unread?: readonly SettledOption[];
  /** It sends no partial images. */
  readonly noStreaming?: boolean;
  /** It takes a mask and changes the rest as well. */
  readonly ignoresMasks?: boolean;
}

const LISTS = {
  quality: 'qualities',
  style: 'styles',
  background: 'backgrounds',
  moderation: 'moderations',
  inputFidelity: 'inputFidelities',
} as const satisfies Record<SettledOption, keyof Model>;

/** What is left of a model at a server with these limits. */
export function limitTo(model: Model, limits: Limits): Model {
  const { endpoints, perCall = model.perCall, outputFormats, inputTypes, unread = [] } = limits;
  const common = <T>(own: readonly T[], allowed: readonly T[] | undefined) =>
    allowed ? own.filter((one) => allowed.includes(one)) : own;
  return {
    ...model,
    ...Object.fromEntries(unread.map((option) => [LISTS[option], []])),
    settled: [...model.settled, ...unread],
    endpoints: common(model.endpoints, endpoints),
    perCall: Math.min(model.perCall, perCall),
    ...(limits.perEdit !== undefined && { perEdit: limits.perEdit }),
    outputFormats: common(model.outputFormats, outputFormats),
    inputs: { ...model.inputs, types: common(model.inputs.types, inputTypes) },
    streaming: model.streaming && !limits.noStreaming,
    masks: model.masks && !limits.ignoresMasks,
  };
}
