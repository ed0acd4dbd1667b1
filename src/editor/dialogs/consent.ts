import * as vscode from 'vscode';
import { isolate } from '../../core/bidi.ts';
import type { Cost } from '../../core/cost.ts';
import type { Server } from '../../core/server.ts';
import type { Spent } from '../../core/spending.ts';
import type { Order } from '../../core/task.ts';
import { costLabel, countLabel, dollars, sizeLabel } from '../words/labels.ts';
import { day } from '../words/notes.ts';
import { spentLabel } from '../words/spending.ts';

const { l10n } = vscode;

/** What the user said to a request that costs more than usual. */
export type CostAnswer = 'all' | 'one' | undefined;

/** Why a request would go over the user's budget: what was spent today, and the budget in US$. */
export interface OverBudget {
  readonly spent: Spent;
  readonly budget: number;
}

/**
 * Asks, as a modal, before a request that costs more than usual or goes over the day's budget; undefined is Cancel. It says
 * what will be sent.
 */
export async function askAboutCost(order: Order, cost: Cost, over?: OverBudget): Promise<CostAnswer> {
  const count = order.calls.reduce((sum, { n }) => sum + n, 0);
  const all = over ? l10n.t('Generate Anyway') : l10n.t('Generate All');
  const one = l10n.t('Generate 1 First');
  const answer = await vscode.window.showWarningMessage(
    over ? budgetTitle(over, cost) : l10n.t('Generate {0} with {1}?', countLabel(count), isolate(order.calls[0]?.model ?? '')),
    { modal: true, detail: over ? budgetDetail(order, count, cost, over) : orderDetail(order, count, cost) },
    ...(count > 1 ? [all, one] : [all]),
  );
  return answer === all ? 'all' : answer === one ? 'one' : undefined;
}

function orderDetail({ calls }: Order, count: number, cost: Cost): string {
  const [first] = calls;
  const sizes = new Set(calls.map(({ parameters }) => parameters.size ?? 'auto'));
  const size = sizes.size > 1 ? l10n.t('several sizes') : sizeLabel(first?.parameters.size ?? 'auto');
  const quality = first?.parameters.quality;
  return quality === undefined
    ? l10n.t('{0} × {1}: {2}.', count, size, costLabel(cost))
    : l10n.t('{0} × {1} × quality {2}: {3}.', count, size, quality, costLabel(cost));
}

function budgetTitle({ budget }: OverBudget, cost: Cost): string {
  return cost.kind === 'unknown'
    ? l10n.t('Your daily budget of {0} is used up', dollars(budget))
    : l10n.t('This goes over your daily budget of {0}', dollars(budget));
}

function budgetDetail(order: Order, count: number, cost: Cost, { spent }: OverBudget): string {
  const detail = orderDetail(order, count, cost);
  const label = spentLabel(spent);
  return label === undefined ? detail : l10n.t('Spent today: {0}. {1}', label, detail);
}

/** What the user said to a model whose end has come. */
export type DeadAnswer = 'replace' | 'choose' | 'try' | undefined;

/** Asks, as a modal, what is to become of a request to a model that was shut down; undefined is Cancel. */
export async function askAboutDeadModel(name: string, date: string, replacement: string | undefined): Promise<DeadAnswer> {
  const model = isolate(name);
  const use = replacement === undefined ? l10n.t('Choose Model…') : l10n.t('Use {0}', isolate(replacement));
  const tryAnyway = l10n.t('Try {0} Anyway', model);
  const answer = await vscode.window.showWarningMessage(
    l10n.t('{0} was shut down on {1}', model, day(date)),
    {
      modal: true,
      detail:
        replacement === undefined
          ? l10n.t('Nothing was sent. Another model can take its place wherever it is set.')
          : l10n.t('Nothing was sent. {0} takes its place, also wherever it is set.', isolate(replacement)),
    },
    use,
    tryAnyway,
  );
  if (answer === use) return replacement === undefined ? 'choose' : 'replace';
  return answer === tryAnyway ? 'try' : undefined;
}

const INSECURE = 'easel.insecureOrigins';

/** What the user allowed for a server that is reached without encryption. `key` is absent until that was asked. */
interface InsecureConsent {
  readonly key?: boolean;
}

/** Whether a server is reached with encryption, or the user has allowed that it is not. Asks nothing. */
export function isUnencryptedAllowed(state: vscode.Memento, { origin, isInsecure }: Server): boolean {
  return !isInsecure || state.get<Record<string, InsecureConsent | undefined>>(INSECURE, {})[origin] !== undefined;
}

/** Whether the user has said that the key may travel to a server without encryption. Asks nothing. */
export function isKeyConsented(state: vscode.Memento, { origin, isInsecure }: Server): boolean {
  return !isInsecure || state.get<Record<string, InsecureConsent | undefined>>(INSECURE, {})[origin]?.key === true;
}

/**
 * http to another machine is asked about once for each origin, and the key goes there only after a second yes.
 * `key`: `send` asks the second question when it was never asked, `set` always, because a new key is a new decision.
 * Answers what may be sent; undefined when the user says no.
 */
export async function askAboutInsecure(
  state: vscode.Memento,
  server: Server,
  key: 'none' | 'send' | 'set',
): Promise<'prompts' | 'key' | undefined> {
  const given = () => state.get<Record<string, InsecureConsent | undefined>>(INSECURE, {});
  const remember = (consent: InsecureConsent) => state.update(INSECURE, { ...given(), [server.origin]: consent });
  if (!given()[server.origin]) {
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
    await remember({});
  }
  const known = given()[server.origin]?.key;
  if (key === 'none') return 'prompts';
  if (key === 'send' && known !== undefined) return known ? 'key' : 'prompts';
  const sendKey = l10n.t('Send the Key Too');
  const answer = await vscode.window.showWarningMessage(
    l10n.t('Send your API key to {0} without encryption?', server.origin),
    { modal: true, detail: l10n.t('Everyone on the way can read the key and use it at your expense.') },
    sendKey,
  );
  await remember({ key: answer === sendKey });
  return answer === sendKey ? 'key' : 'prompts';
}
