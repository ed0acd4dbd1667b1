import type * as vscode from 'vscode';
import { inTime } from '../core/inTime.ts';
import { tellMissing, tellNotCleared, tellSilent, tellWindowOnly } from './dialogs/keyring.ts';
import type { Log } from './log.ts';

/** Where a key was put: the system's keyring, or the memory of this window, because the keyring fails. */
export type Kept = 'keyring' | 'window';

/**
 * Keys in VS Code's secret storage, one for each origin: a key never goes to another place than it was given for. Nothing here
 * throws or waits for ever because of a keyring that fails; the user is told what that means.
 */
export interface Keys {
  get(origin: string): Promise<string | undefined>;
  set(origin: string, key: string): Promise<Kept>;
  /** False: the keyring may have it still. In this window it is not used any more. */
  remove(origin: string): Promise<boolean>;
  /** The origins that have a key. */
  origins(): readonly string[];
}

/** Where keys are, and the list of the origins that have one: SecretStorage cannot list what it holds. */
export interface KeyStores {
  readonly secrets: Pick<vscode.SecretStorage, 'get' | 'store' | 'delete'>;
  readonly listed: { get(): readonly string[]; set(origins: readonly string[]): Thenable<void> };
}

const ORIGINS = 'easel.origins';

/** VS Code's own stores. */
export function storesIn({ secrets, globalState }: vscode.ExtensionContext): KeyStores {
  return {
    secrets,
    listed: {
      get: () => globalState.get<readonly string[]>(ORIGINS, []),
      set: (origins) => globalState.update(ORIGINS, origins),
    },
  };
}

/** How long the keyring may take: it may ask for its own password, or not be there at all. ms */
const PATIENCE = 5000;

/** The log hears of every key that is read or set, so that it can keep it out. */
export function createKeys({ secrets, listed }: KeyStores, log: Pick<Log, 'hide' | 'warn'>, patience: number = PATIENCE): Keys {
  /** What holds for this window, whatever the keyring says: a key, or that there is none. */
  const window = new Map<string, string | undefined>();
  /** Origins whose key could not be read, which was said. */
  const told = new Set<string>();
  const nameOf = (origin: string) => `easel.key ${origin}`;
  const holds = (origin: string, key: string | undefined) => window.has(origin) && window.get(origin) === key;

  // These two may end long after the user was told that the keyring fails, when something else may hold already.
  async function store(origin: string, key: string): Promise<void> {
    await secrets.store(nameOf(origin), key);
    if ((await secrets.get(nameOf(origin))) !== key) throw new Error('it does not give back what was put in');
    if (!holds(origin, key)) return;
    window.delete(origin);
    await listed.set([...new Set([...listed.get(), origin])]);
  }

  async function takeAway(origin: string): Promise<void> {
    await secrets.delete(nameOf(origin));
    if (!holds(origin, undefined)) return;
    window.delete(origin);
    await forget(origin);
  }

  async function forget(origin: string): Promise<void> {
    await listed.set(listed.get().filter((other) => other !== origin));
  }

  async function read(origin: string): Promise<string | undefined> {
    try {
      const key = await inTime(secrets.get(nameOf(origin)), patience);
      told.delete(origin);
      if (key) log.hide(key);
      // A keyring that is not there loses everything when VS Code ends.
      else if (listed.get().includes(origin) && !window.has(origin)) {
        await forget(origin);
        tellMissing(origin);
      }
      return key || undefined;
    } catch (error) {
      log.warn(`The keyring fails at reading: ${reasonOf(error)}`);
      // A key that was never there is not missed.
      if (listed.get().includes(origin) && !window.has(origin) && !told.has(origin)) {
        told.add(origin);
        tellSilent(origin);
      }
      return undefined;
    }
  }

  return {
    async get(origin) {
      if (window.has(origin)) return window.get(origin);
      const key = await read(origin);
      // It was set or cleared meanwhile.
      return window.has(origin) ? window.get(origin) : key;
    },
    async set(origin, key) {
      log.hide(key);
      window.set(origin, key);
      try {
        await inTime(store(origin, key), patience);
        return 'keyring';
      } catch (error) {
        log.warn(`The keyring fails at storing: ${reasonOf(error)}`);
        tellWindowOnly(origin);
        return 'window';
      }
    },
    async remove(origin) {
      window.set(origin, undefined);
      try {
        await inTime(takeAway(origin), patience);
        return true;
      } catch (error) {
        log.warn(`The keyring fails at deleting: ${reasonOf(error)}`);
        // Nothing was in it, as far as anybody knows.
        if (!listed.get().includes(origin)) return true;
        tellNotCleared(origin);
        return false;
      }
    },
    origins: () => [
      ...new Set([...listed.get(), ...[...window].flatMap(([origin, key]) => (key === undefined ? [] : [origin]))]),
    ],
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
