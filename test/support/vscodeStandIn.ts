/**
 * What `editor/words`, the log and the settings take of VS Code, for tests in Node: the sentences as they are in English, an
 * output channel whose lines a test can read, and settings that it can write. `useVscodeStandIn` puts it in the place of
 * `vscode`; what imports that is loaded later.
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

/** The user's own settings by their whole names, and the defaults of package.json: what a test puts in them is read. */
export const settings = { user: new Map<string, unknown>(), defaults: new Map<string, unknown>() };
export const workspace = {
  getConfiguration: (section: string) => ({
    get: (name: string) => settings.user.get(`${section}.${name}`) ?? settings.defaults.get(`${section}.${name}`),
    inspect: (name: string) => ({
      globalValue: settings.user.get(`${section}.${name}`),
      defaultValue: settings.defaults.get(`${section}.${name}`),
    }),
  }),
};

const write = (line: string) => void channelLines.push(line);
export const window = {
  createOutputChannel: () => ({ info: write, warn: write, error: write, show: () => {}, dispose: () => {} }),
};
