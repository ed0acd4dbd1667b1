import * as vscode from 'vscode';
import { assertNever } from '../../core/failure.ts';
import type { HistoryRecord } from '../../core/records.ts';
import { dayLabel, recordDescription, recordLabel, recordSpoken, recordTooltip } from '../words/history.ts';
import { countLabel } from '../words/labels.ts';
import type { HistoryNode } from './nodes.ts';

const { l10n } = vscode;

/** A row as VS Code draws it. Whether an image's file is there is asked now: only rows that are shown are asked for. */
export async function itemOf(node: HistoryNode): Promise<vscode.TreeItem> {
  switch (node.kind) {
    case 'day':
      return dayItem(node);
    case 'image':
      return imageItem(node.record);
    case 'more':
      return moreItem(node);
    default:
      return assertNever(node);
  }
}

function dayItem({ day, records, isNewest }: Extract<HistoryNode, { kind: 'day' }>): vscode.TreeItem {
  const { Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(dayLabel(day, Date.now()), isNewest ? Expanded : Collapsed);
  item.id = `day ${day}`;
  item.description = countLabel(records.length);
  item.contextValue = 'day';
  return item;
}

async function imageItem(record: HistoryRecord): Promise<vscode.TreeItem> {
  const uri = vscode.Uri.parse(record.uri);
  const isMissing = await vscode.workspace.fs.stat(uri).then(
    () => false,
    () => true,
  );
  const item = new vscode.TreeItem(recordLabel(record));
  item.id = record.image;
  item.description = recordDescription(record);
  item.tooltip = recordTooltip(record, isMissing);
  item.iconPath = isMissing ? new vscode.ThemeIcon('warning') : uri;
  item.accessibilityInformation = { label: recordSpoken(record, isMissing) };
  const editable = /\.(png|jpe?g|webp)$/i.test(record.name);
  const traits = [!isMissing && 'file', !isMissing && editable && 'editable', record.starred ? 'starred' : 'plain'];
  item.contextValue = ['image', ...traits.filter(Boolean)].join(' ');
  item.command = { command: 'easel.showImage', title: l10n.t('Show in Panel'), arguments: [{ image: record.image }] };
  return item;
}

function moreItem({ of, left }: Extract<HistoryNode, { kind: 'more' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(l10n.t('Show More…'));
  item.id = `more ${of}`;
  item.description = of === 'days' ? l10n.t('{0} more days', left) : l10n.t('{0} more', left);
  item.contextValue = 'more';
  item.command = { command: 'easel.showMoreImages', title: l10n.t('Show More…'), arguments: [of] };
  return item;
}
