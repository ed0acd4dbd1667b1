import type { Options } from './task.ts';

/** The options that a server may refuse, by their parameters, with the value at which nothing is sent for them. */
const LEFT_OUT: ReadonlyMap<string, Partial<Options>> = new Map<string, Partial<Options>>([
  ['size', { size: 'auto' }],
  ['quality', { quality: 'auto' }],
  ['background', { background: 'auto' }],
  ['output_format', { outputFormat: 'png' }],
  ['style', { style: '' }],
  ['moderation', { moderation: 'auto' }],
  ['input_fidelity', { inputFidelity: 'auto' }],
]);

/** The change of a wish with which a parameter is sent no more; undefined for one that is no option. */
export function withoutParameter(parameter: string): Partial<Options> | undefined {
  return LEFT_OUT.get(parameter);
}
