import * as vscode from 'vscode';
import type { Cost } from '../../core/cost.ts';
import type { Server } from '../../core/server.ts';
import type { Options } from '../../core/task.ts';
import { costLabel, countLabel, sizeLabel } from '../words/labels.ts';

const { l10n } = vscode;

/** What the user said to a request that costs more than usual. */
export type CostAnswer = 'all' | 'one' | undefined;

/** Asks, as a modal, before a request that costs more than usual; undefined is Cancel. */
export async function askAboutCost(options: Options, cost: Cost): Promise<CostAnswer> {
  const all = l10n.t('Generate All');
  const one = l10n.t('Generate 1 First');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Generate {0} with {1}?', countLabel(options.count), options.model),
    {
      modal: true,
      detail: l10n.t('{0} × {1} × quality {2}: {3}.', options.count, sizeLabel(options.size), options.quality, costLabel(cost)),
    },
    ...(options.count > 1 ? [all, one] : [all]),
  );
  return answer === all ? 'all' : answer === one ? 'one' : undefined;
}

const INSECURE = 'easel.insecureOrigins';

/** How far the user goes with a server that is reached without encryption. */
type InsecureConsent = 'prompts' | 'key';

/**
 * http to another machine is asked about once for each origin, and the key goes there only after a second yes.
 * `withKey`: whether a key would be sent. Answers what may be sent; undefined when the user says no.
 */
export async function askAboutInsecure(
  state: vscode.Memento,
  server: Server,
  withKey: boolean,
): Promise<InsecureConsent | undefined> {
  const given = state.get<Record<string, InsecureConsent | undefined>>(INSECURE, {});
  let consent = given[server.origin];
  if (!consent) {
    const send = l10n.t('Send Without Encryption');
    const answer = await vscode.window.showWarningMessage(
      l10n.t('{0} is reached without encryption', server.origin),
      {
        modal: true,
        detail: l10n.t('Everyone on the way can read your prompts and your images. Use https if the server has it.'),
      },
      send,
    );
    if (answer !== send) return undefined;
    consent = 'prompts';
    await state.update(INSECURE, { ...given, [server.origin]: consent });
  }
  if (withKey && consent !== 'key') {
    const sendKey = l10n.t('Send the Key Too');
    const answer = await vscode.window.showWarningMessage(
      l10n.t('Send your API key to {0} without encryption?', server.origin),
      { modal: true, detail: l10n.t('Everyone on the way can read the key and use it at your expense.') },
      sendKey,
    );
    if (answer !== sendKey) return consent;
    consent = 'key';
    await state.update(INSECURE, { ...given, [server.origin]: consent });
  }
  return consent;
}
