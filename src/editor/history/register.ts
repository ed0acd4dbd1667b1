import * as vscode from 'vscode';
import { EASEL_IMAGE } from '../../core/drag.ts';
import type { Easel } from '../easel.ts';
import type { HistoryNode } from './nodes.ts';

/** The view's id, as in package.json. */
const VIEW = 'easel.images';

/** Registers the view "Easel Images". VS Code asks a collapsed view for nothing, so it costs nothing until it is opened. */
export function registerHistoryView(load: () => Promise<Easel>): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const subscriptions: vscode.Disposable[] = [changed];
  let isFollowed = false;

  async function tree() {
    const { historyTree } = await load();
    if (!isFollowed) subscriptions.push(historyTree.onChange(() => changed.fire(undefined)));
    isFollowed = true;
    return historyTree;
  }

  const view = vscode.window.createTreeView<HistoryNode>(VIEW, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      async getChildren(node) {
        const asked = await tree();
        const children = await asked.children(node);
        if (!node) {
          view.description = asked.labels.description ?? '';
          view.message = asked.labels.message ?? '';
        }
        return [...children];
      },
      getTreeItem: async (node) => (await tree()).item(node),
    },
    showCollapseAll: true,
    dragAndDropController: {
      dragMimeTypes: [EASEL_IMAGE],
      dropMimeTypes: [],
      handleDrag: async (nodes, data) => (await tree()).drag(nodes, data),
    },
  });
  subscriptions.push(view);
  return { dispose: () => vscode.Disposable.from(...subscriptions).dispose() };
}
