import type { Options } from '../../src/core/task.ts';

/** The settings as nobody changed them. */
export const DEFAULT_OPTIONS: Options = {
  model: 'gpt-image-2.6-flare',
  size: 'auto',
  quality: 'medium',
  count: 1,
  background: 'auto',
  outputFormat: 'png',
  style: '',
  moderation: 'auto',
  inputFidelity: 'auto',
  promptAsIs: false,
};
