import * as vscode from 'vscode';
import type { Fact } from '../../core/checkup.ts';
import { type KeyAtHand, keyOf, modelFact, organizationOf, reachOf } from '../../core/checkupFacts.ts';
import type { Examination } from '../../core/examination.ts';
import { Failed, type Failure } from '../../core/failure.ts';
import { PLACEHOLDER } from '../../core/models.ts';
import { once } from '../../core/once.ts';
import { proxyOf } from '../../core/proxy.ts';
import type { Server } from '../../core/server.ts';
import { isKeyConsented, isUnencryptedAllowed } from '../dialogs/consent.ts';
import type { Here } from '../servers/here.ts';
import { kindOf } from '../servers/kinds.ts';
import { readSettings } from '../settings.ts';
import type { Checks, CheckupParts } from './parts.ts';
import { checkSaveFolder } from './project.ts';

/** How long the server may take for its list of models. ms */
const LOOK_MS = 15_000;

type There = 'settings' | 'server' | 'proxy' | 'reach' | 'key' | 'organization' | 'model' | 'folder';

/**
 * The checks of what the settings name. The server is asked once, by a request that costs nothing; in a workspace that is not
 * trusted not at all. `scope`: whose settings.
 */
export function serverChecks(parts: CheckupParts, scope: vscode.Uri | undefined, signal: AbortSignal): Pick<Checks, There> {
  const settings = attempt(() => readSettings(scope));
  const isPlaceholder = 'value' in settings && settings.value.options.model === PLACEHOLDER;
  const here = 'value' in settings ? parts.servers.of(settings.value) : undefined;
  const server = attempt(() => (isPlaceholder ? undefined : here?.server()));
  const at = 'value' in server ? server.value : undefined;
  const aim = at && createAim(at, parts, signal);

  return {
    async settings() {
      return 'failure' in settings ? { check: 'settings', failure: settings.failure } : undefined;
    },
    async server() {
      if ('failure' in server) return { check: 'server', state: 'failed', failure: server.failure };
      if (at) return knownServer(at);
      return isPlaceholder ? { check: 'server', state: 'none' } : undefined;
    },
    async proxy() {
      return at && { check: 'proxy', use: proxyOf(at.baseUrl, proxySources(parts)) };
    },
    async reach() {
      if (!aim || !at) return undefined;
      const seen = await aim.look();
      if (seen) return reachOf(at, seen);
      return { check: 'reach', stopped: vscode.workspace.isTrusted ? 'unencrypted' : 'untrusted' };
    },
    async key() {
      return aim && keyOf(await aim.key(), await aim.look());
    },
    async organization() {
      if (!at || !('value' in settings)) return undefined;
      const entries = await (await parts.outside.ledger()).read();
      const fact = organizationOf(entries, at.origin, settings.value.options.model);
      // Only OpenAI asks for more than a key, and whoever hands its answers on.
      return at.isOpenAI || fact.state === 'refused' ? fact : undefined;
    },
    async model() {
      return 'value' in settings && here ? checkModel(settings.value.options.model, here, await aim?.look()) : undefined;
    },
    async folder() {
      return 'value' in settings ? checkSaveFolder(settings.value.saveFolder, scope, parts) : undefined;
    },
  };
}

function knownServer({ baseUrl, name, kind, isInsecure }: Server): Fact {
  const called = name ?? (kind === 'compatible' ? undefined : kindOf(kind).product);
  return { check: 'server', state: 'known', baseUrl, ...(called !== undefined && { name: called }), isInsecure };
}

/** What comes of a work that may be refused as `Failed`. */
function attempt<T>(work: () => T): { readonly value: T } | { readonly failure: Failure } {
  try {
    return { value: work() };
  } catch (error) {
    if (!(error instanceof Failed)) throw error;
    return { failure: error.failure };
  }
}

/** The key and the one look at a server, which several checks share. */
function createAim(server: Server, { outside, keys, answers }: CheckupParts, signal: AbortSignal) {
  const mayTravel = isKeyConsented(answers, server);
  const stored = once(() => keys.get(server.origin));
  return {
    async key(): Promise<KeyAtHand> {
      const isThere = (await stored()) !== undefined;
      // One that was set and does not come is not one that was never there.
      const key = isThere ? 'there' : keys.origins().includes(server.origin) ? 'unreadable' : 'none';
      return { origin: server.origin, key, isNeeded: server.needsKey, isSent: mayTravel };
    },
    look: once(async (): Promise<Examination | undefined> => {
      if (!vscode.workspace.isTrusted || !isUnencryptedAllowed(answers, server)) return undefined;
      return outside.examine(server, mayTravel ? await stored() : undefined, LOOK_MS, signal);
    }),
  };
}

function checkModel(model: string, here: Here, seen: Examination | undefined): Fact {
  if (model === PLACEHOLDER) return { check: 'model', model, state: 'builtIn' };
  const found = attempt(() => here.models.of(model));
  if ('failure' in found) return { check: 'model', state: 'failed', failure: found.failure };
  const { known, shutdown, replacement } = found.value;
  const ends = { ...(shutdown !== undefined && { shutdown }), ...(replacement !== undefined && { replacement }) };
  return modelFact({ model, isKnown: known, ...ends }, seen?.models, new Date());
}

function proxySources({ outside }: CheckupParts) {
  const http = vscode.workspace.getConfiguration('http');
  const text = (name: string): string => {
    const value: unknown = http.get(name);
    return typeof value === 'string' ? value : '';
  };
  const except: unknown = http.get('noProxy');
  return {
    setting: text('proxy').trim(),
    support: text('proxySupport'),
    except: Array.isArray(except) ? except.filter((entry) => typeof entry === 'string') : [],
    environment: outside.environmentProxies(),
  };
}
