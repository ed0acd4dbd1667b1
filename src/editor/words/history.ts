import { env, l10n, MarkdownString, Uri } from 'vscode';
import { close, isolate } from '../../core/bidi.ts';
import { escapeForMarkdown } from '../../core/escape.ts';
import { assertNever } from '../../core/failure.ts';
import { firstWords } from '../../core/prompt.ts';
import type { HistoryFilter, HistoryOrigin, HistoryRecord } from '../../core/records.ts';
import type { EditKind } from '../../core/task.ts';
import { askerLabel, bytesLabel } from './labels.ts';

/** ms */
const HOUR = 60 * 60 * 1000;

/** `Today`, `Yesterday`, `Friday, November 27`; `day` is its beginning, ms since 1970. */
export function dayLabel(day: number, now: number): string {
  const today = new Date(now).setHours(0, 0, 0, 0);
  // A day may have 23 or 25 hours.
  const yesterday = new Date(today - 12 * HOUR).setHours(0, 0, 0, 0);
  if (day === today) return l10n.t('Today');
  if (day === yesterday) return l10n.t('Yesterday');
  const isThisYear = new Date(day).getFullYear() === new Date(now).getFullYear();
  const date: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' };
  return new Intl.DateTimeFormat(env.language, isThisYear ? date : { ...date, year: 'numeric' }).format(day);
}

/** An image in one line: the beginning of what was asked for; its file's name where nothing was. */
export function recordLabel({ prompt, name, origin }: HistoryRecord): string {
  const line = firstWords(prompt, 120);
  // The prompt of variations is always the same.
  return isolate(line === '' || origin?.kind === 'vary' ? name : line);
}

/** `cat.png · 1024 × 1024`, and whether an agent asked for it. */
export function recordDescription({ name, width, height, by }: HistoryRecord): string {
  const facts = `${isolate(name)} · ${width} × ${height}`;
  return by ? `${facts} · ${l10n.t('Agent')}` : facts;
}

/** What a screen reader says of an image of the list. */
export function recordSpoken(record: HistoryRecord, isMissing: boolean): string {
  const parts = [recordLabel(record), isolate(record.name), timeOf(record.at)];
  if (isMissing) parts.push(l10n.t('the file is not there any more'));
  else if (record.starred) parts.push(l10n.t('starred'));
  if (record.by) parts.push(askerLabel(record.by));
  return parts.join(', ');
}

/** The picture, what was asked for, and the facts. What comes from servers and files is text in it, and never a link. */
export function recordTooltip(record: HistoryRecord, isMissing: boolean): MarkdownString {
  const tooltip = new MarkdownString();
  if (!isMissing) {
    const height = Math.round((Math.min(320, record.width) * record.height) / record.width);
    tooltip.appendMarkdown(`![](${Uri.parse(record.uri).toString()}|width=${Math.min(320, record.width)},height=${height})\n\n`);
  }
  tooltip.appendMarkdown(escapeForMarkdown(shorten(close(record.prompt))));
  const { name, width, height, bytes, model, at } = record;
  const lines = [isolate(name), `${width} × ${height} · ${bytesLabel(bytes)}`, `${isolate(model)} · ${timeOf(at)}`];
  const parts = [lines.join('\n')];
  if (record.origin) parts.push(originLabel(record.origin));
  if (record.by) parts.push(askerLabel(record.by));
  if (isMissing) parts.push(l10n.t('{0} is not there any more.', isolate(record.name)));
  for (const part of parts) tooltip.appendMarkdown(`\n\n${escapeForMarkdown(part)}`);
  return tooltip;
}

/** A tooltip of pages is none. */
function shorten(prompt: string): string {
  return prompt.length > 600 ? `${prompt.slice(0, 600)}…` : prompt;
}

/** `Edited from cat.png` */
export function originLabel({ kind, name }: HistoryOrigin): string {
  switch (kind) {
    case 'edit':
      return l10n.t('Edited from {0}', isolate(name));
    case 'extend':
      return l10n.t('Extended from {0}', isolate(name));
    case 'vary':
      return l10n.t('Variation of {0}', isolate(name));
    default:
      return assertNever(kind);
  }
}

/** `2 edits of cat.png`, `1 variation of cat.png`: what was made from an image. */
export function derivedOf(name: string, kinds: readonly EditKind[]): string {
  const { length } = kinds;
  const variations = kinds.filter((kind) => kind === 'vary').length;
  if (variations === length) {
    return length === 1 ? l10n.t('1 variation of {0}', isolate(name)) : l10n.t('{0} variations of {1}', length, isolate(name));
  }
  if (variations > 0) return l10n.t('{0} edits and variations of {1}', length, isolate(name));
  return length === 1 ? l10n.t('1 edit of {0}', isolate(name)) : l10n.t('{0} edits of {1}', length, isolate(name));
}

/** What a search has found. */
export function foundSentence(count: number): string {
  if (count === 0) return l10n.t('No image matches.');
  return count === 1 ? l10n.t('1 image matches.') : l10n.t('{0} images match.', count);
}

/** Why only some images are shown. */
export function familySentence(name: string): string {
  return l10n.t('{0}, what it was made from, and what was made from it.', isolate(name));
}

/** What a filter lets through, beside the view's title; undefined where it is everything. */
export function filterLabel({ starred, model }: HistoryFilter): string | undefined {
  return starred ? l10n.t('Starred') : model;
}

/** To make one takes half a millisecond, and every row asks twice. */
let times: Intl.DateTimeFormat | undefined;

function timeOf(at: number): string {
  times ??= new Intl.DateTimeFormat(env.language, { dateStyle: 'medium', timeStyle: 'short' });
  return times.format(at);
}
