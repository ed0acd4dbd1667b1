/** Every command, contributed or internal. A test holds it to package.json and to the code. */
export const COMMANDS = [
  'easel.generate',
  'easel.generateWithOptions',
  'easel.generateAgain',
  'easel.edit',
  'easel.vary',
  'easel.extend',
  'easel.setApiKey',
  'easel.clearApiKey',
  'easel.showPanel',
  'easel.insert',
  'easel.discard',
  'easel.usePlaceholder',
  'easel.openSample',
] as const;
