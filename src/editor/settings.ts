import * as v from 'valibot';
import * as vscode from 'vscode';
import { invalid } from '../core/failure.ts';
import type { Region } from '../core/protocol.ts';
import { PROVENANCE_MODES, type ProvenanceMode } from '../core/provenance.ts';
import type { Options } from '../core/task.ts';
import { STRENGTHS, type Strength } from '../core/variation.ts';

/** The settings of package.json, read and checked. `timeout` is in ms. */
export interface Settings {
  readonly options: Options;
  readonly baseUrl: string;
  /** As they stand there: an entry that is wrong must not stop everything else. */
  readonly servers: readonly unknown[];
  readonly models: readonly unknown[];
  readonly saveFolder: string;
  /** The user or the workspace chose it. */
  readonly isSaveFolderSet: boolean;
  readonly fileName: string;
  /** Whether images go to the save folder at once, or wait until they are chosen. */
  readonly keep: 'all' | 'chosen';
  readonly publicFolders: readonly string[];
  /** As it stands there: a style that is wrong must not stop everything else. */
  readonly styles: readonly unknown[];
  readonly provenance: ProvenanceMode;
  readonly reviewPrompt: 'auto' | 'always' | 'never';
  readonly insertReference: 'ask' | 'below' | 'replace';
  readonly confirmAbove: number;
  /** US$; 0: there is none. */
  readonly dailyBudget: number;
  /** Images that an agent may ask for at once. */
  readonly agentMaxImages: number;
  readonly timeout: number;
  /** The user chose it. */
  readonly isTimeoutSet: boolean;
  readonly keepOutsideMask: boolean;
  readonly editRegion: Region;
  readonly variation: { readonly count: number; readonly strength: Strength; readonly prompt: string };
}

const section = 'easel';
const text = v.pipe(v.string(), v.trim());
const schemas = {
  baseUrl: v.string(),
  model: v.pipe(text, v.minLength(1), v.maxLength(200)),
  size: text,
  quality: text,
  count: v.number(),
  background: v.picklist(['auto', 'opaque', 'transparent']),
  outputFormat: v.picklist(['png', 'jpeg', 'webp']),
  style: v.picklist(['', 'vivid', 'natural']),
  moderation: v.picklist(['auto', 'low']),
  inputFidelity: v.picklist(['auto', 'low', 'high']),
  promptAsIs: v.boolean(),
  saveFolder: text,
  fileName: v.pipe(text, v.minLength(1)),
  keep: v.picklist(['all', 'chosen']),
  publicFolders: v.array(text),
  styles: v.array(v.unknown()),
  provenance: v.picklist(PROVENANCE_MODES),
  reviewPrompt: v.picklist(['auto', 'always', 'never']),
  insertReference: v.picklist(['ask', 'below', 'replace']),
  confirmAbove: v.pipe(v.number(), v.minValue(0)),
  dailyBudget: v.pipe(v.number(), v.minValue(0)),
  agentMaxImages: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(10)),
  servers: v.array(v.unknown()),
  models: v.array(v.unknown()),
  timeoutSeconds: v.pipe(v.number(), v.minValue(10), v.maxValue(3600)),
  keepOutsideMask: v.boolean(),
  editRegion: v.picklist(['auto', 'whole']),
  variationCount: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10)),
  variationStrength: v.picklist(STRENGTHS),
  variationPrompt: v.pipe(text, v.minLength(1)),
};

