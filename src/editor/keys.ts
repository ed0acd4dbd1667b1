import type * as vscode from 'vscode';

/** Keys in VS Code's secret storage, one for each origin: a key never goes to another place than it was given for. */
export interface Keys {
  get(origin: string): Promise<string | undefined>;
  set(origin: string, key: string): Promise<void>;
  remove(origin: string): Promise<void>;
  /** The origins that have a key. */
  origins(): readonly string[];
}

const ORIGINS = 'easel.origins';

/** `hide` hears of every key that is read or set, so that the log can keep it out. */
export function createKeys(context: vscode.ExtensionContext, hide: (key: string) => void): Keys {
  const nameOf = (origin: string) => `easel.key ${origin}`;
  const origins = () => context.globalState.get<readonly string[]>(ORIGINS, []);
  return {
    async get(origin) {
      const key = await context.secrets.get(nameOf(origin));
      if (key) hide(key);
      return key || undefined;
    },
    async set(origin, key) {
      hide(key);
      await context.secrets.store(nameOf(origin), key);
      // SecretStorage cannot list what it holds; "Clear API Key" needs to know.
      await context.globalState.update(ORIGINS, [...new Set([...origins(), origin])]);
    },
    async remove(origin) {
      await context.secrets.delete(nameOf(origin));
      await context.globalState.update(
        ORIGINS,
        origins().filter((other) => other !== origin),
      );
    },
    origins,
  };
}
