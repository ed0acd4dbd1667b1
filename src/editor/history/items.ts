import * as vscode from 'vscode';
import { assertNever } from '../../core/failure.ts';
import type { HistoryRecord } from '../../core/records.ts';
import { dayLabel, recordDescription, recordLabel, recordSpoken, recordTooltip } from '../words/history.ts';
import { countLabel } from '../words/labels.ts';
import type { HistoryNode } from './nodes.ts';

const { l10n } = vscode;

/** Whether an image's file is not where it should be. */
export async function isMissing({ uri }: HistoryRecord): Promise<boolean> {
  return vscode.workspace.fs.stat(vscode.Uri.parse(uri)).then(
    () => false,
    () => true,
  );
}

/** A row as VS Code draws it. `missing`: the file of its image is not there. */
export function itemOf(node: HistoryNode, missing: boolean): vscode.TreeItem {
  switch (node.kind) {
    case 'day':
      return dayItem(node);
    case 'image':
      return imageItem(node.record, missing);
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

function imageItem(record: HistoryRecord, missing: boolean): vscode.TreeItem {
  const item = new vscode.TreeItem(recordLabel(record));
  item.id = record.image;
  item.description = recordDescription(record);
  item.tooltip = recordTooltip(record, missing);
  item.iconPath = missing ? new vscode.ThemeIcon('warning') : vscode.Uri.parse(record.uri);
  item.accessibilityInformation = { label: recordSpoken(record, missing) };
  const editable = /\.(png|jpe?g|webp)$/i.test(record.name);
  const traits = [!missing && 'file', !missing && editable && 'editable', record.starred ? 'starred' : 'plain'];
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
