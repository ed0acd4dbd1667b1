import * as vscode from 'vscode';
import { isOver } from '../../core/catalogue.ts';
import { PLACEHOLDER, rowOf } from '../../core/models.ts';
import { readSettings, writeBaseUrl } from '../settings.ts';
import { chooseModel } from './chooseModel.ts';
import type { Here, Servers } from './here.ts';
import { isAt } from './presets.ts';

/**
 * Sends requests to an address from now on; "" is OpenAI. Where the model in use cannot be one of that server's, another is
 * chosen. Answers false when the user goes away from that, and nothing is written then.
 */
export async function useServer(servers: Servers, baseUrl: string): Promise<boolean> {
  const settings = readSettings(undefined);
  const { model } = settings.options;
  const here = servers.of({ ...settings, baseUrl });
  const isThere = isAt({ baseUrl, kind: here.server().kind }, settings.baseUrl);
  const next = isThere ? model : await modelThere(here, model);
  if (next === undefined) return false;
  if (next !== model) await useModel(next);
  await writeBaseUrl(baseUrl);
  return true;
}

/** The model to go on with at a server; "" is the usual one, undefined when the user goes away from the question. */
async function modelThere(here: Here, model: string): Promise<string | undefined> {
  const server = here.server();
  const today = new Date();
  if (model === PLACEHOLDER) return model;
  if (server.isOpenAI && server.models.length === 0) {
    const isTheirs = rowOf(model) !== undefined || here.models.suggested(today).some(({ name }) => name === model);
    return isTheirs && !isOver(here.models.of(model), today) ? model : '';
  }
  const own = server.models.map(({ name }) => name);
  const [only] = own;
  // What a server lists forbids nothing; what the user says of it counts.
  if (own.length === 0 || own.includes(model)) return model;
  return own.length === 1 ? only : chooseModel(here, model);
}

/** Makes images with a model from now on; "" is the usual one. It is written where one is set already, and else for the user. */
export async function useModel(model: string): Promise<void> {
  const configuration = vscode.workspace.getConfiguration('easel');
  const { workspaceValue } = configuration.inspect('model') ?? {};
  const target = workspaceValue === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  await configuration.update('model', model || undefined, target);
}
