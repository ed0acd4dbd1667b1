import * as vscode from 'vscode';
import { estimate, type LearnedPrices } from '../../core/cost.ts';
import { failureOf } from '../../core/failure.ts';
import { fit } from '../../core/fit.ts';
import { PLACEHOLDER } from '../../core/models.ts';
import type { SheetRowView, SheetView } from '../../core/protocol.ts';
import type { State } from '../../core/session.ts';
import type { Order } from '../../core/task.ts';
import { optionsFor, styleOf, type Wish } from '../generation/wish.ts';
import { choicesOf } from '../panel/form.ts';
import type { Servers } from '../servers/here.ts';
import { readSettings, type Settings } from '../settings.ts';
import { explain } from '../words/failures.ts';
import { costLabel, countLabel, pendingLabel } from '../words/labels.ts';
import type { LiveRow, LiveSheet } from './sheet.ts';

interface ViewParts {
  readonly learned: LearnedPrices;
  readonly servers: Servers;
  /** The placeholder stands in for a missing key. */
  readonly standIn: boolean;
  readonly state: State;
  /** See `Generation.read`. */
  read(wish: Wish): Wish;
}

/** A sheet as the page shows it. Of the prompts only the flags count here: they are being typed. */
export function viewSheet(sheet: LiveSheet, parts: ViewParts): SheetView {
  const { id, title, rows, made, news } = sheet;
  const chosen = rows.filter(({ ticked, run }) => ticked && run === undefined);
  const { label, ok } = estimateRows(chosen, parts);
  const size = choicesFor(rows[0], parts);
  return {
    id,
    title,
    rows: rows.map((row) => viewRow(row, parts)),
    sizes: size.choices,
    freeSizes: size.free,
    estimate: label,
    canSend: ok && chosen.length > 0 && !sheet.sending && vscode.workspace.isTrusted,
    ...(news !== undefined && { news }),
    ...(made > 0 && { progress: vscode.l10n.t('{0} of {1} made', made, made + rows.length) }),
  };
}

function viewRow(row: LiveRow, { state }: ViewParts): SheetRowView {
  const { id, wish, place, from, reason, ticked, failure } = row;
  const call = row.run === undefined ? undefined : state.runs.get(row.run)?.calls.at(0);
  return {
    id,
    prompt: wish.prompt,
    place,
    ticked,
    size: wish.options.size ?? usualSize(wish.scope),
    ...(from !== undefined && { from }),
    ...(reason !== undefined && { reason }),
    ...(failure !== undefined && { failure }),
    ...(call && { running: pendingLabel(call.state) }),
  };
}

/** Count and cost of several images, or why they cannot be sent. */
function estimateRows(
  rows: readonly LiveRow[],
  { learned, standIn, servers, read: readNow }: ViewParts,
): { readonly ok: boolean; readonly label: string } {
  const first = rows[0];
  if (!first) return { ok: false, label: vscode.l10n.t('Nothing is ticked') };
  try {
    const read = settingsReader();
    const here = servers.of(read(first.wish.scope));
    const orders: Order[] = [];
    let isFree = true;
    for (const { wish, typed } of rows) {
      const styled = readNow(typed === undefined ? wish : { ...wish, prompt: typed });
      const options = { ...optionsFor(styled, read(wish.scope).options), ...(standIn && { model: PLACEHOLDER }) };
      isFree &&= options.model === PLACEHOLDER;
      const references = styleOf(styled)?.references.length ?? 0;
      orders.push(fit({ prompt: 'x', options, references }, here.models.of(options.model), new Date()));
    }
    const calls = orders.flatMap((order) => order.calls);
    const server = isFree ? undefined : here.server();
    const count = countLabel(calls.reduce((sum, { n }) => sum + n, 0));
    if (server?.isFree) return { ok: true, label: count };
    const cost = estimate({ calls }, learned, server);
    return { ok: true, label: `${count} · ${costLabel(cost)}` };
  } catch (error) {
    return { ok: false, label: explain(failureOf(error)).sentence };
  }
}

function settingsReader(): (scope: vscode.Uri | undefined) => Settings {
  const known = new Map<string, Settings>();
  return (scope) => {
    const key = scope?.toString() ?? '';
    const settings = known.get(key) ?? readSettings(scope);
    known.set(key, settings);
    return settings;
  };
}

function choicesFor(row: LiveRow | undefined, { servers }: ViewParts): NonNullable<ReturnType<typeof choicesOf>> {
  const settings = row && readQuietly(row.wish.scope);
  if (!settings) return { choices: [], free: true };
  const options = { ...settings.options, ...row.wish.options };
  return choicesOf('size', options, servers.of(settings)) ?? { choices: [], free: true };
}

function usualSize(scope: vscode.Uri | undefined): string {
  return readQuietly(scope)?.options.size ?? 'auto';
}

/** A wrong setting is said in the place of the estimate. */
function readQuietly(scope: vscode.Uri | undefined): Settings | undefined {
  try {
    return readSettings(scope);
  } catch {
    return undefined;
  }
}
