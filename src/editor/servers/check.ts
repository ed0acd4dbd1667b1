import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Examination } from '../../core/examination.ts';
import { Failed } from '../../core/failure.ts';
import type { Endpoint } from '../../core/models.ts';
import type { Server } from '../../core/server.ts';
import { askAboutInsecure } from '../dialogs/consent.ts';
import { enterKey, type KeyParts } from '../dialogs/key.ts';
import { explain } from '../words/failures.ts';
import { lookSentence } from '../words/servers.ts';
import type { Servers } from './here.ts';
import { kindOf } from './kinds.ts';

const { l10n } = vscode;
/** ms for the look at a server. */
export const CHECK_MS = 15_000;

/** What checking works with. */
export interface CheckParts extends KeyParts {
  readonly servers: Servers;
}

/** What came of a check: what was found, or that the user goes on without, wants to change the address, or goes away. */
export type Checked = Found | 'unchecked' | 'change' | undefined;

/** What a look at a server found. `endpoints`: where the server tells. */
export type Found = Examination & { readonly endpoints?: readonly Endpoint[] };

/**
 * Looks at a server by free requests and remembers what it lists. Asks first where it is reached without encryption, and for
 * the key where it wants one. Nothing is sent in a workspace that is not trusted.
 */
export async function checkServer(parts: CheckParts, server: Server): Promise<Checked> {
  if (server.isInsecure && !(await askAboutInsecure(parts.answers, server, 'none'))) return undefined;
  if (server.needsKey && !(await parts.keys.get(server.origin)) && !(await enterKey(parts, server))) return undefined;
  if (!vscode.workspace.isTrusted) return 'unchecked';
  for (let hasAsked = false; ; hasAsked = true) {
    const found = await look(parts, server, (key, signal) => lookAround(parts, server, key, signal));
    if (found === undefined) return undefined;
    const { failure } = found;
    if (!failure) {
      rememberFound(parts, server, found);
      return found;
    }
    const wantsKey = failure.kind === 'noKey' || failure.kind === 'badKey';
    if (wantsKey && !hasAsked) {
      if (!(await enterKey(parts, server))) return undefined;
      continue;
    }
    // Many servers that work have no list of models: their kind is known, or they tell of their endpoints.
    if (failure.kind === 'noEndpoint' && (found.endpoints || kindOf(server.kind).limits.endpoints)) {
      rememberFound(parts, server, found);
      return found;
    }
    const [add, change] = [l10n.t('Use It Anyway'), l10n.t('Change Address…')];
    const { detail } = explain(failure);
    const answer = await vscode.window.showWarningMessage(
      lookSentence(failure),
      { modal: true, ...(detail !== undefined && { detail: l10n.t('The server says: “{0}”', isolate(detail)) }) },
      change,
      add,
    );
    if (answer === change) return 'change';
    return answer === add ? 'unchecked' : undefined;
  }
}

function rememberFound({ servers: { memory } }: CheckParts, { baseUrl }: Server, { models, endpoints }: Found): void {
  if (models) memory.remember(baseUrl, { models: [...models] });
  if (endpoints && !endpoints.includes('variation')) memory.remember(baseUrl, { withoutVariations: true });
}

async function lookAround({ outside }: CheckParts, server: Server, key: string | undefined, signal: AbortSignal): Promise<Found> {
  const found = await outside.examine(server, key, CHECK_MS, signal);
  const isUp = !found.failure || found.failure.kind === 'noEndpoint';
  if (!isUp || kindOf(server.kind).limits.endpoints) return found;
  const endpoints = await outside.findEndpoints(server, key, CHECK_MS, signal);
  return { ...found, ...(endpoints && { endpoints }) };
}

/** Asks a server something with its key, as far as that may travel, while the user can cancel; undefined when they do. */
export async function look<T>(
  { keys, answers }: CheckParts,
  server: Server,
  ask: (key: string | undefined, signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  let key = await keys.get(server.origin);
  if (key !== undefined && server.isInsecure && (await askAboutInsecure(answers, server, 'send')) !== 'key') key = undefined;
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress(
    { location, title: l10n.t('Looking at {0}', server.host), cancellable: true },
    async (_, token) => {
      const controller = new AbortController();
      token.onCancellationRequested(() => controller.abort());
      try {
        return await ask(key, controller.signal);
      } catch (error) {
        if (error instanceof Failed && error.failure.kind === 'cancelled') return undefined;
        throw error;
      }
    },
  );
}