/** Reads the settings that hold for a document. Throws `Failed` `invalid` for a value of the wrong type or range. */
export function readSettings(scope: vscode.Uri | undefined): Settings {
  const configuration = vscode.workspace.getConfiguration(section, scope ?? null);
  const read = <S extends v.GenericSchema>(name: string, schema: S) => check(name, schema, configuration.get(name));
  const readOwn = <S extends v.GenericSchema>(name: string, schema: S) => check(name, schema, own(configuration, name));
  return {
    options: {
      model: read('model', schemas.model),
      size: read('size', schemas.size) || 'auto',
      quality: read('quality', schemas.quality) || 'auto',
      count: read('count', schemas.count),
      background: read('background', schemas.background),
      outputFormat: read('outputFormat', schemas.outputFormat),
      style: read('style', schemas.style),
      moderation: read('moderation', schemas.moderation),
      inputFidelity: read('inputFidelity', schemas.inputFidelity),
      promptAsIs: read('promptAsIs', schemas.promptAsIs),
    },
    baseUrl: readOwn('baseUrl', schemas.baseUrl),
    servers: readOwn('servers', schemas.servers),
    models: readOwn('models', schemas.models),
    saveFolder: read('saveFolder', schemas.saveFolder) || '.',
    isSaveFolderSet: isSet(configuration, 'saveFolder'),
    fileName: read('fileName', schemas.fileName),
    keep: read('keep', schemas.keep),
    publicFolders: read('publicFolders', schemas.publicFolders),
    styles: read('styles', schemas.styles),
    provenance: read('provenance', schemas.provenance),
    reviewPrompt: read('reviewPrompt', schemas.reviewPrompt),
    insertReference: read('insertReference', schemas.insertReference),
    confirmAbove: readOwn('confirmAbove', schemas.confirmAbove),
    dailyBudget: readOwn('dailyBudget', schemas.dailyBudget),
    agentMaxImages: readOwn('agentMaxImages', schemas.agentMaxImages),
    timeout: readOwn('timeoutSeconds', schemas.timeoutSeconds) * 1000,
    isTimeoutSet: configuration.inspect('timeoutSeconds')?.globalValue !== undefined,
    keepOutsideMask: read('keepOutsideMask', schemas.keepOutsideMask),
    editRegion: read('editRegion', schemas.editRegion),
    variation: {
      count: read('variationCount', schemas.variationCount),
      strength: read('variationStrength', schemas.variationStrength),
      prompt: read('variationPrompt', schemas.variationPrompt),
    },
  };
}

/**
 * What the user chose, or the default: what costs or sends is nothing that a workspace can choose. The scope in package.json
 * alone does not see to that: until the summer of 2026 VS Code took `"easel": { "baseUrl": … }` from a workspace, because it
 * did not look for settings inside of objects (microsoft/vscode#330310).
 */
function own(configuration: vscode.WorkspaceConfiguration, name: string): unknown {
  const values = configuration.inspect<unknown>(name);
  return values?.globalValue ?? values?.defaultValue;
}

function check<S extends v.GenericSchema>(name: string, schema: S, value: unknown): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (!result.success) throw invalid({ field: 'setting', name: `${section}.${name}`, value: String(JSON.stringify(value)) });
  return result.output;
}

function isSet(configuration: vscode.WorkspaceConfiguration, name: string): boolean {
  const values = configuration.inspect(name);
  return [values?.globalValue, values?.workspaceValue, values?.workspaceFolderValue].some((value) => value !== undefined);
}

/** Writes another `easel.model` where one of this name is set; nothing where it was named elsewhere. */
export async function switchModel(from: string, to: string, scope: vscode.Uri | undefined): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section, scope ?? null);
  const values = configuration.inspect('model');
  const { WorkspaceFolder, Workspace, Global } = vscode.ConfigurationTarget;
  if (values?.workspaceFolderValue === from) await configuration.update('model', to, WorkspaceFolder);
  else if (values?.workspaceValue === from) await configuration.update('model', to, Workspace);
  else if ((values?.globalValue ?? values?.defaultValue) === from) await configuration.update('model', to, Global);
}

/** Writes the user's own `easel.servers`. */
export async function writeServers(servers: readonly unknown[]): Promise<void> {
  await vscode.workspace.getConfiguration(section).update('servers', servers, vscode.ConfigurationTarget.Global);
}

/** Writes the user's own `easel.baseUrl`. */
export async function writeBaseUrl(value: string): Promise<void> {
  await vscode.workspace.getConfiguration(section).update('baseUrl', value, vscode.ConfigurationTarget.Global);
}
