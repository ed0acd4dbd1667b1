import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { ListedModel } from '../../core/examination.ts';
import { failureOf } from '../../core/failure.ts';
import { aliveRows, rowOf } from '../../core/models.ts';
import type { ModelAlias } from '../../core/server.ts';
import { readSettings, writeBaseUrl, writeServers } from '../settings.ts';
import { explain } from '../words/failures.ts';
import { abilitiesLabel, foundLabel, isTitle, masksLabel, modelItem } from '../words/servers.ts';
import { type CheckParts, checkServer } from './check.ts';
import { chooseModel } from './chooseModel.ts';
import { type Here, serverOf } from './here.ts';
import { kindByHost, type ServerKind } from './kinds.ts';
import { isAt, type Preset, readPresets } from './presets.ts';
import { useModel } from './use.ts';

const { l10n } = vscode;

/**
 * Adds a server of a kind: its address, its key where it wants one, a look at it, its model; then it is the one in use.
 * Answers false when the user goes away, and no setting is written then.
 */
export async function addServer(parts: CheckParts, kind: ServerKind): Promise<boolean> {
  let address = kind.key === 'none' ? kind.baseUrl : '';
  for (;;) {
    const typed = await askForAddress(kind, address);
    if (typed === undefined) return false;
    address = typed.trim();
    // An address says more than the entry that was chosen.
    const actual = kindByHost(address) ?? kind;
    const draft: Preset = { ...entryAt(address, actual), kind: actual.id, baseUrl: address };
    const server = serverOf(address, actual, draft);
    const checked = await checkServer(parts, server);
    if (checked === undefined) return false;
    if (checked === 'change') continue;
    const model = await askForModel(parts, draft, actual);
    if (model === undefined) return false;
    const models = [...draft.models.filter(({ name }) => name !== model.name), model];
    await writeServers([...others(address), toSetting({ ...draft, models })]);
    await useModel(model.name);
    await writeBaseUrl(address);
    const said = checked === 'unchecked' ? l10n.t('It was not checked.') : foundLabel(checked);
    const endpoints = (checked !== 'unchecked' && checked.endpoints) || actual.limits.endpoints;
    const facts = [said, endpoints && abilitiesLabel(endpoints), masksLabel(actual)].filter(Boolean).join(' ');
    vscode.window.showInformationMessage(l10n.t('Images are made by {0} now. {1}', isolate(draft.name), facts));
    return true;
  }
}

function askForAddress(kind: ServerKind, value: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: l10n.t('Add {0}', kind.product),
    prompt: l10n.t('The base URL of the server.'),
    placeHolder: kind.baseUrl,
    value,
    ignoreFocusOut: true,
    validateInput: (text) => addressProblem(text, kind),
  });
}

/** Why a text is no address of such a server; undefined where it is one. */
function addressProblem(text: string, kind: ServerKind): string | undefined {
  if (text.trim() === '') return l10n.t('Type an address, such as {0}.', kind.baseUrl);
  try {
    serverOf(text, kind);
    return undefined;
  } catch (error) {
    return explain(failureOf(error)).sentence;
  }
}

/** The name under which the model is asked for, and what it stands for where only the user can know. */
async function askForModel({ servers }: CheckParts, draft: Preset, kind: ServerKind): Promise<ModelAlias | undefined> {
  const settings = readSettings(undefined);
  const here = servers.of({ ...settings, baseUrl: draft.baseUrl, servers: [draft] });
  const listed = servers.memory.of(here.server().baseUrl).models;
  const name = await askForName(here, listed, kind);
  if (name === undefined) return undefined;
  // Models on one's own machine have their own names.
  if (rowOf(name) || kind.key === 'none') return { name };
  const is = await askWhatItIs(name);
  if (is === undefined) return undefined;
  return is === '' ? { name } : { name, is };
}

async function askForName(here: Here, listed: readonly ListedModel[], kind: ServerKind): Promise<string | undefined> {
  // Azure lists what it has, not what is deployed.
  if (kind.id === 'azure') {
    const title = l10n.t('Name of the deployment');
    return typeName(title, l10n.t('The name you gave it in Azure: it is sent as the model.'), '');
  }
  const [only] = listed;
  if (only && listed.length === 1) return only.id;
  // OpenAI's models are not on one's own machine.
  if (only || kind.key !== 'none') return chooseModel(here, '');
  return typeName(l10n.t('Name of the model'), l10n.t('The name under which {0} has it.', kind.product), kind.model ?? '');
}

async function typeName(title: string, prompt: string, value: string): Promise<string | undefined> {
  const validateInput = (text: string) => (text.trim() ? undefined : l10n.t('Type a name.'));
  const name = await vscode.window.showInputBox({ title, prompt, value, ignoreFocusOut: true, validateInput });
  return name?.trim();
}

/** The model that a deployment or alias stands for; "" where the user does not know. */
async function askWhatItIs(name: string): Promise<string | undefined> {
  const unknown = l10n.t('Another model, or I do not know');
  const models = aliveRows(new Date()).map((model) => ({ ...modelItem(model), name: model.name }));
  const picked = await vscode.window.showQuickPick([...models, { label: unknown, description: '', name: '' }], {
    title: isTitle(name),
    placeHolder: l10n.t('Its sizes, qualities and limits are known then'),
    ignoreFocusOut: true,
  });
  return picked?.name;
}

/** The servers that stay: an address has one entry. */
function others(address: string): readonly unknown[] {
  const { servers } = readSettings(undefined);
  const { presets } = readPresets(servers);
  const same = new Set(presets.filter((preset) => isAt(preset, address)).map(({ name }) => name));
  return servers.filter((entry) => !(isNamed(entry) && same.has(entry.name.trim())));
}

function isNamed(entry: unknown): entry is { readonly name: string } {
  return typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string';
}

/** What the user has said of that address already, or a new entry. */
function entryAt(address: string, kind: ServerKind): Preset {
  const known = readPresets(readSettings(undefined).servers).presets.find((preset) => isAt(preset, address));
  return known ?? { name: nameFor(kind, serverOf(address, kind).host), kind: kind.id, baseUrl: address, models: [], headers: {} };
}

/** A name that no other server has: `LocalAI (127.0.0.1:8080)`. */
function nameFor({ product }: ServerKind, host: string): string {
  const taken = new Set(readPresets(readSettings(undefined).servers).presets.map(({ name }) => name));
  const base = `${product} (${host})`;
  for (let number = 2, name = base; ; number++) {
    if (!taken.has(name)) return name;
    name = `${base} ${number}`;
  }
}

/** A preset as people write it: without what is empty. */
function toSetting({ models, headers, ...preset }: Preset): unknown {
  const more = Object.keys(headers).length > 0 ? { headers } : {};
  return { ...preset, ...more, models: models.map(({ name, is }) => (is === undefined ? name : { name, is })) };
}
