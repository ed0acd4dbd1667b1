import * as v from 'valibot';
import * as vscode from 'vscode';
import type { HistoryFilter } from '../../core/records.ts';
import { type CommandParts, registerCommand } from '../commands/parts.ts';
import { filterLabel } from '../words/history.ts';
import { countLabel } from '../words/labels.ts';
import type { Gallery } from './gallery.ts';
import type { History } from './history.ts';
import { removeFromHistory } from './removing.ts';
import type { HistoryTree } from './tree.ts';

const { l10n } = vscode;

/** What the commands of the view work with. */
export interface HistoryCommandParts extends CommandParts {
  readonly history: History;
  readonly historyTree: HistoryTree;
  readonly gallery: Gallery;
}

const OfImage = v.object({ image: v.pipe(v.string(), v.maxLength(100)) });

/** The commands of the view "Easel Images". */
export function registerHistoryCommands(parts: HistoryCommandParts): void {
  const { gallery, historyTree } = parts;
  registerCommand('easel.showImage', parts, async (...[given]) => {
    if (!v.is(OfImage, given) || !(await gallery.bring(given.image))) return;
    parts.store.dispatch({ kind: 'selected', image: given.image });
    parts.presenter.showImage(given.image);
  });
  registerCommand('easel.showMoreImages', parts, async (...[of]) => {
    if (of === 'days' || typeof of === 'number') historyTree.showMore(of);
  });
  registerCommand('easel.filterImages', parts, async () => {
    const filter = await pickFilter(parts);
    if (filter) apply(filter, historyTree);
  });
  registerCommand('easel.clearImageFilter', parts, async () => apply({}, historyTree));
  registerCommand('easel.removeFromHistory', parts, async (...[given]) => {
    if (v.is(OfImage, given)) return removeFromHistory(given.image, parts);
    const { selected } = parts.store.state;
    return selected === undefined ? undefined : removeFromHistory(selected, parts);
  });
}

function apply(filter: HistoryFilter, tree: HistoryTree): void {
  tree.setFilter(filter);
  const isFiltered = filterLabel(filter) !== undefined;
  void vscode.commands.executeCommand('setContext', 'easel.imagesFiltered', isFiltered);
}

async function pickFilter({ history, historyTree }: HistoryCommandParts): Promise<HistoryFilter | undefined> {
  const records = (await history.records()).filter(({ state }) => state !== 'discarded');
  const models = new Map<string, number>();
  for (const { model } of records) models.set(model, (models.get(model) ?? 0) + 1);
  const starred = records.filter((record) => record.starred).length;
  const item = (label: string, icon: string, filter: HistoryFilter, count: number) => {
    const isChosen = filterLabel(filter) === filterLabel(historyTree.filter);
    return {
      label: `$(${icon}) ${label}`,
      description: isChosen ? l10n.t('{0}, shown now', countLabel(count)) : countLabel(count),
      filter,
    };
  };
  const items = [
    item(l10n.t('All Images'), 'files', {}, records.length),
    item(l10n.t('Starred'), 'star-full', { starred: true }, starred),
    ...[...models].sort(([, one], [, other]) => other - one).map(([model, count]) => item(model, 'sparkle', { model }, count)),
  ];
  const picked = await vscode.window.showQuickPick(items, { title: l10n.t('Which images are shown?') });
  return picked?.filter;
}
