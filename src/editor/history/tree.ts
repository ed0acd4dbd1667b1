import * as vscode from 'vscode';
import { EASEL_IMAGE } from '../../core/drag.ts';
import { byDay, filterRecords, type HistoryFilter, type HistoryRecord } from '../../core/records.ts';
import type { ImageId } from '../../core/task.ts';
import { filterLabel } from '../words/history.ts';
import type { History } from './history.ts';
import { isMissing, itemOf } from './items.ts';
import type { HistoryNode } from './nodes.ts';
import { isWithin, type Presence } from './presence.ts';

/** What the view "Easel Images" shows: days with their images. */
export interface HistoryTree extends vscode.Disposable {
  children(node: HistoryNode | undefined): Promise<readonly HistoryNode[]>;
  item(node: HistoryNode): Promise<vscode.TreeItem>;
  /** Fills in what a drag of rows carries. */
  drag(nodes: readonly HistoryNode[], data: vscode.DataTransfer): Promise<void>;
  readonly filter: HistoryFilter;
  setFilter(filter: HistoryFilter): void;
  /** One page more of a day, or of the days. */
  showMore(of: number | 'days'): void;
  /** What stands beside the title, and what is said instead of rows; whole words. */
  readonly labels: { readonly description?: string; readonly message?: string };
  readonly onChange: vscode.Event<void>;
}

/** Rows that a level begins with, and gets more at once. */
const PAGE = 200;

export function createHistoryTree(history: History, presence: Pick<Presence, 'onChange'>): HistoryTree {
  const changed = new vscode.EventEmitter<void>();
  const pages = new Map<number | 'days', number>();
  let filter: HistoryFilter = {};
  let isEmpty = false;

  /** Of the images that have a row: whether it says that the file is missing. */
  const shown = new Map<ImageId, boolean>();

  const listening = vscode.Disposable.from(
    history.onChange(() => changed.fire()),
    presence.onChange(async (places) => {
      if (shown.size === 0) return;
      const touched = (await history.records()).filter(({ image, uri }) => {
        return shown.has(image) && places.some((place) => isWithin(uri, place));
      });
      // What Easel itself has just written is nothing new.
      const isNews = await Promise.all(touched.map(async (record) => (await isMissing(record)) !== shown.get(record.image)));
      if (isNews.includes(true)) changed.fire();
    }),
  );

  function page<T>(all: readonly T[], of: number | 'days', node: (one: T, index: number) => HistoryNode): readonly HistoryNode[] {
    const shown = (pages.get(of) ?? 1) * PAGE;
    const more: readonly HistoryNode[] = all.length > shown ? [{ kind: 'more', of, left: all.length - shown }] : [];
    return [...all.slice(0, shown).map(node), ...more];
  }

  return {
    async children(node) {
      if (node?.kind === 'day') {
        return page(node.records, node.day, (record) => ({ kind: 'image', image: record.image, record }));
      }
      if (node) return [];
      const records = filterRecords((await history.records()).filter(isShown), filter);
      isEmpty = records.length === 0;
      return page(byDay(records), 'days', ({ day, records }, index) => ({ kind: 'day', day, records, isNewest: index === 0 }));
    },
    async item(node) {
      if (node.kind !== 'image') return itemOf(node, false);
      const missing = await isMissing(node.record);
      shown.set(node.image, missing);
      return itemOf(node, missing);
    },
    async drag(nodes, data) {
      const [first] = nodes;
      // A picture's data is its id: the session has to know it when it is dropped.
      if (first?.kind !== 'image' || !(await history.recallImage(first.image))) return;
      data.set(EASEL_IMAGE, new vscode.DataTransferItem(first.image));
    },
    get filter() {
      return filter;
    },
    setFilter(next) {
      filter = next;
      changed.fire();
    },
    showMore(of) {
      pages.set(of, (pages.get(of) ?? 1) + 1);
      changed.fire();
    },
    get labels() {
      const description = filterLabel(filter);
      if (description === undefined) return {};
      return { description, ...(isEmpty && { message: vscode.l10n.t('No image matches the filter.') }) };
    },
    onChange: changed.event,
    dispose: () => vscode.Disposable.from(listening, changed).dispose(),
  };
}

/** What lies in the bin is brought back from the panel. */
function isShown({ state }: HistoryRecord): boolean {
  return state !== 'discarded';
}
