import * as v from 'valibot';
import type * as vscode from 'vscode';
import { type Catalogue, createCatalogue } from '../../core/catalogue.ts';
import { Failed, invalid } from '../../core/failure.ts';
import type { Limits } from '../../core/limits.ts';
import { readDescriptions } from '../../core/modelDescription.ts';
import { readAddress, type Server } from '../../core/server.ts';
import { createServerMemory, type ServerMemory } from '../../core/serverMemory.ts';
import type { Settings } from '../settings.ts';
import { kindByHost, kindOf, type ServerKind } from './kinds.ts';
import { headersOf, isAt, type Preset, readPresets } from './presets.ts';

/** The settings that choose a server and describe models. */
export type ServerSettings = Pick<Settings, 'baseUrl' | 'servers' | 'models' | 'timeout' | 'isTimeoutSet'>;

/** Where requests go with certain settings, and what can be asked for there. */
export interface Here {
  /** Throws `Failed` `invalid` for a model that is described wrongly. */
  readonly models: Catalogue;
  /** Throws `Failed` `invalid` for an address that is none, or a preset that is wrong. */
  server(): Server;
  /** ms that one request may take. */
  readonly timeout: number;
}

/** The servers that the settings name. */
export interface Servers {
  of(settings: ServerSettings): Here;
  readonly memory: ServerMemory;
}

const MEMORY = 'easel.servers';

/** `changed` is called when something was learned or forgotten. */
export function createServers(state: vscode.Memento, changed: () => void = () => {}): Servers {
  const memory = createServerMemory({
    read: () => state.get(MEMORY),
    write(value) {
      void state.update(MEMORY, value);
      changed();
    },
  });

  return {
    memory,
    of(settings) {
      const found = find(settings);
      const { described, problems } = readDescriptions(settings.models);
      const models = createCatalogue({
        server: 'server' in found ? found.server : { isOpenAI: false, models: [] },
        listed: 'server' in found ? memory.of(found.server.baseUrl).models : [],
        limits: limitsOf(found),
        described,
      });
      return {
        models: {
          ...models,
          of(name) {
            const isDescribed = described.some((one) => one.name === name);
            const problem = isDescribed ? undefined : problems.find((one) => one.name === name);
            if (problem) throw invalid({ field: 'entry', setting: 'easel.models', ...problem });
            return models.of(name);
          },
        },
        server() {
          if ('server' in found) return found.server;
          throw found.failed;
        },
        timeout: settings.isTimeoutSet ? settings.timeout : ('kind' in found && found.kind.timeout) || settings.timeout,
      };
    },
  };
}

type Found = { readonly server: Server; readonly kind: ServerKind } | { readonly failed: Failed };

function limitsOf(found: Found): Limits {
  return 'kind' in found ? found.kind.limits : {};
}

function find(settings: ServerSettings): Found {
  try {
    return findServer(settings);
  } catch (error) {
    if (error instanceof Failed) return { failed: error };
    throw error;
  }
}

function findServer({ baseUrl, servers }: ServerSettings): Found {
  const { presets, problems } = readPresets(servers);
  const preset = presets.find((one) => isAt(one, baseUrl));
  const broken = preset ? undefined : problems.find(({ position }) => isAt(addressed(servers[position - 1]), baseUrl));
  if (broken) throw invalid({ field: 'entry', setting: 'easel.servers', ...broken });
  const kind = preset ? kindOf(preset.kind) : (kindByHost(baseUrl) ?? kindOf('compatible'));
  return { kind, server: serverOf(baseUrl, kind, preset) };
}

/** A server by its address, its kind and what the user says of it. Throws `Failed` `invalid`. */
export function serverOf(baseUrl: string, kind: ServerKind, preset?: Preset): Server {
  const address = readAddress(baseUrl, kind.barePath);
  return {
    ...address,
    ...(preset && { name: preset.name, query: address.query || readAddress(preset.baseUrl, kind.barePath).query }),
    kind: kind.id,
    headers: preset ? headersOf(preset) : {},
    models: preset?.models ?? [],
    isOpenAI: kind.pricing === 'openai',
    isFree: kind.pricing === 'free' || (kind.pricing === 'place' && address.isLoopback),
    needsKey: kind.key === 'needed',
  };
}

const Addressed = v.fallback(v.object({ baseUrl: v.string(), kind: v.fallback(v.string(), '') }), { baseUrl: '-', kind: '' });

/** The address of an entry that is wrong otherwise. */
function addressed(entry: unknown): v.InferOutput<typeof Addressed> {
  return v.parse(Addressed, entry);
}
