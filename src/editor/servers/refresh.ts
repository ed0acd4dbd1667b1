import * as vscode from 'vscode';
import { Failed, type Failure } from '../../core/failure.ts';
import { askAboutInsecure } from '../dialogs/consent.ts';
import { readSettings, switchModel } from '../settings.ts';
import { requireTrust } from '../trust.ts';
import { listedSentences, lookSentence, nothingListedSentence } from '../words/servers.ts';
import { CHECK_MS, type CheckParts, look } from './check.ts';
import { chooseModel } from './chooseModel.ts';

/**
 * Asks the server in use which models it has, remembers them, and says what is new and what ends. Throws `Failed` for a
 * server that does not tell.
 */
export async function refreshModels(parts: CheckParts): Promise<void> {
  requireTrust();
  const scope = vscode.window.activeTextEditor?.document.uri;
  const settings = readSettings(scope);
  const here = () => parts.servers.of(settings);
  const server = here().server();
  if (server.isInsecure && !(await askAboutInsecure(parts.answers, server, 'none'))) return;
  if (server.needsKey && !(await parts.keys.get(server.origin))) throw new Failed({ kind: 'noKey', origin: server.origin });
  const found = await look(parts, server, (key, signal) => parts.outside.examine(server, key, CHECK_MS, signal));
  if (!found) return;
  const { failure, models } = found;
  if (failure && isPerhapsBilledElsewhere(failure)) {
    vscode.window.showErrorMessage(lookSentence(failure));
    return;
  }
  // Many servers that work have no list of models.
  if (failure && failure.kind !== 'noEndpoint') throw new Failed(failure);
  const known = here().models;
  const before = new Set([...known.suggested(new Date()), ...known.listed()].map(({ name }) => name));
  if (models) parts.servers.memory.remember(server.baseUrl, { models: [...models] });
  const listed = here().models.listed();
  const said = models ? listedSentences(server, listed, before, new Date()) : nothingListedSentence(server);
  const choose = vscode.l10n.t('Choose Model…');
  if ((await vscode.window.showInformationMessage(said, choose)) !== choose) return;
  const { model } = settings.options;
  const chosen = await chooseModel(here(), model);
  if (chosen !== undefined) await switchModel(model, chosen, scope);
}

/** What is said of an image that fails so is that it may be billed; a list of models is free. */
function isPerhapsBilledElsewhere({ kind }: Failure): boolean {
  return kind === 'timedOut' || kind === 'incomplete' || kind === 'server';
}
