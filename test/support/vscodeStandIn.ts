/**
 * What `editor/words` and the log take of VS Code, for tests in Node: the sentences as they are in English, and an output
 * channel whose lines a test can read. `useVscodeStandIn` puts it in the place of `vscode`; what imports that is loaded later.
 */
import { registerHooks } from 'node:module';

let isUsed = false;

/** From now on `vscode` is this file. */
export function useVscodeStandIn(): void {
  if (isUsed) return;
  isUsed = true;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode' ? { url: import.meta.url, shortCircuit: true } : next(specifier, context),
  });
}

/** Every line of every output channel, oldest first. */
export const channelLines: string[] = [];

export const l10n = {
  t: (text: string, ...values: readonly (string | number)[]) =>
    text.replace(/\{(\d+)\}/g, (whole, index: string) => String(values[Number(index)] ?? whole)),
};

export const ExtensionKind = { UI: 1, Workspace: 2 };
/** Easel runs on the user's own machine. */
export const extensions = { getExtension: () => ({ extensionKind: ExtensionKind.UI }) };
export const env = {};
export const workspace = {};

const write = (line: string) => void channelLines.push(line);
export const window = {
  createOutputChannel: () => ({ info: write, warn: write, error: write, show: () => {}, dispose: () => {} }),
};
